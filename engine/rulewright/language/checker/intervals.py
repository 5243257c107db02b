"""Finds numbers that cannot exist: conditions whose constant bounds leave nothing, alone or joined by `and`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rulewright.language.checker.constants import number_of
from rulewright.language.checker.environment import NamePath
from rulewright.language.checker.inference import Inference, path_of
from rulewright.language.numbers import number, number_text
from rulewright.language.relations import without_null
from rulewright.language.syntax import Between, Comparison, ComparisonTest, In, Node, RangeLiteral
from rulewright.language.types import PERCENT, NumberType, Type

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
Endpoint = tuple[Decimal, bool]
"""A number, and whether it belongs to the interval itself."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers between two bounds; None is unbounded."""

    low: Endpoint | None = None
    high: Endpoint | None = None

    def meet(self, other: Interval) -> Interval:
        """Return what both have in common."""
        lows = [bound for bound in (self.low, other.low) if bound is not None]
        highs = [bound for bound in (self.high, other.high) if bound is not None]
        return Interval(
            max(lows, key=lambda bound: (bound[0], not bound[1]), default=None),
            min(highs, key=lambda bound: (bound[0], bound[1]), default=None),
        )

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low[0] > self.high[0] or (self.low[0] == self.high[0] and not (self.low[1] and self.high[1]))


def interval_where(condition: Node) -> tuple[Node, Interval] | None:
    """Return the name or path that a condition bounds by constants, and the bounds."""
    match condition:
        case Comparison(operator, left, right) if operator in MIRRORED:
            for subject, other, sign in ((left, right, operator), (right, left, MIRRORED[operator])):
                value = number_of(other)
                if value is not None and path_of(subject) is not None:
                    return subject, _bounded(sign, value)
        case Between(subject, low, high):
            lowest, highest = number_of(low), number_of(high)
            if lowest is not None and highest is not None and path_of(subject) is not None:
                return subject, Interval((lowest, True), (highest, True))
        case In(subject, (test,)) if path_of(subject) is not None:
            interval = interval_of_test(test)
            return None if interval is None else (subject, interval)
    return None


def interval_of_test(test: Node) -> Interval | None:
    """Return the constant bounds that a unary test sets."""
    match test:
        case ComparisonTest(operator, operand) if operator in MIRRORED:
            value = number_of(operand)
            return None if value is None else _bounded(operator, value)
        case RangeLiteral(operator="!="):
            return None
        case RangeLiteral(start, end, start_included, end_included):
            low = None if start is None else number_of(start)
            high = None if end is None else number_of(end)
            if (start is not None and low is None) or (end is not None and high is None):
                return None
            return Interval(
                None if low is None else (low, start_included), None if high is None else (high, end_included)
            )
    return None


def _bounded(operator: str, value: Decimal) -> Interval:
    match operator:
        case "<" | "<=":
            return Interval(high=(value, operator == "<="))
        case ">" | ">=":
            return Interval(low=(value, operator == ">="))
    return Interval((value, True), (value, True))


def declared_interval(type_: Type) -> Interval:
    """Return the bounds that a number's type declares."""
    inner = without_null(type_)
    if not isinstance(inner, NumberType):
        return Interval()
    return Interval(_bound(inner.low), _bound(inner.high))


def _bound(text: str) -> Endpoint | None:
    try:
        return (number(text), True) if text else None
    except InvalidOperation:
        return None


def check_bounds(inference: Inference, condition: Node) -> None:
    """Warn where a condition compares with a number outside what its type declares."""
    found = interval_where(condition)
    if found is None:
        return
    subject, interval = found
    check_subject(inference, condition, subject, inference.type_of(subject), interval)


def check_subject(inference: Inference, node: Node, subject: Node, type_: Type, interval: Interval) -> None:
    """Warn where an interval and the declared bounds of a number have nothing in common."""
    declared = declared_interval(type_)
    if interval.is_empty or not declared.meet(interval).is_empty:
        return
    ends = []
    if declared.low is not None:
        ends.append(f"at least {declared.low[0]}")
    if declared.high is not None:
        ends.append(f"at most {declared.high[0]}")
    message = f"this never holds: `{inference.text(subject)}` is {' and '.join(ends)}"
    inference.warn("never-holds", message, node, _percent_hint(type_, interval))


def _percent_hint(type_: Type, interval: Interval) -> str:
    """Return how a percent beyond 100% that a condition compares with is written, if hundredths were meant."""
    inner = without_null(type_)
    ends = [end[0] for end in (interval.low, interval.high) if end is not None and abs(end[0]) > 1]
    if not isinstance(inner, NumberType) or inner.name != PERCENT.name or not ends:
        return ""
    return f"{number_text(ends[0])}% is `{number_text(ends[0].scaleb(-2))}` in a formula"


def check_conjunction(inference: Inference, parts: Sequence[Node]) -> None:
    """Warn of conditions joined by `and` that no number meets together."""
    known: dict[NamePath, tuple[Node, Interval]] = {}
    for part in parts:
        found = interval_where(part)
        key = None if found is None else path_of(found[0])
        if found is None or key is None or found[1].is_empty:
            continue
        subject, interval = found
        if key in known:
            before, others = known[key]
            interval = others.meet(interval)
            if interval.is_empty:
                message = f"this never holds: no `{inference.text(subject)}` meets both conditions"
                inference.warn("never-holds", message, before.span.joined(part.span))
                return
        known[key] = (part, interval)
