"""Reads values of declared types from a pack's tree: scalars, lists, records, maps and ranges."""

from __future__ import annotations

from decimal import Decimal

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.temporal.values import Date
from rulewright.language.types import (
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.language.values import Range, Value
from rulewright.packs.scalar_values import (
    NUMBER_TEXT,
    Refused,
    canonical_number,
    read_member,
    read_number,
    read_simple,
)
from rulewright.packs.types import written_type
from rulewright.packs.yaml.text import quoted
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Mark, SourceText, Span

Problems = list[Diagnostic]
SHAPES = {ListType: "`[a, b]`", MapType: "`{key: value}`", ContextType: "`{entry: value}`"}


def read_value(node: TreeNode, type_: Type, problems: Problems, *, is_case: bool = False) -> Value:
    """Return the value of a node; problems are appended, and None stands where a piece could not be read.

    Where `is_case`, the value is a fact: its records may lack entries, and its numbers may be written as percents and
    its percents as ratios, as in every case.
    """
    match type_:
        case Nullable():
            if isinstance(node, ScalarNode) and node.style == "plain" and node.text == "null":
                return None
            return read_value(node, type_.type, problems, is_case=is_case)
        case ListType() | ContextType() | MapType():
            return _read_collection(node, type_, problems, is_case)
        case NumberType() | EnumType() | SimpleType() | RangeType():
            return _read_scalar(node, type_, problems, is_case=is_case)
        case NullType():
            return None
        case _:
            return _read_untyped(node, problems)


def _read_scalar(node: TreeNode, type_: Type, problems: Problems, *, is_case: bool = False) -> Value:
    if not isinstance(node, ScalarNode):
        found = "a list" if isinstance(node, SequenceNode) else "a mapping"
        problems.append(_wrong_shape(type_, f"`{written_type(type_)}`", found, node))
        return None
    try:
        match type_:
            case NumberType():
                return read_number(node, type_, is_case=is_case)
            case EnumType():
                return read_member(node, type_)
            case SimpleType():
                return read_simple(node, type_)
            case RangeType():
                return _read_range(node, type_, problems)
    except Refused as refused:
        if node.text or node.style != "plain":  # a key without a value was reported when the file was read
            problems.append(refused.diagnostic)
    return None


def _wrong_shape(type_: Type, wanted: str, found: str, node: TreeNode) -> Diagnostic:
    hint = f"a `{written_type(type_)}` is written as {SHAPES.get(type(type_), 'one value')}"
    return Diagnostic("wrong-shape", f"expected {wanted}, found {found}", node.place, hint)


def _read_collection(node: TreeNode, type_: Type, problems: Problems, is_case: bool) -> Value:
    match type_, node:
        case ListType(), SequenceNode():
            return [read_value(item, type_.item, problems, is_case=is_case) for item in node]
        case ContextType(), MappingNode():
            return _read_record(node, type_, problems, is_case)
        case MapType(), MappingNode():
            return _read_map(node, type_, problems, is_case)
    found = {ScalarNode: "one value", SequenceNode: "a list", MappingNode: "a mapping"}[type(node)]
    problems.append(_wrong_shape(type_, f"`{written_type(type_)}`", found, node))
    return None


def _read_record(node: MappingNode, type_: ContextType, problems: Problems, is_case: bool) -> dict[str, Value]:
    entries = dict(type_.entries)
    record: dict[str, Value] = {}
    for entry in node:
        if entry.name in entries:
            record[entry.name] = read_value(entry.value, entries[entry.name], problems, is_case=is_case)
        elif type_.is_closed:
            known = ", ".join(f"`{name}`" for name in entries)
            hint = did_you_mean(entry.name, entries) or f"entries are {known}"
            message = f"`{type_.name or 'the record'}` has no entry `{entry.name}`"
            problems.append(Diagnostic("unknown-entry", message, entry.key.place, hint))
    missing = [name for name in entries if name not in node]
    if missing and not is_case:
        shown = ", ".join(f"`{name}`" for name in missing)
        problems.append(
            Diagnostic("missing-entry", f"the record lacks {shown}", node.place, "a record has all entries")
        )
    return record


def _read_map(node: MappingNode, type_: MapType, problems: Problems, is_case: bool) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for entry in node:
        key = read_key(entry.key, type_.key, problems) if type_.key is not None else entry.name
        if key is None:
            continue
        if key in result:
            problems.append(same_key(entry.key, key))
        result[key] = read_value(entry.value, type_.value, problems, is_case=is_case)
    return result


def same_key(key: ScalarNode, member: str) -> Diagnostic:
    """Return the diagnostic of a key that stands twice under two spellings."""
    message = f"`{key.text}` stands for `{member}`, which has a value already"
    return Diagnostic("yaml-duplicate-key", message, key.place, "keep one of them")


def read_key(node: ScalarNode, type_: Type, problems: Problems) -> str | None:
    """Return a key of a table or map as the text under which its figure is kept; None where it is none."""
    before = len(problems)
    value = _read_scalar(node, type_, problems)
    return key_text(value) if len(problems) == before else None


def key_text(value: Value) -> str:
    """Return the text under which a figure is kept for a key: canonical for numbers, `true` or `false` for truths."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return canonical_number(value)
    return str(value)


def _read_untyped(node: TreeNode, problems: Problems) -> Value:
    """Return a value whose type nobody declared: plain numbers, truths and null, everything else is text."""
    match node:
        case SequenceNode():
            return [_read_untyped(item, problems) for item in node]
        case MappingNode():
            return {entry.name: _read_untyped(entry.value, problems) for entry in node}
    text = node.text
    if node.style == "plain":
        if text in {"true", "false", "null"}:
            return {"true": True, "false": False}.get(text)
        if NUMBER_TEXT.fullmatch(text):
            return _read_scalar(node, NumberType(), problems)
    return _read_scalar(node, SimpleType("string"), problems)


def _read_range(node: ScalarNode, type_: RangeType, problems: Problems) -> Value:
    """Return a range written as `"[a..b]"`, `"(a..b]"` and so on; an end may be left out: `"[a..)"`."""
    text = node.text.strip()
    ends = text[1:-1].split("..")
    if len(text) < 4 or text[0] not in "[(]" or text[-1] not in "])[" or len(ends) != 2:
        hint = f"write both ends: `{quoted('[1..5]')}`, `{quoted('(0..10]')}`"
        raise Refused("range-text", f"`{node.text}` is no range", node, hint)
    offset = node.text.index(text[0]) + 1
    start = _read_end(node, ends[0], offset, type_, problems)
    end = _read_end(node, ends[1], offset + len(ends[0]) + 2, type_, problems)
    if start is not None and end is not None and _is_after(start, end):
        raise Refused("range-text", f"`{node.text}` ends before it starts", node, "swap the ends")
    return Range(start, end, start_included=text[0] == "[", end_included=text[-1] == "]")


def _read_end(node: ScalarNode, text: str, offset: int, type_: RangeType, problems: Problems) -> Value:
    stripped = text.strip()
    if not stripped:
        return None
    begin = offset + len(text) - len(text.lstrip())
    place = node.source.place(Span(begin, begin + len(stripped)))
    source = SourceText(node.source.path, stripped, (Mark(0, place.line, place.column),))
    return read_value(ScalarNode(source, "plain", place), type_.item, problems)


def _is_after(start: Value, end: Value) -> bool:
    match start, end:
        case (Decimal(), Decimal()) | (Date(), Date()):
            return bool(start > end)
    return False
