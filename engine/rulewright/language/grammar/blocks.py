"""Reads what introduces names or branches: contexts, `if`, `for`, `some`, `every` and function definitions."""

from __future__ import annotations

from rulewright.language.grammar.cursor import Cursor
from rulewright.language.grammar.known_names import KnownName, words_of
from rulewright.language.grammar.lexer import END, STRING
from rulewright.language.grammar.precedence import ANY
from rulewright.language.grammar.written_types import read_type
from rulewright.language.syntax import (
    ContextEntry,
    ContextLiteral,
    For,
    FormalParameter,
    FunctionDefinition,
    If,
    Iterator,
    Node,
    Quantified,
)


def read_context(cursor: Cursor) -> Node:
    """Read `{key: value, …}`; each key is in scope for the values behind it."""
    start = cursor.starts[cursor.index]
    opened = cursor.open("}")
    entries: list[ContextEntry] = []
    seen: set[str] = set()
    scope: list[KnownName] = []
    height = 0
    goes_on = not cursor.take_closing(opened)
    while goes_on:
        key_start = cursor.starts[cursor.index]
        entry: KnownName | None
        if cursor.kind == STRING:
            key = cursor.texts[cursor.index]
            words = words_of(key)
            entry = (words, key) if words else None
            cursor.index += 1
        else:
            key, entry = cursor.written_name(":")
            if not key:
                cursor.report_here("a key and `:`", 'for example `{name: "Ann", age: 42}`')
                cursor.skip_to_joint()
                goes_on = cursor.goes_on(opened)
                continue
        if key in seen:
            cursor.report_duplicate(key, "key", cursor.span_from(key_start))
        seen.add(key)
        cursor.expect(":")
        value = cursor.expression(cursor, ANY)
        height = max(height, cursor.height)
        entries.append(ContextEntry(key, value, span=cursor.span_from(key_start)))
        if entry is not None:
            scope.append(entry)
            cursor.variables.add(entry)
            cursor.members.add(entry)
        goes_on = cursor.goes_on(opened)
    _leave(cursor, scope)
    cursor.height = height + 2  # the entries are a level of their own
    return ContextLiteral(tuple(entries), span=cursor.span_from(start))


def read_if(cursor: Cursor) -> Node:
    """Read `if … then … else …`; the branches reach as far as they can."""
    start = cursor.starts[cursor.index]
    cursor.index += 1
    condition = cursor.expression(cursor, ANY)
    height = cursor.height
    is_python = cursor.kind == ":"
    if is_python:
        cursor.report_here("`then`", "write `if … then … else …`")
        cursor.index += 1
    else:
        cursor.expect("then", "write `if … then … else …`")
    consequence = cursor.expression(cursor, ANY)
    height = max(height, cursor.height)
    cursor.expect("else", "every `if` needs an `else`; write `else null` where there is nothing to answer")
    if is_python:
        cursor.take(":")
    alternative = cursor.expression(cursor, ANY)
    cursor.height = max(height, cursor.height) + 1
    return If(condition, consequence, alternative, span=cursor.span_from(start))


def read_for(cursor: Cursor) -> Node:
    """Read `for a in x, b in y return body`."""
    start = cursor.starts[cursor.index]
    iterators, scope, height = _read_iterators(cursor)
    cursor.expect("return", "write `for item in list return …`")
    body = cursor.expression(cursor, ANY)
    _leave(cursor, scope)
    cursor.height = max(height, cursor.height) + 1
    return For(iterators, body, span=cursor.span_from(start))


def read_quantified(cursor: Cursor) -> Node:
    """Read `some a in x satisfies condition` and the same with `every`."""
    start = cursor.starts[cursor.index]
    quantifier = cursor.kind
    iterators, scope, height = _read_iterators(cursor)
    cursor.expect("satisfies", f"write `{quantifier} item in list satisfies …`")
    condition = cursor.expression(cursor, ANY)
    _leave(cursor, scope)
    cursor.height = max(height, cursor.height) + 1
    return Quantified(quantifier, iterators, condition, span=cursor.span_from(start))


def read_function(cursor: Cursor) -> Node:
    """Read `function(a, b: number) body`."""
    start = cursor.starts[cursor.index]
    cursor.index += 1
    parameters: tuple[FormalParameter, ...] = ()
    scope: list[KnownName] = []
    height = 0
    if cursor.kind == "(":
        parameters, scope, height = _read_parameters(cursor)
    else:
        cursor.report_here("`(`", "a function is written `function(a, b) a + b`")
    is_external = cursor.texts[cursor.index] == "external" and cursor.kind_after() == "{"
    if is_external:
        cursor.index += 1
    body = cursor.expression(cursor, ANY)
    _leave(cursor, scope)
    cursor.height = max(height, cursor.height) + 1
    return FunctionDefinition(parameters, body, is_external, span=cursor.span_from(start))


def _read_parameters(cursor: Cursor) -> tuple[tuple[FormalParameter, ...], list[KnownName], int]:
    parameters: list[FormalParameter] = []
    scope: list[KnownName] = []
    seen: set[str] = set()
    height = 0
    opened = cursor.open(")")
    goes_on = not cursor.take_closing(opened)
    while goes_on:
        start = cursor.starts[cursor.index]
        name, entry = cursor.written_name(":", ",", ")", END)
        if not name:
            cursor.report_here("the name of a parameter")
            cursor.skip_to_joint()
            goes_on = cursor.goes_on(opened)
            continue
        if name in seen:
            cursor.report_duplicate(name, "parameter", cursor.span_from(start))
        seen.add(name)
        written = None
        if cursor.take(":"):
            written = read_type(cursor)
            height = max(height, cursor.height + 1)
        parameters.append(FormalParameter(name, written, span=cursor.span_from(start)))
        if entry is not None:
            scope.append(entry)
            cursor.variables.add(entry)
        goes_on = cursor.goes_on(opened)
    return tuple(parameters), scope, height


def _read_iterators(cursor: Cursor) -> tuple[tuple[Iterator, ...], list[KnownName], int]:
    """Read the iterators behind `for`, `some` or `every`; each is in scope for those behind it."""
    iterators: list[Iterator] = []
    scope: list[KnownName] = []
    height = 0
    cursor.index += 1
    while True:
        start = cursor.starts[cursor.index]
        name, entry = cursor.written_name("in")
        if not name:
            cursor.report_here("a name and `in`", "for example `for item in items return item * 2`")
            cursor.skip_to_joint()
            return tuple(iterators), scope, height
        cursor.index += 1
        domain = cursor.expression(cursor, ANY)
        height = max(height, cursor.height)
        end = None
        if cursor.take(".."):
            end = cursor.expression(cursor, ANY)
            height = max(height, cursor.height)
        iterators.append(Iterator(name, domain, end, span=cursor.span_from(start)))
        if entry is not None:
            scope.append(entry)
            cursor.variables.add(entry)
        if not cursor.take(","):
            return tuple(iterators), scope, height + 1


def _leave(cursor: Cursor, scope: list[KnownName]) -> None:
    for entry in scope:
        cursor.variables.remove(entry)
