"""Compares what the two evaluators count: generated code must never count fewer steps than the reference evaluator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import localcontext

from rulewright import Engine
from rulewright.evaluate.compiled.fallback import Fallback
from rulewright.evaluate.compiled.trace import no_events
from rulewright.evaluate.emit.compiler import Weights
from rulewright.evaluate.facts import read_facts
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.evaluate.reference.rules import Frame
from rulewright.language.numbers import DECIMAL128


@dataclass(frozen=True, slots=True)
class Counts:
    """The steps of one case: as the reference evaluator counts them, and as generated code does at most."""

    rule: str
    reference: int
    compiled: int


def counts_of(engine: Engine, rule: str, facts: dict[str, object]) -> Counts | None:
    """Return the steps of a case; None where generated code does not decide it."""
    plan = engine._plans[rule]
    if not plan.is_compiled:
        return None
    with localcontext(DECIMAL128):
        values, problems = read_facts(facts, engine.pack.rules[rule].inputs)
        if problems:
            return None
        events = no_events()
        try:
            engine._plans.tracing(rule)[0](facts, events)
        except Fallback:
            return None
    reference = ReferenceEvaluator.of(engine.pack)
    return Counts(
        rule, steps_of_reference(reference, rule, values), events[0] + Weights(engine.pack.rules).of_rule(rule)
    )


def steps_of_reference(reference: ReferenceEvaluator, rule: str, values: dict[str, object]) -> int:
    """Return the steps that the reference evaluator counts."""
    outermost = reference._frame({})
    with localcontext(DECIMAL128):
        Frame(outermost.evaluation, rule).trace(reference.rules[rule], values)
    return outermost.walker.steps
