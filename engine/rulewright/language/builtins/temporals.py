"""Computes the built-in functions on dates and times, and the two that read the clock."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from rulewright.language.builtins.builtin import Builtin, Signature
from rulewright.language.equality import is_identical
from rulewright.language.temporal.values import Date, DateTime, day_of_year, week_of_year, weekday
from rulewright.language.types import ANY, BOOLEAN, DATE, DATE_AND_TIME, NUMBER, STRING, Type
from rulewright.language.values import Failure, Value

FAMILY = "date and time"

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family."""
    return (
        Builtin(
            "is",
            FAMILY,
            (Signature((("value1", ANY), ("value2", ANY)), BOOLEAN, is_identical),),
            "Returns whether two values are the same, time zones included",
            'is(@"23:00:50Z", @"23:00:50")',
            "false",
        ),
        _of_day(
            "day of year",
            NUMBER,
            lambda date: Decimal(day_of_year(date)),
            "Returns the day of the year, from 1",
            "260",
        ),
        _of_day(
            "day of week", STRING, lambda date: _DAYS[weekday(date) - 1], "Returns the day of the week", '"Tuesday"'
        ),
        _of_day("month of year", STRING, lambda date: _MONTHS[date.month - 1], "Returns the month", '"September"'),
        _of_day(
            "week of year",
            NUMBER,
            lambda date: Decimal(week_of_year(date)),
            "Returns the week by ISO 8601",
            "38",
        ),
        Builtin(
            "now",
            FAMILY,
            (Signature((), DATE_AND_TIME, lambda: _no_clock("now")),),
            "Returns the moment of the call; rules have no clock, the date is a fact",
            "now() instance of date and time",
            "true",
            lambda moment: moment,
        ),
        Builtin(
            "today",
            FAMILY,
            (Signature((), DATE, lambda: _no_clock("today")),),
            "Returns the day of the call; rules have no clock, the date is a fact",
            "today() instance of date",
            "true",
            lambda moment: moment.date,
        ),
    )


def _of_day(name: str, result: Type, function: Callable[[Date], Value], summary: str, value: str) -> Builtin:
    def of_moment(moment: DateTime) -> Value:
        return function(moment.date)

    signatures = (
        Signature((("date", DATE),), result, function),
        Signature((("date", DATE_AND_TIME),), result, of_moment),
    )
    return Builtin(name, FAMILY, signatures, summary, f'{name}(@"2019-09-17")', value)


def _no_clock(name: str) -> Failure:
    return Failure(f"`{name}` has no clock to read; a rule takes the date as a fact", "forbidden-clock")
