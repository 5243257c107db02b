"""Computes the built-in functions that make one value out of a list: sums, extremes, averages, counts, all and any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal, DecimalException, localcontext

from rulewright.language.builtins.builtin import Builtin, Gives, Ordered, builtin
from rulewright.language.equality import comparable_pair
from rulewright.language.kinds import kind_of
from rulewright.language.numbers import STATISTICS, fitted
from rulewright.language.operators import add, conjunction, disjunction, divide, failed_operand, multiply
from rulewright.language.values import Failure, Value


def _aggregate(
    signature: str,
    *,
    example: tuple[str, str],
    ordered: Ordered = "",
    is_fractional: bool = False,
    is_constant: bool = False,
    steps: int = 0,
    gives: Gives = "",
) -> Callable[[Callable[[list[Value]], Value]], Builtin]:
    """Declare a function of a list, `sum(list: list<N>) -> N`, which takes the items as arguments too."""
    name, _, item = signature.removesuffix(")").partition("(list: list<")
    item, _, result = item.partition(">) -> ")
    spread = f"{name}(c1: {item}, c2: {item}, …) -> {result}"

    def declared(function: Callable[[list[Value]], Value]) -> Builtin:
        more = {spread: lambda *items: function([*items])}
        return builtin(
            signature,
            example=example,
            more=more,
            ordered=ordered,
            is_fractional=is_fractional,
            is_constant=is_constant,
            steps=steps,
            gives=gives,
            forgets_lists=True,
        )(function)

    return declared


@_aggregate("count(list: list<any>) -> number", example=("count([1, 2, 3])", "3"), is_constant=True, gives="total")
def count(items: list[Value]) -> Value:
    """Counts the items."""
    return Decimal(len(items))


@_aggregate("min(list: list<T>) -> T", example=("min([3, 1, 2])", "1"), ordered="items")
def minimum(items: list[Value]) -> Value:
    """Returns the least item."""
    return _extreme("min", items, -1)


@_aggregate("max(list: list<T>) -> T", example=("max([3, 1, 2])", "3"), ordered="items")
def maximum(items: list[Value]) -> Value:
    """Returns the greatest item."""
    return _extreme("max", items, 1)


def _extreme(name: str, items: list[Value], sign: int) -> Value:
    if not items:
        return _empty(name)
    best = items[0]
    for item in items[1:] or items:
        pair = comparable_pair(item, best)
        if pair is None:
            earlier = failed_operand((best, item))
            if earlier is not None:
                return earlier
            return Failure(f"`{name}` cannot compare {kind_of(best)} with {kind_of(item)}", "incomparable")
        if (pair[0] > pair[1]) if sign > 0 else (pair[0] < pair[1]):
            best = item
    return best


def _total(numbers: list[Decimal]) -> Value:
    if not numbers:
        return _empty("sum")
    result: Value = Decimal(0)  # so that both evaluators give the same digits: `sum([1E+1])` is 10
    for number in numbers:
        result = add(result, number)
    return result


@_aggregate("sum(list: list<N>) -> N", example=("sum([0.1, 0.2])", "0.3"), gives="total")
def total(numbers: list[Decimal]) -> Value:
    """Adds the numbers."""
    return _total(numbers)


@_aggregate("mean(list: list<N>) -> N", example=("mean([1, 2, 3])", "2"), is_fractional=True, gives="total")
def mean(numbers: list[Decimal]) -> Value:
    """Returns the arithmetic mean."""
    return divide(_total(numbers), Decimal(len(numbers))) if numbers else _empty("mean")


@_aggregate("all(list: list<B>) -> boolean", example=("all([true, false])", "false"))
def all_true(items: list[Value]) -> Value:
    """Returns whether all items are true."""
    result: Value = True
    for item in items:
        result = conjunction(result, item)
    return result


@_aggregate("any(list: list<B>) -> boolean", example=("any([true, false])", "true"))
def any_true(items: list[Value]) -> Value:
    """Returns whether any item is true."""
    result: Value = False
    for item in items:
        result = disjunction(result, item)
    return result


@_aggregate("product(list: list<number>) -> number", example=("product([2, 3, 4])", "24"))
def product(numbers: list[Decimal]) -> Value:
    """Multiplies the numbers."""
    if not numbers:
        return _empty("product")
    result: Value = numbers[0]
    for number in numbers[1:]:
        result = multiply(result, number)
    return result


@_aggregate("median(list: list<N>) -> N", example=("median([6, 1, 2, 3])", "2.5"), is_fractional=True)
def median(numbers: list[Decimal]) -> Value:
    """Returns the middle number."""
    if not numbers:
        return _empty("median")
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return divide(add(ordered[middle - 1], ordered[middle]), Decimal(2))


@_aggregate(
    "stddev(list: list<N>) -> N",
    example=("stddev([2, 4, 4, 6])", "1.632993161855452065464856049803928"),
    is_fractional=True,
    steps=12,
    gives="total",
)
def standard_deviation(numbers: list[Decimal]) -> Value:
    """Returns the standard deviation of a sample."""
    if len(numbers) < 2:
        return Failure("`stddev` needs at least two numbers", "wrong-argument")
    try:
        with localcontext(STATISTICS):
            average = sum(numbers, Decimal(0)) / len(numbers)
            variance = sum(((number - average) ** 2 for number in numbers), Decimal(0)) / (len(numbers) - 1)
            deviation = variance.sqrt()
        return fitted(deviation)
    except DecimalException:
        return Failure("the result of `stddev` exceeds the largest number", "number-out-of-range")


@_aggregate("mode(list: list<N>) -> list<N>", example=("mode([6, 3, 9, 6, 6])", "[6]"))
def mode(numbers: list[Decimal]) -> Value:
    """Returns the most frequent numbers."""
    counts = Counter(numbers)
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def _empty(name: str) -> Failure:
    return Failure(f"`{name}` of an empty list", "empty-list")
