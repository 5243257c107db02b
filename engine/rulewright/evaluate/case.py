"""Defines a case: one evaluation to run."""

from __future__ import annotations

from collections.abc import Mapping

from rulewright.records import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation to run: a rule, the facts, and what else an outcome depends on. `id` is the caller's own."""

    rule: str
    facts: Mapping[str, object]
    id: str = ""
    as_of: str | None = None
    known_on: str | None = None
    recorded: Mapping[str, object] | None = None

    def __repr__(self) -> str:
        """Return the case without what is given: that may be personal, and a representation goes to logs."""
        counts = f"{len(self.facts)} facts, {len(self.recorded or ())} recorded"
        return f"Case({self.rule!r}, id={self.id!r}, as_of={self.as_of!r}, known_on={self.known_on!r}, {counts})"
