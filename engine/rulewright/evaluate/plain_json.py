"""Writes FEEL values as JSON values: numbers as decimal text, dates as text, nothing as a binary float."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from rulewright.language.numbers import number_text
from rulewright.language.temporal.text import temporal_text
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.values import Absence, Failure, FunctionValue, NotApplicable, Open, Range, Unknown, Value

JsonValue = str | bool | int | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None


def to_json(value: Value) -> JsonValue:
    """Return a FEEL value as JSON: text, booleans, null, lists and objects.

    An absence inside a value is written with its reason: `{"unknown": ["name"]}`, `{"open": ["id"]}`,
    `{"error": "…", "code": "…"}`, `{"not_applicable": "…"}`.
    """
    match value:
        case None | bool() | str():
            return value
        case Decimal():
            return number_text(value)
        case int():
            return str(value)
        case Mapping():
            return {str(key): to_json(item) for key, item in value.items()}
        case list() | tuple():
            return [to_json(item) for item in value]
        case Range():
            return range_text(value, to_json)
        case Absence():
            return _absence(value)
        case Date() | Time() | DateTime() | DaysDuration() | YearsDuration():
            return temporal_text(value)
        case FunctionValue():
            return f"function {value.name}({', '.join(value.parameters)})"
        case _:
            return str(value)


def present_json(value: Value) -> JsonValue:
    """Return the value of an outcome as JSON: what is absent, as a whole or in any part, is null."""
    if isinstance(value, Absence):
        return None
    if isinstance(value, dict):
        return {name: present_json(each) for name, each in value.items()}
    return [present_json(each) for each in value] if isinstance(value, list) else to_json(value)


def range_text(value: Range, written: Callable[[Value], object]) -> str:
    """Return a range, its ends written by a function: `[1..5)`, `(>= 3)`."""
    if value.operator:
        return f"({value.operator} {written(value.start)})"
    if value.start is None and value.end is not None:
        return f"({'<=' if value.end_included else '<'} {written(value.end)})"
    if value.end is None and value.start is not None:
        return f"({'>=' if value.start_included else '>'} {written(value.start)})"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{written(value.start)}..{written(value.end)}{closing}"


def _absence(value: Absence) -> JsonValue:
    match value:
        case Unknown(needs=needs):
            return {"unknown": sorted(needs)}
        case Open(decisions=decisions):
            return {"open": sorted(decisions)}
        case Failure(reason=reason, code=code):
            return {"error": reason, "code": code}
        case NotApplicable(reason=reason):
            return {"not_applicable": reason}
        case _:
            return None
