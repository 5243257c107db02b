"""Turns values of Python and of its libraries into what a case may give: integers, texts, FEEL's own dates.

numpy and pandas are not imported: their values are known by the module of their class and by what they can do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from math import isinf
from typing import Any

from rulewright.language.temporal.text import parse_date_and_time, parse_temporal, parse_time
from rulewright.language.temporal.values import NANOSECONDS, SECONDS_PER_DAY, Date, DaysDuration
from rulewright.language.types import (
    DAYS_DURATION,
    YEARS_DURATION,
    ContextType,
    ListType,
    MapType,
    Nullable,
    NumberType,
    Type,
)
from rulewright.language.values import Absence

WRITTEN_BITS = 10_000
"""Integers of up to so many bits Python writes; its limit is 4,300 digits."""
NOT_KNOWN = "leave it out, or give None, where it is not known"
MISSING_NAMES = frozenset({"NAType", "NaTType"})
NUMPY_TIMES = frozenset({"datetime64", "timedelta64"})


def from_python(value: object) -> object:
    """Return a value as JSON or FEEL has it; what neither has is returned as it is.

    numpy's numbers and booleans become Python's, a date or time and pandas' `Timestamp` FEEL's, to the nanosecond; a
    year or month of numpy is no date and stays. An integer of so many digits that Python does not write it, which is no
    number of a rule, becomes a `Decimal`.
    """
    if is_missing(value):
        return value
    if _library(value) == "numpy" and getattr(value, "ndim", None) == 0:
        value = _from_numpy(value)
    match value:
        case int() if value.bit_length() > WRITTEN_BITS:
            return Decimal(value)
        case dt.datetime():
            return parse_date_and_time(value.isoformat())
        case dt.date():
            return Date(value.year, value.month, value.day)
        case dt.time():
            return parse_time(value.isoformat())
        case dt.timedelta():
            seconds = value.days * SECONDS_PER_DAY + value.seconds
            nanoseconds = value.microseconds * 1000 + getattr(value, "nanoseconds", 0)
            return DaysDuration(seconds * NANOSECONDS + nanoseconds)
        case Mapping():
            return dict(value)
        case tuple():
            return list(value)
    return value


def _from_numpy(scalar: Any) -> object:
    kind = type(scalar).__name__
    if kind == "datetime64":
        day = parse_temporal(str(scalar))
        return scalar if isinstance(day, Absence) else day
    return scalar if kind == "timedelta64" else scalar.item()


def is_missing(value: object) -> bool:
    """Whether a value is one that libraries write where there is none: NaN, pandas' `NaT` and `NA`."""
    if isinstance(value, float):
        return value != value  # noqa: PLR0124  (only NaN is not itself)
    library, kind = _library(value), type(value).__name__
    is_no_time = library == "numpy" and kind in NUMPY_TIMES and str(value) == "NaT"
    return is_no_time or (library == "pandas" and kind in MISSING_NAMES)


def advice(value: object, type_: Type) -> str:
    """Return what to give for a type instead of a value of a library that cannot be read; empty for other values."""
    if isinstance(type_, Nullable):
        type_ = type_.type
    if is_missing(value) or (isinstance(value, Decimal) and value.is_nan()):
        return NOT_KNOWN
    if isinstance(value, str):
        return NOT_KNOWN if value == "NaT" else ""
    from fractions import Fraction  # noqa: PLC0415  (only for who gives what is refused)

    if isinstance(value, Fraction):
        return "give it as a Decimal, rounded as it should be"
    if value.is_infinite() if isinstance(value, Decimal) else isinstance(value, float) and isinf(value):
        return f"no number stands for infinity: {NOT_KNOWN}"
    if isinstance(value, float):
        return f'give it as text, `"{value!r}"`, or as a Decimal'
    match _library(value), type(value).__name__:
        case "numpy", "datetime64":
            return "give it to the day: `.astype('datetime64[D]')`"
        case "numpy", "timedelta64" if type_ in (DAYS_DURATION, YEARS_DURATION):
            return "give it as a `datetime.timedelta`, or as text: `P1DT2H`"
        case "pandas", "Series" if isinstance(type_, MapType | ContextType):
            return "give it as a mapping: `.to_dict()`"
        case ("numpy", "ndarray") | ("pandas", "Series" | "Index"):
            return "give it as a list: `.tolist()`" if isinstance(type_, ListType) else "give one of its items"
        case "pandas", "DataFrame":
            return 'give it as a list of records: `.to_dict("records")`'
        case "numpy", _ if isinstance(type_, NumberType):
            return "give it as text, or as a Decimal"
        case "pandas", _:
            return "give what it stands for: a date, a number or a text of Python"
        case "builtins", "set" | "frozenset" | "range" | "generator":
            return "give it as a list: `list(…)`"
        case "builtins", "bytes" | "bytearray":
            return "give it as text: `.decode()`"
    return ""


def _library(value: object) -> str:
    return type(value).__module__.partition(".")[0]
