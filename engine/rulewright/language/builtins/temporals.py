"""Computes the built-in functions on dates and times, and the two that read the clock."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from rulewright.language.builtins.builtin import Builtin, builtin
from rulewright.language.equality import is_identical, null_for_failure
from rulewright.language.temporal import values
from rulewright.language.temporal.values import Date, DateTime
from rulewright.language.values import Failure, Value

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


def _of_day(signature: str, result: str) -> Callable[[Callable[[Date], Value]], Builtin]:
    """Declare a function of a date, `day of year(date: date) -> number`, which takes a date and time too."""
    name = signature.partition("(")[0]
    of_moment = signature.replace("date: date", "date: date and time")

    def declared(function: Callable[[Date], Value]) -> Builtin:
        more = {of_moment: lambda moment: function(moment.date)}
        return builtin(signature, example=(f'{name}(@"2019-09-17")', result), more=more, steps=12)(function)

    return declared


@builtin("is(value1: any, value2: any) -> boolean", example=('is(@"23:00:50Z", @"23:00:50")', "false"))
def is_(first: Value, second: Value) -> Value:
    """Returns whether two values are the same, time zones included."""
    return is_identical(null_for_failure(first), null_for_failure(second))


@_of_day("day of year(date: date) -> number", "260")
def day_of_year(date: Date) -> Value:
    """Returns the day of the year, from 1."""
    return Decimal(values.day_of_year(date))


@_of_day("day of week(date: date) -> string", '"Tuesday"')
def day_of_week(date: Date) -> Value:
    """Returns the day of the week."""
    return _DAYS[values.weekday(date) - 1]


@_of_day("month of year(date: date) -> string", '"September"')
def month_of_year(date: Date) -> Value:
    """Returns the month."""
    return _MONTHS[date.month - 1]


@_of_day("week of year(date: date) -> number", "38")
def week_of_year(date: Date) -> Value:
    """Returns the week by ISO 8601."""
    return Decimal(values.week_of_year(date))


@builtin("now() -> date and time", example=("now() instance of date and time", "true"), is_clock=True)
def now(moment: DateTime | None = None) -> Value:
    """Returns the moment of the call; rules have no clock, the date is a fact."""
    return moment or _no_clock("now")


@builtin("today() -> date", example=("today() instance of date", "true"), is_clock=True)
def today(moment: DateTime | None = None) -> Value:
    """Returns the day of the call; rules have no clock, the date is a fact."""
    return moment.date if moment else _no_clock("today")


def _no_clock(name: str) -> Failure:
    return Failure(f"`{name}` has no clock to read; a rule takes the date as a fact", "forbidden-clock")
