"""Gives generated code the few functions it calls, and the signal by which it gives way to the reference evaluator.

Generated code decides only what needs no explanation. Whatever else it meets (an absence, a null where none may
stand, a key without a row, a decimal signal) raises one of `GIVES_WAY`, and the reference evaluator answers instead.
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
from typing import Any, Final, NoReturn, TypeVar

from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.temporal.text import parse_date_and_time, parse_duration, parse_time
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration, date_of
from rulewright.language.values import DECIMAL128, Absence, Range, Value

Kind = TypeVar("Kind")


class Bailout(Exception):  # noqa: N818  (no error: the fast path gives way)
    """Says that the fast path met something that it does not decide."""


GIVES_WAY: Final = (Bailout, LookupError, TypeError, AttributeError, ArithmeticError, ValueError, RecursionError)

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


def bail() -> NoReturn:
    """Give way."""
    raise Bailout


def ok(value: Value) -> Value:
    """Return a value; give way to an absence, and to a list or string beyond the limits."""
    if isinstance(value, Absence) or (value.__class__ in SIZED and len(value) > LONGEST):
        raise Bailout
    return value


def must(condition: Callable[[Value], bool], value: Value) -> Value:
    """Return a value for which the condition holds; give way to others."""
    if not condition(value):
        raise Bailout
    return value


def certain(value: Value) -> bool:
    """Return a truth; give way to null and to anything else."""
    if value is True or value is False:
        return value
    raise Bailout


def within(low: Any, value: Any, high: Any) -> bool:
    """Return whether a value lies between two others, all of them evaluated."""
    return bool(low <= value <= high)


def make_range(start: Value, end: Value, start_included: bool, end_included: bool) -> Range:
    """Return a range; give way where its ends are in the wrong kind or order."""
    if start is not None and end is not None and not start <= end:
        raise Bailout
    return Range(start, end, start_included, end_included)


def read_number(value: Any) -> Decimal:
    """Return a number that a case gave as such; give way to anything else."""
    if value.__class__ is Decimal or value.__class__ is int:
        number = exact(value)
        if number.is_finite():
            return number
    raise Bailout


def without_sign(value: Any) -> Any:
    """Return what was given as a number in digits, a percent without its sign; give way to anything else."""
    if value.__class__ is str and value.endswith("%"):
        digits = value[:-1].removesuffix(" ")
        if digits and not digits.encode().translate(None, NUMERALS):
            return exact(digits + "e-2")
    if f"{value}".encode().translate(None, NUMERALS):
        raise Bailout
    return value


def read_truth(value: object) -> bool:
    """Return a truth that a case gave as text; give way to anything else."""
    if value == "true":
        return True
    if value == "false":
        return False
    raise Bailout


def read_untyped(value: Any) -> Value:
    """Return a value whose type nobody declared, where it can stand as it is."""
    if value is None or value.__class__ is str or value.__class__ is bool:
        return value
    return read_number(value)


def read_text(value: Any) -> str:
    """Return a text; give way to anything else."""
    return _of_kind(str, value)


def read_date(value: Any) -> Date:
    """Return a date, or that of `2020-02-29`; give way to anything else."""
    if value.__class__ is str and len(value) == 10 and value[4] == value[7] == "-" and value.isascii():
        year, month, day = value[:4], value[5:7], value[8:]
        if year.isdigit() and month.isdigit() and day.isdigit():
            date = date_of(int(year), int(month), int(day))
            if date is not None:
                return date
    return _of_kind(Date, value)


def read_time(value: Any) -> Time:
    """Return a time, or one given as text; give way to anything else."""
    return _of_kind(Time, parse_time(value) if value.__class__ is str else value)


def read_date_and_time(value: Any) -> DateTime:
    """Return a date and time, or one given as text; give way to anything else."""
    return _of_kind(DateTime, parse_date_and_time(value) if value.__class__ is str else value)


def read_days(value: Any) -> DaysDuration:
    """Return a days and time duration, or one given as text; give way to anything else."""
    return _of_kind(DaysDuration, parse_duration(value) if value.__class__ is str else value)


def read_years(value: Any) -> YearsDuration:
    """Return a years and months duration, or one given as text; give way to anything else."""
    return _of_kind(YearsDuration, parse_duration(value) if value.__class__ is str else value)


def _of_kind(kind: type[Kind], value: Any) -> Kind:
    if value.__class__ is not kind:
        raise Bailout
    return value


def spend(state: list[Any], items: list[Value], weight: int) -> list[Value]:
    """Return the items of a loop, having counted what the loop may cost; give way when it may pass the limit.

    The count never falls short of the reference evaluator's, so that it, not this path, decides about the limit.
    """
    if items.__class__ is not list or len(items) > ITEMS:
        raise Bailout
    state[0] += len(items) * weight
    if state[0] > STEPS:
        raise Bailout
    return items


def whole_numbers(start: Decimal, end: Decimal) -> list[Value]:
    """Return the whole numbers from start to end, downwards where the end is less."""
    first, last = int(start), int(end)
    if first != start or last != end or abs(last - first) >= ITEMS:
        raise Bailout
    step = 1 if last >= first else -1
    return [Decimal(number) for number in range(first, last + step, step)]


def look(state: list[Any], row: tuple[tuple[Any, ...], Value]) -> Value:
    """Return what stands in a row of a table, and note the figures that were read for it."""
    noted, value = row
    state.extend(noted)
    return value


def total(items: list[Value]) -> Decimal:
    """Return the sum of numbers; give way where there are none."""
    if not items:
        raise Bailout
    return sum(items, ZERO)


def unshadowed(item: Mapping[str, Value], names: frozenset[str]) -> bool:
    """Return that an item of a filter has no entries of these names, which would hide those around it; or give way."""
    if not names.isdisjoint(item):
        raise Bailout
    return True


def at_index(items: list[Value], index: Decimal) -> Value:
    """Return the item at an index that counts from 1, or from -1 at the end; give way to an index outside."""
    number = int(index)
    if number != index or number == 0:
        raise Bailout
    return items[number - 1 if number > 0 else number]


def whole(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Return values none of which is absent."""
    for value in values:
        ok(value)
    return values
