"""Gathers the constants of two versions of a decision: what formulas and tables name, and figures, nearest first.

Near is what differs: a figure with its keys, a literal that only one version has. Then come the other constants of the
rules that differ, then those of all other rules on which the decision rests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rulewright.language.descent import nodes_in
from rulewright.language.relations import without_null
from rulewright.language.syntax import Node
from rulewright.language.temporal.values import Date
from rulewright.language.types import PLAIN, ContextType, ListType, MapType, NumberType, RangeType, Type, Unit
from rulewright.language.values import Range, Value
from rulewright.packs.kinds.parameter import Parameter
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Rule
from rulewright.packs.table_regions import UNSURE, constant

Threshold = tuple[Unit | None, Value]
"""A number with its unit (None for one in a formula, which may be of any), a date or a text."""

Together = tuple[Threshold, ...]
"""Constants that belong together: a figure with its keys, or one literal."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The constants of a decision, nearest first; `near` are those that differ."""

    constants: tuple[Threshold, ...]
    near: frozenset[Threshold]

    def numbers(self, unit: Unit, *, is_near: bool = False) -> tuple[Decimal, ...]:
        """Return the numbers with which one of a unit may be compared."""
        return tuple(self._values(Decimal, lambda of: of is None or of == unit, is_near=is_near))

    def days(self) -> tuple[Date, ...]:
        """Return the dates."""
        return tuple(self._values(Date, lambda _: True))

    def texts(self) -> tuple[str, ...]:
        """Return the texts."""
        return tuple(self._values(str, lambda _: True))

    def _values(self, kind: type, fits: Callable[[Unit | None], bool], *, is_near: bool = False) -> Iterable[Value]:
        found = (each for each in self.constants if not is_near or each in self.near)
        return dict.fromkeys(value for unit, value in found if type(value) is kind and fits(unit))


def thresholds_of(decision: str, rules: Sequence[str], packs: tuple[Pack, Pack]) -> Thresholds:
    """Return the constants of a decision that rests on these rules, in two versions of a pack."""
    near: dict[Threshold, None] = {}
    own: dict[Threshold, None] = {}
    others: dict[Threshold, None] = {}
    for id_ in rules:
        one, other = ([*_pieces(pack.rules.get(id_), pack.rules)] for pack in packs)
        alike = set(one) & set(other)
        for piece in (*one, *other):
            is_own = id_ == decision or len(alike) < len({*one, *other})
            (near if piece not in alike else own if is_own else others).update(dict.fromkeys(piece))
    return Thresholds((*near, *own, *others), frozenset(near))


def _pieces(rule: Rule | None, rules: Mapping[str, Rule]) -> Iterator[Together]:
    if isinstance(rule, Parameter):
        for key, figure in rule.figures.items():
            yield (*((None, each) for each in key), *_constants(figure.value, rule.type))
    elif rule is not None:
        yield from (piece for expression in rule.expressions() for piece in _literals(expression.tree, rules))
        for _, type_ in (*((each.name, each.type) for each in rule.inputs), *rule.results):
            yield from _bounds(type_)


def _literals(tree: Node, rules: Mapping[str, Rule]) -> Iterator[Together]:
    for node in nodes_in(tree):
        value = constant(node, rules)
        if value is not UNSURE and isinstance(value, Decimal | Date | str):
            yield ((None, value),)


def _bounds(type_: Type) -> Iterator[Together]:
    """Yield the ends of the ranges of numbers."""
    type_ = without_null(type_)
    if isinstance(type_, NumberType):
        yield from (((type_.unit, Decimal(bound)),) for bound in (type_.low, type_.high) if bound)
    elif isinstance(type_, ListType | RangeType):
        yield from _bounds(type_.item)
    elif isinstance(type_, MapType):
        yield from _bounds(type_.value)
    elif isinstance(type_, ContextType):
        yield from (piece for _, each in type_.entries for piece in _bounds(each))


def _constants(value: object, type_: Type) -> Iterator[Threshold]:
    """Yield the constants in a figure."""
    type_ = without_null(type_)
    match value:
        case Decimal():
            yield (type_.unit if isinstance(type_, NumberType) else PLAIN), value
        case Date() | str():
            yield None, value
        case list():
            yield from (found for each in value for found in _constants(each, getattr(type_, "item", type_)))
        case Range(start=start, end=end):
            yield from (found for each in (start, end) for found in _constants(each, getattr(type_, "item", type_)))
        case dict():
            types = dict(type_.entries) if isinstance(type_, ContextType) else {}
            default = type_.value if isinstance(type_, MapType) else type_
            yield from (found for key, each in value.items() for found in _constants(each, types.get(key, default)))
