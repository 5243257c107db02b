"""Writes an explanation as JSON, beside the outcome and its trace in exact values."""

from __future__ import annotations

from rulewright.evaluate.caselines import answer_of
from rulewright.evaluate.outcome import Outcome
from rulewright.evaluate.plain_json import JsonValue
from rulewright.evaluate.receipt import trace_json
from rulewright.packs.model.pack import Pack
from rulewright.reports.explanation import explain

SCHEMA = "rulewright/explanation/1"


def explained_json(outcome: Outcome, pack: Pack) -> dict[str, JsonValue]:
    """Return an outcome with its explanation in words and its trace in exact values."""
    trace = outcome.trace
    return {
        "schema": SCHEMA,
        "rule": outcome.rule,
        **answer_of(outcome),
        **({"version": pack.version} if pack.timeline.amendments and trace is not None else {}),
        "explanation": None if trace is None else explain(trace, pack).to_json(),
        "trace": None if trace is None else trace_json(trace, pack.rules),
    }
