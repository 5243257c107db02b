"""Computes the lines of earlier periods of which a statement makes use, each period once, from the same tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rulewright.language.display import display
from rulewright.language.values import Absence, Unknown, Value
from rulewright.statements.tables import Record

PartyLines = tuple[Record, Mapping[str, Value]]
"""The row of a party, and its lines with those over all parties, as formulas see them."""


class EarlierPeriods:
    """The lines of other periods; `compute` computes those of all parties in one.

    A period is closed to those that it makes use of itself: lines that rest on themselves are unknown.
    """

    def __init__(self, compute: Callable[[Value], Sequence[PartyLines]]) -> None:
        self._compute = compute
        self._found: dict[str, dict[int, Mapping[str, Value]] | None] = {}

    def begin(self, period: Value) -> None:
        """Close a period that is being computed."""
        self._found[display(period)] = None

    def lines_of(self, party: Record, period: Value) -> Value:
        """Return the lines of a party in a period as a record; null without a period, and where it took no part."""
        if period is None or isinstance(period, Absence):
            return period
        name = display(period)
        if name not in self._found:
            self.begin(period)
            self._found[name] = {id(row): lines for row, lines in self._compute(period)}
        found = self._found[name]
        if found is None:
            return Unknown(frozenset({f"the lines of {name}, which rest on themselves"}))
        lines = found.get(id(party))
        return None if lines is None else dict(lines)
