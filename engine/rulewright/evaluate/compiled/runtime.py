"""Gives generated code the few functions it calls.

They decide only what needs no explanation, and fall back otherwise: see `rulewright.evaluate.compiled.fallback`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import (
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
)
from typing import Any, Final, TypeVar

from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.temporal.text import parse_date_and_time, parse_duration, parse_time
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration, date_of
from rulewright.language.values import DECIMAL128, Absence, Range, Value

Kind = TypeVar("Kind")


EXACT: Final = Context(
    prec=DECIMAL128.prec,
    Emin=DECIMAL128.Emin,
    Emax=DECIMAL128.Emax,
    traps=[InvalidOperation, DivisionByZero, Overflow, Inexact, FloatOperation],
)
"""Reads numbers: one that would have to be rounded, or a binary float, is refused."""

exact = EXACT.create_decimal
NUMERALS: Final = b"0123456789.-"
ZERO: Final = Decimal(0)
STEPS: Final = DEFAULT_LIMITS.steps
ITEMS: Final = DEFAULT_LIMITS.list_length
LONGEST: Final = min(DEFAULT_LIMITS.list_length, DEFAULT_LIMITS.string_length)
SIZED: Final = frozenset({list, str})


class Missing:
    """The kind of `MISSING`: an argument that was not given."""

    __slots__ = ()


MISSING: Final = Missing()


def definite(value: Value) -> Value:
    """Return a value; fall back from an absence, and from a list or string beyond the limits."""
    if isinstance(value, Absence):
        raise Fallback(Reason.FAILED_OPERATION)
    if value.__class__ in SIZED and len(value) > LONGEST:
        raise Fallback(Reason.LIMIT)
    return value


def all_definite(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Return values none of which is absent."""
    for value in values:
        definite(value)
    return values


def require(condition: Callable[[Value], bool], value: Value) -> Value:
    """Return a value for which the condition holds; fall back from others."""
    if not condition(value):
        raise Fallback(Reason.OTHER_KIND)
    return value


def boolean(value: Value) -> bool:
    """Return a boolean; fall back from null and from anything else."""
    if value is True or value is False:
        return value
    raise Fallback(Reason.NULL_OPERAND if value is None else Reason.OTHER_KIND)


def within(low: Any, value: Any, high: Any) -> bool:
    """Return whether a value lies between two others, all of them evaluated."""
    return bool(low <= value <= high)


def make_range(start: Value, end: Value, start_included: bool, end_included: bool) -> Range:
    """Return a range; fall back where its ends are in the wrong order."""
    if start is not None and end is not None and not start <= end:
        raise Fallback(Reason.FAILED_OPERATION)
    return Range(start, end, start_included, end_included)


def read_number(value: Any) -> Decimal:
    """Return a number that a case gave as such; fall back from anything else."""
    if value.__class__ is Decimal or value.__class__ is int:
        number = exact(value)
        if number.is_finite():
            return number
    raise Fallback(Reason.OTHER_FORM)


def without_sign(value: Any) -> Any:
    """Return what was given as a number in digits, a percent without its sign; fall back from anything else."""
    if value.__class__ is str and value.endswith("%"):
        digits = value[:-1].removesuffix(" ")
        if digits and not digits.encode().translate(None, NUMERALS):
            return exact(digits + "e-2")
    if f"{value}".encode().translate(None, NUMERALS):
        raise Fallback(Reason.OTHER_FORM)
    return value


def read_boolean(value: object) -> bool:
    """Return a boolean that a case gave as text; fall back from anything else."""
    if value == "true":
        return True
    if value == "false":
        return False
    raise Fallback(Reason.OTHER_FORM)


def read_untyped(value: Any) -> Value:
    """Return a value whose type nobody declared, where it can stand as it is."""
    if value is None or value.__class__ is str or value.__class__ is bool:
        return value
    return read_number(value)


def read_text(value: Any) -> str:
    """Return a text; fall back from anything else."""
    return _of_kind(str, value)


def read_date(value: Any) -> Date:
    """Return a date, or that of `2020-02-29`; fall back from anything else."""
    if value.__class__ is str and len(value) == 10 and value[4] == value[7] == "-" and value.isascii():
        year, month, day = value[:4], value[5:7], value[8:]
        if year.isdigit() and month.isdigit() and day.isdigit():
            date = date_of(int(year), int(month), int(day))
            if date is not None:
                return date
    return _of_kind(Date, value)


def read_time(value: Any) -> Time:
    """Return a time, or one given as text; fall back from anything else."""
    return _of_kind(Time, parse_time(value) if value.__class__ is str else value)


def read_date_and_time(value: Any) -> DateTime:
    """Return a date and time, or one given as text; fall back from anything else."""
    return _of_kind(DateTime, parse_date_and_time(value) if value.__class__ is str else value)


def read_days(value: Any) -> DaysDuration:
    """Return a days and time duration, or one given as text; fall back from anything else."""
    return _of_kind(DaysDuration, parse_duration(value) if value.__class__ is str else value)


def read_years(value: Any) -> YearsDuration:
    """Return a years and months duration, or one given as text; fall back from anything else."""
    return _of_kind(YearsDuration, parse_duration(value) if value.__class__ is str else value)


def _of_kind(kind: type[Kind], value: Any) -> Kind:
    if value.__class__ is not kind:
        raise Fallback(Reason.OTHER_FORM)
    return value


def count_steps(state: list[Any], items: list[Value], weight: int) -> list[Value]:
    """Return the items of a loop, having counted what the loop may cost; fall back when it may pass the limit.

    The count never falls short of the reference evaluator's, so that it, not this path, decides about the limit.
    """
    if items.__class__ is not list:
        raise Fallback(Reason.OTHER_KIND)
    state[0] += len(items) * weight
    if state[0] > STEPS or len(items) > ITEMS:
        raise Fallback(Reason.LIMIT)
    return items


def whole_numbers(start: Decimal | None, end: Decimal | None) -> list[Value]:
    """Return the whole numbers from start to end, downwards where the end is less."""
    if start is None or end is None:
        raise Fallback(Reason.NULL_OPERAND)
    first, last = int(start), int(end)
    if first != start or last != end:
        raise Fallback(Reason.FAILED_OPERATION)
    if abs(last - first) >= ITEMS:
        raise Fallback(Reason.LIMIT)
    step = 1 if last >= first else -1
    return [Decimal(number) for number in range(first, last + step, step)]


def read_figure(state: list[Any], row: tuple[tuple[Any, ...], Value]) -> Value:
    """Return what stands in a row of a table, and note the figures that were read for it."""
    noted, value = row
    state.extend(noted)
    return value


def total(items: list[Value]) -> Decimal:
    """Return the sum of numbers; fall back where there are none."""
    if not items:
        raise Fallback(Reason.EMPTY_LIST)
    return sum(items, ZERO)


def unshadowed(item: Mapping[str, Value], names: frozenset[str]) -> bool:
    """Return that an item of a filter has no entries of these names, which would hide those around it; or fall back."""
    if not names.isdisjoint(item):
        raise Fallback(Reason.OTHER_KIND)
    return True


def at_index(items: list[Value], index: Decimal) -> Value:
    """Return the item at an index that counts from 1, or from -1 at the end; fall back from an index outside."""
    number = int(index)
    if number != index or not 1 <= abs(number) <= len(items):
        raise Fallback(Reason.NO_ITEM)
    return items[number - 1 if number > 0 else number]
