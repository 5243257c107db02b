"""Computes the built-in functions on numbers, exact or correct to 34 digits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DecimalException,
)

from rulewright.language.builtins.builtin import Builtin, Signature
from rulewright.language.temporal.values import DaysDuration, YearsDuration
from rulewright.language.types import BOOLEAN, DAYS_DURATION, NUMBER, YEARS_DURATION, NumberType, Type
from rulewright.language.values import DECIMAL128, Failure, Value

FAMILY = "numeric"
LOWEST_SCALE, HIGHEST_SCALE = -6111, 6176
"""Scales that decimal128 numbers can have."""

_ROUNDING = Context(prec=40, Emin=-7000, Emax=7000)
_REMAINDER = Context(prec=12_400, Emin=-7000, Emax=7000)
"""Wide enough for the quotient of the largest and the smallest number."""


def round_to(number: Decimal, scale: Decimal, rounding: str) -> Value:
    """Return the number with at most `scale` digits behind the point, rounded in the way of the `decimal` module.

    A fraction of the scale is dropped. A failure where decimal128 has no such scale.
    """
    if not LOWEST_SCALE <= scale <= HIGHEST_SCALE:
        return Failure(f"a scale lies between {LOWEST_SCALE} and {HIGHEST_SCALE}", "wrong-argument")
    places = int(scale)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= places:
        return number
    rounded = number.quantize(Decimal((0, (1,), -places)), rounding, _ROUNDING)
    if not rounded:
        return abs(rounded)
    try:
        return DECIMAL128.copy().plus(rounded)
    except DecimalException:
        return _out_of_range()


def absolute(number: Decimal) -> Value:
    """Return the number without its sign."""
    return number.copy_abs()


def modulo(dividend: Decimal, divisor: Decimal) -> Value:
    """Return `dividend - divisor * floor(dividend / divisor)`, exactly: the result has the divisor's sign."""
    if not divisor:
        return Failure("division by zero", "division-by-zero")
    remainder = _REMAINDER.remainder(dividend, divisor)
    if remainder and (remainder < 0) != (divisor < 0):
        remainder = _REMAINDER.add(remainder, divisor)
    return DECIMAL128.copy().plus(remainder) if remainder else Decimal(0)


def square_root(number: Decimal) -> Value:
    """Return the square root."""
    if number < 0:
        return Failure("a negative number has no square root", "wrong-argument")
    return DECIMAL128.copy().sqrt(number)


def logarithm(number: Decimal) -> Value:
    """Return the natural logarithm."""
    if number <= 0:
        return Failure("only a positive number has a logarithm", "wrong-argument")
    return DECIMAL128.copy().ln(number)


def exponential(number: Decimal) -> Value:
    """Return e to the power of the number."""
    try:
        return DECIMAL128.copy().exp(number)
    except DecimalException:
        return _out_of_range()


def odd(number: Decimal) -> Value:
    """Return whether the number is whole and odd."""
    return abs(_REMAINDER.remainder(number, Decimal(2))) == 1


def even(number: Decimal) -> Value:
    """Return whether the number is whole and even."""
    return not _REMAINDER.remainder(number, Decimal(2))


def _out_of_range() -> Failure:
    return Failure("the result exceeds the largest number", "number-out-of-range")


def _rounder(rounding: str) -> Callable[[Decimal, Decimal], Value]:
    return lambda number, scale: round_to(number, scale, rounding)


def _whole_rounder(rounding: str) -> Callable[[Decimal], Value]:
    return lambda number: round_to(number, Decimal(0), rounding)


def _same_unit(arguments: tuple[Type, ...]) -> Type:
    """Return the type of the first argument, which rounding and the sign leave as it is."""
    return arguments[0] if arguments and isinstance(arguments[0], NumberType) else NUMBER


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family."""
    return (
        _scaled("decimal", ROUND_HALF_EVEN, "Rounds to a scale, a half to the even neighbour", "decimal(2.5, 0)", "2"),
        _to_whole("floor", ROUND_FLOOR, "Rounds down to a whole number, or to a scale", "floor(-1.5)", "-2"),
        _to_whole("ceiling", ROUND_CEILING, "Rounds up to a whole number, or to a scale", "ceiling(-1.5)", "-1"),
        _scaled("round up", ROUND_UP, "Rounds to a scale, away from zero", "round up(1.121, 2)", "1.13"),
        _scaled("round down", ROUND_DOWN, "Rounds to a scale, towards zero", "round down(-5.5, 0)", "-5"),
        _scaled(
            "round half up",
            ROUND_HALF_UP,
            "Rounds to a scale, a half away from zero",
            "round half up(1.005, 2)",
            "1.01",
        ),
        _scaled(
            "round half down",
            ROUND_HALF_DOWN,
            "Rounds to a scale, a half towards zero",
            "round half down(5.5, 0)",
            "5",
        ),
        Builtin(
            "abs",
            FAMILY,
            (
                Signature((("n", NUMBER),), _same_unit, absolute),
                Signature((("n", DAYS_DURATION),), DAYS_DURATION, lambda n: DaysDuration(abs(n.nanoseconds))),
                Signature((("n", YEARS_DURATION),), YEARS_DURATION, lambda n: YearsDuration(abs(n.months))),
            ),
            "Returns a number or duration without its sign",
            'abs(@"-PT5H")',
            '@"PT5H"',
        ),
        Builtin(
            "modulo",
            FAMILY,
            (Signature((("dividend", NUMBER), ("divisor", NUMBER)), NUMBER, modulo),),
            "Returns the remainder of a division; it has the divisor's sign",
            "modulo(-12, 5)",
            "3",
        ),
        _of_number("sqrt", NUMBER, square_root, "Returns the square root", "sqrt(16)", "4"),
        _of_number("log", NUMBER, logarithm, "Returns the natural logarithm", "decimal(log(10), 8)", "2.30258509"),
        _of_number("exp", NUMBER, exponential, "Returns e to a power", "decimal(exp(5), 8)", "148.41315910"),
        _of_number("odd", BOOLEAN, odd, "Returns whether a number is odd", "odd(5)", "true"),
        _of_number("even", BOOLEAN, even, "Returns whether a number is even", "even(5)", "false"),
    )


def _of_number(  # noqa: PLR0917 - a row of the table reads best in this order
    name: str, result: Type, function: Callable[[Decimal], Value], summary: str, example: str, value: str
) -> Builtin:
    return Builtin(name, FAMILY, (Signature((("number", NUMBER),), result, function),), summary, example, value)


def _scaled(name: str, rounding: str, summary: str, example: str, value: str) -> Builtin:
    signature = Signature((("n", NUMBER), ("scale", NUMBER)), _same_unit, _rounder(rounding))
    return Builtin(name, FAMILY, (signature,), summary, example, value)


def _to_whole(name: str, rounding: str, summary: str, example: str, value: str) -> Builtin:
    signatures = (
        Signature((("n", NUMBER),), _same_unit, _whole_rounder(rounding)),
        Signature((("n", NUMBER), ("scale", NUMBER)), _same_unit, _rounder(rounding)),
    )
    return Builtin(name, FAMILY, signatures, summary, example, value)
