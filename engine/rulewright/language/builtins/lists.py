"""Computes the built-in functions that find, add, remove and rearrange items of lists; positions count from 1."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal

from rulewright.language.builtins.builtin import Builtin, Signature
from rulewright.language.equality import disjunction_of, equality
from rulewright.language.kinds import kind_of
from rulewright.language.temporal.values import Date, DaysDuration, YearsDuration
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    NUMBER,
    FunctionType,
    ListType,
    Type,
)
from rulewright.language.values import Absence, Failure, FunctionValue, Value, combine

FAMILY = "list"
ITEM_LIMIT = 1_000_000
"""No built-in makes a longer list."""


def list_contains(items: list[Value], element: Value) -> Value:
    """Return whether an item equals the element."""
    return disjunction_of(equality(item, element) for item in items)


def sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    """Return the items from a position on; a negative position counts from the end."""
    index = _index(items, start)
    if isinstance(index, Failure):
        return index
    if length is None:
        return items[index:]
    if length < 1 or index + int(length) > len(items):
        return Failure(f"the list has no {int(length)} items from position {index + 1} on", "wrong-argument")
    return items[index : index + int(length)]


def append(items: list[Value], *added: Value) -> Value:
    """Return the list with the items added at the end."""
    return [*items, *added]


def concatenate(*lists: list[Value]) -> Value:
    """Return the items of all lists."""
    return [item for items in lists for item in items]


def insert_before(items: list[Value], position: Decimal, new_item: Value) -> Value:
    """Return the list with an item inserted at a position."""
    index = _index(items, position)
    return index if isinstance(index, Failure) else [*items[:index], new_item, *items[index:]]


def remove(items: list[Value], position: Decimal) -> Value:
    """Return the list without the item at a position."""
    index = _index(items, position)
    return index if isinstance(index, Failure) else [*items[:index], *items[index + 1 :]]


def replace_at(items: list[Value], position: Decimal, new_item: Value) -> Value:
    """Return the list with the item at a position replaced."""
    index = _index(items, position)
    return index if isinstance(index, Failure) else [*items[:index], new_item, *items[index + 1 :]]


def replace_matching(items: list[Value], match: FunctionValue, new_item: Value) -> Value:
    """Return the list with every item replaced for which `match(item, new item)` is true."""
    replaced = []
    for item in items:
        is_match = match.call(item, new_item)
        if isinstance(is_match, Absence):
            return is_match
        if not isinstance(is_match, bool):
            return Failure("the function `match` of `list replace` must return a boolean", "wrong-argument")
        replaced.append(new_item if is_match else item)
    return replaced


def index_of(items: list[Value], match: Value) -> Value:
    """Return the positions of all items that equal the match."""
    answers = [equality(item, match) for item in items]
    missing = [answer for answer in answers if isinstance(answer, Absence)]
    if missing:
        return combine(missing)
    return [Decimal(position) for position, answer in enumerate(answers, 1) if answer]


def distinct_values(items: Iterable[Value]) -> Value:
    """Return the items without those that equal an earlier one."""
    keyed = [(_likeness(item, 2), item) for item in items]
    may_all_be_alike = any(key is None for key, _ in keyed)
    seen: dict[Hashable, list[Value]] = {}
    distinct = []
    for key, item in keyed:
        alike = seen.setdefault(None if may_all_be_alike else key, [])
        is_known = disjunction_of(equality(other, item) for other in alike)
        if isinstance(is_known, Absence):
            return is_known
        if not is_known:
            alike.append(item)
            distinct.append(item)
    return distinct


def _likeness(value: Value, depth: int) -> Hashable:
    """Return a key that equal values share, so that each item is compared with few others.

    None is the key of a value of which a part is missing: it may be like any other.
    """
    if isinstance(value, Decimal | str | Date | DaysDuration | YearsDuration):
        return value
    if isinstance(value, Absence) and not isinstance(value, Failure):
        return None
    if not depth or type(value) not in (list, dict):
        return kind_of(value)
    parts = value if type(value) is list else [part for _, part in sorted(value.items())]
    keys = tuple(_likeness(part, depth - 1) for part in parts)
    if None in keys:
        return None
    return keys if type(value) is list else (*sorted(value), *keys)


def union(*lists: list[Value]) -> Value:
    """Return the items of all lists, each once."""
    return distinct_values(item for items in lists for item in items)


def flatten(items: list[Value]) -> Value:
    """Return the items with all inner lists dissolved."""
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


def _same_list(arguments: tuple[Type, ...]) -> Type:
    """Return the type of the first argument, or a list of it."""
    if not arguments:
        return ListType(ANY)
    return arguments[0] if isinstance(arguments[0], ListType) else ListType(arguments[0])


def _joined_list(arguments: tuple[Type, ...]) -> Type:
    """Return a list of the items of all arguments, where they agree."""
    items = {each.item if isinstance(each, ListType) else each for each in arguments}
    return ListType(items.pop()) if len(items) == 1 else ListType(ANY)


def _extended_list(arguments: tuple[Type, ...]) -> Type:
    """Return the type of the list in the first argument with items of the last added."""
    first = _same_list(arguments)
    if isinstance(first, ListType) and all(argument == first.item for argument in arguments[1:]):
        return first
    return ListType(ANY)


def _edited_list(arguments: tuple[Type, ...]) -> Type:
    """Return the type of a list where an item of the third argument's type takes a place."""
    return _extended_list((arguments[0], arguments[-1])) if arguments else ListType(ANY)


def _flat_list(arguments: tuple[Type, ...]) -> Type:
    """Return the type of a list whose items are no lists."""
    item = arguments[0] if arguments else ANY
    while isinstance(item, ListType):
        item = item.item
    return ListType(item)


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family that rearrange lists."""
    items = ListType(ANY)
    listed = ("list", items)
    position = ("position", NUMBER)
    match = FunctionType((("item", ANY), ("newItem", ANY)), BOOLEAN)
    return (
        Builtin(
            "list contains",
            FAMILY,
            (Signature((listed, ("element", ANY)), BOOLEAN, list_contains),),
            "Returns whether an item equals the element",
            "list contains([1, 2, 3], 2)",
            "true",
        ),
        Builtin(
            "sublist",
            FAMILY,
            (
                Signature((listed, ("start position", NUMBER)), _same_list, sublist),
                Signature((listed, ("start position", NUMBER), ("length", NUMBER)), _same_list, sublist),
            ),
            "Returns the items from a position on; a negative position counts from the end",
            "sublist([4, 5, 6], 1, 2)",
            "[4, 5]",
        ),
        Builtin(
            "append",
            FAMILY,
            (Signature((listed, ("item", ANY)), _extended_list, append, is_variadic=True),),
            "Adds items at the end",
            "append([1], 2, 3)",
            "[1, 2, 3]",
        ),
        Builtin(
            "concatenate",
            FAMILY,
            (Signature((listed,), _joined_list, concatenate, is_variadic=True),),
            "Joins lists",
            "concatenate([1, 2], [3])",
            "[1, 2, 3]",
        ),
        Builtin(
            "insert before",
            FAMILY,
            (Signature((listed, position, ("newItem", ANY)), _edited_list, insert_before),),
            "Inserts an item at a position",
            "insert before([1, 3], 1, 2)",
            "[2, 1, 3]",
        ),
        Builtin(
            "remove",
            FAMILY,
            (Signature((listed, position), _same_list, remove),),
            "Removes the item at a position",
            "remove([1, 2, 3], 2)",
            "[1, 3]",
        ),
        Builtin(
            "list replace",
            FAMILY,
            (
                Signature((listed, ("match", match), ("newItem", ANY)), _edited_list, replace_matching),
                Signature((listed, position, ("newItem", ANY)), _edited_list, replace_at),
            ),
            "Replaces the item at a position, or all items that a function picks",
            "list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)",
            "[5, 5, 7, 8]",
        ),
        Builtin(
            "reverse",
            FAMILY,
            (Signature((listed,), _same_list, lambda items: items[::-1]),),
            "Turns the order around",
            "reverse([1, 2, 3])",
            "[3, 2, 1]",
        ),
        Builtin(
            "index of",
            FAMILY,
            (Signature((listed, ("match", ANY)), ListType(NUMBER), index_of),),
            "Returns the positions of all items that equal the match",
            "index of([1, 2, 3, 2], 2)",
            "[2, 4]",
        ),
        Builtin(
            "union",
            FAMILY,
            (Signature((listed,), _joined_list, union, is_variadic=True),),
            "Joins lists and leaves out repetitions",
            "union([1, 2], [2, 3])",
            "[1, 2, 3]",
        ),
        Builtin(
            "distinct values",
            FAMILY,
            (Signature((listed,), _same_list, distinct_values),),
            "Leaves out repetitions",
            "distinct values([1, 2, 3, 2, 1])",
            "[1, 2, 3]",
        ),
        Builtin(
            "flatten",
            FAMILY,
            (Signature((listed,), _flat_list, flatten),),
            "Dissolves lists inside the list",
            "flatten([[1, 2], [[3]], 4])",
            "[1, 2, 3, 4]",
        ),
    )
