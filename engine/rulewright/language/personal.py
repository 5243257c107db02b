"""Marks types whose values are personal, and says which parts of a type are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rulewright.language.types import ContextType, ListType, MapType, Nullable, RangeType, Type


def marked(type_: Type, *, is_personal: bool = True) -> Type:
    """Return a type with all its parts marked as personal, or as not."""
    match type_:
        case Nullable(inner):
            return replace(type_, type=marked(inner, is_personal=is_personal), is_personal=is_personal)
        case ListType(item) | RangeType(item):
            return replace(type_, item=marked(item, is_personal=is_personal), is_personal=is_personal)
        case MapType(value, key):
            key = None if key is None else marked(key, is_personal=is_personal)
            return replace(type_, value=marked(value, is_personal=is_personal), key=key, is_personal=is_personal)
        case ContextType(entries):
            parts = tuple((name, marked(entry, is_personal=is_personal)) for name, entry in entries)
            return replace(type_, entries=parts, is_personal=is_personal)
    return replace(type_, is_personal=is_personal)


def holds_personal(type_: Type) -> bool:
    """Whether values of a type are personal, or hold something that is."""
    return bool(type_.is_personal) or any(map(holds_personal, parts_of(type_)))


def parts_of(type_: Type) -> Iterator[Type]:
    """Yield the types of what values of a type hold."""
    match type_:
        case Nullable(inner) | ListType(inner) | RangeType(inner):
            yield inner
        case MapType(value, key):
            yield from (value,) if key is None else (value, key)
        case ContextType(entries):
            yield from (entry for _, entry in entries)
