"""Generates the looks at a value that goes from one place to another: an argument, a step's or an output's value.

Generated functions rely on the kinds of their arguments: numbers where numbers are declared, null only where null may
stand, records with the entries that are declared (they may have more). Where the inferred type of a value does not
say so already, the generated code looks, and falls back from what is of another kind; where a look is not enough, the
rule is left to the reference evaluator. Bounds of numbers are looked at where the inferred type does not promise them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.emit.emission import Emission, NotCompilable, PythonNames, falling_back
from rulewright.evaluate.emit.expressions import holds, is_simple
from rulewright.language.kinds import CLASSES
from rulewright.language.relations import is_text, without_null
from rulewright.language.types import (
    ANY,
    NUMBER,
    STRING,
    AnyType,
    ContextType,
    EnumType,
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


def checked(emission: Emission, text: str, given: Type, wanted: Type) -> str:
    """Generate an expression whose value is of the type wanted, or which falls back."""
    if is_simple(text):
        conditions = conforming(emission, text, given, wanted)
        return f"({text} if {' and '.join(conditions)} else {falling_back(Reason.OTHER_KIND)})" if conditions else text
    variable = emission.code.fresh("c")
    conditions = conforming(emission, variable, given, wanted)
    return f"require(lambda {variable}: {' and '.join(conditions)}, {text})" if conditions else text


def conforming(emission: Emission, text: str, given: Type, wanted: Type) -> list[str]:
    """Return what must hold of a value of type `given` so that it is one of type `wanted`."""
    if isinstance(wanted, AnyType) or isinstance(given, NeverType) or given == wanted:
        return []
    if isinstance(wanted, Nullable):
        inner = without_null(given)
        if isinstance(inner, NullType):
            return []
        conditions = conforming(emission, text, inner, wanted.type)
        if conditions and isinstance(given, Nullable | AnyType):
            return [f"({text} is None or ({' and '.join(conditions)}))"]
        return conditions
    if isinstance(given, Nullable):
        return [f"{text} is not None", *conforming(emission, text, given.type, wanted)]
    match given, wanted:
        case AnyType(), _:
            return _of_kind(emission, text, wanted)
        case NumberType(), NumberType():
            return _within(emission, text, given, wanted)
        case (EnumType() | SimpleType(), EnumType() | SimpleType()) if is_text(given) and is_text(wanted):
            return []
        case ListType(item=own), ListType(item=item):
            return _all(emission, text, own, item)
        case ContextType(entries=entries), ContextType():
            return _entries(emission, text, dict(entries), ANY, wanted)
        case MapType(value=value), ContextType():
            return _entries(emission, text, {}, value, wanted)
        case ContextType(entries=entries, is_closed=True), MapType(value=value):
            looks = (conforming(emission, f"{text}[{name!r}]", own, value) for name, own in entries)
            return [condition for each in looks for condition in each]
        case ContextType(), MapType(value=value):
            return _all(emission, f"{text}.values()", ANY, value)
        case MapType(value=own), MapType(value=value):
            return _all(emission, f"{text}.values()", own, value)
        case RangeType(item=own), RangeType(item=item):
            ends = (f"{text}.start", f"{text}.end")
            return [each for end in ends for each in conforming(emission, end, Nullable(own), Nullable(item))]
        case _:
            raise NotCompilable("a value that may be of another kind than is declared")


def _within(emission: Emission, text: str, given: NumberType, wanted: NumberType) -> list[str]:
    """Return what must hold of a number so that it is within the bounds of a type, as far as its own does not say."""
    has_low = bool(given.low) and Decimal(given.low) >= Decimal(wanted.low or given.low)
    has_high = bool(given.high) and Decimal(given.high) <= Decimal(wanted.high or given.high)
    low = f"{emission.constant(f'D({wanted.low!r})')} <= " if wanted.low and not has_low else ""
    high = f" <= {emission.constant(f'D({wanted.high!r})')}" if wanted.high and not has_high else ""
    conditions = [f"{low}{text}{high}"] if low or high else []
    return (
        [*conditions, f"{text} == {text}.to_integral_value()"] if wanted.is_whole and not given.is_whole else conditions
    )


def unbounded(type_: Type) -> Type:
    """Return a type without the bounds of its numbers and the members of its enumerations: only the kind of value."""
    match type_:
        case NumberType():
            return NumberType(type_.unit, type_.name)
        case EnumType():
            return STRING
        case Nullable(type=inner):
            return Nullable(unbounded(inner))
        case ListType(item=item):
            return ListType(unbounded(item))
        case RangeType(item=item):
            return RangeType(unbounded(item))
        case MapType():
            return replace(type_, value=unbounded(type_.value))
        case ContextType(entries=entries):
            return replace(type_, entries=tuple((name, unbounded(entry)) for name, entry in entries))
        case _:
            return type_


def _of_kind(emission: Emission, text: str, wanted: Type) -> list[str]:
    """Return what must hold of a value of which nothing is known."""
    match wanted:
        case NumberType():
            return [f"{text}.__class__ is D", *_within(emission, text, NUMBER, wanted)]
        case EnumType(members=members):
            known = emission.constant(f"frozenset({members!r})")
            return [f"{text}.__class__ is str", f"{text} in {known}"]
        case SimpleType(name=name):
            return [f"{text}.__class__ is {CLASSES[name].__name__}"]
        case ListType(item=item):
            return [f"{text}.__class__ is list", *_all(emission, text, ANY, item)]
        case MapType(value=value):
            return [f"{text}.__class__ is dict", *_all(emission, f"{text}.values()", ANY, value)]
        case ContextType():
            return [f"{text}.__class__ is dict", *_entries(emission, text, {}, ANY, wanted)]
        case _:
            raise NotCompilable("a value of which nothing is known where something is declared")


def _all(emission: Emission, text: str, given: Type, wanted: Type) -> list[str]:
    """Return what must hold of all items."""
    variable = emission.code.fresh("c")
    conditions = conforming(emission, variable, given, wanted)
    return [f"all({' and '.join(conditions)} for {variable} in visited(s, {text}))"] if conditions else []


def _entries(emission: Emission, text: str, own: Mapping[str, Type], other: Type, wanted: ContextType) -> list[str]:
    """Return what must hold of the entries of a record.

    `own` are the types of the entries that are there for sure, `other` is that of any other.
    """
    conditions = [f"{name!r} in {text}" for name, _ in wanted.entries if name not in own]
    for name, type_ in wanted.entries:
        conditions += conforming(emission, f"{text}[{name!r}]", own.get(name, other), type_)
    names = {name: f"{text}[{name!r}]" for name, _ in wanted.entries}
    return [*conditions, *requirements_met(emission, wanted, names)]


def requirements_met(emission: Emission, type_: ContextType, names: PythonNames) -> list[str]:
    """Return what must hold of a record by its type; `names` are what its entries are in Python."""
    return [
        holds(emission.of(each.condition), each.condition.tree, names)
        for each in emission.requirements.get(type_.name, ())
    ]
