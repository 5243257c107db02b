"""Turns types as written in expressions into types."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.syntax import (
    ContextTypeNode,
    FunctionTypeNode,
    ListTypeNode,
    NamedType,
    RangeTypeNode,
    TypeNode,
)
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    NULL,
    NUMBER,
    PERCENT,
    STRING,
    TIME,
    YEARS_DURATION,
    ContextType,
    FunctionType,
    ListType,
    NumberType,
    RangeType,
    Type,
)
from rulewright.source import SourceText

STANDARD_TYPES: Mapping[str, Type] = MappingProxyType(
    {
        "Any": ANY,
        "any": ANY,
        "Null": NULL,
        "number": NUMBER,
        "integer": NumberType(name="integer", is_whole=True),
        "percent": PERCENT,
        "string": STRING,
        "boolean": BOOLEAN,
        "date": DATE,
        "time": TIME,
        "date and time": DATE_AND_TIME,
        "dateTime": DATE_AND_TIME,
        "days and time duration": DAYS_DURATION,
        "dayTimeDuration": DAYS_DURATION,
        "years and months duration": YEARS_DURATION,
        "yearMonthDuration": YEARS_DURATION,
        "list": ListType(ANY),
        "range": RangeType(ANY),
        "context": ContextType((), is_closed=False),
    }
)
"""The types of the standard and of packs by name, with the spellings of older editions."""


def type_written(node: TypeNode, types: Mapping[str, Type]) -> Type | None:
    """Return the type that is written, or None where some name in it is not known."""
    match node:
        case NamedType(""):  # the name is still to be written
            return ANY
        case NamedType(name):
            return types.get(name) or STANDARD_TYPES.get(name)
        case ListTypeNode(item):
            inner = type_written(item, types)
            return None if inner is None else ListType(inner)
        case RangeTypeNode(item):
            inner = type_written(item, types)
            return None if inner is None else RangeType(inner)
        case ContextTypeNode(entries):
            known = tuple((name, type_written(each, types)) for name, each in entries)
            found = tuple((name, each) for name, each in known if each is not None)
            return ContextType(found, is_closed=False) if len(found) == len(known) else None
        case FunctionTypeNode(parameters, result):
            inner = type_written(result, types)
            given = [each for each in (type_written(parameter, types) for parameter in parameters) if each is not None]
            if inner is None or len(given) < len(parameters):
                return None
            return FunctionType(tuple((f"parameter {i}", each) for i, each in enumerate(given, start=1)), inner)
    return None


def resolve_type(node: TypeNode, types: Mapping[str, Type], source: SourceText) -> Type | Diagnostic:
    """Return the type that is written, or the problem that some name in it is not known."""
    found = type_written(node, types)
    if found is not None:
        return found
    culprit = unknown_part(node, types)
    name = source.text[culprit.span.start : culprit.span.end]
    return Diagnostic("unknown-type", f"unknown type `{name}`", source.place(culprit.span), type_hint(name, types))


def type_hint(name: str, types: Mapping[str, Type]) -> str:
    """Return the hint for a type that nothing declares."""
    return did_you_mean(name, types) or did_you_mean(name, STANDARD_TYPES)


def unknown_part(node: TypeNode, types: Mapping[str, Type]) -> TypeNode:
    """Return the first part of a type that is not known."""
    parts: tuple[TypeNode, ...] = ()
    match node:
        case ListTypeNode(item) | RangeTypeNode(item):
            parts = (item,)
        case ContextTypeNode(entries):
            parts = tuple(each for _, each in entries)
        case FunctionTypeNode(parameters, result):
            parts = (*parameters, result)
    for part in parts:
        if type_written(part, types) is None:
            return unknown_part(part, types)
    return node
