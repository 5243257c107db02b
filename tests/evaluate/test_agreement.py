"""The compiled rules and the reference evaluator agree: on value, status, needs, error, warnings and trace."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from agreement import RULE, assert_agreement, engine_of, shown
from expression_cases import parse
from hypothesis import given
from hypothesis import strategies as st
from rulewright import Engine
from rulewright.language.numbers import number
from rulewright.language.types import ANY
from rulewright.packs.files import find_pack
from rulewright.packs.loading import read_pack
from typed_rules import FACTS, TYPES, trees

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.json"))
NAMES = {name: TYPES[type_] for name, type_ in FACTS.items()}
VALUES = {"n": number(3), "m": number("0.5"), "s": "text", "t": True, "ns": [number(1), number(0), number("-2.5")]}


@pytest.mark.parametrize("pack", ["masshealth-dsrip", HERE / "sample-pack"], ids=["masshealth-dsrip", "sample"])
def test_the_evaluators_agree_on_every_example_of_a_pack(pack):
    engine = Engine(read_pack(find_pack(pack)))
    for example in engine.pack.examples:
        assert_agreement(engine, example.rule, dict(example.facts), recorded=dict(example.recorded))


@given(st.data(), st.sampled_from(sorted(TYPES)))
def test_the_evaluators_agree_on_typed_expressions(data, type_name):
    tree = data.draw(trees.typed_expressions(type_name, FACTS))

    assert_agreement(engine_of(tree, NAMES, TYPES[type_name]), RULE, VALUES)


@given(trees.expressions())
def test_the_evaluators_agree_on_expressions_of_any_shape(tree):
    values = {"a": number(1), "b": None, "list": [{"a": number(2)}, None], "größe": {"a": {"a": number(1)}}}
    engine = engine_of(tree, dict.fromkeys(values, ANY))

    mine, reference = (engine.run(RULE, values, reference=is_reference) for is_reference in (False, True))

    assert shown(replace(mine, warnings=())) == shown(replace(reference, warnings=()))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_evaluators_agree_where_they_once_did_not(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    names = {name: TYPES[type_] for name, type_ in case["names"].items()}

    assert_agreement(engine_of(parse(case["expression"]), names), RULE, case["facts"])


@pytest.mark.parametrize(
    "text", ["n + m * 2", 'if t then s else "b"', "sum(ns) > n and not(t)", "[n, m][1]", "count(ns[item > 0])"]
)
def test_what_rules_are_full_of_is_compiled(text):
    assert engine_of(parse(text), NAMES)._plans[RULE].is_compiled


@pytest.mark.parametrize(
    ("rule", "case", "expected"),
    [
        ("sample.called_as_a_value", {"amount": "4"}, "2.0"),
        ("sample.order_of_reading", {"year": "2019"}, "True"),
        ("sample.exact_digits", {"amount": "1.5"}, "1.50"),
        ("sample.exact_digits", {"amount": "1" + "0" * 33}, "1" + "0" * 33),
    ],
)
def test_the_evaluators_agree_on_digits_and_on_the_order_in_which_figures_are_read(rule, case, expected):
    engine = Engine(read_pack(find_pack(HERE / "sample-pack")))

    assert_agreement(engine, rule, case)

    assert str(engine.run(rule, case).value) == expected


@pytest.mark.parametrize("text", ["sum(for x in ns return 1E+1)", "sum(1E+1, n)", "mean(for x in ns return 1E+1)"])
def test_a_sum_has_the_same_digits_by_both(text):
    assert_agreement(engine_of(parse(text), NAMES, TYPES["number"]), RULE, VALUES)
