"""Finds rows of a table by their keys; where there is none, the case is left to the reference evaluator."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, NoReturn

from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.language.day_spans import span_of
from rulewright.language.temporal.values import Date, day_number

BEGINNING = -(10**15)
"""Before every day that there is."""


class KeyRows(dict[Any, Any]):
    """Rows by the texts of a key."""

    __slots__ = ()

    def __missing__(self, key: object) -> NoReturn:
        """Leave a key without a row to the reference evaluator."""
        raise Fallback(Reason.ABSENT_ENTRY)


class DayRows:
    """Rows by spans of days that do not overlap: the spans are sorted once, and a date's is found by bisection."""

    __slots__ = ("_firsts", "_rows")

    def __init__(self, rows: Iterable[tuple[str, Any]]) -> None:
        spans = [(span, row) for key, row in rows if (span := span_of(key)) is not None]
        placed = [(BEGINNING if span.first is None else span.first, span.last, row) for span, row in spans]
        self._rows = sorted(placed, key=lambda each: each[0])
        self._firsts = [first for first, _, _ in self._rows]

    def __getitem__(self, date: object) -> Any:
        """Return the row of a date; leave one that no span holds to the reference evaluator."""
        if isinstance(date, Date):
            day = day_number(date)
            place = bisect_right(self._firsts, day) - 1
            if place >= 0:
                _, last, row = self._rows[place]
                if last is None or day <= last:
                    return row
        raise Fallback(Reason.ABSENT_ENTRY)
