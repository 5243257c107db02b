"""Computes the built-in functions on numbers, exact or correct to 34 digits."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)

from rulewright.language.builtins.builtin import builtin
from rulewright.language.numbers import DECIMAL128, QUANTA, REMAINDERS, fitted
from rulewright.language.temporal.values import DaysDuration, YearsDuration
from rulewright.language.values import Failure, Value

LOWEST_SCALE, HIGHEST_SCALE = -6111, 6176
"""Scales that decimal128 numbers can have."""

_WHOLE = Decimal(0)


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
    rounded = number.quantize(Decimal((0, (1,), -places)), rounding, QUANTA)
    if not rounded:
        return abs(rounded)
    try:
        return fitted(rounded)
    except DecimalException:
        return _out_of_range()


@builtin("decimal(n: N, scale: number) -> N", example=("decimal(2.5, 0)", "2"))
def half_even(number: Decimal, scale: Decimal) -> Value:
    """Rounds to a scale, a half to the even neighbor."""
    return round_to(number, scale, ROUND_HALF_EVEN)


@builtin("floor(n: N, scale?: number) -> N", example=("floor(-1.5)", "-2"))
def floor(number: Decimal, scale: Decimal = _WHOLE) -> Value:
    """Rounds down to a whole number, or to a scale."""
    return round_to(number, scale, ROUND_FLOOR)


@builtin("ceiling(n: N, scale?: number) -> N", example=("ceiling(-1.5)", "-1"))
def ceiling(number: Decimal, scale: Decimal = _WHOLE) -> Value:
    """Rounds up to a whole number, or to a scale."""
    return round_to(number, scale, ROUND_CEILING)


@builtin("round up(n: N, scale: number) -> N", example=("round up(1.121, 2)", "1.13"))
def up(number: Decimal, scale: Decimal) -> Value:
    """Rounds to a scale, away from zero."""
    return round_to(number, scale, ROUND_UP)


@builtin("round down(n: N, scale: number) -> N", example=("round down(-5.5, 0)", "-5"))
def down(number: Decimal, scale: Decimal) -> Value:
    """Rounds to a scale, toward zero."""
    return round_to(number, scale, ROUND_DOWN)


@builtin("round half up(n: N, scale: number) -> N", example=("round half up(1.005, 2)", "1.01"))
def half_up(number: Decimal, scale: Decimal) -> Value:
    """Rounds to a scale, a half away from zero."""
    return round_to(number, scale, ROUND_HALF_UP)


@builtin("round half down(n: N, scale: number) -> N", example=("round half down(5.5, 0)", "5"))
def half_down(number: Decimal, scale: Decimal) -> Value:
    """Rounds to a scale, a half toward zero."""
    return round_to(number, scale, ROUND_HALF_DOWN)


@builtin(
    "abs(n: N) -> N",
    example=('abs(@"-PT5H")', '@"PT5H"'),
    more={
        "abs(n: days and time duration) -> days and time duration": lambda n: DaysDuration(abs(n.nanoseconds)),
        "abs(n: years and months duration) -> years and months duration": lambda n: YearsDuration(abs(n.months)),
    },
)
def absolute(n: Decimal) -> Value:
    """Returns a number or duration without its sign."""
    return n.copy_abs()


@builtin("modulo(dividend: N, divisor: N) -> N", example=("modulo(-12, 5)", "3"))
def modulo(dividend: Decimal, divisor: Decimal) -> Value:
    """Returns the remainder of a division; it has the divisor's sign."""
    if not divisor:
        return Failure("division by zero", "division-by-zero")
    remainder = REMAINDERS.remainder(dividend, divisor)
    if remainder and (remainder < 0) != (divisor < 0):
        remainder = REMAINDERS.add(remainder, divisor)
    return fitted(remainder) if remainder else Decimal(0)


@builtin("sqrt(number: number) -> number", example=("sqrt(16)", "4"), steps=24)
def sqrt(number: Decimal) -> Value:
    """Returns the square root."""
    if number < 0:
        return Failure("a negative number has no square root", "wrong-argument")
    return DECIMAL128.copy().sqrt(number)


@builtin("log(number: number) -> number", example=("decimal(log(10), 8)", "2.30258509"), steps=24)
def log(number: Decimal) -> Value:
    """Returns the natural logarithm."""
    if number <= 0:
        return Failure("only a positive number has a logarithm", "wrong-argument")
    return DECIMAL128.copy().ln(number)


@builtin("exp(number: number) -> number", example=("decimal(exp(5), 8)", "148.41315910"), steps=24)
def exp(number: Decimal) -> Value:
    """Returns e to a power."""
    try:
        return DECIMAL128.copy().exp(number)
    except DecimalException:
        return _out_of_range()


@builtin("odd(number: number) -> boolean", example=("odd(5)", "true"))
def odd(number: Decimal) -> Value:
    """Returns whether a number is odd."""
    return abs(REMAINDERS.remainder(number, Decimal(2))) == 1


@builtin("even(number: number) -> boolean", example=("even(5)", "false"))
def even(number: Decimal) -> Value:
    """Returns whether a number is even."""
    return not REMAINDERS.remainder(number, Decimal(2))


def _out_of_range() -> Failure:
    return Failure("the result exceeds the largest number", "number-out-of-range")
