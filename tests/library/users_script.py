"""What a user of the library writes: run and type-checked against a wheel and against a checkout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from rulewright import (
    Case,
    Diagnostic,
    Engine,
    Outcome,
    PackError,
    Status,
    UnknownRuleError,
    check_pack,
    explain,
    load_pack,
    receipt_of,
    replay,
)
from rulewright.reports import draw, explanation_text
from rulewright.statements import StatementResult

RULE = "aco_accountability.earned"


def opened(name: str) -> Engine | tuple[Diagnostic, ...]:
    try:
        return load_pack(name)
    except PackError as error:
        return error.diagnostics


def earned(engine: Engine, rows: list[tuple[str, str]]) -> Iterator[Outcome]:
    return engine.run_many(Case(RULE, {"withheld": withheld, "score": score}) for withheld, score in rows)


def why(engine: Engine, outcome: Outcome) -> str:
    return draw([explanation_text(explain(outcome.trace, engine.pack))]) if outcome.trace else outcome.message


def parties(result: StatementResult) -> list[str]:
    return [party.key for party in result.parties]


def main() -> None:
    engine = opened("masshealth-dsrip")
    assert isinstance(engine, Engine)
    first, second = earned(engine, [("100", "60%"), ("100", "high")])
    assert (first.status, second.status) == (Status.KNOWN, Status.ERROR)
    case = Case(RULE, {"withheld": "100", "score": "60%"})
    assert replay(receipt_of(engine.run_case(case), engine, case), engine).holds
    assert "60%" in why(engine, first)
    assert engine.needs(RULE).rules[0] == RULE
    assert not check_pack("masshealth-dsrip").has_errors
    try:
        engine.run("aco_accountability.earnd")
    except UnknownRuleError as error:
        hint: str = error.hint
    sys.stdout.write(json.dumps({**first.to_json(), "hint": hint}) + "\n")


if __name__ == "<run_path>":
    main()
