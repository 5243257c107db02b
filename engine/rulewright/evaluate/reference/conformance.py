"""Says whether a value is of a type, and converts it as DMN does where a type is declared (DMN 1.5, 10.3.2.9).

What goes from one rule to another, an argument or an outcome, must be of the type that is declared, bounds and members
included, as a fact must; `Conformance` finds the part that is not.

The conversions: a value becomes a list of one, a list of one becomes its item, a date becomes the date and time of
its midnight in UTC. Whatever else does not conform is a failure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from decimal import Decimal

from rulewright.language.kinds import CLASSES
from rulewright.language.personal import holds_personal
from rulewright.language.reading.case_words import misread
from rulewright.language.reading.scalars import outside
from rulewright.language.reading.slips import PartPath, Slip, path_text
from rulewright.language.relations import assignable, without_null
from rulewright.language.temporal.values import MIDNIGHT_UTC, Date, DateTime
from rulewright.language.types import (
    DATE_AND_TIME,
    AnyType,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    Nullable,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.language.values import Absence, Failure, FunctionValue, Range, Value
from rulewright.packs.model.rules import Expression, Requirement
from rulewright.records import dataclass


def conforms(value: Value, type_: Type) -> bool:
    """Whether a value is of a type; null and what is missing are of every type (`instance of` is stricter)."""
    return _conforms(value, type_, set())


def _conforms(value: Value, type_: Type, known: set[tuple[int, int]]) -> bool:
    """Whether a value is of a type; `known` are the parts that are, so that shared parts are looked at once."""
    if value is None or isinstance(value, Absence) or (id(value), id(type_)) in known:
        return True
    match type_:
        case AnyType():
            return True
        case Nullable(type=inner):
            return _conforms(value, inner, known)
        case NumberType():
            return isinstance(value, Decimal) and outside(value, type_) is None
        case EnumType(members=members):
            return isinstance(value, str) and value in members
        case SimpleType(name=name):
            return isinstance(value, CLASSES[name])
        case RangeType(item=item):
            return isinstance(value, Range) and all(_conforms(end, item, known) for end in (value.start, value.end))
        case FunctionType():
            return isinstance(value, FunctionValue) and _accepts(value, type_)
    parts = _parts(value, type_)
    is_conforming = parts is not None and all(_conforms(part, wanted, known) for part, wanted in parts)
    if is_conforming:
        known.add((id(value), id(type_)))
    return is_conforming


def _parts(value: Value, type_: Type) -> Iterator[tuple[Value, Type]] | None:
    """Return the parts of a list or context with the type that each must have; None where it is of another kind."""
    match type_:
        case ListType(item=item) if isinstance(value, list):
            return ((part, item) for part in value)
        case ContextType(entries=entries) if isinstance(value, dict) and all(name in value for name, _ in entries):
            return ((value[name], wanted) for name, wanted in entries)
        case MapType(value=item) if isinstance(value, dict):
            return ((part, item) for part in value.values())
        case _:
            return None


# ── What is declared ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Conformance:
    """Compares what one evaluation hands on with the types that are declared, each list or record once for a type.

    `requirements` are what records must meet, by the name of their type, and `evaluate` says whether one does.
    `known` holds the parts that were found to conform, and keeps them from being forgotten meanwhile.
    """

    requirements: Mapping[str, tuple[Requirement, ...]]
    evaluate: Callable[[Expression, Mapping[str, Value]], Value]
    known: dict[tuple[int, int], tuple[Value, Type]] = field(default_factory=dict)

    def departure(self, value: Value, type_: Type, name: str) -> Failure | None:
        """Return the error of the first part of a value that is not of the type; None where all are.

        Null and what is missing are of every type: whether they may stand there is said elsewhere. An error inside a
        list is that of the list; one of a record's own entries is reported with the outcome.
        """
        return self._departure(value, type_, (name,))

    def _departure(self, value: Value, type_: Type, path: PartPath) -> Failure | None:
        type_ = without_null(type_)
        if isinstance(value, Failure):
            return value if len(path) > 2 or isinstance(path[-1], int) else None
        if value is None or isinstance(value, Absence | FunctionValue) or (id(value), id(type_)) in self.known:
            return None
        match type_:
            case AnyType() | NullType():
                return None
            case NumberType() if isinstance(value, Decimal):
                what = outside(value, type_)
                return None if what is None else _failure_of(Slip(what, value, type_, path, value))
            case EnumType(members=members) if isinstance(value, str):
                return None if value in members else _failure_of(Slip("member", value, type_, path))
            case SimpleType(name=name) if isinstance(value, CLASSES[name]):
                return None
        parts = _named_parts(value, type_)
        if parts is None:
            return _failure_of(Slip("kind", value, type_, path))
        departures = (self._departure(part, wanted, (*path, *step)) for step, part, wanted in parts)
        departure = next((each for each in departures if each is not None), None)
        if departure is None and isinstance(type_, ContextType):
            departure = self._unmet(value, type_, path)
        if departure is None:
            self.known[id(value), id(type_)] = (value, type_)
        return departure

    def _unmet(self, record: Mapping[str, Value], type_: ContextType, path: PartPath) -> Failure | None:
        """Return the error of the first requirement that a record does not meet, as far as its entries show."""
        for requirement in self.requirements.get(type_.name, ()):
            boolean = self.evaluate(requirement.condition, record)
            if isinstance(boolean, Failure):
                return replace(boolean, reason=f"`{path_text(path)}`: {boolean.reason}", span=None)
            if boolean is not True and not isinstance(boolean, Absence):
                return Failure(f"`{path_text(path)}`: {requirement.message}", "requirement-not-met")
        return None


def _failure_of(slip: Slip) -> Failure:
    problem = misread(slip)
    return Failure(problem.message, problem.code)


def _named_parts(value: Value, type_: Type) -> Iterator[tuple[PartPath, Value, Type]] | None:
    """Return the parts of a value that are there, with the paths to them and their types; None for another kind."""
    match type_:
        case ListType(item=item) if isinstance(value, list):
            return (((place,), part, item) for place, part in enumerate(value, start=1))
        case ContextType(entries=entries) if isinstance(value, dict):
            return (((name,), value[name], wanted) for name, wanted in entries if name in value)
        case MapType(value=item, key=key) if isinstance(value, dict):
            hides_keys = key is not None and holds_personal(key)
            steps = (place if hides_keys else str(name) for place, name in enumerate(value, start=1))
            return (((step,), part, item) for step, part in zip(steps, value.values(), strict=True))
        case RangeType(item=item) if isinstance(value, Range):
            return (((), end, item) for end in (value.start, value.end))
        case _:
            return None


# ── Conversions ───────────────────────────────────────────────────────────────────────────────────────────────────────


def convert(value: Value, type_: Type, what: str = "the value") -> Value:
    """Return the value as one of the type, by DMN's implicit conversions, or a failure."""
    if conforms(value, type_):
        return value
    target = without_null(type_)
    if isinstance(target, ListType) and not isinstance(value, list) and conforms(value, target.item):
        return [value]
    if isinstance(value, list) and len(value) == 1 and not isinstance(target, ListType):
        return convert(value[0], type_, what)
    if target == DATE_AND_TIME and isinstance(value, Date):
        return DateTime(value, MIDNIGHT_UTC)
    return Failure(f"{what} is not of the type that is declared", "type-mismatch")


def _accepts(function: FunctionValue, wanted: FunctionType) -> bool:
    """Whether a function takes such arguments and answers such results."""
    return _is_subtype(function.type, wanted)


def _is_subtype(given: Type, wanted: Type) -> bool:
    """Whether one type conforms to another: `Any` stands above all types, null is of every type."""
    given = without_null(given)
    wanted = without_null(wanted)
    match given, wanted:
        case (_, AnyType()) | (NullType(), _):
            return True
        case AnyType(), _:
            return False
        case (ListType(item), ListType(wanted_item)) | (RangeType(item), RangeType(wanted_item)):
            return _is_subtype(item, wanted_item)
        case ContextType(entries), ContextType(wanted_entries):
            own = dict(entries)
            return all(name in own and _is_subtype(own[name], type_) for name, type_ in wanted_entries)
        case FunctionType(parameters, result), FunctionType(wanted_parameters, wanted_result):
            # A function stands for another where it takes no less and answers no more.
            return (
                len(parameters) == len(wanted_parameters)
                and all(
                    _is_subtype(theirs[1], own[1]) for own, theirs in zip(parameters, wanted_parameters, strict=True)
                )
                and _is_subtype(result, wanted_result)
            )
    return assignable(given, wanted)
