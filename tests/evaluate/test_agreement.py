"""The compiled rules and the reference evaluator agree: on value, status, needs, error, warnings and trace."""

from __future__ import annotations

import json
import re
from decimal import localcontext
from pathlib import Path

import pytest
from generated_packs import FACTS, TYPES, facts, packs, trees
from hypothesis import given
from hypothesis import strategies as st
from rulewright import Engine
from rulewright.evaluate.caselines import answer_of
from rulewright.evaluate.emit.formula import compile_formula
from rulewright.evaluate.outcome import Outcome
from rulewright.evaluate.reference.evaluator import Reference
from rulewright.language.equality import is_identical
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.types import ANY
from rulewright.language.values import DECIMAL128, Failure, FunctionValue, Value, number
from rulewright.packs.files import find_pack
from rulewright.packs.loading import read_pack
from rulewright.source import SourceText

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.json"))
VALUES = {"n": number(3), "m": number("0.5"), "s": "text", "t": True, "ns": [number(1), number(0), number("-2.5")]}


def assert_same(mine: Outcome, reference: Outcome) -> None:
    assert answer_of(mine) == answer_of(reference)
    assert mine == reference
    assert mine.trace == reference.trace


def assert_same_value(mine: Value, reference: Value) -> None:
    if isinstance(reference, Failure) or isinstance(mine, Failure):
        assert mine == reference
    elif not isinstance(mine, FunctionValue):
        assert shown(mine) == shown(reference) or is_identical(mine, reference)


def shown(value: Value) -> str:
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def assert_agreement(engine: Engine, rule: str, inputs: dict[str, object], **given: object) -> None:
    reference = engine.run(rule, inputs, reference=True, **given)
    assert_same(engine.run(rule, inputs, **given), reference)
    assert_same(engine.run(rule, inputs, trace=True, **given), reference)


@pytest.mark.parametrize("pack", ["masshealth-dsrip", HERE / "sample-pack"], ids=["masshealth-dsrip", "sample"])
def test_the_evaluators_agree_on_every_example_of_a_pack(pack):
    engine = Engine(read_pack(find_pack(pack)))
    for example in engine.pack.examples:
        assert_agreement(engine, example.rule, dict(example.inputs), recorded=dict(example.recorded))


@given(packs(), st.lists(facts(), min_size=1, max_size=3))
def test_the_evaluators_agree_on_generated_packs_and_cases(pack, cases):
    engine = Engine(pack)
    for case in cases:
        for rule in ("outer", "table"):
            assert_agreement(engine, rule, case)


@given(st.sampled_from(sorted(TYPES)).flatmap(lambda name: trees.typed_expressions(name, FACTS)))
def test_the_evaluators_agree_on_typed_expressions(tree):
    formula = compile_formula(tree, {name: TYPES[type_] for name, type_ in FACTS.items()})

    assert_same_value(formula.evaluate(*VALUES.values()), Reference().evaluate(tree, VALUES))


@given(trees.expressions())
def test_the_evaluators_agree_on_expressions_of_any_shape(tree):
    values = {"a": number(1), "b": None, "list": [{"a": number(2)}, None], "größe": {"a": {"a": number(1)}}}
    formula = compile_formula(tree, dict.fromkeys(values, ANY))

    assert_same_value(formula.evaluate(*values.values()), Reference().evaluate(tree, values))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_evaluators_agree_where_they_once_did_not(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    source = SourceText.of(case["expression"])
    tree = parse_expression(source).tree
    assert tree is not None
    names = {name: TYPES[type_] for name, type_ in case["names"].items()}
    formula = compile_formula(tree, names, source)
    with localcontext(DECIMAL128):
        values = formula.read(case["facts"], [])

    assert_same_value(formula.evaluate(*values), Reference().evaluate(tree, dict(zip(names, values, strict=True))))


def test_most_of_what_is_generated_is_compiled():
    compiled = 0
    for text in ("n + m * 2", 'if t then s else "b"', "sum(ns) > n and not(t)", "[n, m][1]", "count(ns[item > 0])"):
        source = SourceText.of(text)
        compiled += compile_formula(parse_expression(source).tree, {n: TYPES[t] for n, t in FACTS.items()}).is_compiled
    assert compiled == 5
