"""Searches for a witness of a decision: an ordinary case in which two versions differ, made as small as can be.

The search goes on for a case that shows more until it has one with two values. Of a case that shows something, all is
put back to what its example says that can be without losing the difference, then all is left out that neither version
looks at. What is left is run by both evaluators of both versions, and is a witness only where they agree.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from rulewright.compare.digests import OutcomeDigests
from rulewright.compare.examples import ExampleMove, says
from rulewright.compare.witness.cases import FACTS, RECORDED, Cases, FoundCase
from rulewright.compare.witness.choices import Choices
from rulewright.compare.witness.parts import NOTHING, differing_facts, part_at, with_fact
from rulewright.compare.witness.pasting import pasted
from rulewright.compare.witness.strength import Strength, strength
from rulewright.compare.witness.thresholds import thresholds_of
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.outcome import Outcome
from rulewright.language.reading.giving import as_fact
from rulewright.language.temporal.values import Date
from rulewright.packs.model.pack import Example
from rulewright.packs.model.rules import Rule
from rulewright.source import Place

SECONDS = 0.05
"""The time of a processor that a decision takes at most, where nobody says another."""
CASES_A_SECOND = 4_000
"""A search ends after as many cases as usually fit into its time, so that it ends at the same one each time."""
UNCOMPILED = 16
"""So many cases are run by the reference evaluator: making the code of a large decision takes longer."""
NOWHERE = Place("", 1, 1)

Outcomes = tuple[Outcome, Outcome]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search came to: the witness, if one was found, and how many cases were run for it.

    It `is_cut` where its time ended before its cases did.
    """

    witness: ExampleMove | None
    cases: int
    is_cut: bool = False


@dataclass
class WitnessSearch:
    """Searches for witnesses of two versions with at most so many seconds of a processor for each decision."""

    engines: tuple[Engine, Engine]
    digests: tuple[OutcomeDigests, OutcomeDigests]
    seconds: float = SECONDS
    _said: dict[str, list[object]] = field(default_factory=dict)
    _decided: dict[str, list[object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for engine in self.engines:
            for example in engine.pack.examples:
                _gather(example.facts, self._said)
                for id_, each in example.recorded.items():
                    listed = self._decided.setdefault(id_, [])
                    if each not in listed:
                        listed.append(each)

    def of_all(self, decisions: Iterable[str], moves: Mapping[str, ExampleMove]) -> dict[str, Searched]:
        """Return what the search for a witness of each decision came to; `moves` are examples that show something.

        Those that rest on little come first, so that what is found for them helps with what rests on them.
        """
        known = dict(moves)
        found: dict[str, Searched] = {}
        for decision in sorted(decisions, key=lambda each: (len(self._based_on(each)), each)):
            move = known.get(decision)
            shown = Strength.NOTHING if move is None else strength(move.before, move.after)
            if shown < Strength.QUESTION:
                found[decision] = self.of(decision, shown, known)
                if (witness := found[decision].witness) is not None:
                    known[decision] = witness
        return found

    def of(
        self, decision: str, least: Strength = Strength.NOTHING, moves: Mapping[str, ExampleMove] = MappingProxyType({})
    ) -> Searched:
        """Return what the search for a witness of a decision came to that shows more than `least`.

        `moves` are cases in which other rules move.
        """
        rules = self.engines[0].pack.rules[decision], self.engines[1].pack.rules[decision]
        based_on = self._based_on(decision)
        packs = self.engines[0].pack, self.engines[1].pack
        choices = Choices(thresholds_of(decision, based_on, packs), self._said, self._decided)
        hints = [facts_by_name(moves[each].example.facts) for each in based_on if each in moves]
        until = time.process_time() + self.seconds
        most = int(self.seconds * CASES_A_SECOND)
        best, tried = None, 0
        for case, base in Cases(rules, packs, based_on, choices, hints):
            if tried == most or least is Strength.VALUES:
                return Searched(best, tried)
            if time.process_time() > until:
                return Searched(best, tried, is_cut=True)
            tried += 1
            shown = strength(*self._run(rules, case, is_reference=tried <= UNCOMPILED))
            if shown > least:
                smallest = self._reduced(rules, case, base, shown)
                move = self._confirmed(rules, smallest)
                if move is not None:
                    best, least = move, shown
        return Searched(best, tried)

    def _based_on(self, decision: str) -> Sequence[str]:
        """Return the rules on which a decision rests, those that differ first."""
        one, other = self.digests
        found = sorted(one.basis[decision] | other.basis[decision])
        return sorted(found, key=lambda each: (one.own(each) == other.own(each), each != decision))

    def _run(self, rules: tuple[Rule, Rule], case: FoundCase, *, is_reference: bool = False) -> Outcomes:
        one, other = (
            engine.run(rule.id, _facts(case, rule), recorded=case.recorded, reference=is_reference)
            for engine, rule in zip(self.engines, rules, strict=True)
        )
        return one, other

    # ── As small as can be ────────────────────────────────────────────────────────────────────────────────────────

    def _reduced(self, rules: tuple[Rule, Rule], case: FoundCase, base: FoundCase, shown: Strength) -> FoundCase:
        """Return a case with all put back to its example that can be, and without what neither version looks at."""
        before = None
        while before != case:
            before = case
            case = self._put_back(rules, case, base, shown)
            case = self._without_ignored(rules, case)
        return case

    def _put_back(self, rules: tuple[Rule, Rule], case: FoundCase, base: FoundCase, shown: Strength) -> FoundCase:
        wanted, place = base.whole, 0
        while place < len(paths := changed_parts(case, base)):
            path = paths[place]
            smaller = case.of(with_fact(case.whole, path, part_at(wanted, path)))
            if strength(*self._run(rules, smaller)) >= shown:
                case, place = smaller, 0
            else:
                place += 1
        return case

    def _without_ignored(self, rules: tuple[Rule, Rule], case: FoundCase) -> FoundCase:
        wanted = [says(each) for each in self._run(rules, case)]
        for part in (FACTS, RECORDED):
            for name in tuple(case.whole[part]):
                smaller = case.of(with_fact(case.whole, (part, name), NOTHING))
                if [says(each) for each in self._run(rules, smaller)] == wanted:
                    case = smaller
        return case

    def _confirmed(self, rules: tuple[Rule, Rule], case: FoundCase) -> ExampleMove | None:
        """Return a case as a witness, if both evaluators say so, and it can be written; else None."""
        compiled = self._run(rules, case)
        reference = self._run(rules, case, is_reference=True)
        if [says(each) for each in compiled] != [says(each) for each in reference]:
            return None
        rule = rules[1]
        taken = {each.id for engine in self.engines for each in engine.pack.examples}
        names = (f"witness-{rule.id.replace('.', '-')}{number or ''}" for number in range(len(taken) + 1))
        id_ = next(each for each in names if each not in taken)
        example = Example(id_, rule.id, "", None, _facts(case, rule), case.recorded, (), NOWHERE)
        move = ExampleMove(example, rule.id, *reference, near=case.near)
        is_written = any(pasted(move, *each) for each in zip(rules, reference, strict=True))
        return move if is_written else None


def changed_parts(case: FoundCase, base: FoundCase) -> list[tuple[str | int, ...]]:
    """Return the paths of the smallest parts of a case that its example says otherwise, what it leaves out aside."""
    found = differing_facts(base.whole, case.whole)
    return [path for path in found if part_at(case.whole, path) is not NOTHING]


def facts_by_name(facts: object) -> dict[str, object]:
    """Return the values in some facts by the name under which each stands, the first of each name."""
    said: dict[str, list[object]] = {}
    _gather(facts, said)
    return {name: each[0] for name, each in said.items()}


def _facts(case: FoundCase, rule: Rule) -> dict[str, object]:
    types = {each.name: each.type for each in rule.inputs}
    return {name: as_fact(each, types[name]) for name, each in case.facts.items()}


def _gather(value: object, said: dict[str, list[object]], name: str = "") -> None:
    """Gather the values that examples say, by the name under which each stands."""
    if isinstance(value, dict):
        for key, each in value.items():
            _gather(each, said, str(key))
    elif isinstance(value, list):
        for each in value:
            _gather(each, said, name)
    elif isinstance(value, Decimal | Date | str):
        listed = said.setdefault(name, [])
        if value not in listed:
            listed.append(value)
