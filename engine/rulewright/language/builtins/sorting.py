"""Computes the built-in function `sort`."""

from __future__ import annotations

from functools import cmp_to_key

from rulewright.language.builtins.builtin import Builtin, Signature
from rulewright.language.kinds import kind_of
from rulewright.language.types import ANY, BOOLEAN, FunctionType, ListType, Type
from rulewright.language.values import Absence, Failure, FunctionValue, Value

FAMILY = "sort"


class _NoOrderError(Exception):
    """The function gave something else than a boolean."""

    def __init__(self, result: Value) -> None:
        super().__init__()
        self.result = result


def sort(items: list[Value], precedes: FunctionValue) -> Value:
    """Return the items ordered so that `precedes(a, b)` is true for none that stand the other way round.

    Items of which neither precedes the other keep their order.
    """

    def comes_first(left: Value, right: Value) -> bool:
        result = precedes.call(left, right)
        if not isinstance(result, bool):
            raise _NoOrderError(result)
        return result

    def order(left: Value, right: Value) -> int:
        if comes_first(left, right):
            return -1
        return 1 if comes_first(right, left) else 0

    try:
        return sorted(items, key=cmp_to_key(order))
    except _NoOrderError as error:
        if isinstance(error.result, Absence):
            return error.result
        return Failure(
            f"the function `precedes` of `sort` must return a boolean, but it returned {kind_of(error.result)}",
            "wrong-argument",
        )


def _same_list(arguments: tuple[Type, ...]) -> Type:
    """Return the type of the list that is sorted."""
    return arguments[0] if arguments and isinstance(arguments[0], ListType) else ListType(ANY)


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family."""
    precedes = FunctionType((("x", ANY), ("y", ANY)), BOOLEAN)
    return (
        Builtin(
            "sort",
            FAMILY,
            (Signature((("list", ListType(ANY)), ("precedes", precedes)), _same_list, sort),),
            "Orders a list by a function that says whether one item comes before another",
            "sort([3, 1, 4, 2], function(x, y) x < y)",
            "[1, 2, 3, 4]",
        ),
    )
