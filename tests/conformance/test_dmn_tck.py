"""The cases of the DMN Technology Compatibility Kit, where they stand beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import dmn_tck
import pytest
from tck_cases import answer_cases
from tck_score import score

HERE = Path(__file__).resolve().parent
CASES = HERE.parents[2] / "shared" / "feel-tck" / "cases.jsonl"


@pytest.mark.skipif(not CASES.exists(), reason=f"the cases of the kit are not at {CASES}")
def test_the_cases_of_the_kit_are_answered_as_the_standard_has_it():
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]

    result = score(cases, answer_cases(cases))

    assert result.of("literal").rate >= 0.995, result.text()
    assert result.of("decision_table").rate == 1, result.text()


def typed(kind: str, value: object) -> dict[str, object]:
    return {"type": kind, "value": value}


NULL = {"type": "null"}
AGE_TABLE = {
    "hit_policy": "UNIQUE",
    "aggregation": None,
    "orientation": "Rule-as-Row",
    "inputs": [{"expression": "Age in Years", "type": {"name": "number"}, "allowed": "[0..120]"}],
    "outputs": [{"allowed": '"minor", "adult"'}],
    "rules": [{"inputs": ["< 18"], "outputs": ['"minor"']}, {"inputs": [">= 18"], "outputs": ['"adult"']}],
}


def case(**parts: object) -> dict[str, object]:
    return {"id": "a case", "kind": "literal", "inputs": {}, "input_types": {}, "type": None, "upstream": [], **parts}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (case(expression="1 / 4"), typed("number", "0.25")),
        (case(expression="[1 / 0]"), {"type": "list", "items": [NULL]}),
        (case(expression="1 / 0"), "division by zero"),
        (case(expression="1 +"), "the text ends where an expression is expected"),
        (
            case(expression='"a"', type={"list_of": {"name": "string"}}),
            {"type": "list", "items": [typed("string", "a")]},
        ),
        (case(expression='["a"]', type={"name": "string"}), typed("string", "a")),
        (
            case(expression='@"2020-01-01"', type={"name": "date and time"}),
            typed("date and time", "2020-01-01T00:00:00Z"),
        ),
        (case(expression="1", type={"name": "string"}), "the value is not of the type that is declared"),
        (
            case(expression='"C"', type={"name": "string", "allowed": '"A", "B"'}),
            "the value is not one of those allowed",
        ),
        (
            case(
                expression="Full Name + surname.Maiden Name",
                inputs={
                    "Full Name": typed("string", "Ann"),
                    "surname": {"type": "context", "entries": {"Maiden Name": typed("string", " Lee")}},
                },
                input_types={"Full Name": {"name": "string"}},
            ),
            typed("string", "Ann Lee"),
        ),
        (
            case(
                expression="Base Rate * 2",
                upstream=[{"name": "Base Rate", "expression": "[21]", "type": {"name": "number"}}],
            ),
            typed("number", "42"),
        ),
        (
            case(kind="decision_table", table=AGE_TABLE, inputs={"Age in Years": typed("number", "18")}),
            typed("string", "adult"),
        ),
        (
            case(kind="decision_table", table=AGE_TABLE, inputs={"Age in Years": typed("number", "200")}),
            "`Age in Years` has none of the values allowed",
        ),
        (case(kind="other"), "a case of kind `other` is not supported"),
    ],
)
def test_a_case_is_answered_with_a_typed_value_or_the_reason_why_there_is_none(given, expected):
    (answer,) = answer_cases([given])

    assert answer == {"id": "a case", ("error" if isinstance(expected, str) else "value"): expected}


def test_the_clock_stands_still_during_a_run():
    (answer,) = answer_cases([case(expression="[now() = now(), date(now()) = today()]")])

    assert answer["value"]["items"] == [typed("boolean", True), typed("boolean", True)]


def test_a_run_writes_one_line_per_case_and_scores_within_the_tolerance_of_the_kit(tmp_path, capsys):
    cases = tmp_path / "cases.jsonl"
    lines = [
        case(id="near", expression="1 / 3", expected=typed("number", "0.33333333333"), topic="numbers"),
        case(id="null", expression="1 / 0", expected=NULL, topic="numbers"),
        case(id="wrong", expression="1 + 1", expected=typed("number", "3"), topic="numbers"),
    ]
    cases.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    assert dmn_tck.main([str(cases), str(tmp_path / "results.jsonl"), "--score"]) == 0

    results = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [result["id"] for result in results] == ["near", "null", "wrong"]
    printed = capsys.readouterr().out
    assert "literal: 2/3 = 66.67%; expecting a value: 1/2 = 50.00%; always null would have 33.3%" in printed
    assert "FAILED wrong" in printed
