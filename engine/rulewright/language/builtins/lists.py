"""Computes the built-in functions that find, add, remove and rearrange items of lists; positions count from 1."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal

from rulewright.language.builtins.builtin import builtin
from rulewright.language.equality import disjunction_of, equality, null_for_failure
from rulewright.language.kinds import kind_of
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.temporal.values import Date, DaysDuration, YearsDuration
from rulewright.language.types import ANY, ListType, Type
from rulewright.language.values import Absence, Failure, FunctionValue, Value, combine
from rulewright.language.work import Meter, size_of

ITEM_LIMIT = DEFAULT_LIMITS.list_length
"""No built-in makes a longer list."""
STEP_LIMIT = DEFAULT_LIMITS.steps


@builtin(
    "list contains(list: list<any>, element: any) -> boolean",
    example=("list contains([1, 2, 3], 2)", "true"),
    is_search=True,
    forgets_lists=True,
)
def list_contains(items: list[Value], element: Value) -> Value:
    """Returns whether an item equals the element."""
    sought = null_for_failure(element)
    return disjunction_of(equality(item, sought) for item in items)


@builtin(
    "sublist(list: list<T>, start position: number, length?: number) -> list<T>",
    example=("sublist([4, 5, 6], 1, 2)", "[4, 5]"),
    gives="items",
)
def sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    """Returns the items from a position on; a negative position counts from the end."""
    index = _index(items, start)
    if isinstance(index, Failure):
        return index
    if length is None:
        return items[index:]
    if length < 1 or index + int(length) > len(items):
        return Failure(f"the list has no {int(length)} items from position {index + 1} on", "wrong-argument")
    return items[index : index + int(length)]


@builtin("append(list: list<T>, item: T, …) -> list<T>", example=("append([1], 2, 3)", "[1, 2, 3]"), gives="items")
def append(items: list[Value], *added: Value) -> Value:
    """Adds items at the end."""
    return [*items, *added]


@builtin(
    "concatenate(list: list<T>, …) -> list<T>", example=("concatenate([1, 2], [3])", "[1, 2, 3]"), gives="all items"
)
def concatenate(*lists: list[Value]) -> Value:
    """Joins lists."""
    return [item for items in lists for item in items]


@builtin(
    "insert before(list: list<T>, position: number, newItem: T) -> list<T>",
    example=("insert before([1, 3], 1, 2)", "[2, 1, 3]"),
    gives="items",
)
def insert_before(items: list[Value], position: Decimal, new_item: Value) -> Value:
    """Inserts an item at a position."""
    index = _index(items, position)
    return index if isinstance(index, Failure) else [*items[:index], new_item, *items[index:]]


@builtin(
    "remove(list: list<T>, position: number) -> list<T>", example=("remove([1, 2, 3], 2)", "[1, 3]"), gives="items"
)
def remove(items: list[Value], position: Decimal) -> Value:
    """Removes the item at a position."""
    index = _index(items, position)
    return index if isinstance(index, Failure) else [*items[:index], *items[index + 1 :]]


def _replace_at(items: list[Value], position: Decimal, new_item: Value) -> Value:
    index = _index(items, position)
    return index if isinstance(index, Failure) else [*items[:index], new_item, *items[index + 1 :]]


@builtin(
    "list replace(list: list<T>, match: function<T, any> -> boolean, newItem: T) -> list<T>",
    example=("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]"),
    more={"list replace(list: list<T>, position: number, newItem: T) -> list<T>": _replace_at},
    gives="items",
)
def list_replace(items: list[Value], match: FunctionValue, new_item: Value) -> Value:
    """Replaces the item at a position, or all items that a function picks."""
    replaced = []
    for item in items:
        is_match = match.call(item, new_item)
        if isinstance(is_match, Absence):
            return is_match
        if not isinstance(is_match, bool):
            return Failure("the function `match` of `list replace` must return a boolean", "wrong-argument")
        replaced.append(new_item if is_match else item)
    return replaced


@builtin("reverse(list: list<T>) -> list<T>", example=("reverse([1, 2, 3])", "[3, 2, 1]"), gives="all items")
def reverse(items: list[Value]) -> Value:
    """Turns the order around."""
    return items[::-1]


@builtin(
    "index of(list: list<any>, match: any) -> list<number>",
    example=("index of([1, 2, 3, 2], 2)", "[2, 4]"),
    is_search=True,
)
def index_of(items: list[Value], match: Value) -> Value:
    """Returns the positions of all items that equal the match."""
    sought = null_for_failure(match)
    answers = [equality(item, sought) for item in items]
    missing = [answer for answer in answers if isinstance(answer, Absence)]
    if missing:
        return combine(missing)
    return [Decimal(position) for position, answer in enumerate(answers, 1) if answer]


def _distinct(meter: Meter, items: Iterable[Value]) -> Value:
    keyed = [(_likeness(item, 2), item) for item in items]
    may_all_be_alike = any(key is None for key, _ in keyed)
    seen: dict[Hashable, list[Value]] = {}
    distinct = []
    for key, item in keyed:
        alike = seen.setdefault(None if may_all_be_alike else key, [])
        meter.count_steps(len(alike) * (1 + size_of(item, STEP_LIMIT)))
        is_known = disjunction_of(equality(other, item) for other in alike)
        if isinstance(is_known, Absence):
            return is_known
        if not is_known:
            alike.append(item)
            distinct.append(item)
    return distinct


def _likeness(value: Value, depth: int) -> Hashable:
    """Return a key that equal values share, so that each item is compared with few others.

    None is the key of a value of which a part is absent: it may be like any other.
    """
    if isinstance(value, Decimal | str | Date | DaysDuration | YearsDuration):
        return value
    if isinstance(value, Absence):
        return None
    if not depth or type(value) not in (list, dict):
        return kind_of(value)
    parts = value if type(value) is list else [part for _, part in sorted(value.items())]
    keys = tuple(_likeness(part, depth - 1) for part in parts)
    if None in keys:
        return None
    return keys if type(value) is list else (*sorted(value), *keys)


@builtin(
    "union(list: list<T>, …) -> list<T>",
    example=("union([1, 2], [2, 3])", "[1, 2, 3]"),
    is_metered=True,
    gives="all items",
)
def union(meter: Meter, *lists: list[Value]) -> Value:
    """Joins lists and leaves out repetitions."""
    return _distinct(meter, (item for items in lists for item in items))


@builtin(
    "distinct values(list: list<T>) -> list<T>",
    example=("distinct values([1, 2, 3, 2, 1])", "[1, 2, 3]"),
    is_metered=True,
    gives="all items",
)
def distinct_values(meter: Meter, items: list[Value]) -> Value:
    """Leaves out repetitions."""
    return _distinct(meter, items)


def _flat_list(arguments: tuple[Type, ...]) -> Type:
    """Return the type of a list whose items are no lists."""
    item = arguments[0] if arguments else ANY
    while isinstance(item, ListType):
        item = item.item
    return ListType(item)


@builtin(
    "flatten(list: list<any>) -> list<any>",
    example=("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),
    derive=_flat_list,
    gives="all items",
)
def flatten(items: list[Value]) -> Value:
    """Dissolves lists inside the list."""
    flat: list[Value] = []
    waiting = [iter(items)]
    steps = 0
    while waiting:
        steps += 1
        if steps > 2 * ITEM_LIMIT:
            return Failure(f"`flatten` makes lists of at most {ITEM_LIMIT} items", "limit-list")
        item = next(waiting[-1], waiting)
        if item is waiting:
            waiting.pop()
        elif type(item) is list:
            waiting.append(iter(item))
        else:
            flat.append(item)
    return flat


def _index(items: list[Value], position: Decimal) -> int | Failure:
    """Return the index from 0 of a position, which counts from 1, or from the end where negative."""
    whole = int(position)
    if whole == 0 or abs(whole) > len(items):
        return Failure(f"the list has {len(items)} items and no position {whole}", "wrong-argument")
    return whole - 1 if whole > 0 else len(items) + whole
