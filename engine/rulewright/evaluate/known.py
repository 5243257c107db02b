"""Makes the outcome of a compiled rule that has a value, quickly: a batch makes millions of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rulewright.evaluate.outcome import Outcome, Status, TraceNode
from rulewright.language.values import Value

KNOWN = Status.KNOWN


class _Outcome:
    """An outcome while it is filled in: of the same layout, but not frozen yet, which takes a quarter of the time."""

    __slots__ = Outcome.__slots__

    def __init__(self, rule: str, value: Value, type_: str, make_trace: Callable[[], TraceNode]) -> None:
        self.rule = rule
        self.status = KNOWN
        self.value = value
        self.type = type_
        self.needs = ()
        self.message = ""
        self.problem = None
        self.warnings = ()
        self.make_trace = make_trace


def known(rule: str, value: Value, type_: str, make_trace: Callable[[], TraceNode]) -> Outcome:
    """Return the outcome of a rule that has a value."""
    outcome: Any = _Outcome(rule, value, type_, make_trace)
    outcome.__class__ = Outcome
    sealed: Outcome = outcome
    return sealed
