"""Decides FEEL's equality and order between two values.

Values of different kinds are neither equal nor unequal (the answer is None, which FEEL calls null), but null is
unequal to every value and equal to null. Lists, contexts and ranges are equal when their parts are; parts that cannot
be compared make them unequal.
"""

from __future__ import annotations

from decimal import Decimal

from rulewright.language.kinds import kind_of
from rulewright.language.temporal import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.temporal_arithmetic import order_keys
from rulewright.language.values import Absence, FunctionValue, Range, Value

_SIMPLE = (Decimal, str, bool, Date, DaysDuration, YearsDuration)
_ORDERED = (Decimal, str, Date, DaysDuration, YearsDuration)


def equality(left: Value, right: Value) -> bool | None:
    """Return whether the values are equal, or None where their kinds differ. Failures count as null."""
    if type(left) is type(right):
        if type(left) in _SIMPLE:
            return bool(left == right)
        if type(left) is list:
            return len(left) == len(right) and all(equality(a, b) is True for a, b in zip(left, right, strict=True))
        if type(left) is dict:
            return left.keys() == right.keys() and all(equality(left[key], right[key]) is True for key in left)
    is_left_null = left is None or isinstance(left, Absence)
    is_right_null = right is None or isinstance(right, Absence)
    if is_left_null or is_right_null:
        return is_left_null and is_right_null
    if isinstance(left, Range) and isinstance(right, Range):
        return (
            left.start_included == right.start_included
            and left.end_included == right.end_included
            and equality(left.start, right.start) is True
            and equality(left.end, right.end) is True
        )
    if isinstance(left, FunctionValue) and isinstance(right, FunctionValue):
        return left is right or (left.name, left.parameters, left.call) == (right.name, right.parameters, right.call)
    if type(left) is type(right) and isinstance(left, Time | DateTime):
        first, second = order_keys(left, right)
        return first == second
    return None


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


def is_identical(left: Value, right: Value) -> bool:
    """Return whether the values are the same element of FEEL's domain: same kind, same parts, zones included."""
    if kind_of(left) != kind_of(right):
        return False
    if type(left) is list:
        return len(left) == len(right) and all(is_identical(a, b) for a, b in zip(left, right, strict=True))
    if type(left) is dict:
        return left.keys() == right.keys() and all(is_identical(left[key], right[key]) for key in left)
    if isinstance(left, Time | DateTime):
        return bool(left == right)
    return equality(left, right) is True
