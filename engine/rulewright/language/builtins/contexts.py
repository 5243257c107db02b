"""Computes the built-in functions on contexts."""

from __future__ import annotations

from rulewright.language.builtins.builtin import Builtin, Signature
from rulewright.language.kinds import kind_of
from rulewright.language.types import ANY, STRING, ContextType, ListType, MapType, Type
from rulewright.language.values import Failure, Value

FAMILY = "context"


def get_value(context: dict[str, Value], key: str) -> Value:
    """Return the entry of a key."""
    return context[key] if key in context else Failure(f"the context has no entry `{key}`", "unknown-entry")


def get_entries(context: dict[str, Value]) -> Value:
    """Return the entries as a list of contexts with `key` and `value`."""
    return [{"key": key, "value": value} for key, value in context.items()]


def context_from_entries(entries: list[dict[str, Value]]) -> Value:
    """Return the context with these entries, each a context with `key` and `value`."""
    context: dict[str, Value] = {}
    for position, entry in enumerate(entries, 1):
        key = entry.get("key")
        if type(key) is not str or "value" not in entry:
            return Failure(f"entry {position} of `context` must have a string `key` and a `value`", "wrong-argument")
        if key in context:
            return Failure(f"`context` got the key `{key}` twice", "wrong-argument")
        context[key] = entry["value"]
    return context


def put(context: dict[str, Value], key: str, value: Value) -> Value:
    """Return the context with an entry added or replaced."""
    return {**context, key: value}


def put_deep(context: dict[str, Value], keys: list[str], value: Value) -> Value:
    """Return the context with an entry of an inner context added or replaced; the keys lead to it."""
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


def merge(contexts: list[dict[str, Value]]) -> Value:
    """Return the entries of all contexts; later ones replace earlier ones."""
    merged: dict[str, Value] = {}
    for context in contexts:
        merged.update(context)
    return merged


def _value_type(arguments: tuple[Type, ...]) -> Type:
    """Return the type of a map's values; the key of a context is not known before it runs."""
    return arguments[0].value if arguments and isinstance(arguments[0], MapType) else ANY


def _entries_type(arguments: tuple[Type, ...]) -> Type:
    """Return a list of entries, whose values have the map's type where it is one."""
    return ListType(ContextType((("key", STRING), ("value", _value_type(arguments)))))


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family."""
    anything = ContextType((), is_closed=False)
    entry = ContextType((("key", STRING), ("value", ANY)), is_closed=False)
    return (
        Builtin(
            "get value",
            FAMILY,
            (Signature((("m", anything), ("key", STRING)), _value_type, get_value),),
            "Returns the entry of a key",
            'get value({key1: "value1"}, "key1")',
            '"value1"',
        ),
        Builtin(
            "get entries",
            FAMILY,
            (Signature((("m", anything),), _entries_type, get_entries),),
            "Returns the entries as a list of contexts with `key` and `value`",
            'get entries({key1: "value1"})',
            '[{key: "key1", value: "value1"}]',
        ),
        Builtin(
            "context",
            FAMILY,
            (Signature((("entries", ListType(entry)),), anything, context_from_entries),),
            "Makes a context from a list of contexts with `key` and `value`",
            'context([{key: "a", value: 1}, {key: "b", value: 2}])',
            "{a: 1, b: 2}",
        ),
        Builtin(
            "context put",
            FAMILY,
            (
                Signature((("context", anything), ("key", STRING), ("value", ANY)), anything, put),
                Signature((("context", anything), ("keys", ListType(STRING)), ("value", ANY)), anything, put_deep),
            ),
            "Adds or replaces an entry, or an entry of an inner context that a list of keys leads to",
            'context put({x: 1, y: {a: 0}}, ["y", "a"], 2)',
            "{x: 1, y: {a: 2}}",
        ),
        Builtin(
            "context merge",
            FAMILY,
            (Signature((("contexts", ListType(anything)),), anything, merge),),
            "Joins contexts; entries of later ones replace those of earlier ones",
            "context merge([{x: 1}, {y: 2}])",
            "{x: 1, y: 2}",
        ),
    )
