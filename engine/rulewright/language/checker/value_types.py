"""Finds the type of a value that nobody declared, so that expressions over it can be checked."""

from __future__ import annotations

from functools import reduce

from rulewright.language.kinds import BY_CLASS
from rulewright.language.relations import join
from rulewright.language.types import (
    ANY,
    ContextType,
    ListType,
    RangeType,
    Type,
)
from rulewright.language.values import FunctionValue, Range, Value


def type_of(value: Value) -> Type:
    """Return the type of a value; `any` where it does not say (null, an empty list's items)."""
    match value:
        case list():
            return ListType(reduce(join, map(type_of, value)) if value else ANY)
        case dict():
            return ContextType(tuple((name, type_of(entry)) for name, entry in value.items()))
        case Range(start=start, end=end):
            return RangeType(type_of(end if start is None else start))
        case FunctionValue(type=type_):
            return type_
    kind = BY_CLASS.get(type(value))
    return ANY if kind is None else kind.type
