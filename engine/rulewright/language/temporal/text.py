"""Reads and writes dates, times, date and times and durations in the lexical forms of FEEL (those of XML Schema)."""

from __future__ import annotations

import re

from rulewright.language.temporal.values import (
    NANOSECONDS,
    SECONDS_PER_DAY,
    Date,
    DateTime,
    DaysDuration,
    Temporal,
    Time,
    YearsDuration,
    date_from_day_number,
    date_of,
    day_number,
    time_of,
)
from rulewright.language.values import Failure

_DATE = r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})"
_TIME = (
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z0-9_+/-]+))?"
)
_DAYS_DURATION = r"(-)?P(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?"
_YEARS_DURATION = r"(-)?P(?:([0-9]+)Y)?(?:([0-9]+)M)?"
_LONGEST = 100
"""No text of a date, time or duration is longer; it keeps digits from running away."""


def parse_temporal(text: str) -> Temporal | Failure:
    """Return what `@"text"` means."""
    for parse in (_date, _date_and_time, _time, _duration):
        value = parse(text)
        if value is not None:
            return value
    return _refused(text, "no date, time, date and time or duration")


def parse_date(text: str) -> Date | Failure:
    """Return the date of `2020-02-29`."""
    value = _date(text)
    return _refused(text, "no date such as `2020-02-29`") if value is None else value


def parse_time(text: str) -> Time | Failure:
    """Return the time of `10:30:00`, `10:30:00Z`, `10:30:00+02:00` or `10:30:00@Europe/Paris`."""
    value = _time(text)
    return _refused(text, "no time such as `10:30:00`") if value is None else value


def parse_date_and_time(text: str) -> DateTime | Failure:
    """Return the date and time of `2020-02-29T10:30:00`; a date alone means its midnight."""
    value = _date_and_time(text)
    if value is None:
        date = _date(text)
        if date is not None:
            return DateTime(date, Time(0, 0, 0))
        return _refused(text, "no date and time such as `2020-02-29T10:30:00`")
    return value


def parse_duration(text: str) -> DaysDuration | YearsDuration | Failure:
    """Return the duration of `P1DT2H` or `P1Y2M`."""
    value = _duration(text)
    return _refused(text, "no duration such as `P1DT2H` or `P1Y2M`") if value is None else value


def temporal_text(value: Temporal) -> str:
    """Return the canonical text, which reads back as the same value."""
    if isinstance(value, Date):
        return _date_text(value)
    if isinstance(value, Time):
        return _time_text(value)
    if isinstance(value, DateTime):
        return f"{_date_text(value.date)}T{_time_text(value.time)}"
    if isinstance(value, DaysDuration):
        return _days_duration_text(value)
    return _years_duration_text(value)


def _refused(text: str, what: str) -> Failure:
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return Failure(f"`{shown}` is {what}", "invalid-literal")


def _match(pattern: str, text: str) -> re.Match[str] | None:
    return None if len(text) > _LONGEST else re.fullmatch(pattern, text, re.ASCII)


def _date(text: str) -> Date | None:
    found = _match(_DATE, text)
    return None if found is None else date_of(int(found[1]), int(found[2]), int(found[3]))


def _time(text: str) -> Time | None:
    found = _time_or_end_of_day(text)
    return None if found is None else found[0]


def _time_or_end_of_day(text: str) -> tuple[Time, bool] | None:
    """Return the time, and whether it was written as 24:00:00, the midnight that ends the day."""
    found = _match(_TIME, text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    nanosecond = _nanoseconds(found[4])
    if nanosecond is None:
        return None
    is_end_of_day = hour == 24
    if is_end_of_day:
        if minute or second or nanosecond:
            return None
        hour = 0
    offset: int | None = None
    if found[5]:
        offset = 0
    elif found[6]:
        hours, minutes, seconds = int(found[7]), int(found[8]), int(found[9] or 0)
        if minutes > 59 or seconds > 59:
            return None
        offset = hours * 3600 + minutes * 60 + seconds
        if found[6] == "-":
            offset = -offset
    time = time_of(hour, minute, second, nanosecond, offset=offset, zone=found[10])
    return None if time is None else (time, is_end_of_day)


def _date_and_time(text: str) -> DateTime | None:
    before, separator, after = text.partition("T")
    date = _date(before) if separator else None
    if date is None:
        return None
    found = _time_or_end_of_day(after)
    if found is None:
        return None
    time, is_end_of_day = found
    if is_end_of_day:
        date = date_from_day_number(day_number(date) + 1)
    return None if date is None else DateTime(date, time)


def _duration(text: str) -> DaysDuration | YearsDuration | None:
    found = _match(_DAYS_DURATION, text)
    if found is not None and any(found.groups()[1:]):
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:5])
        nanoseconds = _nanoseconds(found[6])
        if nanoseconds is None:
            return None
        total = (days * SECONDS_PER_DAY + hours * 3600 + minutes * 60 + seconds) * NANOSECONDS + nanoseconds
        return DaysDuration(-total if found[1] else total)
    found = _match(_YEARS_DURATION, text)
    if found is not None and (found[2] or found[3]):
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearsDuration(-months if found[1] else months)
    return None


def _nanoseconds(digits: str | None) -> int | None:
    """Return the nanoseconds of the digits behind a decimal point, or None where they are finer than that."""
    if digits is None:
        return 0
    digits = digits.rstrip("0")
    return None if len(digits) > 9 else int(digits.ljust(9, "0"))


def _date_text(date: Date) -> str:
    sign = "-" if date.year < 0 else ""
    return f"{sign}{abs(date.year):04d}-{date.month:02d}-{date.day:02d}"


def _time_text(time: Time) -> str:
    text = f"{time.hour:02d}:{time.minute:02d}:{time.second:02d}{_fraction_text(time.nanosecond)}"
    if time.zone is not None:
        return f"{text}@{time.zone}"
    if time.offset is None:
        return text
    return text + offset_text(time.offset)


def offset_text(offset: int) -> str:
    """Return `Z`, `+02:00` or, where it has seconds, `-02:45:55`."""
    if offset == 0:
        return "Z"
    minutes, second = divmod(abs(offset), 60)
    text = f"{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{second:02d}" if second else text


def _fraction_text(nanoseconds: int) -> str:
    return "." + f"{nanoseconds:09d}".rstrip("0") if nanoseconds else ""


def _days_duration_text(duration: DaysDuration) -> str:
    seconds, nanoseconds = divmod(abs(duration.nanoseconds), NANOSECONDS)
    days, seconds = divmod(seconds, SECONDS_PER_DAY)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or nanoseconds:
        time += f"{seconds}{_fraction_text(nanoseconds)}S"
    if not days and not time:
        return "PT0S"
    sign = "-" if duration.nanoseconds < 0 else ""
    return f"{sign}P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"


def _years_duration_text(duration: YearsDuration) -> str:
    years, months = divmod(abs(duration.months), 12)
    if not years and not months:
        return "P0M"
    sign = "-" if duration.months < 0 else ""
    return f"{sign}P{f'{years}Y' if years else ''}{f'{months}M' if months else ''}"
