"""Writes values as a case gives them, so that reading gives them back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from rulewright.language.numbers import DECIMAL128, number_text
from rulewright.language.relations import is_beyond_ratio
from rulewright.language.types import (
    ANY,
    PERCENT,
    ContextType,
    ListType,
    MapType,
    Nullable,
    NumberType,
    RangeType,
    Type,
)
from rulewright.language.values import Range, Value


def as_fact(value: Value, type_: Type) -> object:
    """Return a value of a type as a case gives it: itself, but for percents beyond 100%, which need their sign."""
    return _written(value, type_) if has_percents(type_) else value


@lru_cache(maxsize=256)
def has_percents(type_: Type) -> bool:
    """Whether values of a type hold percents that need their sign beyond 100%."""
    percents = percents_in(type_)
    return any(is_beyond_ratio(number, percent) for percent in percents for number in (Decimal(2), Decimal(-2)))


def percents_in(type_: Type) -> tuple[NumberType, ...]:
    """Return the types of the percents that values of a type hold."""
    match type_:
        case NumberType(name=PERCENT.name):
            return (type_,)
        case Nullable(inner) | ListType(inner) | RangeType(inner) | MapType(inner):
            return percents_in(inner)
        case ContextType(entries):
            return tuple(each for _, entry in entries for each in percents_in(entry))
    return ()


def _written(value: Value, type_: Type) -> object:
    match type_, value:
        case Nullable(inner), _:
            return _written(value, inner)
        case NumberType(), Decimal() if is_beyond_ratio(value, type_):
            return f"{number_text(value.scaleb(2, DECIMAL128))}%"
        case ListType(item), list():
            return [_written(each, item) for each in value]
        case RangeType(item), Range():
            return replace(value, start=_written(value.start, item), end=_written(value.end, item))
        case MapType(item), dict():
            return {name: _written(each, item) for name, each in value.items()}
        case ContextType(entries), dict():
            types = dict(entries)
            return {name: _written(each, types.get(name, ANY)) for name, each in value.items()}
    return value
