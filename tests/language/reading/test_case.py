"""Values of cases become values of the declared types, exactly, or say what is wrong with them."""

from __future__ import annotations

import json
from decimal import localcontext
from pathlib import Path

import pytest
from rulewright.evaluate.plain_json import to_json
from rulewright.language.numbers import DECIMAL128
from rulewright.language.reading.case_words import Misread, read_given
from rulewright.language.reading.json_text import parse_json
from rulewright.language.values import Value
from typed import TYPES

LINES = [
    tuple(part.strip() for part in line.split(" | "))
    for line in (Path(__file__).parent / "case.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def explained(given: object, type_name: str) -> tuple[Value, tuple[Misread, ...]]:
    with localcontext(DECIMAL128):
        return read_given(given, TYPES[type_name], "x")


@pytest.mark.parametrize(("type_name", "given_text", "expected"), LINES)
def test_a_value_is_what_its_type_says_or_a_problem(type_name, given_text, expected):
    value, problems = explained(parse_json(given_text), type_name)

    if expected.startswith("### "):
        where, _, hint = expected.removeprefix("### ").partition(":")
        assert [f"{problem.code} at {problem.path}" for problem in problems] == [where]
        assert hint.strip() in problems[0].hint
    else:
        assert problems == ()
        assert to_json(value) == json.loads(expected)


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": 1, "a": 2}', "[1, 2", '{"a": -Infinity}'])
def test_what_is_no_plain_json_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)
