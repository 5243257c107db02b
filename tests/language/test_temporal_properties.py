"""The calendar against Python's own, where that reaches; sums and texts of dates, times and durations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from rulewright.language.numbers import number
from rulewright.language.operators import add, compare, divide, equal, multiply, subtract
from rulewright.language.temporal.text import parse_temporal, temporal_text
from rulewright.language.temporal.values import (
    NANOSECONDS,
    YEAR_LIMIT,
    Date,
    DateTime,
    DaysDuration,
    Time,
    YearsDuration,
    date_from_day_number,
    date_of,
    day_number,
    day_of_year,
    days_in_month,
    find_zone,
    offset_at,
    week_of_year,
    weekday,
)
from rulewright.language.values import Failure

ZONES = ("Europe/Paris", "America/New_York", "Asia/Dhaka", "Australia/Lord_Howe", "Etc/UTC", "Africa/Casablanca")

feel_dates = st.builds(
    lambda year, month, day: Date(year, month, min(day, days_in_month(year, month))),
    st.integers(-YEAR_LIMIT, YEAR_LIMIT) | st.integers(-3000, 12000),
    st.integers(1, 12),
    st.integers(1, 31),
)
offsets = st.integers(-14 * 3600, 14 * 3600)
feel_times = st.builds(
    lambda at, place: Time(at // 3600, at // 60 % 60, at % 60, *place),
    st.integers(0, 86_399),
    st.one_of(
        st.tuples(st.integers(0, 999_999_999)),
        st.tuples(st.integers(0, 999_999_999), offsets),
        st.tuples(st.just(0), st.none(), st.sampled_from(ZONES)),
    ),
)
feel_moments = st.builds(DateTime, feel_dates, feel_times)
days_durations = st.builds(DaysDuration, st.integers(-(10**20), 10**20))
years_durations = st.builds(YearsDuration, st.integers(-(10**6), 10**6))
python_moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - zones are added below


def moment_of(value: datetime, zone: str | None = None) -> DateTime:
    offset = value.utcoffset()
    return DateTime(
        Date(value.year, value.month, value.day),
        Time(
            value.hour,
            value.minute,
            value.second,
            value.microsecond * 1000,
            None if zone or offset is None else int(offset.total_seconds()),
            zone,
        ),
    )


@given(st.dates())
def test_the_calendar_is_that_of_python(day: date):
    ours = Date(day.year, day.month, day.day)

    assert day_number(ours) == day.toordinal() - 1
    assert date_from_day_number(day.toordinal() - 1) == ours
    assert weekday(ours) == day.isoweekday()
    assert day_of_year(ours) == day.timetuple().tm_yday
    assert week_of_year(ours) == day.isocalendar().week


@given(feel_dates)
def test_a_date_comes_back_from_its_day_number(day: Date):
    assert date_from_day_number(day_number(day)) == day
    assert date_of(day.year, day.month, day.day) == day


@given(feel_dates | feel_times | feel_moments | days_durations | years_durations)
def test_the_text_of_a_value_reads_back_as_the_value(value):
    assert parse_temporal(temporal_text(value)) == value


@given(python_moments, st.timedeltas(timedelta(-40_000), timedelta(40_000)))
def test_a_local_moment_moves_as_in_python(moment: datetime, step: timedelta):
    duration = DaysDuration((step // timedelta(microseconds=1)) * 1000)

    assert add(moment_of(moment), duration) == moment_of(moment + step)
    assert subtract(moment_of(moment), duration) == moment_of(moment - step)
    assert subtract(moment_of(moment + step), moment_of(moment)) == duration


@given(python_moments, st.timedeltas(timedelta(-4000), timedelta(4000)), st.sampled_from(ZONES))
def test_a_moment_with_a_zone_moves_along_the_time_line(moment: datetime, step: timedelta, zone: str):
    start = moment.replace(tzinfo=UTC).astimezone(find_zone(zone))
    if start.fold:
        start += timedelta(hours=3)  # the text of a FEEL value cannot say which of two equal wall clocks it means
    duration = DaysDuration((step // timedelta(microseconds=1)) * 1000)
    end = (start.astimezone(UTC) + step).astimezone(find_zone(zone))

    assert add(moment_of(start, zone), duration) == moment_of(end, zone)
    assert offset_at(moment_of(start, zone)) == start.utcoffset().total_seconds()


@given(python_moments, python_moments, offsets, offsets)
def test_moments_with_offsets_are_ordered_by_their_instant(first, second, first_offset, second_offset):
    first = first.replace(tzinfo=timezone(timedelta(seconds=first_offset)), microsecond=0)
    second = second.replace(tzinfo=timezone(timedelta(seconds=second_offset)), microsecond=0)

    assert compare("<", moment_of(first), moment_of(second)) is (first < second)
    assert equal(moment_of(first), moment_of(second)) is (first == second)
    assert subtract(moment_of(first), moment_of(second)) == DaysDuration(
        int((first - second).total_seconds()) * NANOSECONDS
    )


@given(feel_dates, st.integers(-1_000_000, 1_000_000))
def test_days_that_are_added_are_the_difference(day: Date, count: int):
    later = add(day, DaysDuration(count * 86_400 * NANOSECONDS))

    if not isinstance(later, Failure):
        assert subtract(later, day) == DaysDuration(count * 86_400 * NANOSECONDS)


@given(feel_dates, st.integers(-100_000, 100_000))
def test_months_keep_the_day_or_end_the_month(day: Date, count: int):
    later = add(day, YearsDuration(count))

    if not isinstance(later, Failure):
        assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
        assert later.day == min(day.day, days_in_month(later.year, later.month))


@given(days_durations | years_durations, st.integers(-1000, 1000))
def test_a_whole_multiple_of_a_duration_divides_back(duration, factor: int):
    product = multiply(duration, number(factor))

    assert product == multiply(number(factor), duration)
    if factor:
        assert divide(product, number(factor)) == duration


@given(days_durations, days_durations)
def test_durations_add_as_numbers_do(first: DaysDuration, second: DaysDuration):
    total = add(first, second)

    assert total == add(second, first)
    assert subtract(total, second) == first


@given(feel_times, days_durations)
def test_a_time_that_moves_keeps_its_place(time: Time, duration: DaysDuration):
    moved = add(time, duration)

    assert (moved.offset, moved.zone) == (time.offset, time.zone)
    assert subtract(moved, duration) == time


@given(st.text(max_size=30) | st.text("0123456789-:TZP@+.YMDHS/ ", max_size=30))
def test_any_text_is_a_value_or_a_failure(text: str):
    value = parse_temporal(text)

    assert isinstance(value, Failure) or parse_temporal(temporal_text(value)) == value
