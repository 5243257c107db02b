"""Resolves types as they are written in expressions: behind `instance of` and for formal parameters."""

from __future__ import annotations

from collections.abc import Mapping

from rulewright.language.kinds import NAMED_TYPES
from rulewright.language.syntax import (
    ContextTypeNode,
    FunctionTypeNode,
    ListTypeNode,
    NamedType,
    RangeTypeNode,
    TypeNode,
)
from rulewright.language.types import ANY, ContextType, FunctionType, ListType, RangeType, Type


def resolve_type(node: TypeNode, types: Mapping[str, Type]) -> Type | None:
    """Return the type that is written, or None where some name in it is not known; `types` are those declared."""
    match node:
        case NamedType(""):  # the name is still to be written
            return ANY
        case NamedType(name):
            return types.get(name) or NAMED_TYPES.get(name)
        case ListTypeNode(item):
            inner = resolve_type(item, types)
            return None if inner is None else ListType(inner)
        case RangeTypeNode(item):
            inner = resolve_type(item, types)
            return None if inner is None else RangeType(inner)
        case ContextTypeNode(entries):
            known = tuple((name, resolve_type(each, types)) for name, each in entries)
            found = tuple((name, each) for name, each in known if each is not None)
            return ContextType(found, is_closed=False) if len(found) == len(known) else None
        case FunctionTypeNode(parameters, result):
            inner = resolve_type(result, types)
            given = [each for each in (resolve_type(parameter, types) for parameter in parameters) if each is not None]
            if inner is None or len(given) < len(parameters):
                return None
            return FunctionType(tuple((f"parameter {i}", each) for i, each in enumerate(given, start=1)), inner)
    return None


def unknown_part(node: TypeNode, types: Mapping[str, Type]) -> TypeNode:
    """Return the first part of a written type that is not known."""
    parts: tuple[TypeNode, ...] = ()
    match node:
        case ListTypeNode(item) | RangeTypeNode(item):
            parts = (item,)
        case ContextTypeNode(entries):
            parts = tuple(each for _, each in entries)
        case FunctionTypeNode(parameters, result):
            parts = (*parameters, result)
    for part in parts:
        if resolve_type(part, types) is None:
            return unknown_part(part, types)
    return node
