"""Says how an evaluation ends that has asked for too much."""

from __future__ import annotations

from rulewright.language.values import Failure

EVALUATION_DEPTH = 200
"""How deep expressions, functions and rules may stand within each other while they are evaluated.

A level takes four Python frames at most, so that it comes before the interpreter's own limit of 1000.
"""


class LimitReached(Exception):  # noqa: N818  (it ends an evaluation; callers get its failure as the value)
    """Ends an evaluation: no rule may go on as if a limit had been a null."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure
