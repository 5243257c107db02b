"""Makes the receipts of a statement: for each party, what its formulas saw, every line with its reasons, the digests.

A line's receipt holds the same as that of any outcome. What all lines of a party share (its facts and the recorded
decisions) stands once, so that `inputs` of a line only name what it took from there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from rulewright.evaluate.caselines import answer_of
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.plain_json import to_json
from rulewright.evaluate.receipt import DIGEST, Object, digest_of, given_json, trace_json
from rulewright.packs.model.statements import Line, StatementPlan
from rulewright.statements.result import PartyStatement, StatementResult

SCHEMA = "rulewright/statement-receipt/1"


def receipts(result: StatementResult, engine: Engine, engine_version: str) -> Mapping[str, str]:
    """Return the receipt of each party as JSON text, by the party's key."""
    shared: Object = {
        **heading(result.plan, result.period, engine, engine_version),
        "tables": dict(result.table_digests),
        "recorded": given_json(result.recorded),
    }
    return {party.key: _text({**shared, **party_json(party, result.plan, engine)}) for party in result.parties}


def heading(plan: StatementPlan, period: str, engine: Engine, engine_version: str) -> Object:
    """Return what a receipt says of the statement and of what computed it."""
    return {
        "schema": SCHEMA,
        "pack": {"id": engine.id, "version": engine.version, "digest": engine.digest},
        "engine": engine_version,
        "statement": plan.id,
        plan.period: period,
    }


def party_json(party: PartyStatement, plan: StatementPlan, engine: Engine) -> Object:
    """Return what a receipt says of a party: what its formulas saw, and all lines."""
    return {
        "party": party.key,
        "label": party.label,
        "facts": {name: to_json(value) for name, value in party.seen.items()},
        "lines": [_line(line, party, engine) for line in plan.lines],
    }


def _line(line: Line, party: PartyStatement, engine: Engine) -> Object:
    outcome = party.outcomes[line.id]
    trace = outcome.trace
    written = trace_json(trace, engine.pack.rules) if trace else {}
    written.pop("facts", None)  # they stand in `facts` and in the lines above
    return {
        "line": line.id,
        "title": line.title,
        "rule": line.rule.id,
        "inputs": [each.name for each in line.rule.inputs],
        "outcome": answer_of(outcome),
        "trace": written,
    }


def _text(receipt: Object) -> str:
    sealed = {**receipt, DIGEST: digest_of(receipt)}
    return json.dumps(sealed, ensure_ascii=False, separators=(",", ":")) + "\n"
