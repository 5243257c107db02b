"""Defines the arithmetic of FEEL numbers, their texts, and the modes of rounding.

Numbers are `decimal.Decimal` in the format decimal128. A few steps take a wider context and round once at their end.
What an evaluation computes goes by the context of its thread, a copy of `DECIMAL128` (`decimal.localcontext` makes
one); nothing here is ever changed.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
)

DIGITS = 34
DECIMAL128 = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""The arithmetic of FEEL numbers: IEEE 754-2008 decimal128."""

EXACT = Context(
    prec=DIGITS,
    Emin=DECIMAL128.Emin,
    Emax=DECIMAL128.Emax,
    traps=[InvalidOperation, DivisionByZero, Overflow, Inexact, FloatOperation],
)
"""Reads numbers: one that would have to be rounded, or a binary float, is refused."""

POWERS = Context(
    prec=DIGITS + 30,
    rounding=ROUND_HALF_EVEN,
    Emin=DECIMAL128.Emin,
    Emax=DECIMAL128.Emax,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""So many digits more that a power is correct in its last one."""

DURATIONS = Context(prec=80, rounding=ROUND_HALF_EVEN)
"""Wide enough for a multiple or a part of the longest duration, in nanoseconds."""

QUANTA = Context(prec=40, Emin=-7000, Emax=7000)
"""Rounds to a number of places, as long as the result can be a number at all."""

REMAINDERS = Context(prec=12_400, Emin=-7000, Emax=7000)
"""Wide enough for the quotient of the largest and the smallest number."""

STATISTICS = Context(prec=100, Emin=-20_000, Emax=20_000)
"""Holds sums of squares without a loss that 34 digits would show."""

ROUNDING_MODES: Mapping[str, str] = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "half_down": ROUND_HALF_DOWN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}
"""The modes that a pack may name: `up` and `down` are away from zero and toward it."""


def number(text: str | int) -> Decimal:
    """Return the number that a text denotes, rounded to 34 digits if it has more.

    Raises:
        decimal.InvalidOperation: when the text is no number.
    """
    return DECIMAL128.copy().create_decimal(text)


def fitted(wide: Decimal) -> Decimal:
    """Return the result of a wider context, rounded to 34 digits.

    Raises:
        decimal.DecimalException: when it is beyond the largest number.
    """
    return DECIMAL128.copy().plus(wide)


def number_text(value: Decimal) -> str:
    """Return the number's digits without exponent and without zeros at the end, so that equal numbers look equal."""
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
