"""Checks the spans of days in a table by date: none may overlap, and nothing may be left out between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rulewright.diagnostics import Diagnostic
from rulewright.language.day_spans import MARK, DaySpan, day_text, span_of
from rulewright.source import Place

Row = tuple[DaySpan, str, Place]


def between_spans(keys: Sequence[tuple[str, Place]]) -> Iterator[Diagnostic]:
    """Yield where spans overlap or leave days out; `keys` are those of one table, each with its place.

    A table of single days lists days, and leaves out all others. What lies before the first span and behind the last is
    not written, and so it is not known: that is no gap.
    """
    if not any(MARK in key for key, _ in keys):
        return
    rows = [(span, key, place) for key, place in keys if (span := span_of(key)) is not None]
    rows.sort(key=lambda row: (row[0].first is not None, row[0].first or 0))
    if not rows:
        return
    reached = rows[0]
    for row in rows[1:]:
        yield from _between(reached, row)
        if _reaches_further(row[0], reached[0]):
            reached = row


def _between(reached: Row, row: Row) -> Iterator[Diagnostic]:
    """Yield what is wrong between a row and the one that reaches furthest of those that begin before it."""
    (before, key, first_place), (span, own, place) = reached, row
    if span.first is None or before.last is None or span.first <= before.last:
        common = f" for {day_text(span.first)}" if span.first is not None else ""
        message = f"`{key}` and `{own}` both hold{common}"
        related = ((first_place, f"`{key}`"),)
        yield Diagnostic("table-overlap", message, place, "let one end before the other begins", related=related)
    elif span.first > before.last + 1:
        first, last = day_text(before.last + 1), day_text(span.first - 1)
        days = first if first == last else f"{first} to {last}"
        hint = "write a row for it, `{open: who}` or `{not_applicable: why}` where there is no figure"
        yield Diagnostic("table-gap", f"no row covers {days}", place, hint)


def _reaches_further(span: DaySpan, other: DaySpan) -> bool:
    return other.last is not None and (span.last is None or span.last > other.last)
