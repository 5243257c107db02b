"""Defines the types that the checker infers and that packs declare.

A type is a shape (number, string, list …) with what packs add: units of numbers, members of enumerations, ranges.
`Nullable` marks where null may stand; every other type excludes null.
"""

from __future__ import annotations

from dataclasses import field

from rulewright.records import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of base units with whole exponents, sorted by name; empty for plain numbers.

    `scale` is the power of ten by which one of it exceeds the base units (`USD million` has scale 6).
    """

    factors: tuple[tuple[str, int], ...] = ()
    scale: int = 0

    def times(self, other: Unit) -> Unit:
        """Return the unit of a product."""
        exponents = dict(self.factors)
        for name, exponent in other.factors:
            exponents[name] = exponents.get(name, 0) + exponent
        return Unit(tuple(sorted((n, e) for n, e in exponents.items() if e)), self.scale + other.scale)

    def over(self, other: Unit) -> Unit:
        """Return the unit of a quotient."""
        return self.times(Unit(tuple((n, -e) for n, e in other.factors), -other.scale))

    def __str__(self) -> str:
        above = [n if e == 1 else f"{n}^{e}" for n, e in self.factors if e > 0]
        below = [n if e == -1 else f"{n}^{-e}" for n, e in self.factors if e < 0]
        text = "·".join(above) or "1"
        for name in below:
            text += f"/{name}"
        scale = {0: "", 3: " thousand", 6: " million", 9: " billion"}.get(self.scale, f" ×10^{self.scale}")
        return text + scale


PLAIN = Unit()


@dataclass(frozen=True, slots=True)
class Type:
    """Any type. `is_personal` marks values that outputs do not show; for everything else the type is the same.

    It is False where an author says that there is nothing personal in the values, and None where nothing is said.
    """

    is_personal: bool | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class AnyType(Type):
    """Nothing is known, null included."""


@dataclass(frozen=True, slots=True)
class NeverType(Type):
    """No value at all: the items of `[]`. It is assignable to every type."""


@dataclass(frozen=True, slots=True)
class NullType(Type):
    """Only null."""


@dataclass(frozen=True, slots=True)
class SimpleType(Type):
    """`string`, `boolean`, `date`, `time`, `date and time`, `days and time duration`, `years and months duration`."""

    name: str


@dataclass(frozen=True, slots=True)
class NumberType(Type):
    """A number with its unit. `name` is how the pack calls it (`money`, `percent`).

    `is_literal` marks numbers written in an expression: they take any unit in sums and comparisons.
    `is_whole` marks numbers that coercion checks to be whole.
    """

    unit: Unit = PLAIN
    name: str = "number"
    is_literal: bool = False
    is_whole: bool = False
    low: str = ""
    high: str = ""

    @property
    def takes_percent(self) -> bool:
        """Whether `75%` is a number of the type: of what has a unit nothing is three quarters by itself."""
        return self.unit == PLAIN


@dataclass(frozen=True, slots=True)
class EnumType(Type):
    """One of the strings in `members`; `aliases` are other spellings that coercion accepts."""

    name: str
    members: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListType(Type):
    """A list of items of one type."""

    item: Type


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    """A range over a comparable type."""

    item: Type


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    """A context with known entries; `is_closed` when it has no others. `name` where the pack names it.

    `aliases` are names that entries had before, with those that they have.
    """

    entries: tuple[tuple[str, Type], ...]
    name: str = ""
    is_closed: bool = True
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MapType(Type):
    """A context whose keys are data (parties, periods) and whose values have one type."""

    value: Type
    key: Type | None = None


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    """A function with its formal parameters in order.

    `optional` names parameters that may be left out. `built_in` names the built-in that it is the type of: there may
    be other ways to call it. `aliases` are names that parameters had before, with those that they have.
    """

    parameters: tuple[tuple[str, Type], ...]
    result: Type
    optional: frozenset[str] = frozenset()
    built_in: str = ""
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Nullable(Type):
    """A type, or null."""

    type: Type


ANY = AnyType()
NEVER = NeverType()
NULL = NullType()
NUMBER = NumberType()
WHOLE = NumberType(is_whole=True)
INTEGER = NumberType(name="integer", is_whole=True)
PERCENT = NumberType(name="percent")
QUOTIENT = NumberType(name="quotient")
"""A plain number that was divided, or multiplied by a percent: a ratio, unlike a plain number that was given."""
STRING = SimpleType("string")
BOOLEAN = SimpleType("boolean")
DATE = SimpleType("date")
TIME = SimpleType("time")
DATE_AND_TIME = SimpleType("date and time")
DAYS_DURATION = SimpleType("days and time duration")
YEARS_DURATION = SimpleType("years and months duration")
