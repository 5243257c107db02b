"""Writes the keys under which tables, maps and recorded decisions keep values, and lists those of a type."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from rulewright.language.numbers import number_text
from rulewright.language.temporal.text import temporal_text
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.types import BOOLEAN, EnumType, Nullable, NumberType, Type

MOST_WHOLE = 100
"""The whole numbers of a type are listed where there are no more."""


def key_text(value: object) -> str:
    """Return the text under which a table or map keeps the value of a key: as it is written, without quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Date | Time | DateTime | DaysDuration | YearsDuration):
        return temporal_text(value)
    return number_text(value) if isinstance(value, Decimal) else str(value)


def keys_of_type(type_: Type) -> tuple[str, ...]:
    """Return the keys of all values of a type, null aside; nothing where there is no list of them."""
    match type_:
        case Nullable(inner):
            return keys_of_type(inner)
        case EnumType(members=members):
            return members
        case NumberType(low=low, high=high, is_whole=True) if low and high:
            first, last = int(Decimal(low).to_integral_value(ROUND_CEILING)), int(Decimal(high))
            return tuple(map(str, range(first, last + 1))) if last - first < MOST_WHOLE else ()
    return ("true", "false") if type_ == BOOLEAN else ()
