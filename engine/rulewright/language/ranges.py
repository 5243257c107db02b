"""Makes ranges and relates them and points to each other (before, meets, overlaps … of DMN 1.5, table 78).

An end that is None reaches to infinity. Ends are compared as FEEL compares values; where it cannot, the answer is a
failure that says why.
"""

from __future__ import annotations

from rulewright.language.equality import comparable_pair
from rulewright.language.kinds import kind_of
from rulewright.language.values import Absence, Failure, Range, Value


class IncomparableError(Exception):
    """Two ends that FEEL cannot compare; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def range_between(start: Value, end: Value, *, start_included: bool, end_included: bool) -> Value:
    """Return the range between two definite values, or a failure where they are no ends of one."""
    for value in (start, end):
        if isinstance(value, Failure):
            return value
        if value is None:
            return Failure("null cannot be the end of a range", "wrong-operand")
    try:
        if order(start, end) > 0:
            return Failure("the range ends before it starts", "empty-range")
    except IncomparableError as error:
        return error.failure
    return Range(start, end, start_included, end_included)


def order(left: Value, right: Value) -> int:
    """Return -1, 0 or 1 where left is before, at or after right.

    Raises:
        IncomparableError: when FEEL cannot compare them.
    """
    pair = comparable_pair(left, right)
    if pair is None:
        for value in (left, right):
            if isinstance(value, Failure):
                raise IncomparableError(value)
        raise IncomparableError(
            Failure(f"a range or point of {_kind(left)} cannot be compared with one of {_kind(right)}", "incomparable")
        )
    first, second = pair
    return 1 if first > second else -1 if first < second else 0


def _kind(value: Value) -> str:
    return "null" if value is None or isinstance(value, Absence) else kind_of(value)
