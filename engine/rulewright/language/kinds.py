"""Defines the kinds of FEEL values in one table: class, type, spellings, parser, example and properties of each.

The grammar, the checker, both evaluators and the readers of values go by this table, so that what one of them knows
all of them know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
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
    AnyType,
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
from rulewright.records import dataclass


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a value, such as the year of a date: its type, and the function that returns it."""

    type: Type
    of: Callable[[Any], Value]


Properties = Mapping[str, Property]


@dataclass(frozen=True, slots=True)
class ValueKind:
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
    properties: Properties = field(default_factory=dict[str, Property])


# ── Properties (DMN 1.5, table 65) ────────────────────────────────────────────────────────────────────────────────────


def _seconds(seconds: int, nanoseconds: int) -> Decimal:
    return Decimal(seconds) + Decimal(nanoseconds).scaleb(-9).normalize() if nanoseconds else Decimal(seconds)


def _offset(seconds: int | None) -> DaysDuration | None:
    return None if seconds is None else DaysDuration(seconds * NANOSECONDS)


def _days_property(duration: DaysDuration, seconds_of_one: int, limit: int) -> Decimal:
    """Return one whole component of a normalized duration; all components have the sign of the duration."""
    count = abs(duration.nanoseconds) // NANOSECONDS // seconds_of_one
    count = count % limit if limit else count
    return Decimal(-count if duration.nanoseconds < 0 else count)


def _days_seconds(duration: DaysDuration) -> Decimal:
    sign = -1 if duration.nanoseconds < 0 else 1
    seconds, nanoseconds = divmod(abs(duration.nanoseconds), NANOSECONDS)
    return _seconds(sign * (seconds % 60), sign * nanoseconds)


def _years_property(duration: YearsDuration, place: int) -> Decimal:
    count = divmod(abs(duration.months), 12)[place]
    return Decimal(-count if duration.months < 0 else count)


def _within(property_: Property, inner: Callable[[Any], Value]) -> Property:
    """Return the property of what a value holds as a property of the value."""
    return Property(property_.type, lambda value: property_.of(inner(value)))


_DATE_PROPERTIES: Properties = {
    "year": Property(WHOLE, lambda date: Decimal(date.year)),
    "month": Property(WHOLE, lambda date: Decimal(date.month)),
    "day": Property(WHOLE, lambda date: Decimal(date.day)),
    "weekday": Property(WHOLE, lambda date: Decimal(weekday(date))),
}
_TIME_PROPERTIES: Properties = {
    "hour": Property(WHOLE, lambda time: Decimal(time.hour)),
    "minute": Property(WHOLE, lambda time: Decimal(time.minute)),
    "second": Property(NUMBER, lambda time: _seconds(time.second, time.nanosecond)),
    "time offset": Property(Nullable(DAYS_DURATION), lambda time: _offset(offset_of_time(time))),
    "timezone": Property(Nullable(STRING), lambda time: time.zone),
}
_DATE_AND_TIME_PROPERTIES: Properties = {
    **{name: _within(property_, lambda moment: moment.date) for name, property_ in _DATE_PROPERTIES.items()},
    **{name: _within(property_, lambda moment: moment.time) for name, property_ in _TIME_PROPERTIES.items()},
    "time offset": Property(Nullable(DAYS_DURATION), lambda moment: _offset(offset_at(moment))),
}
_DAYS_PROPERTIES: Properties = {
    "days": Property(WHOLE, lambda duration: _days_property(duration, SECONDS_PER_DAY, 0)),
    "hours": Property(WHOLE, lambda duration: _days_property(duration, 3600, 24)),
    "minutes": Property(WHOLE, lambda duration: _days_property(duration, 60, 60)),
    "seconds": Property(NUMBER, _days_seconds),
}
_YEARS_PROPERTIES: Properties = {
    "years": Property(WHOLE, lambda duration: _years_property(duration, 0)),
    "months": Property(WHOLE, lambda duration: _years_property(duration, 1)),
}
_RANGE_PROPERTIES: Properties = {
    "start": Property(ANY, lambda span: None if span.operator == "!=" else span.start),
    "end": Property(ANY, lambda span: None if span.operator == "!=" else span.end),
    "start included": Property(BOOLEAN, lambda span: span.start_included),
    "end included": Property(BOOLEAN, lambda span: span.end_included),
}

# ── The table ─────────────────────────────────────────────────────────────────────────────────────────────────────

KINDS = (
    ValueKind("number", Decimal, NUMBER, "1250.50"),
    ValueKind("string", str, STRING, '"text"'),
    ValueKind("boolean", bool, BOOLEAN, "true"),
    ValueKind("date", Date, DATE, "2020-02-29", parse_date, properties=_DATE_PROPERTIES),
    ValueKind("time", Time, TIME, "10:30:00", parse_time, properties=_TIME_PROPERTIES),
    ValueKind(
        "date and time",
        DateTime,
        DATE_AND_TIME,
        "2020-02-29T10:30:00",
        parse_date_and_time,
        ("dateTime",),
        _DATE_AND_TIME_PROPERTIES,
    ),
    ValueKind(
        "days and time duration",
        DaysDuration,
        DAYS_DURATION,
        "P90D",
        parse_duration,
        ("day and time duration", "day time duration", "dayTimeDuration"),
        _DAYS_PROPERTIES,
    ),
    ValueKind(
        "years and months duration",
        YearsDuration,
        YEARS_DURATION,
        "P1Y6M",
        parse_duration,
        ("year and month duration", "year month duration", "yearMonthDuration"),
        _YEARS_PROPERTIES,
    ),
    ValueKind("list", list, ListType(ANY), "[1, 2]"),
    ValueKind("range", Range, RangeType(ANY), "[1..5]", properties=_RANGE_PROPERTIES),
    ValueKind("context", dict, ContextType((), is_closed=False), '{"key": 1}'),
    ValueKind("function", FunctionValue, FunctionType((), ANY), "function(x) x"),
)

BY_CLASS: Mapping[type, ValueKind] = {kind.class_: kind for kind in KINDS}
BY_NAME: Mapping[str, ValueKind] = {kind.name: kind for kind in KINDS}
CLASSES: Mapping[str, type] = {kind.name: kind.class_ for kind in KINDS}
TEMPORAL_KINDS: Mapping[str, ValueKind] = {kind.name: kind for kind in KINDS if kind.parse is not None}

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


def property_of(value: Value, name: str) -> Property | None:
    """Return the property of a date, time, duration or range that has a name, or None."""
    kind = BY_CLASS.get(type(value))
    return None if kind is None else kind.properties.get(name)


def _end_of(type_: RangeType) -> Type:
    """Return the type of a range's ends: null is one that reaches to infinity."""
    return type_.item if isinstance(type_.item, AnyType | Nullable) else Nullable(type_.item)


def properties_of(type_: Type) -> Mapping[str, Type]:
    """Return the properties of a date, time, duration or range with their types; none for other types."""
    if isinstance(type_, RangeType):
        end = _end_of(type_)
        return {name: end if each.type == ANY else each.type for name, each in _RANGE_PROPERTIES.items()}
    if isinstance(type_, SimpleType):
        return {name: property_.type for name, property_ in BY_NAME[type_.name].properties.items()}
    return {}
