"""Computes the built-in functions that make one value out of a list: sums, extremes, averages, counts, all and any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Context, Decimal, DecimalException, localcontext

from rulewright.language.builtins.builtin import Builtin, Result, Signature
from rulewright.language.equality import comparable_pair
from rulewright.language.kinds import kind_of
from rulewright.language.operators import add, conjunction, disjunction, divide, first_failure, multiply
from rulewright.language.types import ANY, BOOLEAN, NUMBER, ListType, Nullable, NumberType, Type
from rulewright.language.values import DECIMAL128, Failure, Value

FAMILY = "list"
_STATISTICS = Context(prec=100, Emin=-20_000, Emax=20_000)


def total(numbers: list[Decimal]) -> Value:
    """Return the sum, added from left to right."""
    if not numbers:
        return _empty("sum")
    result: Value = numbers[0]
    for number in numbers[1:]:
        result = add(result, number)
    return result


def product(numbers: list[Decimal]) -> Value:
    """Return the product, multiplied from left to right."""
    if not numbers:
        return _empty("product")
    result: Value = numbers[0]
    for number in numbers[1:]:
        result = multiply(result, number)
    return result


def mean(numbers: list[Decimal]) -> Value:
    """Return the arithmetic mean."""
    return divide(total(numbers), Decimal(len(numbers))) if numbers else _empty("mean")


def median(numbers: list[Decimal]) -> Value:
    """Return the middle number, or the mean of the two in the middle."""
    if not numbers:
        return _empty("median")
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return divide(add(ordered[middle - 1], ordered[middle]), Decimal(2))


def standard_deviation(numbers: list[Decimal]) -> Value:
    """Return the standard deviation of a sample (divided by n - 1), correct to 34 digits."""
    if len(numbers) < 2:
        return Failure("`stddev` needs at least two numbers", "wrong-argument")
    try:
        with localcontext(_STATISTICS):
            average = sum(numbers, Decimal(0)) / len(numbers)
            variance = sum(((number - average) ** 2 for number in numbers), Decimal(0)) / (len(numbers) - 1)
            deviation = variance.sqrt()
        return DECIMAL128.copy().plus(deviation)
    except DecimalException:
        return Failure("the result of `stddev` exceeds the largest number", "number-out-of-range")


def mode(numbers: list[Decimal]) -> Value:
    """Return the most frequent numbers in ascending order."""
    counts = Counter(numbers)
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def minimum(items: list[Value]) -> Value:
    """Return the least item."""
    return _extreme("min", items, -1)


def maximum(items: list[Value]) -> Value:
    """Return the greatest item."""
    return _extreme("max", items, 1)


def all_true(items: list[Value]) -> Value:
    """Return whether all items are true: false if any is false, else null if any is no boolean."""
    result: Value = True
    for item in items:
        result = conjunction(result, item)
    return result


def any_true(items: list[Value]) -> Value:
    """Return whether any item is true: true if one is, else null if any is no boolean."""
    result: Value = False
    for item in items:
        result = disjunction(result, item)
    return result


def _extreme(name: str, items: list[Value], sign: int) -> Value:
    if not items:
        return _empty(name)
    best = items[0]
    for item in items[1:] or items:
        pair = comparable_pair(item, best)
        if pair is None:
            earlier = first_failure((best, item))
            if earlier is not None:
                return earlier
            return Failure(f"`{name}` cannot compare {kind_of(best)} with {kind_of(item)}", "incomparable")
        if (pair[0] > pair[1]) if sign > 0 else (pair[0] < pair[1]):
            best = item
    return best


def _empty(name: str) -> Failure:
    return Failure(f"`{name}` of an empty list", "empty-list")


def _item_of_list(arguments: tuple[Type, ...]) -> Type:
    """Return the type of the items, which is that of the result."""
    if not arguments:
        return ANY
    first = arguments[0]
    if isinstance(first, ListType) and len(arguments) == 1:
        return first.item
    return first if all(argument == first for argument in arguments) else ANY


def _number_of_list(arguments: tuple[Type, ...]) -> Type:
    """Return the number type of the items with its unit."""
    item = _item_of_list(arguments)
    if isinstance(item, Nullable):
        item = item.type
    return item if isinstance(item, NumberType) else NUMBER


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family."""
    return (
        _aggregate("count", ANY, NUMBER, lambda items: Decimal(len(items)), "Counts the items", "[1, 2, 3]", "3"),
        _aggregate("min", ANY, _item_of_list, minimum, "Returns the least item", "[3, 1, 2]", "1"),
        _aggregate("max", ANY, _item_of_list, maximum, "Returns the greatest item", "[3, 1, 2]", "3"),
        _aggregate("sum", NUMBER, _number_of_list, total, "Adds the numbers", "[0.1, 0.2]", "0.3"),
        _aggregate("mean", NUMBER, _number_of_list, mean, "Returns the arithmetic mean", "[1, 2, 3]", "2"),
        _aggregate("all", ANY, BOOLEAN, all_true, "Returns whether all items are true", "[true, false]", "false"),
        _aggregate("any", ANY, BOOLEAN, any_true, "Returns whether any item is true", "[true, false]", "true"),
        _aggregate("product", NUMBER, NUMBER, product, "Multiplies the numbers", "[2, 3, 4]", "24"),
        _aggregate("median", NUMBER, _number_of_list, median, "Returns the middle number", "[6, 1, 2, 3]", "2.5"),
        _aggregate(
            "stddev",
            NUMBER,
            _number_of_list,
            standard_deviation,
            "Returns the standard deviation of a sample",
            "[2, 4, 4, 6]",
            "1.632993161855452065464856049803928",
        ),
        _aggregate(
            "mode",
            NUMBER,
            lambda arguments: ListType(_number_of_list(arguments)),
            mode,
            "Returns the most frequent numbers",
            "[6, 3, 9, 6, 6]",
            "[6]",
        ),
    )


def _aggregate(  # noqa: PLR0917 - a row of the table reads best in this order
    name: str,
    item: Type,
    result: Result,
    function: Callable[[list[Value]], Value],
    summary: str,
    argument: str,
    value: str,
) -> Builtin:
    signatures = (
        Signature((("list", ListType(item)),), result, function),
        Signature((("c1", item), ("c2", item)), result, lambda *items: function([*items]), is_variadic=True),
    )
    return Builtin(name, FAMILY, signatures, summary, f"{name}({argument})", value)
