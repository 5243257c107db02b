"""Lines of cases get lines of answers; a line that is no case costs no other its answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rulewright import Engine
from rulewright.evaluate.caselines import JsonOutcome, answer_line
from rulewright.packs.loading import read_pack

ENGINE = Engine(read_pack(Path(__file__).parent / "sample-pack"))


def answer(line: str) -> JsonOutcome:
    return answer_line(ENGINE, line, 1)


def test_an_answer_has_status_value_type_needs_and_message():
    line = '{"id": "a1", "rule": "sample.two_parts", "inputs": {"amount": 1}}'

    assert answer(line) == {
        "id": "a1",
        "status": "known",
        "value": {"first": "0." + "3" * 34, "rest": "0." + "6" * 33 + "7"},
        "type": "record",
        "needs": [],
        "message": "",
        "problem": None,
        "warnings": [],
        "basis": {"defaults": [], "decisions": [], "roundings": []},
    }


@pytest.mark.parametrize(
    ("rule", "facts", "status", "value", "needs"),
    [
        ("sample.points", {"score": "1", "goal": 8}, "known", "0.13", []),
        ("sample.points", {"score": "1"}, "unknown", None, ["goal"]),
        ("sample.half_known", {"known": "1"}, "unknown", {"first": "1", "second": None}, ["missing"]),
        ("sample.rate", {"tier": "high", "year": "2020"}, "known", None, []),
        ("sample.rate", {"tier": "low", "year": "2020"}, "unknown", None, ["sample.rate"]),
        ("sample.points", {"score": "1", "goal": "0"}, "error", None, []),
        ("sample.weights", {"year": 2019}, "known", {"low": "0.25", "high": "0.75"}, []),
    ],
)
def test_an_answer_says_what_is_known_and_what_is_not(rule, facts, status, value, needs):
    found = answer(json.dumps({"id": 7, "rule": rule, "inputs": facts}))

    assert (found["id"], found["status"], found["value"], found["needs"]) == (7, status, value, needs)
    assert found["message"] or status == "known"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nonsense", "line 1: this is no JSON"),
        ("[1, 2]", "line 1: this is no object"),
        ('{"rule": "sample.points", "inputs": {"score": NaN}}', "line 1: this is no JSON: `NaN` is no number"),
        ('{"rule": "a", "rule": "b"}', "line 1: this is no JSON: `rule` stands twice in one object"),
        ('{"inputs": {}}', "line 1: there is no `rule`"),
        ('{"rule": "sample.points", "input": {}}', "line 1: unknown key `input` (did you mean `inputs`?)"),
        ('{"rule": "sample.points", "inputs": []}', "line 1: `inputs` is no object"),
        ('{"rule": "sample.points", "as_of": 2020}', "line 1: `as_of` is no text"),
        ('{"rule": "sample.pionts"}', "line 1: unknown rule `sample.pionts` (did you mean `sample.points`?)"),
        ("[" * 100_000, "line 1: lists and objects stand too deep inside each other"),
        ("\x00", "line 1: this is no JSON"),
    ],
)
def test_a_line_that_is_no_case_is_reported_with_its_number(line, message):
    found = answer(line)

    assert found["status"] == "error"
    assert str(found["message"]).startswith(message)
    problem = found["problem"]
    assert problem["code"] in {"not-a-case", "unknown-rule"}
    assert str(found["message"]) == f"line 1: {problem['reason']}" + (f" ({problem['hint']})" * bool(problem["hint"]))
    assert (problem["place"]["path"], problem["place"]["line"]) == ("<cases>", 1)


def test_a_problem_of_a_case_has_its_code_place_and_hint():
    failed = answer('{"rule": "sample.points", "inputs": {"score": 1, "goal": 0}}')["problem"]
    refused = answer('{"rule": "sample.points", "inputs": {"score": 1, "gaol": "x"}}')["problem"]

    assert (failed["code"], failed["rule"]) == ("division-by-zero", "sample.points")
    assert failed["place"]["path"].endswith("rules.yaml")
    assert (refused["code"], refused["place"], refused["hint"]) == ("unknown-input", None, "did you mean `goal`?")


@pytest.mark.parametrize(
    ("id_", "kept"),
    [
        ("7", 7),
        ("0.10", "0.10"),
        ('"ä"', "ä"),
        ("true", True),
        ('{"a": 1, "b": [2, "c"]}', {"a": 1, "b": [2, "c"]}),
        ("[1, null]", [1, None]),
    ],
)
def test_an_id_comes_back_as_it_was_given(id_, kept):
    assert answer(f'{{"id": {id_}, "rule": "sample.points"}}')["id"] == kept


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "a", "rule": "sample.points", "inputs": {"score": NaN}}',
        '{"id": "a", "rule": "sample.points", "inputs": {"score": 1, "score": 2}}',
        '{"id": "a", "rule": "sample.points"} and more',
    ],
)
def test_a_line_that_is_refused_keeps_its_id_where_it_can_be_read(line):
    found = answer(line)

    assert (found["id"], found["status"]) == ("a", "error")
