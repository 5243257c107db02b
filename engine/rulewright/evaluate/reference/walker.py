"""Defines an evaluation under way: its scopes and limits, how nodes are visited, and what becomes of errors.

What each kind of node means stands in the modules `access`, `operations` and `control`, which
`rulewright.evaluate.reference.evaluator` brings together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, TypeAlias

from rulewright.evaluate.trace import TraceNode
from rulewright.language.absences import failures_within, waiting_of, without_failures
from rulewright.language.builtins.builtin import Builtin
from rulewright.language.limits import DEFAULT_LIMITS, Limits
from rulewright.language.syntax import Name, Node
from rulewright.language.types import Type
from rulewright.language.values import Failure, Value, as_error
from rulewright.language.work import FAILURE, STEPS, size_of
from rulewright.source import Span


@dataclass(frozen=True, slots=True)
class _Unbound:
    """Says that a name is in no scope (None would be a value)."""


UNBOUND: Final = _Unbound()


@dataclass(frozen=True, slots=True)
class Scope:
    """Names with their values, and the scope around them."""

    names: Mapping[str, Value]
    outer: Scope | None = None

    def look_up(self, name: str) -> Value:
        """Return the value of a name, or `UNBOUND`."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return UNBOUND

    def within(self, names: Mapping[str, Value]) -> Scope:
        """Return a scope inside this one."""
        return Scope(names, self)


EVALUATION_DEPTH = 200
"""How deep expressions, functions and rules may stand within each other while they are evaluated.

A level takes four Python frames at most, so that it comes before the interpreter's own limit of 1000.
"""


class EvaluationEnded(Exception):  # noqa: N818  (callers get its failure as the value)
    """Ends an evaluation: no rule may go on as if what is wrong had been a null."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


class LimitReached(EvaluationEnded):
    """Ends an evaluation that takes too much."""

    def locate(self, place: Span | None, rule: str) -> None:
        """Say where the evaluation was, once: the innermost rule knows it."""
        if not self.failure.rule and self.failure.span is None:
            self.failure = replace(self.failure, span=place, rule=rule)


class InvalidDecision(EvaluationEnded):
    """Ends an evaluation that needs a decision which is recorded and cannot stand.

    `trace` is that of the outermost rule that was left so far; None before the discretion itself is.
    """

    trace: TraceNode | None = None


class Rules(Protocol):
    """The rules that an expression may call, and the id of the rule that it belongs to."""

    @property
    def rule(self) -> str:
        """The rule that is evaluated; empty for an expression that stands alone."""

    def refusal(self, id_: str, callee: str, count: int, names: tuple[str, ...], /) -> Failure | None:
        """Return the error of a call with so many arguments by position, or these by name; None where they fit."""

    def call(self, id_: str, positional: tuple[Value, ...], named: Mapping[str, Value], /) -> Value:
        """Return the outcome of a rule for these arguments, which fit."""

    def value_of(self, id_: str, /) -> Value:
        """Return the outcome of a rule that needs no arguments, else the rule as a function."""


class NoRules:
    """The rules of an expression that stands alone."""

    rule = ""

    def refusal(self, id_: str, _callee: str, _count: int, _names: tuple[str, ...], /) -> Failure:
        """Say that there is no such rule."""
        return no_rule(id_)

    def call(self, id_: str, _positional: tuple[Value, ...], _named: Mapping[str, Value], /) -> Value:
        """Say that there is no such rule."""
        return no_rule(id_)

    def value_of(self, id_: str, /) -> Value:
        """Say that there is no such rule."""
        return no_rule(id_)


def no_rule(id_: str) -> Failure:
    """Return the error of an id that is no rule's."""
    return Failure(f"there is no rule `{id_}`", "unknown-rule")


Walks: TypeAlias = "Mapping[type[Node], Callable[[Walker, Any, Scope], Value]]"
"""How each kind of node is evaluated."""


@dataclass(slots=True)
class Walker:
    """One evaluation: what it may use, how far it has come, which errors did not matter.

    `errors_decide` says whether an error is the result where a boolean is needed. By the standard it counts as
    false; in a pack it remains an error.
    """

    walks: Walks
    built_ins: Mapping[str, Builtin]
    types: Mapping[str, Type] = field(default_factory=dict)
    limits: Limits = DEFAULT_LIMITS
    rules: Rules = field(default_factory=NoRules)
    errors_decide: bool = False
    place: Span | None = None
    steps: int = 0
    depth: int = 0
    absorbed: list[Failure] = field(default_factory=list)
    met: set[object] = field(default_factory=set)

    @property
    def rule(self) -> str:
        """The rule that is evaluated."""
        return self.rules.rule

    @contextmanager
    def inside(self, rules: Rules) -> Iterator[None]:
        """Evaluate what follows with these rules, those of another rule."""
        outer, self.rules = self.rules, rules
        try:
            yield
        finally:  # an `if` whose condition is absent goes on after a branch that was ended
            self.rules = outer

    def walk(self, node: Node, scope: Scope) -> Value:
        """Return the value of a node; an error gets the place where it arose.

        Raises:
            LimitReached: when the evaluation takes too much.
        """
        self.place = node.span
        self.count_steps(STEPS.get(type(node), 1))
        self.depth += 1
        if self.depth > EVALUATION_DEPTH:
            raise LimitReached(Failure("the evaluation goes too deep", "limit-depth"))
        value = self.walks[type(node)](self, node, scope)
        self.depth -= 1
        if not isinstance(value, Failure):
            return value
        if value.span is None:
            self.count_steps(FAILURE)
            return value.at(node.span, self.rule)
        return value if type(node) is Name else as_error(value)

    def count_steps(self, steps: int) -> None:
        """Take note of work done.

        Raises:
            LimitReached: when it is too much.
        """
        self.steps += steps
        if self.steps > self.limits.steps:
            raise LimitReached(Failure(f"the evaluation takes more than {self.limits.steps} steps", "limit-steps"))

    def count_size(self, value: Value) -> None:
        """Take note of a value that is made or gone through.

        Raises:
            LimitReached: when it is too much.
        """
        self.count_steps(size_of(value, self.limits.steps))

    def is_new(self, key: object) -> bool:
        """Return whether something is met for the first time in this evaluation."""
        is_new = key not in self.met
        self.met.add(key)
        return is_new

    def check_size(self, value: Value) -> None:
        """See that a list, context or string is not too long.

        Raises:
            LimitReached: when it is.
        """
        if isinstance(value, list | dict) and len(value) > self.limits.list_length:
            what = (
                "a list gets longer than {} items" if isinstance(value, list) else "a context gets more than {} entries"
            )
            raise LimitReached(Failure(what.format(self.limits.list_length), "limit-list"))
        if isinstance(value, str) and len(value) > self.limits.string_length:
            reason = f"a string gets longer than {self.limits.string_length} characters"
            raise LimitReached(Failure(reason, "limit-string"))

    def absorb(self, failure: Failure) -> None:
        """Take note of an error that did not matter to the outcome."""
        self.count_steps(FAILURE)
        self.absorbed.append(as_error(failure))

    def looking_inside(self, operation: Callable[..., Value], *operands: Value) -> Value:
        """Return what an operation answers that looks into lists and contexts, which may hold errors.

        Where the rest decides, an error is passed over. Where it could decide, it is the answer in a pack, and counts
        as null by the standard.
        """
        value = operation(*operands)
        failures = failures_within(operands)
        if value in failures:
            if self.errors_decide:
                return value
            value = operation(*map(without_failures, operands))
        for failure in failures:
            self.absorb(failure)
        return value

    def as_boolean(self, value: Value) -> Value:
        """Return what a condition says: true, false, or the absence that leaves it open; null counts as false."""
        if value is None:
            return False
        if isinstance(value, Failure) and not self.errors_decide:
            self.absorb(value)
            return False
        return value

    def as_list(self, items: list[Value]) -> Value:
        """Return a list, or the absence of a list whose items are not all there."""
        self.check_size(items)
        self.count_size(items)
        return waiting_of(items) or items
