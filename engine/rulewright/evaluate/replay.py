"""Evaluates the case of a receipt again, and says what has come out differently.

A receipt is what `rulewright.reports.receipt` writes: the pack with its digest, the version of the engine, the facts,
the recorded decisions and the outcome, all as JSON values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rulewright.evaluate.caselines import CaseError, answer_of
from rulewright.evaluate.engine import Case, Engine
from rulewright.evaluate.plain_json import JsonValue
from rulewright.evaluate.plans import UnknownRuleError
from rulewright.records import dataclass

SCHEMA = "rulewright/receipt/1"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the receipt has it. `path` leads to it: `outcome.value.earned`."""

    path: str
    then: JsonValue
    now: JsonValue


def replay(receipt: Mapping[str, Any], engine: Engine) -> tuple[Difference, ...]:
    """Return what differs when the case of a receipt is evaluated again; nothing where the receipt holds.

    Another digest of the pack is a difference by itself, whatever the outcome.

    Raises:
        CaseError: when the receipt is of another schema, lacks its rule, or what it holds is no question.
    """
    schema = receipt.get("schema", SCHEMA)
    if schema != SCHEMA:
        raise CaseError(f"this is no receipt that can be replayed: its schema is `{schema}`, not `{SCHEMA}`")
    rule, facts = receipt.get("rule"), receipt.get("inputs", {})
    if not isinstance(rule, str) or not isinstance(facts, Mapping):
        raise CaseError("this is no receipt: it names no `rule`, or its `inputs` are no object")
    pack = receipt.get("pack", {})
    found = list(_different("pack", pack, {"id": engine.id, "version": engine.version, "digest": engine.digest}))
    try:
        case = Case(rule, facts, "", receipt.get("as_of"), receipt.get("known_on"), receipt.get("recorded"))
        outcome = engine.run_case(case)
    except UnknownRuleError as error:
        return (*found, Difference("rule", rule, str(error)))
    return (*found, *_different("outcome", receipt.get("outcome"), answer_of(outcome)))


def _different(path: str, then: object, now: object) -> Iterator[Difference]:
    """Yield where two JSON values differ, as deep inside as possible."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys((*then, *now)):
            yield from _different(f"{path}.{name}", then.get(name), now.get(name))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for place, (old, new) in enumerate(zip(then, now, strict=True), start=1):
            yield from _different(f"{path}[{place}]", old, new)
    elif then != now:
        yield Difference(path, _json(then), _json(now))


def _json(value: object) -> JsonValue:
    return value if isinstance(value, str | bool | int | list | dict) or value is None else str(value)
