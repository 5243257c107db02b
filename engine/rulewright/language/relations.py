"""Relates types: which may stand for which, what two have in common, whether two share a value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rulewright.language.parameters import parameters_of
from rulewright.language.types import (
    ANY,
    NULL,
    NUMBER,
    PERCENT,
    QUOTIENT,
    STRING,
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

RATIOS = {PERCENT.name, QUOTIENT.name}
JOINED_MEMBERS = 256
"""A union of strings with more members than that is just a string."""


def is_nullable(type_: Type) -> bool:
    """Whether the type says that null may stand there (`any` says nothing)."""
    return isinstance(type_, Nullable | NullType)


def without_null(type_: Type) -> Type:
    """Return the type of what remains once null is ruled out."""
    return type_.type if isinstance(type_, Nullable) else type_


def or_null(type_: Type) -> Type:
    """Return the type, with null allowed."""
    return type_ if isinstance(type_, AnyType | NullType | Nullable) else Nullable(type_)


def is_text(type_: Type) -> bool:
    """Whether the values are strings."""
    return isinstance(type_, EnumType) or type_ == STRING


def is_beyond_ratio(number: Decimal, type_: Type) -> bool:
    """Whether a percent, without its sign, might be meant in two ways: 75 for 75% or for 7500%.

    Between -1 and 1 it is a ratio, and beyond where the type has a bound that far.
    """
    if not isinstance(type_, NumberType) or type_.name != PERCENT.name:
        return False
    return (number > 1 and not type_.high) or (number < -1 and not type_.low)


# ── Assignable ────────────────────────────────────────────────────────────────────────────────────────────────────


def assignable(given: Type, wanted: Type) -> bool:
    """Whether every value of `given` may stand where `wanted` is declared.

    `any` goes both ways. A number written in an expression takes any unit. A context may have more entries than
    wanted, never fewer, except entries that may be null.
    """
    if isinstance(given, AnyType | NeverType) or isinstance(wanted, AnyType) or given == wanted:
        return True
    if isinstance(wanted, Nullable):
        return isinstance(given, NullType) or assignable(without_null(given), wanted.type)
    match given, wanted:
        case NumberType(), NumberType():
            return given.is_literal or given.unit == wanted.unit
        case EnumType(), EnumType():
            return set(given.members) <= set(wanted.members)
        case EnumType(), SimpleType():
            return wanted == STRING
        case (ListType(item), ListType(wanted_item)) | (RangeType(item), RangeType(wanted_item)):
            return assignable(item, wanted_item)
        case ContextType(), ContextType():
            return _has_entries(given, wanted)
        case ContextType(entries), MapType(value, key):
            return all(assignable(each, value) and _is_key(name, key) for name, each in entries)
        case MapType(value, key), MapType(wanted_value, wanted_key):
            return assignable(value, wanted_value) and (
                wanted_key is None or (key is not None and assignable(key, wanted_key))
            )
        case MapType(value), ContextType(entries):
            return all(assignable(value, each) for _, each in entries)
        case FunctionType(), FunctionType():
            return _is_callable_as(given, wanted)
    return False


def _has_entries(given: ContextType, wanted: ContextType) -> bool:
    own = dict(given.entries)
    for name, type_ in wanted.entries:
        if name in own:
            if not assignable(own[name], type_):
                return False
        elif given.is_closed and not isinstance(type_, Nullable | AnyType):
            return False
    return True


def _is_key(name: str, key: Type | None) -> bool:
    return not isinstance(key, EnumType) or name in key.members


def _is_callable_as(given: FunctionType, wanted: FunctionType) -> bool:
    count = len(wanted.parameters)
    if not parameters_of(given).takes(count):
        return False
    pairs = zip(given.parameters, wanted.parameters, strict=False)
    return all(assignable(theirs, own) for (_, own), (_, theirs) in pairs) and assignable(given.result, wanted.result)


# ── Join ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def join(left: Type, right: Type) -> Type:
    """Return the narrowest type that both are, or `any`."""
    if left == right or isinstance(right, NeverType):
        return left
    if isinstance(left, NeverType):
        return right
    if isinstance(left, AnyType) or isinstance(right, AnyType):
        return ANY
    if isinstance(left, NullType | Nullable) or isinstance(right, NullType | Nullable):
        return _join_nullable(left, right)
    match left, right:
        case NumberType(), NumberType():
            return join_numbers(left, right) or ANY
        case EnumType(), EnumType():
            return _join_enums(left, right)
        case (EnumType() | SimpleType(), EnumType() | SimpleType()) if is_text(left) and is_text(right):
            return STRING
        case ListType(item), ListType(other):
            return ListType(join(item, other))
        case RangeType(item), RangeType(other):
            return RangeType(join(item, other))
        case ContextType(), ContextType():
            return _join_contexts(left, right)
        case MapType(value, key), MapType(other, other_key):
            return MapType(join(value, other), key if key == other_key else None)
        case FunctionType(), FunctionType():
            return _join_functions(left, right)
    return ANY


def _join_nullable(left: Type, right: Type) -> Type:
    if left == NULL:
        return or_null(right)
    if right == NULL:
        return or_null(left)
    return or_null(join(without_null(left), without_null(right)))


def _join_functions(left: FunctionType, right: FunctionType) -> Type:
    """Return the type of two functions that are called alike, as far as that type says how."""
    alike = replace(left, built_in="")
    return alike if alike == replace(right, built_in="") else ANY


def join_numbers(left: NumberType, right: NumberType) -> NumberType | None:
    """Return the type of a number that is one or the other, or None where their units differ."""
    is_whole = left.is_whole and right.is_whole
    if left.is_literal and right.is_literal:
        return NumberType(is_literal=True, is_whole=is_whole)
    if left.is_literal or right.is_literal:
        named = right if left.is_literal else left
        return NumberType(named.unit, named.name, is_whole=is_whole)
    if left.unit != right.unit:
        return None
    names = {left.name, right.name}
    name = left.name if len(names) == 1 else (QUOTIENT if names == RATIOS else NUMBER).name
    low = left.low if left.low == right.low else ""
    high = left.high if left.high == right.high else ""
    return NumberType(left.unit, name, is_whole=is_whole, low=low, high=high)


def _join_enums(left: EnumType, right: EnumType) -> Type:
    if set(left.members) <= set(right.members) and (right.name or not left.name):
        return right
    if set(right.members) <= set(left.members) and (left.name or not right.name):
        return left
    members = dict.fromkeys((*left.members, *right.members))
    return EnumType("", tuple(members)) if len(members) <= JOINED_MEMBERS else STRING


def _join_contexts(left: ContextType, right: ContextType) -> ContextType:
    other = dict(right.entries)
    shared = tuple((name, join(type_, other[name])) for name, type_ in left.entries if name in other)
    is_same = len(shared) == len(left.entries) == len(right.entries)
    return ContextType(
        shared, left.name if left.name == right.name else "", is_same and left.is_closed and right.is_closed
    )


# ── Overlap ───────────────────────────────────────────────────────────────────────────────────────────────────────


def share_values(left: Type, right: Type) -> bool:
    """Whether some value may belong to both: where not, the two are never equal. Units are not looked at."""
    if isinstance(left, AnyType | NeverType) or isinstance(right, AnyType | NeverType):
        return True
    if is_nullable(left) and is_nullable(right):
        return True
    left, right = without_null(left), without_null(right)
    match left, right:
        case EnumType(), EnumType():
            return not set(left.members).isdisjoint(right.members)
        case (EnumType() | SimpleType(), EnumType() | SimpleType()):
            return left == right or (is_text(left) and is_text(right))
        case (NumberType(), NumberType()) | (ListType(), ListType()) | (FunctionType(), FunctionType()):
            return True
        case RangeType(item), RangeType(other):
            return share_values(item, other)
        case ContextType(entries), ContextType(others):
            known = dict(others)
            return all(share_values(type_, known[name]) for name, type_ in entries if name in known)
        case (ContextType() | MapType(), ContextType() | MapType()):
            return True
    return False
