"""Rounds as a rule declares it: to decimal places, in a named mode, wherever numbers stand in a value."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from rulewright.language.numbers import ROUNDING_MODES
from rulewright.language.values import Value
from rulewright.packs.model.rules import Rounding


def round_value(value: Value, rounding: Rounding) -> Value:
    """Return a number rounded, or a list or context with its numbers rounded; anything else as it is."""
    if isinstance(value, Decimal):
        return _round_number(value, rounding)
    if isinstance(value, list):
        return [round_value(item, rounding) for item in value]
    if isinstance(value, dict):
        return {key: round_value(item, rounding) for key, item in value.items()}
    return value


def _round_number(value: Decimal, rounding: Rounding) -> Decimal:
    try:
        return value.quantize(Decimal(1).scaleb(-rounding.places), rounding=ROUNDING_MODES[rounding.mode])
    except InvalidOperation:  # more digits than there are: the number has none behind the place that it is rounded to
        return value
