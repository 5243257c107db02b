"""Makes outcomes and trace nodes of compiled rules quickly: a batch makes millions of them.

A frozen dataclass takes four times as long to make as one that is not. So a plain object is filled in, and
then becomes an object of the frozen class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.trace import FigureRead, Rounded, TraceNode, UsedDecision
from rulewright.language.values import Value

KNOWN = Status.KNOWN
NamedValues = tuple[tuple[str, Value], ...]


class _UnfrozenOutcome:
    """An outcome while it is filled in."""

    __slots__ = Outcome.__slots__

    def __init__(
        self, rule: str, value: Value, type_: str, make_trace: Callable[[], TraceNode] | None, may_have_basis: bool
    ) -> None:
        self.rule = rule
        self.status = KNOWN
        self.value = value
        self.type = type_
        self.needs = ()
        self.message = ""
        self.problem = None
        self.warnings = ()
        self.make_trace = make_trace
        self.may_have_basis = may_have_basis
        self.mask = None
        self.version = ""


def known(rule: str, value: Value, type_: str, make_trace: Callable[[], TraceNode], may_have_basis: bool) -> Outcome:
    """Return the outcome of a rule that has a value."""
    outcome: Any = _UnfrozenOutcome(rule, value, type_, make_trace, may_have_basis)
    outcome.__class__ = Outcome
    made: Outcome = outcome
    return made


def in_version(outcome: Outcome, version: str) -> Outcome:
    """Return an outcome that names the version of the pack that answered."""
    answered: Any = _UnfrozenOutcome(
        outcome.rule, outcome.value, outcome.type, outcome.make_trace, outcome.may_have_basis
    )
    answered.status = outcome.status
    answered.needs = outcome.needs
    answered.message = outcome.message
    answered.problem = outcome.problem
    answered.warnings = outcome.warnings
    answered.mask = outcome.mask
    answered.version = version
    answered.__class__ = Outcome
    made: Outcome = answered
    return made


class _UnfrozenTraceNode:
    """A trace node while it is filled in."""

    __slots__ = TraceNode.__slots__

    def __init__(  # noqa: PLR0917  (the fields of a trace node, in its order)
        self,
        rule: str,
        value: Value,
        arguments: NamedValues,
        assumed: tuple[str, ...],
        steps: NamedValues,
        outputs: NamedValues,
        rows: tuple[int, ...],
        figures: tuple[FigureRead, ...],
        rounded: tuple[Rounded, ...],
        children: tuple[TraceNode, ...],
        decided: tuple[str, ...],
        decision: UsedDecision | None,
    ) -> None:
        self.rule = rule
        self.value = value
        self.arguments = arguments
        self.assumed = assumed
        self.steps = steps
        self.outputs = outputs
        self.rows = rows
        self.figures = figures
        self.rounded = rounded
        self.children = children
        self.decided = decided
        self.decision = decision
        self.crosses = ""


def trace_node(*parts: Any) -> TraceNode:
    """Return a trace node of its parts, in the order of its fields."""
    node: Any = _UnfrozenTraceNode(*parts)
    node.__class__ = TraceNode
    made: TraceNode = node
    return made
