"""Makes receipts: an outcome with its reasons, the facts it stands on and the digests, enough to replay it.

Everything is exact: numbers are decimal text, absences say why. Two runs of one question give the same receipt. Its own
digest shows whether any of it was changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping

from rulewright.evaluate.basis import decision_json
from rulewright.evaluate.case import Case
from rulewright.evaluate.caselines import answer_of
from rulewright.evaluate.choice import Choice
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.outcome import Outcome
from rulewright.evaluate.plain_json import JsonValue, to_json
from rulewright.evaluate.trace import FigureRead, TraceNode
from rulewright.language.values import Value
from rulewright.packs.model.rules import Rule

SCHEMA = "rulewright/receipt/1"
DIGEST = "digest"

Object = dict[str, JsonValue]


def receipt_of(
    outcome: Outcome, engine: Engine, case: Case, *, engine_version: str = "", choice: Choice | None = None
) -> Object:
    """Return the receipt of the outcome of a case: values for `json.dumps`, facts as they were given.

    Of a pack with amendments it says which version answered, by which dates, which amendments make it up, and which do
    not and why. `engine_version` is that of the engine; where it is empty, the installed one. `choice` is the version
    that answered; where there is none, the one that the engine chooses for the case.
    """
    trace = outcome.trace
    choice = choice or engine.choose(case)
    engine = choice.engine if isinstance(choice.engine, Engine) else engine
    receipt: Object = {
        "schema": SCHEMA,
        "id": case.id or outcome.rule,
        "pack": {"id": engine.id, "version": engine.version, "digest": engine.digest},
        "engine": engine_version or installed_version(),
        "rule": outcome.rule,
        "as_of": case.as_of,
        "known_on": case.known_on,
        **_given(case, outcome.rule, engine),
        "outcome": answer_of(outcome),
        "warnings": [f"{each.rule}: {each.reason}" if each.rule else each.reason for each in outcome.warnings],
        "trace": None if trace is None else trace_json(trace, engine.pack.rules),
    }
    if engine.is_version and not choice.problems:
        receipt["amendments"] = amendments_json(choice)
    return {**receipt, DIGEST: receipt_digest(receipt)}


def amendments_json(choice: Choice) -> Object:
    """Return which amendments make up the version that was chosen, and which do not and why, with the dates for it.

    Those that are errata stand once more as `corrections`, of the encoding.
    """
    return {
        "as_of": choice.as_of,
        "known_on": choice.known_on,
        "applied": list(choice.applied),
        "by_key": list(choice.by_key),
        "left_out": [{"id": id_, "why": why} for id_, why in choice.left_out],
        "corrections": list(choice.corrections),
    }


def _given(case: Case, rule: str, engine: Engine) -> Object:
    """Return the facts and the recorded decisions of a case, with tokens for what is personal.

    What has a name that the rule does not know may be a personal value under a slip of the pen.
    """
    facts, recorded = case.facts, case.recorded or {}
    if engine.has_personal:
        from rulewright.evaluate.masking import hidden_recorded, masked_facts  # noqa: PLC0415  (few packs need it)

        facts = masked_facts(facts, engine.rule(rule).inputs, engine.tokens, rule)
        recorded = hidden_recorded(recorded, engine.pack, engine.tokens)
    return {"inputs": given_json(facts), "recorded": given_json(recorded)}


def receipt_digest(receipt: Mapping[str, object]) -> str:
    """Return the digest of all that a receipt says beside its digest, whatever the order of its keys."""
    return json_digest({name: value for name, value in receipt.items() if name != DIGEST})


def json_digest(content: object) -> str:
    """Return the SHA-256 of JSON values in their canonical form: sorted keys, no blanks, escapes beyond ASCII."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def installed_version() -> str:
    """Return the version of the engine."""
    from importlib.metadata import version  # noqa: PLC0415  (takes a quarter of a start, and few write receipts)

    return version("rulewright")


def trace_json(node: TraceNode, rules: Mapping[str, Rule], written: Callable[[Value], JsonValue] = to_json) -> Object:
    """Return a trace as JSON values, each as it is `written`; what a rule has none of is left out."""
    rule = rules[node.rule]
    parts: Object = {
        "rule": node.rule,
        "source": str(rule.source),
        "value": written(node.value),
        "facts": {name: written(value) for name, value in node.arguments},
        "assumed": list(node.assumed),
        "decided": list(node.decided),
        "decision": None if node.decision is None else decision_json(node.decision),
        "figures": [figure_json(read, rules) for read in node.figures],
        "steps": {name: written(value) for name, value in node.steps},
        "outputs": {name: written(value) for name, value in node.outputs},
        "rows": [str(row) for row in node.rows],
        "rounded": [
            {"output": each.output, "before": to_json(each.before), "after": to_json(each.after)}
            for each in node.rounded
        ],
        "crosses": node.crosses,
        "calls": [trace_json(child, rules, written) for child in node.children],
    }
    return {name: part for name, part in parts.items() if part or name in {"rule", "source", "value"}}


def figure_json(read: FigureRead, rules: Mapping[str, Rule]) -> Object:
    """Return a figure that was read, with its own source and status."""
    rule = rules[read.parameter]
    figure = rule.figure(read.key)
    return {
        "parameter": read.parameter,
        "key": list(read.key),
        "value": to_json(read.value),
        "source": str(figure.source if figure else rule.source),
        "status": figure.status if figure else rule.figure_status,
    }


def given_json(given: object) -> JsonValue:
    """Return facts as they were given: texts, booleans, null, lists, objects; numbers and dates as text."""
    if isinstance(given, Mapping):
        return {str(name): given_json(value) for name, value in given.items()}
    if isinstance(given, list | tuple):
        return [given_json(value) for value in given]
    return to_json(given)
