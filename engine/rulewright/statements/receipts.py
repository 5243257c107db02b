"""Makes the receipts of a statement: for each party, what its formulas saw, every line with its reasons, the digests.

The lines over all parties have a receipt of their own; what a party's lines use of them is among its facts.

A line's receipt holds the same as that of any outcome. What all lines of a party share (its facts, the recorded
decisions that they used, the evaluations that they called) stands once, so that `inputs` of a line only name what it
took from there, and `evaluation` says which one it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from operator import itemgetter
from typing import NamedTuple

from rulewright.evaluate.caselines import answer_of
from rulewright.evaluate.choice import Choice
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.masking import hidden_recorded, is_on_persons
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.plain_json import JsonValue, to_json
from rulewright.evaluate.receipt import DIGEST, Object, amendments_json, given_json, receipt_digest
from rulewright.evaluate.recorded import ReadDecisions
from rulewright.language.keys import key_text
from rulewright.packs.model.statements import Line, StatementPlan
from rulewright.statements.evaluations import Evaluations
from rulewright.statements.result import PartyStatement, StatementResult, Versions

SCHEMA = "rulewright/statement-receipt/3"

ANSWER = ("status", "value", "type", "problem")
"""What every outcome has; its other parts are left out where they are empty."""


class WrittenReceipt(NamedTuple):
    """A receipt as JSON text, with its digest."""

    text: str
    digest: str


RecordedByKey = Mapping[str, Mapping[tuple[str, ...], tuple[int, object]]]
"""What tables record, by the discretion's id and the texts of its inputs' values, with its place among the others."""


def receipts(result: StatementResult, engine: Engine, engine_version: str) -> Mapping[str | None, WrittenReceipt]:
    """Return the receipt of each party by the party's key; by no key that of the lines over all."""
    shared: Object = {
        **heading(
            result.plan, result.period, engine, engine_version, known_on=result.recorded.known_on, choice=result.choice
        ),
        "tables": dict(result.table_digests),
    }
    apart = {rule for rule in result.recorded if engine.has_personal and is_on_persons(rule, engine.pack)}
    written = {rule: _by_key(rule, result.recorded) for rule in result.recorded if rule not in apart}
    together = {rule: result.recorded[rule] for rule in apart}  # one token stands for all that is recorded there
    texts: dict[str | None, WrittenReceipt] = {}
    for party in (*([result.shared] if result.plan.shared_lines else []), *result.parties):
        recorded: Mapping[str, object] = {**_recorded_for(party, result.recorded, written), **together}
        recorded = hidden_recorded(recorded, engine.pack, engine.tokens) if engine.has_personal else recorded
        own = party_json(party, result.plan, engine, is_shared=party is result.shared)
        texts[None if party is result.shared else party.key] = _written(
            {**shared, "recorded": given_json(recorded), **own}
        )
    return texts


def _by_key(rule: str, recorded: ReadDecisions) -> Mapping[tuple[str, ...], tuple[int, object]]:
    records = recorded[rule]
    placed = enumerate(records if isinstance(records, list) else [records])
    return dict(zip(recorded.decisions[rule], placed, strict=False))


def _recorded_for(party: PartyStatement, recorded: ReadDecisions, written: RecordedByKey) -> Mapping[str, object]:
    """Return the recorded decisions that the lines of a party used, all where one of them is an error.

    Of a rule of which it used none the first stays, since it matters that there are some.
    """
    if any(outcome.status is Status.ERROR for outcome in party.outcomes.values()):
        return recorded
    used: dict[str, dict[int, object]] = {rule: {} for rule in written}
    for outcome in party.outcomes.values():
        for each in (each for each in outcome.basis.decisions if each.rule in written):
            keys = tuple(key_text(value) for _, value in each.made_for)
            place, record = written[each.rule][keys]
            used[each.rule][place] = record
    first = {rule: dict([next(iter(found.values()))]) for rule, found in written.items() if found}
    return {
        rule: [record for _, record in sorted((found or first.get(rule, {})).items(), key=itemgetter(0))]
        for rule, found in used.items()
    }


def dates(known_on: str | None, choice: Choice | None) -> Object:
    """Return the date by which decisions count, if one was given, and the amendments of a pack that has any."""
    given: Object = {"known_on": known_on} if known_on else {}
    return given if choice is None else {**given, "amendments": amendments_json(choice)}


def heading(
    plan: StatementPlan,
    period: str,
    engine: Engine,
    engine_version: str,
    *,
    known_on: str | None = None,
    choice: Choice | None = None,
) -> Object:
    """Return what a receipt says of the statement and of what computed it."""
    return {
        "schema": SCHEMA,
        "pack": {"id": engine.id, "version": engine.version, "digest": engine.digest},
        "engine": engine_version,
        "statement": plan.id,
        plan.period: period,
        **dates(known_on, choice),
    }


def party_json(party: PartyStatement, plan: StatementPlan, engine: Engine, *, is_shared: bool) -> Object:
    """Return what a receipt says of a party, or of all: what the formulas saw, and the lines."""
    facts = {name: to_json(value) for name, value in party.shown.items()}
    evaluations = Evaluations(facts, engine.pack.rules)
    computed = plan.shared_lines if is_shared else plan.party_lines
    lines: list[JsonValue] = [_line(line, party.outcomes[line.id], evaluations) for line in computed]
    whose: Object = {"scope": "all"} if is_shared else {"party": party.key, "label": party.label}
    return {**whose, **earlier_versions(party.versions), "facts": facts, "lines": lines, **evaluations.to_json()}


def earlier_versions(versions: Versions) -> Object:
    """Return by which version the lines of earlier periods were computed, of a pack that has several."""
    named: Object = {
        period: {"version": choice.engine.pack.version, "digest": choice.engine.pack.digest, **amendments_json(choice)}
        for period, choice in versions.items()
    }
    return {"earlier": named} if named else {}


def _line(line: Line, outcome: Outcome, evaluations: Evaluations) -> Object:
    trace = outcome.trace
    answer = answer_of(outcome)
    if not outcome.basis:
        del answer["basis"]
    return {
        "line": line.id,
        "title": line.title,
        "inputs": [each.name for each in line.rule.inputs],
        "outcome": {name: part for name, part in answer.items() if part or name in ANSWER},
        "evaluation": None if trace is None else evaluations.number_of(trace),
    }


def _written(receipt: Object) -> WrittenReceipt:
    digest = receipt_digest(receipt)
    text = json.dumps({**receipt, DIGEST: digest}, ensure_ascii=False, separators=(",", ":")) + "\n"
    return WrittenReceipt(text, digest)
