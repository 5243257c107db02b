"""Runs the worked examples of two versions in both, and finds those whose outcomes differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rulewright.check.examples import example_outcome
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.outcome import Outcome
from rulewright.packs.model.pack import Example


@dataclass(frozen=True, slots=True)
class ExampleMove:
    """An example with its outcomes by both versions; None where the rule is not in one of them.

    `is_disputed` says that the evaluators do not agree on one of the outcomes, so that it shows nothing. One that a
    search has found has a text in `near`: the example that it is a variation of, empty where there was none.
    """

    example: Example
    rule: str
    before: Outcome | None
    after: Outcome | None
    is_disputed: bool = False
    near: str | None = None

    @property
    def is_found(self) -> bool:
        """Whether a search has found it, and no version has it."""
        return self.near is not None

    @property
    def size(self) -> tuple[int, int]:
        """How much the example says: simple ones come first."""
        facts = self.example.facts
        return len(facts) + len(self.example.recorded), len(str(facts))


def moved_examples(engines: tuple[Engine, Engine], identical: Collection[str]) -> Iterator[ExampleMove]:
    """Yield the examples of either version that come to something else in the other one.

    Those of rules that are known to be identical are not run. An example that says other things in the two versions
    is two examples. Both evaluators of both versions have run what is yielded.
    """
    before, after = (engine.pack for engine in engines)
    known = {each.id: each for each in before.examples}
    wanted = [*before.examples, *(each for each in after.examples if not _is_same(known.get(each.id), each))]
    wanted = [each for each in wanted if each.rule not in identical]
    for example in wanted:
        outcomes = [_outcome(engine, example, reference=True) for engine in engines]
        if None in outcomes or says(outcomes[0]) != says(outcomes[1]):
            again = [_outcome(engine, example, reference=False) for engine in engines]
            is_disputed = list(map(says, again)) != list(map(says, outcomes))
            if None not in outcomes or is_disputed:
                yield ExampleMove(example, example.rule, outcomes[0], outcomes[1], is_disputed)


def _is_same(one: Example | None, other: Example) -> bool:
    return one is not None and _case_of(one) == _case_of(other)


def _case_of(example: Example) -> object:
    return example.rule, example.facts, example.recorded, example.known_on


def _outcome(engine: Engine, example: Example, *, reference: bool) -> Outcome | None:
    if example.rule not in engine.pack.rules:
        return None
    return example_outcome(engine, example, reference=reference)


def says(outcome: Outcome | None) -> object:
    """Return what an outcome says: its value, or what it waits for, or which error it is."""
    if outcome is None:
        return None
    code = outcome.problem.code if outcome.problem is not None else ""
    return outcome.status, outcome.value, outcome.needs, code
