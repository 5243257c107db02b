"""Computes the built-in functions that make values of one kind out of another."""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException

from rulewright.language.builtins.builtin import Builtin, Signature
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
from rulewright.language.types import (
    ANY,
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    Nullable,
    RangeType,
    Type,
)
from rulewright.language.values import DECIMAL128, Failure, Value

FAMILY = "conversion"

_NUMBER = r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?"


def date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> Value:
    """Return the date with these parts."""
    parts = [_whole(part) for part in (year, month, day)]
    date = None if None in parts else date_of(*(part or 0 for part in parts))
    return date or Failure("there is no such day in the calendar", "wrong-argument")


def time_from_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None) -> Value:
    """Return the time with these parts; a second may have a fraction, of which nine digits count."""
    hours, minutes, seconds = _whole(hour), _whole(minute), int(second)
    if hours is None or minutes is None or second < 0:
        return Failure("there is no such time of day", "wrong-argument")
    nanosecond = int((second - seconds).scaleb(9))
    distance = None
    if offset is not None:
        distance, rest = divmod(offset.nanoseconds, NANOSECONDS)
        if rest or abs(distance) > OFFSET_LIMIT:
            return Failure("the offset of a time is made of whole seconds, at most 14 hours", "wrong-argument")
    time = time_of(hours, minutes, seconds, nanosecond, offset=distance)
    return time or Failure("there is no such time of day", "wrong-argument")


def time_of_moment(moment: DateTime) -> Value:
    """Return the time of day with the offset or zone of the moment."""
    return moment.time


def date_and_time_from_parts(date: Date | DateTime, time: Time) -> Value:
    """Return the moment on the day of the first argument, at the time (and in the zone) of the second."""
    return DateTime(date.date if isinstance(date, DateTime) else date, time)


def number_from_text(text: str, grouping: str | None, decimal_separator: str | None) -> Value:
    """Return the number that a text means with these separators."""
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
            return DECIMAL128.copy().create_decimal(digits)
        except DecimalException:
            return Failure("the number exceeds the largest number", "number-out-of-range")
    shown = text if len(text) <= 100 else text[:100] + "…"
    return Failure(f"`{shown}` is no number", "wrong-argument")


def text_of(value: Value) -> Value:
    """Return the value as text; null stays null."""
    if value is None or isinstance(value, Failure):
        return value
    try:
        return display(value)
    except MissingPartError as error:
        return error.absence
    except TextTooLongError:
        return Failure(f"`string` makes texts of at most {TEXT_LIMIT} characters", "limit-string")


def years_and_months(start: Date | DateTime, end: Date | DateTime) -> Value:
    """Return the whole years and months between two days."""
    return months_between(
        start.date if isinstance(start, DateTime) else start, end.date if isinstance(end, DateTime) else end
    )


def _whole(number: Decimal) -> int | None:
    return int(number) if abs(number) < 10**12 and number == int(number) else None


def _text_type(arguments: tuple[Type, ...]) -> Type:
    """Return string, or null for null."""
    if arguments and arguments[0] == NULL:
        return NULL
    return Nullable(STRING) if arguments and isinstance(arguments[0], Nullable) else STRING


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family."""
    source = "from"
    parts = (("hour", NUMBER), ("minute", NUMBER), ("second", NUMBER))
    grouping = ("grouping separator", Nullable(STRING))
    point = ("decimal separator", Nullable(STRING))
    days = (DATE, DATE_AND_TIME)
    return (
        Builtin(
            "date",
            FAMILY,
            (
                Signature(((source, STRING),), DATE, parse_date),
                Signature(((source, DATE_AND_TIME),), DATE, lambda moment: moment.date),
                Signature(((source, DATE),), DATE, lambda date: date),
                Signature((("year", NUMBER), ("month", NUMBER), ("day", NUMBER)), DATE, date_from_parts),
            ),
            "Makes a date from text, from year, month and day, or takes it from a date and time",
            'date("2012-12-25")',
            '@"2012-12-25"',
        ),
        Builtin(
            "date and time",
            FAMILY,
            (
                Signature(((source, STRING),), DATE_AND_TIME, parse_date_and_time),
                Signature((("date", DATE), ("time", TIME)), DATE_AND_TIME, date_and_time_from_parts),
                Signature((("date", DATE_AND_TIME), ("time", TIME)), DATE_AND_TIME, date_and_time_from_parts),
            ),
            "Makes a date and time from text, or from a date and a time",
            'date and time("2012-12-24T23:59:00")',
            '@"2012-12-24T23:59:00"',
        ),
        Builtin(
            "time",
            FAMILY,
            (
                Signature(((source, STRING),), TIME, parse_time),
                Signature(((source, DATE_AND_TIME),), TIME, time_of_moment),
                Signature(((source, TIME),), TIME, lambda time: time),
                Signature(((source, DATE),), TIME, lambda _: MIDNIGHT_UTC),
                Signature(parts, TIME, time_from_parts),
                Signature((*parts, ("offset", Nullable(DAYS_DURATION))), TIME, time_from_parts),
            ),
            "Makes a time from text, from its parts, or takes it from a date and time",
            'time(23, 59, 0, duration("-PT5H"))',
            '@"23:59:00-05:00"',
        ),
        Builtin(
            "number",
            FAMILY,
            (Signature(((source, STRING), grouping, point), NUMBER, number_from_text),),
            "Reads a number from text; a separator that the text does not have is null",
            'number("1.000.000,5", ".", ",")',
            "1000000.5",
        ),
        Builtin(
            "string",
            FAMILY,
            (Signature(((source, ANY),), _text_type, text_of),),
            "Writes a value as text",
            "string(1.1)",
            '"1.1"',
        ),
        Builtin(
            "duration",
            FAMILY,
            (
                Signature(((source, STRING),), ANY, parse_duration),
                Signature(((source, DAYS_DURATION),), DAYS_DURATION, lambda duration: duration),
                Signature(((source, YEARS_DURATION),), YEARS_DURATION, lambda duration: duration),
            ),
            "Reads a duration from text",
            'duration("PT26H")',
            '@"P1DT2H"',
        ),
        Builtin(
            "years and months duration",
            FAMILY,
            tuple(
                Signature(((source, start), ("to", end)), YEARS_DURATION, years_and_months)
                for start in days
                for end in days
            ),
            "Returns the whole years and months between two days",
            'years and months duration(@"2011-12-22", @"2013-08-24")',
            '@"P1Y8M"',
        ),
        Builtin(
            "range",
            FAMILY,
            (Signature(((source, STRING),), RangeType(ANY), parse_range),),
            "Reads a range from text",
            'range("[18..21)")',
            "[18..21)",
        ),
    )
