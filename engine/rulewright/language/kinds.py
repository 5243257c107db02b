"""Defines the kinds of FEEL values in one table: class, type, spellings, parser, example and parts of each.

The grammar, the checker, both evaluators and the readers of values go by this table, so that what one of them knows
all of them know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rulewright.language.temporal.text import parse_date, parse_date_and_time, parse_duration, parse_time
from rulewright.language.temporal.values import (
    NANOSECONDS,
    SECONDS_PER_DAY,
    Date,
    DateTime,
    DaysDuration,
    Time,
    YearsDuration,
    offset_at,
    offset_of_time,
    weekday,
)
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    INTEGER,
    NULL,
    NUMBER,
    PERCENT,
    STRING,
    TIME,
    WHOLE,
    YEARS_DURATION,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    Nullable,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.language.values import Absence, Failure, FunctionValue, Range, Value


@dataclass(frozen=True, slots=True)
class Part:
    """A property of a value, such as the year of a date: its type, and the function that returns it."""

    type: Type
    of: Callable[[Any], Value]


Parts = Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value under FEEL's name for it.

    Its values are instances of `class_` and of `type`; `also` are the spellings of older editions of the standard.
    `parse` reads a value from its text, for which `example` stands.
    """

    name: str
    class_: type
    type: Type
    example: str
    parse: Callable[[str], Value | Failure] | None = None
    also: tuple[str, ...] = ()
    parts: Parts = field(default_factory=dict[str, Part])


# ── Parts (DMN 1.5, table 65) ─────────────────────────────────────────────────────────────────────────────────────


def _seconds(seconds: int, nanoseconds: int) -> Decimal:
    return Decimal(seconds) + Decimal(nanoseconds).scaleb(-9).normalize() if nanoseconds else Decimal(seconds)


def _offset(seconds: int | None) -> DaysDuration | None:
    return None if seconds is None else DaysDuration(seconds * NANOSECONDS)


def _days_part(duration: DaysDuration, seconds_of_one: int, limit: int) -> Decimal:
    """Return one whole component of a normalized duration; all components have the sign of the duration."""
    count = abs(duration.nanoseconds) // NANOSECONDS // seconds_of_one
    count = count % limit if limit else count
    return Decimal(-count if duration.nanoseconds < 0 else count)


def _days_seconds(duration: DaysDuration) -> Decimal:
    sign = -1 if duration.nanoseconds < 0 else 1
    seconds, nanoseconds = divmod(abs(duration.nanoseconds), NANOSECONDS)
    return _seconds(sign * (seconds % 60), sign * nanoseconds)


def _years_part(duration: YearsDuration, place: int) -> Decimal:
    count = divmod(abs(duration.months), 12)[place]
    return Decimal(-count if duration.months < 0 else count)


def _within(part: Part, inner: Callable[[Any], Value]) -> Part:
    """Return the part of what a value holds as a part of the value."""
    return Part(part.type, lambda value: part.of(inner(value)))


_DATE_PARTS: Parts = {
    "year": Part(WHOLE, lambda date: Decimal(date.year)),
    "month": Part(WHOLE, lambda date: Decimal(date.month)),
    "day": Part(WHOLE, lambda date: Decimal(date.day)),
    "weekday": Part(WHOLE, lambda date: Decimal(weekday(date))),
}
_TIME_PARTS: Parts = {
    "hour": Part(WHOLE, lambda time: Decimal(time.hour)),
    "minute": Part(WHOLE, lambda time: Decimal(time.minute)),
    "second": Part(WHOLE, lambda time: _seconds(time.second, time.nanosecond)),
    "time offset": Part(Nullable(DAYS_DURATION), lambda time: _offset(offset_of_time(time))),
    "timezone": Part(Nullable(STRING), lambda time: time.zone),
}
_DATE_AND_TIME_PARTS: Parts = {
    **{name: _within(part, lambda moment: moment.date) for name, part in _DATE_PARTS.items()},
    **{name: _within(part, lambda moment: moment.time) for name, part in _TIME_PARTS.items()},
    "time offset": Part(Nullable(DAYS_DURATION), lambda moment: _offset(offset_at(moment))),
}
_DAYS_PARTS: Parts = {
    "days": Part(WHOLE, lambda duration: _days_part(duration, SECONDS_PER_DAY, 0)),
    "hours": Part(WHOLE, lambda duration: _days_part(duration, 3600, 24)),
    "minutes": Part(WHOLE, lambda duration: _days_part(duration, 60, 60)),
    "seconds": Part(WHOLE, _days_seconds),
}
_YEARS_PARTS: Parts = {
    "years": Part(WHOLE, lambda duration: _years_part(duration, 0)),
    "months": Part(WHOLE, lambda duration: _years_part(duration, 1)),
}
_RANGE_PARTS: Parts = {
    "start": Part(ANY, lambda span: span.start),
    "end": Part(ANY, lambda span: span.end),
    "start included": Part(BOOLEAN, lambda span: span.start_included),
    "end included": Part(BOOLEAN, lambda span: span.end_included),
}

# ── The table ─────────────────────────────────────────────────────────────────────────────────────────────────────

KINDS = (
    Kind("number", Decimal, NUMBER, "1250.50"),
    Kind("string", str, STRING, '"text"'),
    Kind("boolean", bool, BOOLEAN, "true"),
    Kind("date", Date, DATE, "2020-02-29", parse_date, parts=_DATE_PARTS),
    Kind("time", Time, TIME, "10:30:00", parse_time, parts=_TIME_PARTS),
    Kind(
        "date and time",
        DateTime,
        DATE_AND_TIME,
        "2020-02-29T10:30:00",
        parse_date_and_time,
        ("dateTime",),
        _DATE_AND_TIME_PARTS,
    ),
    Kind(
        "days and time duration",
        DaysDuration,
        DAYS_DURATION,
        "P90D",
        parse_duration,
        ("day and time duration", "day time duration", "dayTimeDuration"),
        _DAYS_PARTS,
    ),
    Kind(
        "years and months duration",
        YearsDuration,
        YEARS_DURATION,
        "P1Y6M",
        parse_duration,
        ("year and month duration", "year month duration", "yearMonthDuration"),
        _YEARS_PARTS,
    ),
    Kind("list", list, ListType(ANY), "[1, 2]"),
    Kind("range", Range, RangeType(ANY), "[1..5]", parts=_RANGE_PARTS),
    Kind("context", dict, ContextType((), is_closed=False), '{"key": 1}'),
    Kind("function", FunctionValue, FunctionType((), ANY), "function(x) x"),
)

BY_CLASS: Mapping[type, Kind] = {kind.class_: kind for kind in KINDS}
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
CLASSES: Mapping[str, type] = {kind.name: kind.class_ for kind in KINDS}
TEMPORAL_KINDS: Mapping[str, Kind] = {kind.name: kind for kind in KINDS if kind.parse is not None}

SCALAR_TYPES: Mapping[str, Type] = {
    "any": ANY,
    "integer": INTEGER,
    "percent": PERCENT,
    **{kind.name: kind.type for kind in KINDS if isinstance(kind.type, NumberType | SimpleType)},
}
"""The types that a pack names without declaring them."""

NAMED_TYPES: Mapping[str, Type] = {
    **SCALAR_TYPES,
    "Any": ANY,
    "Null": NULL,
    **{kind.name: kind.type for kind in KINDS if isinstance(kind.type, ListType | RangeType | ContextType)},
    **{name: kind.type for kind in KINDS for name in kind.also},
}
"""The types that an expression names without declaring them: those of the standard, of packs, and older spellings."""

_KINDS_OF_TYPES: Mapping[type, str] = {
    NumberType: "number",
    EnumType: "string",
    ListType: "list",
    RangeType: "range",
    ContextType: "context",
    MapType: "context",
    FunctionType: "function",
    NullType: "null",
}


def kind_of(value: Value) -> str:
    """Return FEEL's name of the value's kind; null and errors are `null`."""
    if value is None or isinstance(value, Absence):
        return "null"
    kind = BY_CLASS.get(type(value))
    return "function" if kind is None else kind.name


def kind_of_type(type_: Type) -> str:
    """Return FEEL's name of the kind that all values of a type are of.

    Raises:
        KeyError: when the type does not say, as `any` does not.
    """
    return type_.name if isinstance(type_, SimpleType) else _KINDS_OF_TYPES[type(type_)]


def part_of(value: Value, name: str) -> Part | None:
    """Return the part of a date, time, duration or range that has a name, or None."""
    kind = BY_CLASS.get(type(value))
    return None if kind is None else kind.parts.get(name)


def parts_of(type_: Type) -> Mapping[str, Type]:
    """Return the parts of a date, time, duration or range with their types; none for other types."""
    if isinstance(type_, RangeType):
        return {name: type_.item if part.type == ANY else part.type for name, part in _RANGE_PARTS.items()}
    if isinstance(type_, SimpleType):
        return {name: part.type for name, part in BY_NAME[type_.name].parts.items()}
    return {}
