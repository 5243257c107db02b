"""No report writes a value for programmers, drops its meaning, or invents a word: every kind of value through each."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from any_values import NUMBERS, QUOTED, REPR, VALUES
from hypothesis import given, settings
from hypothesis import strategies as st
from rulewright import Case, Engine, Outcome, explain, receipt_of, reports
from rulewright.diagnostics import FileLines
from rulewright.evaluate import answer_of
from rulewright.evaluate.answers import outcome_of
from rulewright.evaluate.basis import basis_of
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.values import Value
from rulewright.packs.files import PackFiles
from rulewright.packs.loading import build_pack, read_pack
from rulewright.packs.model.recorded import RecordedDecision
from rulewright.reports.statement_html import statement_page
from rulewright.statements.compute import compute_statement
from rulewright.statements.tables import read_tables

HEADER = b"""pack: written
title: Values of every kind
about: Rules for one test.
documents:
  protocol: {title: A protocol}
units:
  USD: {title: US dollars, one: US dollar, symbol: $, places: 2}
  EUR: {title: euros, one: euro, symbol: "\xe2\x82\xac", places: 2}
  GBP: {title: pounds, one: pound}
  point: {title: points, one: point, many: points}
types:
  usd: {number: USD}
  eur: {number: EUR}
  gbp: {number: GBP}
  points: {number: point}
  row: {record: {amount: usd, day: "date?"}}
"""
TYPES = (
    *("usd", "eur", "gbp", "points", "percent", "number", "string", "boolean", "date", "time", "date and time"),
    *("days and time duration", "years and months duration", "range<usd>", "list<eur>", "row", "list<row>", "map<usd>"),
)
SUBJECT = """subject: written
title: Values of every kind
namespace: written
source: {document: protocol, section: "1"}
discretions:
  chosen: {title: A choice, decided_by: State, inputs: {v: any}, output: chosen, type: any}
decisions:
  given: {title: What is given, inputs: {v: {type: any, otherwise: "null"}}, outputs: {given: {type: any, formula: v}}}
  any:
    title: Anything
    inputs: {v: any}
    where:
      step: v
      parts: "{a: v, b: [v]}"
      called: given(v)
    outputs:
      out: {type: any, formula: "{a: step, b: called}"}
      rounded: {type: any, formula: v, round: {places: 1, mode: half_up}}
  decided: {title: A choice that is used, inputs: {v: any}, outputs: {out: {type: any, formula: chosen(v)}}}
"""
NUMERIC = {"usd", "eur", "gbp", "points", "percent", "number"}


def typed(number: int, name: str) -> str:
    """Return a rule that gives its input as a value of a type, rounded where that is a number."""
    rounding = ", round: {places: 2, mode: half_up}" if name in NUMERIC else ""
    output = f'{{type: "{name}", formula: v{rounding}}}'
    return f"  typed{number}: {{title: Of a type, inputs: {{v: any}}, outputs: {{out: {output}}}}}\n"


TYPED = "".join(typed(number, name) for number, name in enumerate(TYPES))
PACK = build_pack(PackFiles(("pack.yaml", HEADER), (("base/written.yaml", (SUBJECT + TYPED).encode()),), (), ()))
ENGINE = Engine(PACK)
RULES = [id_ for id_, rule in PACK.rules.items() if rule.word == "decision"]
NO_LINES = FileLines({"base/written.yaml": []})

STATEMENTS = Path(__file__).parents[1] / "statements"
MEALS = Engine(read_pack(STATEMENTS / "pack"))
PLAN = MEALS.pack.statements["meals"]
RESULT = compute_statement(MEALS, PLAN, read_tables(PLAN, STATEMENTS / "tables"), "T1")

SIGN_OF_ZERO = re.compile(r"[−-]\W{0,2}0(?:\.0*)?(?![\d.])")
INVENTED = re.compile(r"\b(?:USD|EUR|GBP)s\b")
GOLDENS = Path(__file__).parents[1]


def test_the_pack_has_no_error():
    assert [each for each in PACK.diagnostics if each.is_error] == []


def outcome_for(rule: str, value: Value) -> Outcome:
    """Return the outcome of a rule for a value that no case could give."""
    recorded = {"written.chosen": {(): RecordedDecision(value, "State", "2020-02-29", "letter", "CMS")}}
    evaluated = ReferenceEvaluator.of(PACK).evaluate_rule(rule, {"v": value}, recorded)
    return outcome_of(PACK.rules[rule], "any", evaluated.trace, evaluated.warnings, PACK.rules)


def texts_of(outcome: Outcome) -> list[str]:
    """Return an outcome as each report for people writes it."""
    rule = PACK.rules[outcome.rule]
    explanation = explain(outcome.trace, PACK)
    blocks = [
        reports.outcome_text(outcome, PACK, NO_LINES),
        reports.explanation_text(explanation),
        reports.explanation_text(explanation, full=True),
        *reports.basis_of_called_text(outcome, PACK),
        *reports.warnings_text(outcome),
        *reports.needs_text(reports.explain_needs(outcome.needs, rule, PACK)),
    ]
    words = [outcome.message, *(each.reason for each in outcome.warnings)]
    return [reports.draw(blocks), reports.draw_markdown(blocks), *words]


def documents_of(outcome: Outcome, value: Value) -> list[object]:
    """Return an outcome as each report for programs writes it."""
    case = Case(outcome.rule, {"v": value})
    return [
        answer_of(outcome),
        outcome.to_json(),
        reports.explained_json(outcome, PACK),
        receipt_of(outcome, ENGINE, case, engine_version="1"),
        basis_of(outcome.trace).to_json(),
    ]


def statement_texts(value: Value) -> list[str]:
    """Return what a statement writes whose lines have a value."""
    (party, *others) = RESULT.parties
    given = {
        line.id: replace(party.outcomes[line.id], value=outcome_for("written.any", value).value) for line in PLAN.lines
    }
    changed = replace(RESULT, parties=(replace(party, outcomes=given), *others))
    files = reports.statement_files(changed, MEALS, engine_version="1")
    return [reports.draw(reports.statement_text(changed, MEALS.pack)), *files.values()]


def misread(value: Value, type_: str) -> str:
    """Return what is said of a fact that is not of a type, whatever it is."""
    outcome = ENGINE.run(f"written.typed{TYPES.index(type_)}", {"v": value})
    return outcome.message


@given(VALUES, st.sampled_from(RULES))
@settings(max_examples=150)
def test_no_report_writes_a_value_for_programmers(value, rule):
    outcome = outcome_for(rule, value)
    documents = [json.dumps(each, ensure_ascii=False) for each in documents_of(outcome, value)]

    for text in (*texts_of(outcome), *documents, misread(value, TYPES[len(rule) % len(TYPES)])):
        assert not REPR.search(text), text
        assert not QUOTED.search(text), text
        assert not INVENTED.search(text), text


@given(VALUES)
@settings(max_examples=30)
def test_no_statement_writes_a_value_for_programmers(value):
    for text in statement_texts(value):
        assert not REPR.search(text), text
        assert not QUOTED.search(text), text


@given(NUMBERS, st.sampled_from([id_ for id_ in RULES if id_ != "written.decided"]))
@settings(max_examples=150)
def test_no_report_writes_a_zero_with_a_sign(number, rule):
    for value in (number, -number * 0):
        outcome = outcome_for(rule, value)
        for text in (*texts_of(outcome), *(json.dumps(each) for each in documents_of(outcome, value))):
            assert not SIGN_OF_ZERO.search(text), text


@pytest.mark.parametrize("text", ["−$0.00", "≈ −0", '"-0"', '"-0.00"', "−€0.00,"])
def test_a_zero_with_a_sign_would_be_found(text):
    assert SIGN_OF_ZERO.search(text)


def test_no_golden_and_no_page_of_the_sample_holds_what_python_writes():
    texts = {path: path.read_text(encoding="utf-8") for path in GOLDENS.rglob("*") if is_golden(path)}
    assert len(texts) > 40
    sample = Path(__file__).parents[2] / "rules/masshealth-dsrip/sample"
    engine = Engine(read_pack(sample.parent))
    (plan,) = engine.pack.statements.values()
    data = read_tables(plan, sample)
    result = compute_statement(engine, plan, data, "BP4")
    texts["page"] = statement_page(result, engine.pack, "1")
    texts["text"] = reports.draw(reports.statement_text(result, engine.pack))
    for name, text in texts.items():
        found = REPR.search(text) or INVENTED.search(text)
        assert not found, f"{name}: {found}"


def is_golden(path: Path) -> bool:
    """Whether a file is an expected output that quotes no mistake of an author, who may write `True`."""
    if not path.is_file() or path.name == "signatures.golden" or "bad" in path.parts:
        return False
    return path.suffix == ".golden" or "goldens" in path.parts
