"""Names the kind of a value as FEEL does, such as number or date and time."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.values import Absence, FunctionValue, Range, Value

_KINDS: Mapping[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysDuration: "days and time duration",
    YearsDuration: "years and months duration",
    Range: "range",
    FunctionValue: "function",
}

CLASSES: Mapping[str, type] = {kind: class_ for class_, kind in _KINDS.items()}
"""The class that holds the values of a kind."""

TEMPORAL_KINDS = frozenset({"date", "time", "date and time", "days and time duration", "years and months duration"})


def kind_of(value: Value) -> str:
    """Return FEEL's name of the value's kind; null and errors are `null`."""
    if value is None or isinstance(value, Absence):
        return "null"
    return _KINDS.get(type(value), "function")
