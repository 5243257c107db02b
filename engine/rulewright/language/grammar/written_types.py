"""Reads types as they are written behind `instance of` and for formal parameters (DMN 1.5, 10.3.1.2, rule 54)."""

from __future__ import annotations

from rulewright.language.grammar.cursor import Cursor
from rulewright.language.grammar.known_names import TYPE_NAMES, KnownNames
from rulewright.language.grammar.lexer import NAME
from rulewright.language.syntax import (
    ContextTypeNode,
    FunctionTypeNode,
    ListTypeNode,
    NamedType,
    RangeTypeNode,
    TypeNode,
)


def read_type(cursor: Cursor) -> TypeNode:
    """Read a type; leaves the height of its tree on the cursor."""
    start = cursor.starts[cursor.index]
    word = cursor.texts[cursor.index]
    if cursor.kind_after() != "<" or word not in ("list", "range", "context", "function"):
        return _read_name(cursor, start)
    cursor.depth += 1
    if cursor.depth > cursor.max_depth:
        raise cursor.abandon()
    cursor.index += 2
    node: TypeNode
    if word == "function":
        parameters = _read_parameters(cursor)
        height = cursor.height
        _expect_closing(cursor)
        cursor.expect("->")
        result = read_type(cursor)
        cursor.height = max(height, cursor.height)
        node = FunctionTypeNode(parameters, result, span=cursor.span_from(start))
    elif word == "context":
        entries = _read_entries(cursor)
        _expect_closing(cursor)
        node = ContextTypeNode(entries, span=cursor.span_from(start))
    else:
        item = read_type(cursor)
        _expect_closing(cursor)
        make = ListTypeNode if word == "list" else RangeTypeNode
        node = make(item, span=cursor.span_from(start))
    cursor.depth -= 1
    cursor.height += 1
    return node


def _read_name(cursor: Cursor, start: int) -> NamedType:
    cursor.height = 0
    length, name = KnownNames(TYPE_NAMES).longest_at(cursor.texts, cursor.index)
    if not length:
        length, name = cursor.variables.longest_at(cursor.texts, cursor.index)
    if length:
        cursor.index += length
        return NamedType(name, span=cursor.span_from(start))
    if cursor.kind not in (NAME, "null", "function"):
        cursor.report_here("a type", "for example `number`, `string`, `date`, `list<number>`")
        return NamedType("", span=cursor.span_here())
    parts = [cursor.texts[cursor.index]]
    cursor.index += 1
    while cursor.kind == "." and cursor.kind_after() == NAME:
        parts.append(cursor.texts[cursor.index + 1])
        cursor.index += 2
    return NamedType(".".join(parts), span=cursor.span_from(start))


def _read_parameters(cursor: Cursor) -> tuple[TypeNode, ...]:
    parameters: list[TypeNode] = []
    height = cursor.height = 0
    if not cursor.kind.startswith(">"):
        parameters.append(read_type(cursor))
        height = cursor.height
        while cursor.take(","):
            parameters.append(read_type(cursor))
            height = max(height, cursor.height)
    cursor.height = height
    return tuple(parameters)


def _read_entries(cursor: Cursor) -> tuple[tuple[str, TypeNode], ...]:
    entries: list[tuple[str, TypeNode]] = []
    height = 0
    while True:
        name, _ = cursor.written_name(":")
        if not name:
            cursor.report_here("the name of an entry", "for example `context<name: string, age: number>`")
            break
        cursor.index += 1
        entries.append((name, read_type(cursor)))
        height = max(height, cursor.height)
        if not cursor.take(","):
            break
    cursor.height = height
    return tuple(entries)


def _expect_closing(cursor: Cursor) -> None:
    """Step over `>`, also where it was read as a part of `>=`."""
    if cursor.kind == ">=":
        cursor.kinds[cursor.index] = cursor.texts[cursor.index] = "="
        cursor.starts[cursor.index] += 1
    else:
        cursor.expect(">")
