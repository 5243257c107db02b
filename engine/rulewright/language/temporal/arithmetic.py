"""Computes with dates, times and durations: sums, differences, multiples and order.

A function returns None where the standard defines no result for these operands; the operators turn that into a
reason. Two rules of the standard deserve a word. A moment with a zone moves along the time line when days and time
are added (so its wall clock may change with the season), and along the calendar when years and months are added.
Order and equality look at whole seconds, since the standard counts moments in seconds.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from rulewright.language.numbers import DURATIONS
from rulewright.language.temporal.values import (
    MIDNIGHT_UTC,
    NANOSECONDS,
    SECONDS_PER_DAY,
    Date,
    DateTime,
    DaysDuration,
    Time,
    YearsDuration,
    date_from_day_number,
    date_of,
    day_number,
    days_in_month,
    offset_at,
    offset_at_instant,
    offset_of_time,
    seconds_of_day,
    time_from_nanoseconds,
)

_DAY = SECONDS_PER_DAY * NANOSECONDS
_DURATION_LIMIT = 10**40
"""Durations beyond it (in months or nanoseconds) are refused, so that digits cannot run away."""


# ── Sums and differences ──────────────────────────────────────────────────────────────────────────────────────────


def add_duration(
    value: Date | Time | DateTime, duration: DaysDuration | YearsDuration
) -> Date | Time | DateTime | None:
    """Return the date, time or moment a duration later; None beyond the calendar, or for months added to a time."""
    if isinstance(duration, YearsDuration):
        return add_months(value, duration.months)
    return _add_nanoseconds(value, duration.nanoseconds)


def subtract_duration(
    value: Date | Time | DateTime, duration: DaysDuration | YearsDuration
) -> Date | Time | DateTime | None:
    """Return the date, time or moment a duration earlier."""
    if isinstance(duration, YearsDuration):
        return add_months(value, -duration.months)
    return _add_nanoseconds(value, -duration.nanoseconds)


def add_months(value: Date | Time | DateTime, months: int) -> Date | DateTime | None:
    """Return the same day some months later, or the month's last day where it is too short."""
    if isinstance(value, Time):
        return None
    if isinstance(value, DateTime):
        date = add_months(value.date, months)
        return DateTime(date, value.time) if isinstance(date, Date) else None
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    return date_of(year, month + 1, min(value.day, days_in_month(year, month + 1)))


def _add_nanoseconds(value: Date | Time | DateTime, nanoseconds: int) -> Date | Time | DateTime | None:
    if isinstance(value, Date):
        return date_from_day_number(day_number(value) + nanoseconds // _DAY)
    if isinstance(value, Time):
        return time_from_nanoseconds((_nanoseconds_of_day(value) + nanoseconds) % _DAY, value.offset, value.zone)
    offset, zone = value.time.offset, value.time.zone
    if zone is None:
        return _moment(_wall_clock(value) + nanoseconds, offset, None)
    instant = _wall_clock(value) - (offset_at(value) or 0) * NANOSECONDS + nanoseconds
    days, rest = divmod(instant, _DAY)
    day = date_from_day_number(days)
    if day is None:
        return None
    return _moment(instant + offset_at_instant(zone, day, rest // NANOSECONDS) * NANOSECONDS, None, zone)


def time_between(left: Date | DateTime | Time, right: Date | DateTime | Time) -> DaysDuration | None:
    """Return the time from right to left; None where only one of them has a zone or offset.

    A date counts as its midnight in UTC beside a date and time.
    """
    if isinstance(left, Time) or isinstance(right, Time):
        if not (isinstance(left, Time) and isinstance(right, Time)) or left.is_local != right.is_local:
            return None
        apart = (offset_of_time(left) or 0) - (offset_of_time(right) or 0)
        return DaysDuration(_nanoseconds_of_day(left) - _nanoseconds_of_day(right) - apart * NANOSECONDS)
    if isinstance(left, Date) and isinstance(right, Date):
        return DaysDuration((day_number(left) - day_number(right)) * _DAY)
    first, second = date_and_time_of(left), date_and_time_of(right)
    if first.time.is_local != second.time.is_local:
        return None
    apart = (offset_at(first) or 0) - (offset_at(second) or 0)
    return DaysDuration(_wall_clock(first) - _wall_clock(second) - apart * NANOSECONDS)


def date_and_time_of(value: Date | DateTime) -> DateTime:
    """Return the moment; a date stands for its midnight in UTC."""
    return DateTime(value, MIDNIGHT_UTC) if isinstance(value, Date) else value


def months_between(start: Date, end: Date) -> YearsDuration:
    """Return the whole years and months from start to end, negative where end is earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsDuration(months)


# ── Multiples of durations ────────────────────────────────────────────────────────────────────────────────────────


def multiply_duration(duration: DaysDuration | YearsDuration, factor: Decimal) -> DaysDuration | YearsDuration | None:
    """Return a multiple: whole months (the rest is dropped) or nanoseconds (the nearest); None when it is too long."""
    if isinstance(duration, YearsDuration):
        return _years(DURATIONS.multiply(Decimal(duration.months), factor))
    return _days(DURATIONS.multiply(Decimal(duration.nanoseconds), factor))


def divide_duration(duration: DaysDuration | YearsDuration, divisor: Decimal) -> DaysDuration | YearsDuration | None:
    """Return a part of a duration; the divisor is not zero. None when it is too long."""
    if isinstance(duration, YearsDuration):
        return _years(DURATIONS.divide(Decimal(duration.months), divisor))
    return _days(DURATIONS.divide(Decimal(duration.nanoseconds), divisor))


def _years(months: Decimal) -> YearsDuration | None:
    if abs(months) > _DURATION_LIMIT:
        return None
    return YearsDuration(int(months.to_integral_value(ROUND_DOWN)))


def _days(nanoseconds: Decimal) -> DaysDuration | None:
    if abs(nanoseconds) > _DURATION_LIMIT:
        return None
    return DaysDuration(int(nanoseconds.to_integral_value(ROUND_HALF_EVEN)))


# ── Order ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def order_keys(left: Time | DateTime, right: Time | DateTime) -> tuple[int, int]:
    """Return two whole numbers of seconds that compare as the two times or the two moments do.

    A value without a zone or offset is read in that of the other.
    """
    if isinstance(left, Time) or isinstance(right, Time):
        if not (isinstance(left, Time) and isinstance(right, Time)):
            raise TypeError("a time compares with a time only")
        first, second = seconds_of_day(left), seconds_of_day(right)
        if left.is_local or right.is_local:
            return first, second
        return first - (offset_of_time(left) or 0), second - (offset_of_time(right) or 0)
    first, second = _wall_clock(left) // NANOSECONDS, _wall_clock(right) // NANOSECONDS
    if left.time.is_local and right.time.is_local:
        return first, second
    return first - _offset_or_that_of(left, right), second - _offset_or_that_of(right, left)


def _offset_or_that_of(moment: DateTime, other: DateTime) -> int:
    if moment.time.is_local:
        moment = DateTime(
            moment.date,
            Time(moment.time.hour, moment.time.minute, moment.time.second, 0, other.time.offset, other.time.zone),
        )
    return offset_at(moment) or 0


# ── The time line ─────────────────────────────────────────────────────────────────────────────────────────────────


def _nanoseconds_of_day(time: Time) -> int:
    return seconds_of_day(time) * NANOSECONDS + time.nanosecond


def _wall_clock(moment: DateTime) -> int:
    """Return the nanoseconds since the first day of year 1 by the local clock."""
    return day_number(moment.date) * _DAY + _nanoseconds_of_day(moment.time)


def _moment(wall_clock: int, offset: int | None, zone: str | None) -> DateTime | None:
    days, rest = divmod(wall_clock, _DAY)
    date = date_from_day_number(days)
    return None if date is None else DateTime(date, time_from_nanoseconds(rest, offset, zone))
