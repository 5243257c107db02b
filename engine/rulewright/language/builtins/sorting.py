"""Computes the built-in function `sort`."""

from __future__ import annotations

from functools import cmp_to_key

from rulewright.language.builtins.builtin import builtin
from rulewright.language.kinds import kind_of
from rulewright.language.values import Absence, Failure, FunctionValue, Value


class _NoOrderError(Exception):
    """The function gave something else than a boolean."""

    def __init__(self, result: Value) -> None:
        super().__init__()
        self.result = result


@builtin(
    "sort(list: list<T>, precedes: function<T, T> -> boolean) -> list<T>",
    example=("sort([3, 1, 4, 2], function(x, y) x < y)", "[1, 2, 3, 4]"),
    gives="all items",
)
def sort(items: list[Value], precedes: FunctionValue) -> Value:
    """Orders a list by a function that says whether one item comes before another."""

    def comes_first(left: Value, right: Value) -> bool:
        result = precedes.call(left, right)
        if not isinstance(result, bool):
            raise _NoOrderError(result)
        return result

    def order(left: Value, right: Value) -> int:
        if comes_first(left, right):
            return -1
        return 1 if comes_first(right, left) else 0

    try:  # items of which neither precedes the other keep their order
        return sorted(items, key=cmp_to_key(order))
    except _NoOrderError as error:
        if isinstance(error.result, Absence):
            return error.result
        return Failure(
            f"the function `precedes` of `sort` must return a boolean, but it returned {kind_of(error.result)}",
            "wrong-argument",
        )
