"""Gives generated code the few functions it calls.

They decide only what needs no explanation, and fall back otherwise: see `rulewright.evaluate.compiled.fallback`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.operators import compare
from rulewright.language.values import Absence, Range, Value
from rulewright.language.work import SIZED, UNCOUNTED, compared_size, size_of

ZERO: Final = Decimal(0)
STEPS: Final = DEFAULT_LIMITS.steps - UNCOUNTED
ITEMS: Final = DEFAULT_LIMITS.list_length
LONGEST: Final = min(DEFAULT_LIMITS.list_length, DEFAULT_LIMITS.string_length)
LONG: Final = frozenset({list, str})


def definite(value: Value) -> Value:
    """Return a value; fall back from an absence, and from a list or string beyond the limits."""
    if isinstance(value, Absence):
        raise Fallback(Reason.FAILED_OPERATION)
    if value.__class__ in LONG and len(value) > LONGEST:
        raise Fallback(Reason.LIMIT)
    return value


def all_definite(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Return values none of which is absent."""
    for value in values:
        definite(value)
    return values


def definite_entries(found: Value) -> Value:
    """Return what a path leads to where the target may be a list; fall back where an item has no such entry."""
    if found.__class__ is list:
        for item in found:
            if isinstance(item, Absence | list):
                raise Fallback(Reason.FAILED_OPERATION)
    return definite(found)


def entry(context: Mapping[str, Value], name: str) -> Value:
    """Return the entry of a context; fall back where it has none of that name."""
    if name not in context:
        raise Fallback(Reason.ABSENT_ENTRY)
    return context[name]


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


def present(value: Value) -> Value:
    """Return a value; fall back from null."""
    if value is None:
        raise Fallback(Reason.NULL_OPERAND)
    return value


def make_range(start: Value, end: Value, start_included: bool, end_included: bool) -> Range:
    """Return a range; fall back where its ends are in the wrong order."""
    if start is not None and end is not None and not start <= end:
        raise Fallback(Reason.FAILED_OPERATION)
    return Range(start, end, start_included, end_included)


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


class Counter:
    """Counts the steps of a built-in function that measures itself."""

    __slots__ = ("state",)

    def __init__(self, state: list[Any]) -> None:
        self.state = state

    def count_steps(self, steps: int) -> None:
        """Count steps; fall back where they may be too many."""
        self.state[0] += steps
        if self.state[0] > STEPS:
            raise Fallback(Reason.LIMIT)

    def is_new(self, _key: object) -> bool:
        """Return that a pattern, which is written out in a rule, was compiled before."""
        return False


def visited(state: list[Any], items: Any) -> Any:
    """Return a list, having counted that it is gone through."""
    state[0] += len(items)
    if state[0] > STEPS:
        raise Fallback(Reason.LIMIT)
    return items


def sized(state: list[Any], value: Value) -> Value:
    """Return a value that was made, having counted its size; fall back from an absence."""
    if value.__class__ in SIZED:
        state[0] += size_of(value, STEPS)
        if state[0] > STEPS:
            raise Fallback(Reason.LIMIT)
    return definite(value)


def worked(state: list[Any], function: Callable[..., Value], *arguments: Value) -> Value:
    """Return what a built-in function answers, having counted the sizes of what it is given and of what it gives."""
    for argument in arguments:
        if argument.__class__ in SIZED:
            sized(state, argument)
    return sized(state, function(*arguments))


def measured(state: list[Any], function: Callable[..., Value], *arguments: Value) -> Value:
    """Return what a built-in function answers that counts its own steps, having counted the sizes."""
    for argument in arguments:
        if argument.__class__ in SIZED:
            sized(state, argument)
    return sized(state, function(*arguments, meter=Counter(state)))


def worked_by_name(state: list[Any], function: Callable[..., Value], arguments: dict[str, Value]) -> Value:
    """Return what a built-in function answers for arguments by name, having counted the sizes."""
    for argument in arguments.values():
        if argument.__class__ in SIZED:
            sized(state, argument)
    return sized(state, function(arguments))


def compare_sized(state: list[Any], operator: str, left: Value, right: Value) -> Value:
    """Return how two values compare that may be lists, contexts or texts, having counted what is gone through."""
    state[0] += compared_size(left, right)
    if state[0] > STEPS:
        raise Fallback(Reason.LIMIT)
    return definite(compare(operator, left, right))


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


def some(items: list[Value]) -> list[Value]:
    """Return a list with items; fall back from an empty one."""
    if not items:
        raise Fallback(Reason.EMPTY_LIST)
    return items


def sum_of(items: list[Value]) -> Decimal:
    """Return the sum of numbers; fall back where there are none."""
    if not items:
        raise Fallback(Reason.EMPTY_LIST)
    return sum(items, ZERO)


def unshadowed(item: Mapping[str, Value], names: frozenset[str]) -> bool:
    """Return that an item of a filter has no entries of these names, which would hide those around it; or fall back."""
    if not names.isdisjoint(item):
        raise Fallback(Reason.OTHER_KIND)
    return True


def first_unshadowed(items: list[Value], names: frozenset[str]) -> list[Value]:
    """Return items of which the first has no entries of these names, which would hide those around it; or fall back."""
    if items:
        unshadowed(items[0], names)
    return items


def at_index(items: list[Value], index: Decimal) -> Value:
    """Return the item at an index that counts from 1, or from -1 at the end; fall back from an index outside."""
    number = int(index)
    if number != index or not 1 <= abs(number) <= len(items):
        raise Fallback(Reason.NO_ITEM)
    return items[number - 1 if number > 0 else number]
