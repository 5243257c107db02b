"""Says which ordinary values a fact may take: thresholds and their neighbors, members, what examples say by its name.

A number has no more places than the threshold that it lies at, or than examples write. Those that are likeliest to
show a difference come first.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from itertools import islice, pairwise

from rulewright.compare.witness.thresholds import Thresholds
from rulewright.evaluate.reference.conformance import conforms
from rulewright.language.numbers import DECIMAL128
from rulewright.language.relations import is_nullable, without_null
from rulewright.language.temporal.values import Date, date_from_day_number, day_number
from rulewright.language.types import (
    BOOLEAN,
    DATE,
    PERCENT,
    STRING,
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    NumberType,
    Type,
)
from rulewright.language.values import Value

MOST = 48
"""So many values of a fact are tried one after another."""
ANOTHER_TEXT = "another"
WHOLE_PERCENT = 2
"""A percent has at least the places of a whole one."""


@dataclass(frozen=True)
class Choices:
    """The values of facts by name and type; `said` are those that examples give, by name.

    `decided` are recorded decisions as examples give them, by the discretion.
    """

    thresholds: Thresholds
    said: Mapping[str, Sequence[Value]]
    decided: Mapping[str, Sequence[object]]
    _known: dict[tuple[str, Type], tuple[Value, ...]] = field(default_factory=dict)

    def of(self, name: str, type_: Type) -> tuple[Value, ...]:
        """Return the values of a fact, the likeliest first; lists, records and maps only as examples have them."""
        found = self._known.get((name, type_))
        if found is None:
            values = [each for each in self._values(name, without_null(type_)) if is_within(each, type_)]
            unlike = [each for number, each in enumerate(values) if each not in values[:number]]
            nothing = [None] if is_nullable(type_) else []
            found = self._known[name, type_] = (*islice(unlike, MOST), *nothing)
        return found

    def _values(self, name: str, type_: Type) -> Iterator[Value]:
        said = [each for each in self.said.get(name, ()) if each is not None and conforms(each, type_)]
        if type_ == BOOLEAN:
            yield from (True, False)
        elif isinstance(type_, EnumType):
            yield from (each for each in self.thresholds.texts() if each in type_.members)
            yield from type_.members
        elif isinstance(type_, NumberType):
            yield from self._numbers(type_, said)
        elif type_ == DATE:
            yield from (each for day in self.thresholds.days() for each in _around_day(day))
            yield from said
        elif type_ == STRING:
            yield from (*said[:2], *self.thresholds.texts(), ANOTHER_TEXT, *said)
        else:
            yield from said

    def _numbers(self, type_: NumberType, said: Sequence[Decimal]) -> Iterator[Decimal]:
        near = self.thresholds.numbers(type_.unit, is_near=True)
        yield from near
        yield from (_between(one, other) for one, other in pairwise(sorted(near)))
        yield from (each for number in near for each in _around(number, type_))
        yield from said[:4]
        for number in self.thresholds.numbers(type_.unit):
            yield number
            yield from _around(number, type_)
        yield from (*said, Decimal(0), Decimal(1), Decimal(10), Decimal(100))

    def plain(self, name: str, type_: Type) -> Value:
        """Return a value for a fact of which no example says one.

        Raises:
            LookupError: when nothing is known of its type.
        """
        inner = without_null(type_)
        said = [each for each in self.said.get(name, ()) if conforms(each, type_)]
        if said:
            return said[0]
        if isinstance(inner, ListType):
            return [self.plain(name, inner.item)]
        if isinstance(inner, ContextType):
            return {entry: self.plain(entry, each) for entry, each in inner.entries}
        if isinstance(inner, MapType) and isinstance(inner.key, EnumType):
            return {key: self.plain(name, inner.value) for key in inner.key.members}
        found = self.of(name, type_)
        if not found:
            raise LookupError(name)
        return found[0]

    def by_chance(self, name: str, type_: Type, source: random.Random) -> Value:
        """Return a value of a fact by chance, of numbers often one between two others.

        Raises:
            LookupError: when nothing is known of its type.
        """
        found = self.of(name, type_)
        if not found:
            raise LookupError(name)
        numbers = [each for each in found if isinstance(each, Decimal)]
        if len(numbers) > 1 and source.random() < 0.5:
            low, high = sorted(source.sample(numbers, 2))
            places = max(_places(low), _places(high))
            with localcontext(DECIMAL128):
                steps = int((high - low).scaleb(places))
                drawn = low + Decimal(source.randint(0, steps)).scaleb(-places)
            return drawn if is_within(drawn, type_) else low
        return source.choice(found)


def is_within(value: Value, type_: Type) -> bool:
    """Whether a number lies in the range of its type, and is whole where that says so."""
    inner = type_.type if isinstance(type_, Nullable) else type_
    if not isinstance(inner, NumberType) or not isinstance(value, Decimal):
        return True
    is_low = bool(inner.low) and value < Decimal(inner.low)
    is_high = bool(inner.high) and value > Decimal(inner.high)
    return not is_low and not is_high and (not inner.is_whole or value == value.to_integral_value())


def _places(number: Decimal) -> int:
    """Return the decimal places of a number."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _around(number: Decimal, type_: NumberType) -> tuple[Decimal, Decimal]:
    """Return the neighbors of a number at its last place, of a percent at least at the whole one."""
    places = 0 if type_.is_whole else max(_places(number), WHOLE_PERCENT if type_.name == PERCENT.name else 0)
    step = Decimal(1).scaleb(-places)
    return number - step, number + step


def _between(one: Decimal, other: Decimal) -> Decimal:
    """Return a number between two, with no more places than they have; one of them where there is none."""
    places = max(_places(one), _places(other))
    with localcontext(DECIMAL128):
        return round((one + other) / 2, places)


def _around_day(day: Date) -> Iterator[Date]:
    number = day_number(day)
    found = (date_from_day_number(each) for each in (number, number - 1, number + 1))
    yield from (each for each in found if each is not None)
