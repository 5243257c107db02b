"""Writes values the way people read them: numbers with their units, dates, records, and why there is none.

The exact value always stays in JSON and receipts. What is shortened here is marked with `≈` or `…`; `exact_text`
shortens nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from rulewright.diagnostics.terminal_text import visible
from rulewright.diagnostics.wording import counted
from rulewright.evaluate.plain_json import range_text, to_json
from rulewright.evaluate.tokens import is_token
from rulewright.language.numbers import DECIMAL128, number_text
from rulewright.language.types import ContextType as RecordType
from rulewright.language.types import ListType, MapType, Nullable, NumberType, RangeType, Type
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Range, Unknown, Value
from rulewright.packs.model.notation import Notation
from rulewright.packs.model.rules import Rule
from rulewright.reports.numbers import format_number

FEW = 2
"""Records that are written out in a line; more of them are counted."""

HIDDEN = "(personal)"
"""What is written for a personal value that has no token."""

DEEPEST = 12
"""Parts of parts so deep are written out; what stands deeper is marked."""


def format_value(
    value: Value, shape: Type | None, notation: Notation, *, depth: int = 0, is_exact: bool = False
) -> str:
    """Return a value as a person reads it in a line of text; with `is_exact` nothing but great depth is shortened."""
    inner = partial(format_value, notation=notation, depth=depth + 1, is_exact=is_exact)
    if isinstance(shape, Nullable):
        shape = shape.type
    if is_hidden(value, shape):
        return HIDDEN
    match value:
        case None | Absence():
            return format_absence(value)
        case bool():
            return "true" if value else "false"
        case Decimal():
            number = shape if isinstance(shape, NumberType) else NumberType()
            return format_number(value, number, notation, is_exact=is_exact)
        case str():
            return visible(value) or '""'
        case list() if not is_exact and len(value) > FEW and any(isinstance(each, Mapping) for each in value):
            return f"{len(value)} records"
        case list() | Mapping() if depth == DEEPEST:
            return "…"
        case list():
            return f"[{', '.join(inner(each, of) for _, each, of in named_parts(value, shape))}]"
        case Mapping():
            return "{" + ", ".join(f"{name}: {inner(each, of)}" for name, each, of in named_parts(value, shape)) + "}"
        case Range():
            item = shape.item if isinstance(shape, RangeType) else None
            return range_text(value, lambda end: inner(end, item))
        case _:
            return str(to_json(value))


def is_hidden(value: Value, shape: Type | None) -> bool:
    """Whether a value is personal and has no token, which says that nobody meant to show it."""
    if shape is None or not shape.is_personal or value is None or isinstance(value, Absence):
        return False
    return not is_token(value)


def named_parts(value: Mapping[str, Value] | list[Value], shape: Type | None) -> list[tuple[str, Value, Type | None]]:
    """Return the entries of a record or map, or the items of a list, each with its name (`-`) and declared type."""
    if isinstance(shape, Nullable):
        shape = shape.type
    if isinstance(value, list):
        item = shape.item if isinstance(shape, ListType) else None
        return [("-", each, item) for each in value]
    types = dict(shape.entries) if isinstance(shape, RecordType) else {}
    default = shape.value if isinstance(shape, MapType) else None
    return [(visible(str(name)), each, types.get(name, default)) for name, each in value.items()]


def exact_text(value: Value, type_: Type | None = None) -> str:
    """Return a value with all its digits, percents as percents; null where there is none."""
    if isinstance(type_, Nullable):
        type_ = type_.type
    if is_hidden(value, type_):
        return HIDDEN
    match value:
        case Decimal() if isinstance(type_, NumberType) and type_.name == "percent":
            return number_text(value.scaleb(2, DECIMAL128)) + "%"
        case list():
            return "[" + ", ".join(exact_text(each, of) for _, each, of in named_parts(value, type_)) + "]"
        case Mapping():
            return (
                "{" + ", ".join(f"{name}: {exact_text(each, of)}" for name, each, of in named_parts(value, type_)) + "}"
            )
        case Range():
            item = type_.item if isinstance(type_, RangeType) else None
            return range_text(value, lambda end: exact_text(end, item))
        case None | bool():
            return json.dumps(value)
        case Absence():
            return format_absence(value)
        case _:
            return visible(str(to_json(value)))


def as_rounded(output: str, before: Value, after: Value, rule: Rule, notation: Notation) -> str:
    """Return what a declared rounding did to an output of a rule, and how it is declared."""
    type_ = rule.output_type(output)
    exact = [format_value(each, type_, notation, is_exact=True) for each in (before, after)]
    words = f"{output}: {' to '.join(exact)}"
    declared = rule.rounding(output)
    if declared is None:
        return words
    return f"{words} ({counted(declared.places, 'place')}, {declared.mode.replace('_', ' ')})"


def format_absence(value: Value) -> str:
    """Return in words why there is no value."""
    match value:
        case Unknown(needs=needs):
            return "unknown (needs " + ", ".join(sorted(needs)) + ")"
        case Open(decisions=decisions):
            return "open (to be decided: " + ", ".join(sorted(decisions)) + ")"
        case NotApplicable(reason=reason):
            return f"none ({reason})"
        case Failure(reason=reason):
            return f"error ({reason})"
        case _:
            return "none"


def format_cell(value: Value, shape: Type | None, notation: Notation) -> str:
    """Return a value for a cell of a table, whose head says what it counts: no words of units."""
    if isinstance(shape, Nullable):
        shape = shape.type
    if isinstance(value, Decimal) and isinstance(shape, NumberType) and not is_hidden(value, shape):
        return format_number(value, shape, notation, has_words=False)
    return format_value(value, shape, notation)
