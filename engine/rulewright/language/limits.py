"""Sets the limits within which expressions are read and evaluated, so that none can hang or crash a program."""

from __future__ import annotations

from rulewright.records import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an expression may use; beyond a limit there is an error, never a hang.

    An error of a limit ends the evaluation: no rule may go on as if it had been a null.

    `depth` bounds the height of the syntax tree, and with it the recursion of everything that walks one: an
    addition of n terms is n levels deep, as it leans to the left. A reader that takes three Python frames a level
    stays well below the interpreter's own limit of 1000.
    """

    text_length: int = 100_000
    """Characters of one expression."""
    depth: int = 150
    """Levels of the syntax tree, and of brackets inside one another."""
    diagnostics: int = 50
    """Problems reported for one expression; reading stops there."""
    exponent: int = 6144
    """Greatest power of ten of a number, and, negated, the least of its first digit (IEEE 754-2008 decimal128)."""
    steps: int = 2_500_000
    """What one outcome may cost in time and memory, as `rulewright.language.work` counts it."""
    list_length: int = 1_000_000
    """Items of one list, entries of one context, and items of one range that is walked through."""
    string_length: int = 1_000_000
    """Characters of one string that an expression builds."""
    pattern_length: int = 10_000
    """Characters of one regular expression."""


DEFAULT_LIMITS = Limits()
