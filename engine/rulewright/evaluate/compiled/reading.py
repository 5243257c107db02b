"""Gives the generated reader of cases the few functions it calls.

They read the usual form of a value, and fall back from any other to `rulewright.language.reading`, which explains.
"""

from __future__ import annotations

from decimal import Decimal, DecimalException
from typing import Any, Final, TypeVar

from rulewright.evaluate.compiled.fallback import UNREADABLE, Fallback, Reason
from rulewright.language.numbers import EXACT
from rulewright.language.temporal.text import parse_date_and_time, parse_duration, parse_time
from rulewright.language.temporal.values import (
    Date,
    DateTime,
    DaysDuration,
    Time,
    YearsDuration,
    date_of,
    is_possible,
)
from rulewright.language.values import Value

Instance = TypeVar("Instance")
TemporalT = TypeVar("TemporalT", Date, Time, DateTime, DaysDuration, YearsDuration)

to_decimal = EXACT.create_decimal
NUMERALS: Final = b"0123456789.|"
"""What the text of numbers is made of that are not negative; the bar is what the generated reader writes before a
percent."""

SIGNED: Final = NUMERALS + b"-"


def read_number(value: Any) -> Decimal:
    """Return a number that a case gave as such; fall back from anything else."""
    if value.__class__ is Decimal or value.__class__ is int:
        try:
            number = to_decimal(value)
        except DecimalException:
            raise Fallback(Reason.OTHER_FORM) from None
        if number.is_finite():
            return number or number.copy_abs()
    raise Fallback(Reason.OTHER_FORM)


def without_sign(value: Any) -> Any:
    """Return what was given as a number in digits, without the sign of a percent and of zero; fall back otherwise."""
    if value.__class__ is str and value.endswith("%"):
        digits = value[:-1].removesuffix(" ")
        return in_digits(digits and f"{digits}e-2", digits)
    return in_digits(value, f"{value}")


def in_digits(value: Any, digits: str = "") -> Any:
    """Return what was given as a number in digits, without the sign of zero; fall back otherwise."""
    try:
        number = None if (digits or f"{value}").encode().translate(None, SIGNED) else to_decimal(value)
    except UNREADABLE:
        raise Fallback(Reason.OTHER_FORM) from None
    if number is None:
        raise Fallback(Reason.OTHER_FORM)
    return number or number.copy_abs()


def read_boolean(value: object) -> bool:
    """Return a boolean that a case gave as text; fall back from anything else."""
    if value.__class__ is str:
        if value == "true":
            return True
        if value == "false":
            return False
    raise Fallback(Reason.OTHER_FORM)


def read_any(value: Any) -> Value:
    """Return a value whose type nobody declared, where it can stand as it is."""
    if value is None or value.__class__ is str or value.__class__ is bool:
        return value
    return read_number(value)


def read_text(value: Any) -> str:
    """Return a text; fall back from anything else."""
    return _of_kind(str, value)


def read_date(value: Any) -> Date:
    """Return a date, or that of `2020-02-29`; fall back from anything else."""
    if value.__class__ is str and len(value) == 10 and value[4] == value[7] == "-" and value.isascii():
        year, month, day = value[:4], value[5:7], value[8:]
        if year.isdigit() and month.isdigit() and day.isdigit():
            date = date_of(int(year), int(month), int(day))
            if date is not None:
                return date
    return _possible(Date, value)


def read_time(value: Any) -> Time:
    """Return a time, or one given as text; fall back from anything else."""
    return _possible(Time, parse_time(value) if value.__class__ is str else value)


def read_date_and_time(value: Any) -> DateTime:
    """Return a date and time, or one given as text; fall back from anything else."""
    return _possible(DateTime, parse_date_and_time(value) if value.__class__ is str else value)


def read_days(value: Any) -> DaysDuration:
    """Return a days and time duration, or one given as text; fall back from anything else."""
    return _possible(DaysDuration, parse_duration(value) if value.__class__ is str else value)


def read_years(value: Any) -> YearsDuration:
    """Return a years and months duration, or one given as text; fall back from anything else."""
    return _possible(YearsDuration, parse_duration(value) if value.__class__ is str else value)


def _possible(kind: type[TemporalT], value: Any) -> TemporalT:
    """Return a date, time or duration; fall back from anything else, and from one of parts that make none."""
    found = _of_kind(kind, value)
    if not is_possible(found):
        raise Fallback(Reason.OTHER_FORM)
    return found


def _of_kind(kind: type[Instance], value: Any) -> Instance:
    if value.__class__ is not kind:
        raise Fallback(Reason.OTHER_FORM)
    return value
