"""Computes the built-in functions that make values of one kind out of another."""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException

from rulewright.language import numbers
from rulewright.language.builtins.builtin import builtin
from rulewright.language.builtins.range_text import parse_range
from rulewright.language.display import TEXT_LIMIT, MissingPartError, TextTooLongError, display
from rulewright.language.temporal.arithmetic import months_between
from rulewright.language.temporal.text import parse_date, parse_date_and_time, parse_duration, parse_time
from rulewright.language.temporal.values import (
    MIDNIGHT_UTC,
    NANOSECONDS,
    OFFSET_LIMIT,
    Date,
    DateTime,
    DaysDuration,
    Time,
    date_of,
    time_of,
)
from rulewright.language.types import NULL, STRING, Nullable, Type
from rulewright.language.values import Failure, Value
from rulewright.language.work import Meter

_WRITTEN = 4
"""So many characters that are written of a value are a step."""
_NUMBER = r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?"


def _date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> Value:
    parts = [_whole(part) for part in (year, month, day)]
    date = None if None in parts else date_of(*(part or 0 for part in parts))
    return date or Failure("there is no such day in the calendar", "wrong-argument")


@builtin(
    "date(from: string) -> date",
    example=('date("2012-12-25")', '@"2012-12-25"'),
    more={
        "date(from: date and time) -> date": lambda moment: moment.date,
        "date(from: date) -> date": lambda date: date,
        "date(year: number, month: number, day: number) -> date": _date_from_parts,
    },
)
def date(text: str) -> Value:
    """Makes a date from text, from year, month and day, or takes it from a date and time."""
    return parse_date(text)


def _on_day(day: Date | DateTime, time: Time) -> Value:
    return DateTime(_date(day), time)


@builtin(
    "date and time(from: string) -> date and time",
    example=('date and time("2012-12-24T23:59:00")', '@"2012-12-24T23:59:00"'),
    more={
        "date and time(date: date, time: time) -> date and time": _on_day,
        "date and time(date: date and time, time: time) -> date and time": _on_day,
    },
    steps=12,
)
def date_and_time(text: str) -> Value:
    """Makes a date and time from text, or from a date and a time."""
    return parse_date_and_time(text)


def _time_from_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None) -> Value:
    """Return the time with these parts; a second may have a fraction of at most nine digits."""
    hours, minutes, seconds = _whole(hour), _whole(minute), int(second)
    if hours is None or minutes is None or second < 0:
        return Failure("there is no such time of day", "wrong-argument")
    nanosecond = int((second - seconds).scaleb(9))
    if second - seconds != Decimal(nanosecond).scaleb(-9):
        return Failure("a time is given to the nanosecond at most", "wrong-argument")
    distance = None
    if offset is not None:
        distance, rest = divmod(offset.nanoseconds, NANOSECONDS)
        if rest or abs(distance) > OFFSET_LIMIT:
            return Failure("the offset of a time is made of whole seconds, at most 14 hours", "wrong-argument")
    time = time_of(hours, minutes, seconds, nanosecond, offset=distance)
    return time or Failure("there is no such time of day", "wrong-argument")


@builtin(
    "time(from: string) -> time",
    example=('time(23, 59, 0, duration("-PT5H"))', '@"23:59:00-05:00"'),
    more={
        "time(from: date and time) -> time": lambda moment: moment.time,
        "time(from: time) -> time": lambda time: time,
        "time(from: date) -> time": lambda _: MIDNIGHT_UTC,
        "time(hour: number, minute: number, second: number, offset?: days and time duration?) -> time": (
            _time_from_parts
        ),
    },
)
def time(text: str) -> Value:
    """Makes a time from text, from its parts, or takes it from a date and time."""
    return parse_time(text)


@builtin(
    "number(from: string, grouping separator: string?, decimal separator: string?) -> number",
    example=('number("1.000.000,5", ".", ",")', "1000000.5"),
    steps=6,
)
def number(text: str, grouping: str | None, decimal_separator: str | None) -> Value:
    """Reads a number from text; a separator that the text does not have is null."""
    if grouping is not None and grouping not in (" ", ",", "."):
        return Failure("the grouping separator is a space, a comma or a point", "wrong-argument")
    if decimal_separator is not None and decimal_separator not in (",", "."):
        return Failure("the decimal separator is a comma or a point", "wrong-argument")
    if grouping is not None and grouping == decimal_separator:
        return Failure("the grouping separator and the decimal separator are the same", "wrong-argument")
    digits = text.replace(grouping, "") if grouping else text
    if decimal_separator == ",":
        digits = "" if "." in digits else digits.replace(",", ".")
    if re.fullmatch(_NUMBER, digits):
        try:
            return numbers.number(digits)
        except DecimalException:
            return Failure("the number exceeds the largest number", "number-out-of-range")
    shown = text if len(text) <= 100 else text[:100] + "…"
    return Failure(f"`{shown}` is no number", "wrong-argument")


def _text_type(arguments: tuple[Type, ...]) -> Type:
    """Return string, or null for null."""
    if arguments and arguments[0] == NULL:
        return NULL
    return Nullable(STRING) if arguments and isinstance(arguments[0], Nullable) else STRING


@builtin("string(from: any) -> string", example=("string(1.1)", '"1.1"'), derive=_text_type, is_metered=True)
def string(meter: Meter, value: Value) -> Value:
    """Writes a value as text."""
    if value is None or isinstance(value, Failure):
        return value
    try:
        text = display(value)
    except MissingPartError as error:
        return error.absence
    except TextTooLongError:
        return Failure(f"`string` makes texts of at most {TEXT_LIMIT} characters", "limit-string")
    if text is not value:
        meter.count_steps(len(text) // _WRITTEN)
    return text


@builtin(
    "duration(from: string) -> any",
    example=('duration("PT26H")', '@"P1DT2H"'),
    more={
        "duration(from: days and time duration) -> days and time duration": lambda duration: duration,
        "duration(from: years and months duration) -> years and months duration": lambda duration: duration,
    },
)
def duration(text: str) -> Value:
    """Reads a duration from text."""
    return parse_duration(text)


@builtin(
    "years and months duration(from: date, to: date) -> years and months duration",
    "years and months duration(from: date, to: date and time) -> years and months duration",
    "years and months duration(from: date and time, to: date) -> years and months duration",
    "years and months duration(from: date and time, to: date and time) -> years and months duration",
    example=('years and months duration(@"2011-12-22", @"2013-08-24")', '@"P1Y8M"'),
)
def years_and_months_duration(start: Date | DateTime, end: Date | DateTime) -> Value:
    """Returns the whole years and months between two days."""
    return months_between(_date(start), _date(end))


@builtin("range(from: string) -> range<any>", example=('range("[18..21)")', "[18..21)"))
def range_(text: str) -> Value:
    """Reads a range from text."""
    return parse_range(text)


def _date(day: Date | DateTime) -> Date:
    return day.date if isinstance(day, DateTime) else day


def _whole(number: Decimal) -> int | None:
    return int(number) if abs(number) < 10**12 and number == int(number) else None
