"""Describes types in the words of messages."""

from __future__ import annotations

from rulewright.language.types import (
    NUMBER,
    PLAIN,
    QUOTIENT,
    AnyType,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    NeverType,
    Nullable,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)

SHOWN_ENTRIES = 4
"""Of an unnamed context a message shows so many entries."""


def describe(type_: Type) -> str:
    """Return how an author would write the type, with the unit of a number: `money (USD)`, `list<percent>`."""
    match type_:
        case AnyType():
            return "any"
        case NeverType():
            return "nothing"
        case NullType():
            return "null"
        case SimpleType(name):
            return name
        case NumberType(unit, name):
            name = NUMBER.name if name == QUOTIENT.name else name
            return name if unit == PLAIN else f"{name} ({unit})"
        case EnumType(name):
            return name or "string"
        case ListType(item):
            return f"list<{describe(item)}>"
        case RangeType(item):
            return f"range<{describe(item)}>"
        case MapType(value, key):
            return f"map<{describe(value)}>" if key is None else f"map<{describe(key)}, {describe(value)}>"
        case Nullable(inner):
            return f"{describe(inner)}?"
        case FunctionType(parameters, result):
            return f"function<{', '.join(describe(each) for _, each in parameters)}> -> {describe(result)}"
        case ContextType(entries, name):
            return name or _context(entries)
    return "any"


def _context(entries: tuple[tuple[str, Type], ...]) -> str:
    shown = [f"{name}: {describe(type_)}" for name, type_ in entries[:SHOWN_ENTRIES]]
    if len(entries) > SHOWN_ENTRIES:
        shown.append("…")
    return f"context<{', '.join(shown)}>"


def with_article(type_: Type) -> str:
    """Return the description with its article: `a number`, `an aco_model`, `null`."""
    text = describe(type_)
    if isinstance(type_, NullType | NeverType):
        return text
    return f"an {text}" if text[:1].lower() in {"a", "e", "i", "o"} else f"a {text}"
