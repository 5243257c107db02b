"""Says how much the outcomes of one case by two versions show: two values more than a value and a question."""

from __future__ import annotations

from enum import IntEnum

from rulewright.compare.examples import says
from rulewright.evaluate.outcome import Outcome, Status


class Strength(IntEnum):
    """What outcomes by two versions show.

    They may wait for different things, or one version may refuse what the other answers, or wait where that answers.
    """

    NOTHING = 0
    NEEDS = 1
    ERROR = 2
    QUESTION = 3
    VALUES = 4


def strength(before: Outcome | None, after: Outcome | None) -> Strength:
    """Return what two outcomes of one case show."""
    if before is None or after is None or says(before) == says(after):
        return Strength.NOTHING
    errors = (before.status is Status.ERROR) + (after.status is Status.ERROR)
    if errors:
        return Strength.ERROR if errors == 1 else Strength.NOTHING
    known = (before.status is Status.KNOWN) + (after.status is Status.KNOWN)
    return (Strength.NEEDS, Strength.QUESTION, Strength.VALUES)[known]
