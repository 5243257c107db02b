"""Says whether a value is of a type, and converts it as DMN does where a type is declared (DMN 1.5, 10.3.2.9).

The conversions: a value becomes a list of one, a list of one becomes its item, a date becomes the date and time of
its midnight in UTC. Whatever else does not conform is a failure.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rulewright.language.checker.relations import assignable
from rulewright.language.syntax import (
    ContextTypeNode,
    FunctionTypeNode,
    ListTypeNode,
    NamedType,
    RangeTypeNode,
    TypeNode,
)
from rulewright.language.temporal import MIDNIGHT_UTC, Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
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
from rulewright.language.values import Absence, Failure, FunctionValue, Range, Value

STANDARD_TYPES: Mapping[str, Type] = {
    "Any": ANY,
    "Null": NULL,
    "number": NUMBER,
    "string": STRING,
    "boolean": BOOLEAN,
    "date": DATE,
    "time": TIME,
    "date and time": DATE_AND_TIME,
    "dateTime": DATE_AND_TIME,
    "days and time duration": DAYS_DURATION,
    "day and time duration": DAYS_DURATION,
    "day time duration": DAYS_DURATION,
    "dayTimeDuration": DAYS_DURATION,
    "years and months duration": YEARS_DURATION,
    "year and month duration": YEARS_DURATION,
    "year month duration": YEARS_DURATION,
    "yearMonthDuration": YEARS_DURATION,
    "list": ListType(ANY),
    "range": RangeType(ANY),
    "context": ContextType((), is_closed=False),
}
"""The types that the standard names, with the spellings of older editions."""

CLASSES: Mapping[str, type] = {
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "days and time duration": DaysDuration,
    "years and months duration": YearsDuration,
}


def resolve_type(node: TypeNode, types: Mapping[str, Type]) -> Type | None:
    """Return the type that is written, or None where it names one that there is not; `types` are those of the model."""
    match node:
        case NamedType(name=name):
            return types.get(name) or STANDARD_TYPES.get(name)
        case ListTypeNode(item=item_node):
            item = resolve_type(item_node, types)
            return None if item is None else ListType(item)
        case RangeTypeNode(item=item_node):
            item = resolve_type(item_node, types)
            return None if item is None else RangeType(item)
        case ContextTypeNode(entries=nodes):
            entries = [(name, resolve_type(entry, types)) for name, entry in nodes]
            known = tuple((name, entry) for name, entry in entries if entry is not None)
            return ContextType(known, is_closed=False) if len(known) == len(entries) else None
        case FunctionTypeNode(parameters=nodes, result=result_node):
            result = resolve_type(result_node, types)
            parameters = [resolve_type(parameter, types) for parameter in nodes]
            if result is None or any(parameter is None for parameter in parameters):
                return None
            return FunctionType(tuple(("", parameter) for parameter in parameters if parameter is not None), result)
        case _:
            return None


def conforms(value: Value, type_: Type) -> bool:
    """Whether a value is of a type; null is of every type (`instance of` asks for more)."""
    if value is None or isinstance(value, Failure):
        return True
    match type_:
        case AnyType():
            return True
        case NullType() | NeverType():
            return False
        case Nullable(type=inner):
            return conforms(value, inner)
        case NumberType():
            return isinstance(value, Decimal) and _is_within(value, type_)
        case EnumType(members=members):
            return isinstance(value, str) and value in members
        case SimpleType(name=name):
            return isinstance(value, CLASSES.get(name, ()))
        case ListType(item=item):
            return isinstance(value, list) and all(conforms(each, item) for each in value)
        case RangeType(item=item):
            return isinstance(value, Range) and conforms(value.start, item) and conforms(value.end, item)
        case ContextType(entries=entries):
            return isinstance(value, dict) and all(name in value and conforms(value[name], t) for name, t in entries)
        case MapType(value=item):
            return isinstance(value, dict) and all(conforms(each, item) for each in value.values())
        case FunctionType():
            return isinstance(value, FunctionValue) and _accepts(value, type_)
        case _:
            return False


def convert(value: Value, type_: Type, what: str = "the value") -> Value:
    """Return the value as one of the type, by DMN's implicit conversions, or a failure."""
    if value is None or isinstance(value, Absence) or conforms(value, type_):
        return value
    target = type_.type if isinstance(type_, Nullable) else type_
    if isinstance(target, ListType) and not isinstance(value, list) and conforms(value, target.item):
        return [value]
    if isinstance(value, list) and len(value) == 1 and not isinstance(target, ListType):
        return convert(value[0], type_, what)
    if target == DATE_AND_TIME and isinstance(value, Date):
        return DateTime(value, MIDNIGHT_UTC)
    return Failure(f"{what} is not of the type that is declared", "type-mismatch")


def _is_within(value: Decimal, type_: NumberType) -> bool:
    if type_.is_whole and value != value.to_integral_value():
        return False
    return not ((type_.low and value < Decimal(type_.low)) or (type_.high and value > Decimal(type_.high)))


def _accepts(function: FunctionValue, wanted: FunctionType) -> bool:
    """Whether a function takes such arguments and answers such results; one that may answer anything does not."""
    if len(function.parameters) != len(wanted.parameters):
        return False
    own = function.type or FunctionType(tuple((name, ANY) for name in function.parameters), ANY)
    answers_anything = isinstance(own.result, AnyType) and not isinstance(wanted.result, AnyType)
    return not answers_anything and assignable(own, wanted)
