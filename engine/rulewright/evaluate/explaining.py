"""Evaluates a case with all its reasons: reads its values with every problem, and calls the reference evaluator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import localcontext
from functools import partial
from typing import TYPE_CHECKING

from rulewright.evaluate.answers import outcome_of, refused, with_later, with_unattributed
from rulewright.evaluate.compiled.fallback import Fallback
from rulewright.evaluate.compiled.known import known
from rulewright.evaluate.compiled.missing import MISSING
from rulewright.evaluate.compiled.trace import no_events, read_trace
from rulewright.evaluate.facts import read_facts
from rulewright.evaluate.indexed_pack import IndexedPack
from rulewright.evaluate.outcome import Outcome
from rulewright.evaluate.plans import Plan
from rulewright.language.absences import absences_within
from rulewright.language.numbers import DECIMAL128
from rulewright.language.personal import holds_personal
from rulewright.language.reading.case_words import Misread
from rulewright.language.values import Value
from rulewright.packs.model.recorded import RecordedDecisions
from rulewright.packs.model.rules import Input

if TYPE_CHECKING:
    from rulewright.packs.model.pack import Pack


def explained_outcome(
    indexed: IndexedPack,
    plan: Plan,
    facts: Mapping[str, object],
    recorded: Mapping[str, object],
    known_on: str | None = None,
    *,
    is_reference: bool,
) -> Outcome:
    """Return the outcome of a case; with `is_reference` the reference evaluator alone answers.

    Raises:
        InternalError: when the code generated for the rule fails.
    """
    if not recorded:
        return _answered(indexed.pack, plan, facts, {}, is_reference=is_reference)
    from rulewright.evaluate.recorded import decisions_of  # noqa: PLC0415  (most cases record nothing)

    read = decisions_of(recorded, indexed.pack.rules, indexed.index.aliases, known_on)
    outcome = _answered(indexed.pack, plan, facts, read.decisions, read.problems, is_reference=is_reference)
    if read.later:
        outcome = with_later(outcome, read.later, indexed.pack.rules, known_on or "")
    return outcome if read.names_actors else with_unattributed(outcome, indexed.pack.rules)


def _answered(
    pack: Pack,
    plan: Plan,
    facts: Mapping[str, object],
    decisions: RecordedDecisions,
    wrong: tuple[Misread, ...] = (),
    *,
    is_reference: bool,
) -> Outcome:
    """Return the outcome of a case with the recorded decisions that were read of it, and what is wrong with them."""
    rule = pack.rules[plan.rule]
    declared = rule.inputs
    with localcontext(DECIMAL128):
        if decisions and not wrong and not is_reference:
            outcome = _decided(plan, facts, decisions)
            if outcome is not None:
                return outcome
        values, problems = read_facts(facts, declared)
        problems += wrong
    if not problems and pack.requirements:
        problems = _departures(pack, declared, values)
    if problems:
        return refused(rule.id, plan.type, problems)
    if not is_reference and not decisions:
        arguments = _complete(declared, values)
        if arguments is not None:
            try:
                with localcontext(DECIMAL128):
                    value = plan.of_values([0], *arguments)
            except Fallback:
                pass
            except Exception as error:  # noqa: BLE001  (it is handed on, without its words where they may be personal)
                plan.fail(error)
            else:
                return known(rule.id, value, plan.type, partial(plan.trace, arguments), plan.may_have_basis(arguments))
    from rulewright.evaluate.reference.evaluator import ReferenceEvaluator  # noqa: PLC0415  (a value in another form does without)

    evaluated = ReferenceEvaluator.of(pack).evaluate_rule(rule.id, values, decisions)
    return outcome_of(rule, plan.type, evaluated.trace, evaluated.warnings, pack.rules)


def _decided(plan: Plan, facts: Mapping[str, object], decisions: RecordedDecisions) -> Outcome | None:
    """Return what a compiled rule answers with recorded decisions; None where it leaves the case.

    They are part of the reasons, so that these are noted on the way.
    """
    events = no_events(decisions)
    try:
        value, _ = plan.noting()[0](facts, events)
    except Fallback:
        return None
    except Exception as error:  # noqa: BLE001  (it is handed on, without its words where they may be personal)
        plan.fail(error)
    return known(plan.rule, value, plan.type, partial(read_trace, events), may_have_basis=True)


def _departures(pack: Pack, inputs: Sequence[Input], values: Mapping[str, Value]) -> tuple[Misread, ...]:
    """Return what is wrong with facts whose records do not meet what their types require."""
    from rulewright.evaluate.reference.evaluator import ReferenceEvaluator  # noqa: PLC0415  (few packs require anything)

    departures = ReferenceEvaluator.of(pack).departures(values, inputs)
    if any(holds_personal(each.type) for each in inputs):
        from rulewright.evaluate.masking import without_words  # noqa: PLC0415  (the same)

        departures = tuple(map(without_words, departures))
    return tuple(Misread(each.code, "", each.reason) for each in departures)


def _complete(inputs: Sequence[Input], values: Mapping[str, Value]) -> tuple[Value, ...] | None:
    """Return the arguments of a compiled rule, or None where something is absent in them."""
    if absences_within(list(values.values())):
        return None
    if any(input_.name not in values and input_.otherwise is None for input_ in inputs):
        return None
    return tuple(values.get(input_.name, MISSING) for input_ in inputs)
