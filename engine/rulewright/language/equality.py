"""Decides FEEL's equality and order between two values.

Values of different kinds are neither equal nor unequal (the answer is None, which FEEL calls null), but null is
unequal to every value and equal to null. Lists, contexts and ranges are equal when their parts are; parts that cannot
be compared make them unequal. Where only a part that is absent could decide (it is missing, or an error), that absence
is the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from rulewright.language.temporal.arithmetic import order_keys
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.values import Absence, Failure, FunctionValue, Range, Value, combine

_SIMPLE = (Decimal, str, bool, Date, DaysDuration, YearsDuration)
_CONTAINERS = (list, dict)
_ORDERED = (Decimal, str, Date, DaysDuration, YearsDuration)


Equality = bool | Absence | None
"""Whether two values are equal, the absence that leaves it open, or None where it is not defined."""


def equality(left: Value, right: Value) -> Equality:
    """Return whether the values are equal, the absence that leaves it open, or None where their kinds differ."""
    if type(left) is type(right) and type(left) in _CONTAINERS:
        return _have_equal_parts(left, right, _leaf_equality)
    return _leaf_equality(left, right)


def _leaf_equality(left: Value, right: Value) -> Equality:
    """Return the equality of values of which at most one is a list or context."""
    if type(left) is type(right) and type(left) in _SIMPLE:
        return bool(left == right)
    absences = [value for value in (left, right) if isinstance(value, Absence)]
    if absences:
        return combine(absences)
    if left is None or right is None:
        return left is right
    if isinstance(left, Range) and isinstance(right, Range):
        return (
            left.operator == right.operator
            and left.start_included == right.start_included
            and left.end_included == right.end_included
            and _leaf_equality(left.start, right.start) is True
            and _leaf_equality(left.end, right.end) is True
        )
    if isinstance(left, FunctionValue) and isinstance(right, FunctionValue):
        return left.call == right.call or (bool(left.name) and left.name == right.name)
    if type(left) is type(right) and isinstance(left, Time | DateTime):
        first, second = order_keys(left, right)
        return first == second
    return None


def _have_equal_parts(left: Value, right: Value, leaf: Callable[[Value, Value], Equality]) -> Equality:
    """Return whether two lists or two contexts agree in all their parts, however deep.

    Without recursion, and each pair of containers once: values can be nested deeper than Python calls can, and parts
    that are shared would otherwise be compared again and again.
    """
    waiting = [(left, right)]
    compared_pairs: set[tuple[int, int]] = set()
    absences: list[Absence] = []
    while waiting:
        first, second = waiting.pop()
        if type(first) is not type(second) or type(first) not in _CONTAINERS:
            answer = leaf(first, second)
            if isinstance(answer, Absence):
                absences.append(answer)
            elif not answer:
                return False
            continue
        pair = (id(first), id(second))
        if pair in compared_pairs:
            continue
        compared_pairs.add(pair)
        if len(first) != len(second):
            return False
        if type(first) is list:
            waiting.extend(zip(reversed(first), reversed(second), strict=True))
        elif first.keys() == second.keys():
            waiting.extend((first[key], second[key]) for key in first)
        else:
            return False
    return combine(absences) if absences else True


def null_for_failure(value: Value) -> Value:
    """Return null for an error that is compared by itself: so the standard has it, and a pack never gets there."""
    return None if isinstance(value, Failure) else value


def disjunction_of(answers: Iterable[Equality]) -> bool | Absence:
    """Return whether any answer is true; where only missing ones could be, what is missing."""
    missing: list[Absence] = []
    for answer in answers:
        if answer is True:
            return True
        if isinstance(answer, Absence):
            missing.append(answer)
    return combine(missing) if missing else False


def comparable_pair(left: Value, right: Value) -> tuple[Value, Value] | None:
    """Return two values that Python orders as FEEL orders the given ones, or None where FEEL does not."""
    if type(left) is not type(right):
        return None
    if type(left) in _ORDERED:
        return left, right
    if isinstance(left, Time | DateTime):
        return order_keys(left, right)
    return None


def compared(operator: str, left: Value, right: Value) -> bool:
    """Return `left operator right` for a comparable pair and `<`, `<=`, `>` or `>=`."""
    if operator == "<":
        return bool(left < right)
    if operator == "<=":
        return bool(left <= right)
    if operator == ">":
        return bool(left > right)
    return bool(left >= right)


def is_identical(left: Value, right: Value) -> Equality:
    """Return whether the values are the same element of FEEL's domain: same kind, same parts, zones included."""
    if type(left) is type(right) and type(left) in _CONTAINERS:
        return _have_equal_parts(left, right, _is_same_leaf)
    return _is_same_leaf(left, right)


def _is_same_leaf(left: Value, right: Value) -> Equality:
    if isinstance(left, Time | DateTime) or isinstance(right, Time | DateTime):
        return bool(left == right)
    if isinstance(left, Range) and isinstance(right, Range):
        flags = (left.start_included, left.end_included, left.operator) == (
            right.start_included,
            right.end_included,
            right.operator,
        )
        return flags and _is_same_leaf(left.start, right.start) and _is_same_leaf(left.end, right.end)
    return _leaf_equality(left, right) or False
