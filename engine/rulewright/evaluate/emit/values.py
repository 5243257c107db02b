"""Writes FEEL values as Python literals for generated code."""

from __future__ import annotations

from decimal import Decimal

from rulewright.evaluate.emit.emission import NotCompilable, Unit
from rulewright.language.temporal.text import temporal_text
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.values import Range, Value


def literal(unit: Unit, value: Value) -> str:
    """Return the Python expression that makes the value; numbers and dates are made once, as constants."""
    match value:
        case None | bool() | str():
            return repr(value)
        case Decimal():
            return unit.number_constant(value)
        case list():
            return f"[{', '.join(literal(unit, item) for item in value)}]"
        case tuple():
            return f"({''.join(f'{literal(unit, item)}, ' for item in value)})"
        case dict():
            return f"{{{', '.join(f'{key!r}: {literal(unit, item)}' for key, item in value.items())}}}"
        case Date() | Time() | DateTime() | DaysDuration() | YearsDuration():
            return unit.constant(f"parse_temporal({temporal_text(value)!r})")
        case Range():
            ends = f"{literal(unit, value.start)}, {literal(unit, value.end)}"
            return unit.constant(f"make_range({ends}, {value.start_included}, {value.end_included})")
        case _:
            raise NotCompilable("a figure of a kind that has no literal")
