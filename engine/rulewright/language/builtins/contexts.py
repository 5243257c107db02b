"""Computes the built-in functions on contexts."""

from __future__ import annotations

from rulewright.language.builtins.builtin import builtin
from rulewright.language.kinds import kind_of
from rulewright.language.types import ANY, STRING, ContextType, ListType, MapType, Type
from rulewright.language.values import Failure, NothingFound, Value


def _value_type(arguments: tuple[Type, ...]) -> Type:
    """Return the type of a map's values; the key of a context is not known before it runs."""
    return arguments[0].value if arguments and isinstance(arguments[0], MapType) else ANY


def _entries_type(arguments: tuple[Type, ...]) -> Type:
    """Return a list of entries, whose values have the map's type where it is one."""
    return ListType(ContextType((("key", STRING), ("value", _value_type(arguments)))))


@builtin(
    "get value(m: context, key: string) -> any",
    example=('get value({key1: "value1"}, "key1")', '"value1"'),
    derive=_value_type,
    is_constant=True,
)
def get_value(context: dict[str, Value], key: str) -> Value:
    """Returns the entry of a key."""
    return context[key] if key in context else NothingFound(f"the context has no entry `{key}`", "unknown-entry")


@builtin(
    "get entries(m: context) -> list<context<key: string, value: any>>",
    example=('get entries({key1: "value1"})', '[{key: "key1", value: "value1"}]'),
    derive=_entries_type,
    gives="all entries",
)
def get_entries(context: dict[str, Value]) -> Value:
    """Returns the entries as a list of contexts with `key` and `value`."""
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin(
    "context(entries: list<context<key: string, value: any>>) -> context",
    example=('context([{key: "a", value: 1}, {key: "b", value: 2}])', "{a: 1, b: 2}"),
)
def context(entries: list[dict[str, Value]]) -> Value:
    """Makes a context from a list of contexts with `key` and `value`."""
    made: dict[str, Value] = {}
    for position, entry in enumerate(entries, 1):
        key = entry.get("key")
        if type(key) is not str or "value" not in entry:
            return Failure(f"entry {position} of `context` must have a string `key` and a `value`", "wrong-argument")
        if key in made:
            return Failure(f"`context` got the key `{key}` twice", "wrong-argument")
        made[key] = entry["value"]
    return made


def _put_deep(context: dict[str, Value], keys: list[str], value: Value) -> Value:
    if not keys:
        return Failure("`context put` needs at least one key", "wrong-argument")
    outer = [context]
    for key in keys[:-1]:
        inner = outer[-1].get(key)
        if type(inner) is not dict:
            return Failure(
                f"`context put` cannot go through `{key}`: it is {kind_of(inner)}, not a context", "wrong-argument"
            )
        outer.append(inner)
    result: Value = value
    for each, key in zip(reversed(outer), reversed(keys), strict=True):
        result = {**each, key: result}
    return result


@builtin(
    "context put(context: context, key: string, value: any) -> context",
    example=('context put({x: 1, y: {a: 0}}, ["y", "a"], 2)', "{x: 1, y: {a: 2}}"),
    more={"context put(context: context, keys: list<string>, value: any) -> context": _put_deep},
)
def context_put(context: dict[str, Value], key: str, value: Value) -> Value:
    """Adds or replaces an entry, or an entry of an inner context that a list of keys leads to."""
    return {**context, key: value}


@builtin(
    "context merge(contexts: list<context>) -> context", example=("context merge([{x: 1}, {y: 2}])", "{x: 1, y: 2}")
)
def context_merge(contexts: list[dict[str, Value]]) -> Value:
    """Joins contexts; entries of later ones replace those of earlier ones."""
    merged: dict[str, Value] = {}
    for context in contexts:
        merged.update(context)
    return merged
