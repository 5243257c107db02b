"""Looks up the recorded decisions of a case for generated code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.evaluate.compiled.trace import DECISIONS, Events
from rulewright.language.absences import absences_within
from rulewright.language.keys import key_text
from rulewright.language.values import Value

if TYPE_CHECKING:
    from rulewright.packs.model.recorded import RecordedDecision


class MadeChoice(NamedTuple):
    """A recorded decision, and whether it was made for one case of the discretion or for all."""

    record: RecordedDecision
    is_for_one: bool


def choice_of(state: Events, discretion: str, arguments: tuple[Value, ...]) -> MadeChoice | None:
    """Return what is recorded of a discretion for its inputs; None where nothing is.

    A decision of which something is missing is explained by the reference evaluator.
    """
    decisions = state[DECISIONS].get(discretion)
    if not decisions:
        return None
    record = decisions.get(())
    is_for_one = record is None
    if record is None:
        record = decisions.get(tuple(map(key_text, arguments)))
    if record is None:
        return None
    if absences_within([record.value]):
        raise Fallback(Reason.OPEN_DECISION)
    return MadeChoice(record, is_for_one)


def undecided(state: Events, discretion: str, nothing: Value) -> Value:
    """Return `nothing` where no decision is recorded; fall back where there is one, for which there is no code."""
    if state[DECISIONS].get(discretion):
        raise Fallback(Reason.RECORDED_DECISION)
    return nothing
