"""Runs the examples of a pack: each with both evaluators, and compares what they answer with what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import partial

from rulewright.check.comparison import Mismatch, MismatchKind, compare_outcome
from rulewright.check.dated_examples import examples_of
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.outcome import Outcome
from rulewright.packs.model.pack import Example


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What became of an example: the outcome of the engine, and in what it differs from what is expected.

    Where the evaluators disagree, `reference` is what the reference evaluator answers.
    """

    example: Example
    outcome: Outcome
    mismatches: tuple[Mismatch, ...] = ()
    reference: Outcome | None = None

    @property
    def has_passed(self) -> bool:
        """Whether the outcome is as expected, by both evaluators."""
        return not self.mismatches


def run_examples(engine: Engine, selection: Iterable[Example] | None = None) -> Iterator[ExampleResult]:
    """Yield the result of each example of a pack, or of those selected, in their order, as soon as it is there.

    One with dates for which another version answers is left to that.
    """
    for example in examples_of(engine.pack, selection):
        yield run_example(engine, example)


def run_example(engine: Engine, example: Example) -> ExampleResult:
    """Return the result of one example."""
    outcome, reference = example_outcome(engine, example), example_outcome(engine, example, reference=True)
    mismatches = compare_outcome(outcome, example.expected, engine.pack.rules[example.rule])
    differing = differing_parts(outcome, reference)
    if not differing:
        return ExampleResult(example, outcome, mismatches)
    disagreement = Mismatch(
        MismatchKind.EVALUATORS,
        "",
        {part: getattr(reference, part) for part in differing},
        {part: getattr(outcome, part) for part in differing},
    )
    return ExampleResult(example, outcome, (*mismatches, disagreement), reference)


def example_outcome(engine: Engine, example: Example, *, reference: bool = False) -> Outcome:
    """Return what a version answers for an example; decisions that were taken after its `known_on` do not count."""
    run = partial(engine.run, example.rule, example.facts, recorded=example.recorded, reference=reference)
    return run(known_on=example.known_on) if example.recorded and example.known_on else run()


def differing_parts(outcome: Outcome, other: Outcome) -> tuple[str, ...]:
    """Return the names of the parts in which two outcomes of one case differ, their traces included."""
    names = [each.name for each in fields(Outcome) if each.compare] + ["trace"]
    return tuple(name for name in names if getattr(outcome, name) != getattr(other, name))
