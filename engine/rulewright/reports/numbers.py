"""Writes numbers the way people read them: `75%`, `$1,234.50`, `$10.29 per member per month`, `1.5 points`.

How a unit is written, and with which marks, the pack says. A number with more decimals than are shown is marked `≈`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from rulewright.language.numbers import DECIMAL128, DIGITS
from rulewright.language.types import NumberType, Unit
from rulewright.packs.model.notation import Notation
from rulewright.records import dataclass

APPROXIMATELY = "≈ "
MINUS = "−"
SCALES = {0: "", 3: " thousand", 6: " million", 9: " billion"}

SHORT = 6
"""Decimal places up to which a number without a symbol is shown whole."""

SHORTENED = 4
"""Decimal places of such a number that has more."""

OF_A_PERCENT = 2
OF_A_SCALE = 3
"""Decimal places of an amount in thousands or millions that has more than `SHORT`."""

MORE_OF_A_RATE = 2
"""So many places more than an amount has a rate: a price may have fractions of a cent."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How numbers of a type are written: at least `least` decimals; those with more than `most` have `places`."""

    least: int
    most: int
    places: int
    before: str = ""
    behind: str = ""
    shift: int = 0

    def decimals(self, value: Decimal) -> tuple[Decimal, int, bool]:
        """Return the number that is shown, without its sign, its decimal places, and whether it was shortened."""
        with localcontext(DECIMAL128) as context:
            context.prec = 2 * DIGITS
            shown = abs(value)
            shown = shown.scaleb(self.shift) if self.shift else shown
            exponent = shown.normalize().as_tuple().exponent
            decimals = max(0, -exponent) if isinstance(exponent, int) else 0
            if decimals <= self.most:
                return shown, max(decimals, self.least), False
            return shown.quantize(Decimal(1).scaleb(-self.places), rounding=ROUND_HALF_UP), self.places, True


def format_number(
    value: Decimal, shape: NumberType, notation: Notation, *, has_words: bool = True, is_exact: bool = False
) -> str:
    """Return a number with its unit; without `has_words` with a symbol only, for a table whose head says the words.

    What is zero as it is shown has no sign. With `is_exact` it is shown with all its digits.
    """
    form = _form(shape, notation, is_one=abs(value) == 1, has_words=has_words)
    form = replace(form, most=2 * DECIMAL128.Emax) if is_exact else form
    shown, decimals, is_shortened = form.decimals(value)
    whole, _, decimal = f"{shown:,.{decimals}f}".partition(".")
    text = whole.replace(",", notation.thousands) + (notation.decimal + decimal if decimal else "")
    sign = MINUS if value < 0 and shown else ""
    return f"{APPROXIMATELY if is_shortened else ''}{sign}{form.before}{text}{form.behind}"


def shown_number(value: Decimal, shape: NumberType, notation: Notation) -> Decimal:
    """Return the number that stands where a value is shown: the value itself, or what it was shortened to."""
    form = _form(shape, notation)
    shown, _, is_shortened = form.decimals(value)
    return value if not is_shortened else shown.scaleb(-form.shift, DECIMAL128).copy_sign(value)


def _form(shape: NumberType, notation: Notation, *, is_one: bool = False, has_words: bool = True) -> _Form:
    if shape.name == "percent":
        return _Form(0, SHORT, OF_A_PERCENT, behind="%", shift=2)
    factors = shape.unit.factors
    scale = SCALES.get(shape.unit.scale, f" ×10^{shape.unit.scale}")
    per = "".join(f" per {notation.unit(name).one}" for name, exponent in factors for _ in range(-exponent))
    above = [(notation.unit(name), exponent) for name, exponent in factors if exponent > 0]
    if len(above) != 1 or above[0][1] != 1 or not above[0][0].symbol:
        words = _words(shape.unit, notation, is_one=is_one) + per if has_words else ""
        return _Form(0, SHORT, SHORTENED, behind=scale + words)
    unit = above[0][0]
    before, behind = ("", f"\N{NO-BREAK SPACE}{unit.symbol}") if unit.is_symbol_behind else (unit.symbol, "")
    words = behind + scale + (per if has_words else "")
    if shape.unit.scale:
        return _Form(0, SHORT, OF_A_SCALE, before, words)
    return _Form(unit.places, unit.places + (MORE_OF_A_RATE if per else 0), unit.places, before, words)


def _words(unit: Unit, notation: Notation, *, is_one: bool) -> str:
    """Return the words of what a number counts: ` points`, ` member`."""
    counted = [(notation.unit(name), exponent) for name, exponent in unit.factors if exponent > 0]
    return "".join(
        f" {each.one if is_one else each.many}" + (f"^{exponent}" if exponent > 1 else "") for each, exponent in counted
    )
