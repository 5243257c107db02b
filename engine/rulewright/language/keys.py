"""Writes the keys under which tables, maps and recorded decisions keep values."""

from __future__ import annotations

from decimal import Decimal

from rulewright.language.numbers import number_text
from rulewright.language.temporal.text import temporal_text
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration


def key_text(value: object) -> str:
    """Return the text under which a table or map keeps the value of a key: as it is written, without quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Date | Time | DateTime | DaysDuration | YearsDuration):
        return temporal_text(value)
    return number_text(value) if isinstance(value, Decimal) else str(value)
