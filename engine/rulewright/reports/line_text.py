"""Writes what a line of a statement came to for one party: in a cell, or in words."""

from __future__ import annotations

from rulewright.evaluate.outcome import Outcome, Status
from rulewright.packs.model.statements import Line
from rulewright.reports.values import format_cell, format_value


def cell_words(outcome: Outcome, line: Line) -> str:
    """Return an outcome in a cell of a table: a number without words, or the status."""
    if outcome.status is not Status.KNOWN:
        return str(outcome.status.value)
    return "–" if outcome.value is None else format_cell(outcome.value, line.type)


def value_words(outcome: Outcome, line: Line) -> str:
    """Return an outcome in words: its value with its unit, or what it waits for."""
    if outcome.status is Status.KNOWN:
        return "none" if outcome.value is None else format_value(outcome.value, line.type)
    needs = ", ".join(outcome.needs)
    return f"{outcome.status.value}: {needs or outcome.message}"
