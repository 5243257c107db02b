"""Writes and reads the spans of days under which a table by date keeps its figures.

A span is kept under a text with both ends included: `[2018-01-01..2018-12-31]`, `[2020-01-01..)` where it has no end.
A single day is kept under its date.
"""

from __future__ import annotations

from functools import lru_cache

from rulewright.language.temporal.text import parse_temporal, temporal_text
from rulewright.language.temporal.values import Date, date_from_day_number, day_number
from rulewright.language.values import Range
from rulewright.records import dataclass

MARK = ".."


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days by their numbers, both ends included; None where there is no end."""

    first: int | None
    last: int | None

    def holds(self, day: int) -> bool:
        """Whether a day lies in the span."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def span_text(days: Range) -> str:
    """Return the text under which figures for a range of dates are kept; empty where no day lies in it."""
    first = None if not isinstance(days.start, Date) else day_number(days.start) + (not days.start_included)
    last = None if not isinstance(days.end, Date) else day_number(days.end) - (not days.end_included)
    if first is not None and last is not None and first > last:
        return ""
    start = "(" if first is None else f"[{day_text(first)}"
    return f"{start}{MARK}" + (")" if last is None else f"{day_text(last)}]")


def day_text(day: int) -> str:
    """Return the date of a day as text."""
    date = date_from_day_number(day)
    return "" if date is None else temporal_text(date)


@lru_cache(maxsize=4096)
def span_of(key: str) -> DaySpan | None:
    """Return the days of a key of a table by date; None where it is none."""
    if MARK not in key:
        return DaySpan(day, day) if (day := _day(key)) is not None else None
    start, _, end = key[1:-1].partition(MARK)
    return DaySpan(_day(start), _day(end))


def _day(text: str) -> int | None:
    date = parse_temporal(text) if text else None
    return day_number(date) if isinstance(date, Date) else None
