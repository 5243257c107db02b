"""Defines dates, times, date and times and durations: the calendar of FEEL.

Python's `datetime` stops at the year 9999; FEEL goes from -999,999,999 to 999,999,999 and keeps the zone's name. The
calendar is the proleptic Gregorian one with a year 0, as in ISO 8601. Values compare by what they say (`==` is
identity of the parts, FEEL's `is`); FEEL's `=` and `<`, which look at the instant, are in
`rulewright.language.temporal.arithmetic`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rulewright.records import dataclass

if TYPE_CHECKING:
    from datetime import timedelta, tzinfo

YEAR_LIMIT = 999_999_999
NANOSECONDS = 1_000_000_000
SECONDS_PER_DAY = 86_400
OFFSET_LIMIT = 14 * 3600
"""XML Schema allows offsets up to 14 hours; FEEL takes its offsets from there."""

_DAYS_BEFORE_MONTH = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DAYS_PER_MONTH = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_PER_CYCLE = 146_097  # of 400 years, after which the calendar repeats


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day of the calendar. Make one from unchecked parts with `date_of`."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day: with an offset from UTC in seconds, or with the name of a zone, or with neither (local).

    Make one from unchecked parts with `time_of`.
    """

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    offset: int | None = None
    zone: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether it has neither offset nor zone."""
        return self.offset is None and self.zone is None


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of that day; the time carries offset or zone."""

    date: Date
    time: Time


@dataclass(frozen=True, slots=True, order=True)
class DaysDuration:
    """A days and time duration, exact to the nanosecond."""

    nanoseconds: int


@dataclass(frozen=True, slots=True, order=True)
class YearsDuration:
    """A years and months duration."""

    months: int


Temporal = Date | Time | DateTime | DaysDuration | YearsDuration

MIDNIGHT_UTC = Time(0, 0, 0, 0, 0)


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return how many days the month has."""
    return 29 if month == 2 and is_leap(year) else _DAYS_PER_MONTH[month]


def date_of(year: int, month: int, day: int) -> Date | None:
    """Return the date, or None where the calendar has no such day."""
    if not (-YEAR_LIMIT <= year <= YEAR_LIMIT and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    if day > 28 and day > days_in_month(year, month):
        return None
    return Date(year, month, day)


def time_of(
    hour: int,
    minute: int,
    second: int,
    nanosecond: int = 0,
    *,
    offset: int | None = None,
    zone: str | None = None,
) -> Time | None:
    """Return the time, or None where a part is out of its range or the zone is not known."""
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59 and 0 <= nanosecond < NANOSECONDS):
        return None
    if offset is not None and (zone is not None or abs(offset) > OFFSET_LIMIT):
        return None
    if zone is not None and find_zone(zone) is None:
        return None
    return Time(hour, minute, second, nanosecond, offset, zone)


def is_possible(value: Temporal) -> bool:
    """Whether the parts of a date, time or duration, which anybody may put together, make one."""
    match value:
        case Date(year, month, day):
            return _are_whole(year, month, day) and date_of(year, month, day) is not None
        case Time(hour, minute, second, nanosecond, offset, zone):
            if not _are_whole(hour, minute, second, nanosecond, 0 if offset is None else offset):
                return False
            is_named = zone is None or isinstance(zone, str)
            return is_named and time_of(hour, minute, second, nanosecond, offset=offset, zone=zone) is not None
        case DateTime(date, time):
            return isinstance(date, Date) and isinstance(time, Time) and is_possible(date) and is_possible(time)
        case DaysDuration(count) | YearsDuration(count):
            return _are_whole(count)


def _are_whole(*parts: object) -> bool:
    return all(part.__class__ is int for part in parts)


def day_number(date: Date) -> int:
    """Return the days since 1 January of the year 1, which is day 0."""
    before = date.year - 1
    number = before * 365 + before // 4 - before // 100 + before // 400
    return number + _days_before_month(date.year, date.month) + date.day - 1


def date_from_day_number(number: int) -> Date | None:
    """Return the date of a day number, or None beyond the years of FEEL."""
    cycle, day = divmod(number, _DAYS_PER_CYCLE)
    century = min(day // 36_524, 3)
    day -= century * 36_524
    four_years = day // 1461
    day -= four_years * 1461
    year_of_four = min(day // 365, 3)
    day -= year_of_four * 365
    year = cycle * 400 + century * 100 + four_years * 4 + year_of_four + 1
    month = min(day // 29 + 1, 12)
    while _days_before_month(year, month) > day:
        month -= 1
    return date_of(year, month, day - _days_before_month(year, month) + 1)


def weekday(date: Date) -> int:
    """Return the day of the week: 1 is Monday, 7 is Sunday."""
    return day_number(date) % 7 + 1


def day_of_year(date: Date) -> int:
    """Return the day of the year, from 1."""
    return day_number(date) - day_number(Date(date.year, 1, 1)) + 1


def week_of_year(date: Date) -> int:
    """Return the week by ISO 8601: weeks begin on Monday, week 1 has the year's first Thursday."""
    thursday = day_number(date) - weekday(date) + 4
    year = date.year
    for candidate in (date.year - 1, date.year, date.year + 1):
        if thursday >= day_number(Date(candidate, 1, 1)):
            year = candidate
    return (thursday - day_number(Date(year, 1, 1))) // 7 + 1


def seconds_of_day(time: Time) -> int:
    """Return the whole seconds since midnight, without regard to offset or zone."""
    return time.hour * 3600 + time.minute * 60 + time.second


def time_from_nanoseconds(nanoseconds: int, offset: int | None, zone: str | None) -> Time:
    """Return the time that many nanoseconds after midnight (less than a day)."""
    seconds, nanosecond = divmod(nanoseconds, NANOSECONDS)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return Time(hour, minute, second, nanosecond, offset, zone)


@lru_cache(maxsize=64)
def find_zone(name: str) -> tzinfo | None:
    """Return the zone of the IANA database, or None.

    Zones are read from the `tzdata` package alone, never from the machine: the same pack must answer the same
    everywhere.
    """
    # Imported here: most packs have no zones, and the import is slow.
    from importlib.resources import files  # noqa: PLC0415 - see above
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - see above

    parts = name.split("/")
    if not all(part and part.replace("_", "").replace("-", "").replace("+", "").isalnum() for part in parts):
        return None
    resource = files("tzdata").joinpath("zoneinfo", *parts)
    if not resource.is_file():
        return None
    try:
        with resource.open("rb") as data:
            return ZoneInfo.from_file(data, key=name)
    except ValueError:  # a file of the package that is no zone
        return None


def offset_at(moment: DateTime) -> int | None:
    """Return the offset from UTC in seconds, or None for a local date and time.

    A local time that the zone skips or has twice when clocks change takes the offset that stood before the change.
    """
    time = moment.time
    if time.zone is None:
        return time.offset
    zone = find_zone(time.zone)
    if zone is None:
        return None
    from datetime import datetime  # noqa: PLC0415 - few moments have zones, and every import counts

    local = datetime(
        _year_with_same_rules(moment.date.year),
        moment.date.month,
        moment.date.day,
        time.hour,
        time.minute,
        time.second,
        tzinfo=zone,
    )
    return _seconds(local.utcoffset())


def offset_of_time(time: Time) -> int | None:
    """Return the offset of a time without a date: a zone counts with its standard time."""
    if time.zone is None:
        return time.offset
    day = (time.hour, time.minute, time.second)
    winter = offset_at(DateTime(Date(2000, 1, 1), Time(*day, 0, None, time.zone)))
    summer = offset_at(DateTime(Date(2000, 7, 1), Time(*day, 0, None, time.zone)))
    return None if winter is None or summer is None else min(winter, summer)


def offset_at_instant(zone: str, day: Date, seconds: int) -> int:
    """Return the zone's offset at an instant given as a day of UTC and the seconds since its midnight."""
    found = find_zone(zone)
    if found is None:
        return 0
    from datetime import datetime  # noqa: PLC0415 - as above

    hour, rest = divmod(seconds, 3600)
    instant = datetime(_year_with_same_rules(day.year), day.month, day.day, hour, rest // 60, rest % 60, tzinfo=found)
    # `fromutc` reads the wall clock of its argument as UTC.
    local = found.fromutc(instant)
    return _seconds(local.utcoffset())


def _days_before_month(year: int, month: int) -> int:
    return _DAYS_BEFORE_MONTH[month] + (month > 2 and is_leap(year))


def _year_with_same_rules(year: int) -> int:
    """Return a year that `datetime` can hold, has the same calendar, and lies on the same side of all zone changes."""
    if year > 9900:
        return 9200 + year % 400
    if year < 400:
        return 400 + year % 400
    return year


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else offset.days * SECONDS_PER_DAY + offset.seconds
