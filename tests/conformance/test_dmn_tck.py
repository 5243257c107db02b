"""The cases of the DMN Technology Compatibility Kit, from the file that `TCK` names: `make test TCK=<file>`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import dmn_tck
import pytest
from tck_cases import answer_cases
from tck_score import score

CASES = os.environ.get("TCK", "")


@pytest.mark.skipif(not CASES, reason="`TCK` names no file with the cases of the kit")
def test_the_cases_of_the_kit_are_answered_as_the_standard_has_it():
    cases = [json.loads(line) for line in Path(CASES).read_text(encoding="utf-8").splitlines()]

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


GRADES = {"type": {"name": "string"}, "name": "grade", "allowed": '"high", "middle", "low"'}
FEES = {"type": {"name": "number"}, "name": "fee"}


def graded(policy: str, *outputs: dict[str, object], aggregation: str | None = None) -> dict[str, object]:
    """Return a table over `points` with rows for more than 0, 10 and 20."""
    cells = {"grade": ['"low"', '"middle"', '"high"'], "fee": ["1", "2", "3"], "": ["1", "2", "3"]}
    rules = [
        {"inputs": [test], "outputs": [cells[str(output.get("name", ""))][row] for output in outputs]}
        for row, test in enumerate(["> 0", "> 10", "> 20"])
    ]
    inputs = [{"expression": "points", "type": {"name": "number"}}]
    return {"hit_policy": policy, "aggregation": aggregation, "inputs": inputs, "outputs": outputs, "rules": rules}


@pytest.mark.parametrize(
    ("table", "points", "type_", "expected"),
    [
        (graded("FIRST", GRADES), 15, None, '"low"'),
        (graded("PRIORITY", GRADES), 15, None, '"middle"'),
        (graded("PRIORITY", GRADES, FEES), 15, None, '{grade: "middle", fee: 2}'),
        (graded("PRIORITY", {"name": "grade"}), 15, {"name": "string", "allowed": '"middle", "low"'}, '"middle"'),
        (
            graded("PRIORITY", {"name": "grade"}, FEES),
            15,
            {"fields": {"grade": {"name": "string", "allowed": '"middle", "low"'}, "fee": {"name": "number"}}},
            '{grade: "middle", fee: 2}',
        ),
        (graded("OUTPUT ORDER", GRADES), 25, None, '["high", "middle", "low"]'),
        (graded("OUTPUT ORDER", GRADES, FEES), 15, None, '[{grade: "middle", fee: 2}, {grade: "low", fee: 1}]'),
        (graded("RULE ORDER", GRADES), 15, None, '["low", "middle"]'),
        (graded("RULE ORDER", GRADES), -1, None, "null"),
        (graded("RULE ORDER", GRADES, FEES), -1, None, "null"),
        (graded("COLLECT", GRADES), 15, None, '["low", "middle"]'),
        (graded("COLLECT", {}, aggregation="SUM"), 25, None, "6"),
        (graded("COLLECT", {}, aggregation="MIN"), 25, None, "1"),
        (graded("COLLECT", {}, aggregation="MAX"), 25, None, "3"),
        (graded("COLLECT", {}, aggregation="COUNT"), 25, None, "3"),
        (graded("COLLECT", {}, aggregation="COUNT"), -1, None, "null"),
        (graded("COLLECT", {"default": "0"}, aggregation="MAX"), -1, None, "0"),
        (graded("UNIQUE", GRADES), 5, None, '"low"'),
        (
            graded("UNIQUE", {**GRADES, "default": '"middle"'}, {**FEES, "default": "9"}),
            0,
            None,
            '{grade: "middle", fee: 9}',
        ),
        (graded("COLLECT", {"default": "0"}), -1, {"list_of": {"name": "number"}}, "[0]"),
    ],
)
def test_a_table_answers_by_its_hit_policy(table, points, type_, expected):
    given = {"points": typed("number", str(points))}

    (answer,) = answer_cases([case(kind="decision_table", table=table, inputs=given, type=type_)])
    (wanted,) = answer_cases([case(expression=expected)])

    assert answer == wanted


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ('"a", "b"', typed("string", "b"), True),
        ('not("a", "b")', typed("string", "b"), False),
        ("-", NULL, True),
        ("", NULL, True),
        ("null", NULL, True),
        ("< 5", NULL, False),
        ("[1..5), 7", typed("number", "7"), True),
        ("? > 5 and ? < 10", typed("number", "7"), True),
        ("limit", typed("number", "3"), True),
        ("> limit * 2", typed("number", "7"), True),
        ("is_late", typed("number", "7"), True),
        ("is_late", typed("boolean", value=False), False),
        ("true", typed("boolean", value=False), False),
        ('list contains(?, "a")', {"type": "list", "items": [typed("string", "a")]}, True),
        ('["a", "b"]', {"type": "list", "items": [typed("string", "a"), typed("string", "b")]}, True),
        ('["a", "b"]', typed("string", "a"), True),
        ('@"2020-01-01", >= @"2021-01-01"', typed("date", "2021-06-01"), True),
    ],
)
def test_a_cell_decides_on_its_input(cell, value, expected):
    rules = [{"inputs": [cell], "outputs": ["true"]}]
    table = {
        "hit_policy": "FIRST",
        "inputs": [{"expression": "value"}],
        "outputs": [{"default": "false"}],
        "rules": rules,
    }
    facts = {"value": value, "limit": typed("number", "3"), "is_late": typed("boolean", value=True)}

    (answer,) = answer_cases([case(kind="decision_table", table=table, inputs=facts)])

    assert answer["value"] == typed("boolean", value=expected)


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
