"""Defines what a case records of decisions: who chose what, when, where that is to be read."""

from __future__ import annotations

from collections.abc import Mapping

from rulewright.language.values import Value
from rulewright.records import dataclass


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """What a case records of a decision: the choice, who made it, when, where it is to be read, who approved it."""

    value: Value
    actor: str = ""
    date: str = ""
    reference: str = ""
    approved_by: str = ""


RecordedDecisions = Mapping[str, Mapping[tuple[str, ...], RecordedDecision]]
"""The recorded decisions of a case: by the discretion's id and the texts of its inputs' values."""
