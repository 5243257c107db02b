"""Fits values to the types of parameters, with the conversions that the standard makes on the way."""

from __future__ import annotations

from dataclasses import dataclass

from rulewright.language.kinds import CLASSES, kind_of, kind_of_type
from rulewright.language.types import (
    AnyType,
    ListType,
    Nullable,
    Type,
)
from rulewright.language.values import Absence, Failure, Value


@dataclass(frozen=True, slots=True)
class Misfit:
    """An argument that a parameter does not admit.

    `expected` and `given` say what it should be and what it is; `failure` is the error it stems from; `name` and
    `index` tell the parameter.
    """

    expected: str
    given: str
    failure: Failure | None = None
    name: str = ""
    index: int = 0


def fit(value: Value, type_: Type) -> Value | Misfit:
    """Return the value as the type wants it, or a misfit."""
    if isinstance(type_, AnyType):
        return value
    if isinstance(type_, Nullable):
        return None if value is None or isinstance(value, Absence) else fit(value, type_.type)
    if isinstance(type_, ListType):
        return _fit_list(value, type_)
    wanted = kind_of_type(type_)
    if type(value) is CLASSES.get(wanted):
        return value
    if kind_of(value) == wanted:
        return value
    if type(value) is list and len(value) == 1 and kind_of(value[0]) == wanted:
        return value[0]
    return _misfit(wanted, value)


def _fit_list(value: Value, type_: ListType) -> Value | Misfit:
    if type(value) is not list:
        if value is None or isinstance(value, Absence):
            return Misfit("a list", "null", value if isinstance(value, Failure) else None)
        value = [value]
    item_type = type_.item
    if isinstance(item_type, AnyType):
        return value
    is_nullable = isinstance(item_type, Nullable)
    wanted = kind_of_type(item_type.type if isinstance(item_type, Nullable) else item_type)
    class_ = CLASSES.get(wanted)
    has_nulls = False
    for index, item in enumerate(value, 1):
        if type(item) is not class_ and kind_of(item) != wanted:
            if not (is_nullable and (item is None or isinstance(item, Absence))):
                misfit = _misfit(wanted, item)
                return Misfit(f"a list of {wanted}s", f"a list with {misfit.given} at {index}", misfit.failure)
            has_nulls = True
    return [None if isinstance(item, Absence) else item for item in value] if has_nulls else value


def _misfit(wanted: str, value: Value) -> Misfit:
    return Misfit(_article(wanted), _article(kind_of(value)), value if isinstance(value, Failure) else None)


def _article(kind: str) -> str:
    return kind if kind == "null" else f"a {kind}"
