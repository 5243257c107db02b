"""Takes the facts of a case apart: the parts with their types, one of them changed, and where two cases differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from rulewright.language.relations import without_null
from rulewright.language.types import ContextType, ListType, MapType, Type
from rulewright.language.values import Value

PartSteps = tuple[str | int, ...]
"""The names and numbers that lead to a part of the facts."""


class _Nothing:
    """Stands for a part that is not there."""


NOTHING: Final = _Nothing()


def parts_of_value(value: Value, type_: Type, path: PartSteps = ()) -> Iterator[tuple[PartSteps, Type]]:
    """Yield a value and all parts in it, each with its path and its type."""
    yield path, type_
    match without_null(type_), value:
        case ListType(item), list():
            for number, each in enumerate(value):
                yield from parts_of_value(each, item, (*path, number))
        case ContextType(entries), dict():
            for name, entry in entries:
                if name in value:
                    yield from parts_of_value(value[name], entry, (*path, name))
        case MapType(item), dict():
            for name, each in value.items():
                yield from parts_of_value(each, item, (*path, name))


def part_at(value: Value, path: PartSteps) -> object:
    """Return the part at a path; `NOTHING` where there is none."""
    for step in path:
        if isinstance(value, Mapping):
            value = value.get(step, NOTHING)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return NOTHING
    return value


def with_fact(value: Value, path: PartSteps, part: object) -> Value:
    """Return a value with another part at a path, or without that part for `NOTHING`."""
    if not path:
        return part
    step, *rest = path
    if isinstance(value, list) and isinstance(step, int):
        if not rest and part is NOTHING:
            return [*value[:step], *value[step + 1 :]]
        return [*value[:step], with_fact(value[step], tuple(rest), part), *value[step + 1 :]]
    if not rest and part is NOTHING:
        return {name: each for name, each in value.items() if name != step}
    return {**value, step: with_fact(value.get(step), tuple(rest), part)}


def differing_facts(one: Value, other: Value, path: PartSteps = ()) -> Iterator[PartSteps]:
    """Yield the paths of the smallest parts in which two values differ; lists of other lengths differ as a whole."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in dict.fromkeys((*one, *other)):
            yield from differing_facts(one.get(name, NOTHING), other.get(name, NOTHING), (*path, name))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differing_facts(*pair, (*path, number))
    elif type(one) is not type(other) or one != other:
        yield path
