"""Makes cases of a decision: its examples, each with one fact changed, then with several changed by chance.

An example also comes with the facts of a case in which something moves that the decision rests on, as far as both have
facts of one name. A case has values for inputs that both versions know, and recorded decisions. The order is the same
each time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property
from typing import Any

from rulewright.compare.witness.choices import MOST, Choices, is_within
from rulewright.compare.witness.parts import NOTHING, PartSteps, part_at, parts_of_value, with_fact
from rulewright.evaluate.answers import absence_in
from rulewright.evaluate.facts import read_facts
from rulewright.evaluate.reference.conformance import conforms
from rulewright.language.numbers import DECIMAL128
from rulewright.language.relations import without_null
from rulewright.language.types import ListType, NumberType, Type
from rulewright.language.values import Value
from rulewright.packs.model.pack import Example, Pack
from rulewright.packs.model.rules import Input, Rule

BASES = 16
"""So many examples of a decision are varied, the simplest ones."""
SHIFTED = 0.25
"""In so many of the cases made by chance two numbers keep their difference."""
FACTS, RECORDED = "facts", "recorded"


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case: values by input, recorded decisions by discretion, and the example that it is a variation of, if any."""

    facts: Mapping[str, Value]
    recorded: Mapping[str, object]
    near: str = ""

    @property
    def whole(self) -> dict[str, Any]:
        """Facts and recorded decisions, as one value."""
        return {FACTS: dict(self.facts), RECORDED: dict(self.recorded)}

    def of(self, whole: Mapping[str, Any]) -> FoundCase:
        """Return a variation of the case."""
        return FoundCase(whole[FACTS], whole[RECORDED], self.near)


@dataclass(frozen=True)
class Cases:
    """The cases of a decision that both versions have, given as `rules`; what it rests on is `based_on`.

    `hints` are facts by name of cases in which something moves that it rests on.
    """

    rules: tuple[Rule, Rule]
    packs: tuple[Pack, Pack]
    based_on: Sequence[str]
    choices: Choices
    hints: Sequence[Mapping[str, Value]] = ()

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs that both versions know, as the later one has them."""
        known = {each.name for each in self.rules[0].inputs}
        return tuple(each for each in self.rules[1].inputs if each.name in known)

    def __iter__(self) -> Iterator[tuple[FoundCase, FoundCase]]:
        """Yield cases without end, each with the one that it is a variation of; none where no case can be made."""
        bases = self.bases()
        starts = [(each, each) for each in bases]
        starts += [
            (made, each) for hint in self.hints for each in bases if (made := self._with_facts(each, hint)) != each
        ]
        yield from starts
        for rank in range(MOST + 1):
            for start, base in starts:
                yield from ((made, base) for made in self._with_one_changed(start, rank))
        source = random.Random(self.rules[1].id)  # noqa: S311  (chance that can be repeated)
        while starts:
            start, base = source.choice(starts)
            yield self._with_some_changed(start, source), base

    def bases(self) -> tuple[FoundCase, ...]:
        """Return the cases that are varied: the simplest examples of both versions, else one made of the types."""
        examples: dict[str, Example] = {}
        for pack in self.packs:
            examples.update({each.id: each for each in pack.examples if each.rule == self.rules[1].id})
        found = [base for each in examples.values() if (base := self._base(each)) is not None]
        found.sort(key=lambda each: len(str(each.whole)))
        return tuple(found[:BASES]) or tuple(self._plain())

    def _base(self, example: Example) -> FoundCase | None:
        """Return an example as a case of both versions; None where it is of none, or says what cannot be read."""
        names = {each.name for each in self.inputs}
        given = {name: each for name, each in example.facts.items() if name in names}
        values, problems = read_facts(given, self.inputs)
        if problems or any(absence_in(each) is not None for each in values.values()):
            return None
        recorded = {
            id_: each for id_, each in example.recorded.items() if all(id_ in pack.rules for pack in self.packs)
        }
        return FoundCase(values, recorded, example.id)

    def _plain(self) -> Iterator[FoundCase]:
        try:
            needed = (each for each in self.inputs if each.otherwise is None and each.decided is None)
            yield FoundCase({each.name: self.choices.plain(each.name, each.type) for each in needed}, {})
        except LookupError:
            return

    def _with_facts(self, base: FoundCase, facts: Mapping[str, Value]) -> FoundCase:
        """Return a case with these facts wherever it has one of their names and their kind, or might have it."""
        whole = base.whole
        for path, type_ in self._parts(base):
            name = _name(path)
            if type_ is not None and name in facts and conforms(facts[name], type_):
                whole = with_fact(whole, path, facts[name])
        return base.of(whole)

    # ── Variations ────────────────────────────────────────────────────────────────────────────────────────────────

    def _with_one_changed(self, base: FoundCase, rank: int) -> Iterator[FoundCase]:
        """Yield a case with one part changed to its value of a rank."""
        whole = base.whole
        for path, type_ in self._parts(base):
            values = self._values(path, type_, part_at(whole, path))
            if rank < len(values):
                yield base.of(with_fact(whole, path, values[rank]))

    def _with_some_changed(self, base: FoundCase, source: random.Random) -> FoundCase:
        case = self._shifted(base, source) if source.random() < SHIFTED else base
        for _ in range(source.choice((1, 2, 2, 3, 4))):
            parts = self._parts(case)
            if not parts:
                return case
            path, type_ = source.choice(parts)
            now = part_at(case.whole, path)
            values = self._values(path, type_, now)
            is_simple = type_ is not None and not isinstance(now, list | dict) and self.choices.of(_name(path), type_)
            if is_simple and type_ is not None and source.random() < 0.7:
                case = case.of(with_fact(case.whole, path, self.choices.by_chance(_name(path), type_, source)))
            elif values:
                case = case.of(with_fact(case.whole, path, source.choice(values)))
        return case

    def _shifted(self, case: FoundCase, source: random.Random) -> FoundCase:
        """Return a case with two numbers of one unit changed by as much, so that their difference stays."""
        whole = case.whole
        parts = ((path, without_null(type_), part_at(whole, path)) for path, type_ in self._parts(case) if type_)
        numbers = [each for each in parts if isinstance(each[1], NumberType) and isinstance(each[2], Decimal)]
        if len(numbers) < 2:
            return case
        (path, type_, now), (other_path, other_type, other) = source.sample(numbers, 2)
        chosen = self.choices.by_chance(_name(path), type_, source)
        with localcontext(DECIMAL128):
            shifted = other + (chosen - now)
        if getattr(type_, "unit", None) != getattr(other_type, "unit", None) or not is_within(shifted, other_type):
            return case
        return case.of(with_fact(with_fact(whole, path, chosen), other_path, shifted))

    def _parts(self, case: FoundCase) -> list[tuple[PartSteps, Type | None]]:
        """Return what can be changed in a case: every part of its facts, facts that it has not, recorded decisions."""
        found: list[tuple[PartSteps, Type | None]] = []
        for each in self.inputs:
            if each.name in case.facts:
                found += parts_of_value(case.facts[each.name], each.type, (FACTS, each.name))
            else:
                found.append(((FACTS, each.name), each.type))
        return [*found, *(((RECORDED, id_), None) for id_ in self.based_on if id_ in self.choices.decided)]

    def _values(self, path: PartSteps, type_: Type | None, now: object) -> list[object]:
        """Return what may stand at a path instead."""
        if type_ is None:
            found = [*self.choices.decided[path[1]], NOTHING]  # type: ignore[index]  # the id of a discretion
            return [each for each in found if each != now]
        values: list[object] = [each for each in self.choices.of(_name(path), type_) if each != now]
        if isinstance(without_null(type_), ListType) and isinstance(now, list):
            values += [
                *([*now[:place], *now[place + 1 :]] for place in range(len(now))),
                *([[*now, now[0]]] if now else []),
            ]
        if len(path) == 2 and now is not NOTHING and self._may_be_left_out(path[1]):
            values.append(NOTHING)
        return values

    def _may_be_left_out(self, name: object) -> bool:
        return any(each.name == name and (each.otherwise or each.decided) for each in self.inputs)


def _name(path: PartSteps) -> str:
    """Return the name under which a part stands: the last one that leads to it."""
    return next(step for step in reversed(path) if isinstance(step, str))
