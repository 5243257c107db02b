"""What holds for every expression: an evaluation ends with a value or a reason, and what is known stays known."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.equality import is_identical
from rulewright.language.kinds import kind_of
from rulewright.language.limits import Limits
from rulewright.language.numbers import number
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Unknown

TREES = Path(__file__).parents[1] / "language" / "trees.py"
_SPEC = importlib.util.spec_from_file_location("trees", TREES)
assert _SPEC is not None
assert _SPEC.loader is not None
trees = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(trees)

SMALL = Limits(steps=20_000, list_length=500, string_length=5_000)
REFERENCE = ReferenceEvaluator(limits=SMALL)
VARIABLES = {"n": "number", "m": "number", "s": "string", "t": "boolean", "ns": "list<number>"}
FACTS = {"n": number(3), "m": number("0.5"), "s": "text", "t": True, "ns": [number(1), number(0)]}
OTHERS = {
    "n": [number(0), number(-1), number("1e9"), None],
    "m": [number(1), None],
    "s": ["", "a", None],
    "t": [False, True, None],
    "ns": [[], [number(2)], None],
}
WILD_FACTS = {
    "a": number(1),
    "b": Unknown(frozenset({"b"})),
    "date": None,
    "time": Open(frozenset({"choice"})),
    "list": [{"a": Unknown(frozenset({"list[1].a"}))}, None, {"a": number(2)}],
    "net pay": Failure("broken"),
    "in stock": NotApplicable("reporting only"),
    "größe": {"a": {"a": number(1)}},
}


@given(trees.expressions())
def test_every_expression_comes_to_a_value_or_a_reason_always_the_same(tree):
    first, second = (
        REFERENCE.evaluate_with_warnings(tree, WILD_FACTS),
        REFERENCE.evaluate_with_warnings(tree, WILD_FACTS),
    )

    assert first.value is None or isinstance(first.value, Absence) or kind_of(first.value)
    assert repr(first.value)[:200].partition(" at 0x")[0] == repr(second.value)[:200].partition(" at 0x")[0]
    assert [warning.reason for warning in first.warnings] == [warning.reason for warning in second.warnings]
    if isinstance(first.value, Failure):
        assert first.value.span is not None


@given(st.sampled_from(["number", "string", "boolean", "list<number>"]).flatmap(
    lambda name: trees.typed_expressions(name, VARIABLES)
), st.sampled_from(sorted(VARIABLES)))  # fmt: skip
def test_what_is_known_without_a_fact_is_the_same_whatever_the_fact(tree, missing):
    known = REFERENCE.evaluate(tree, {**FACTS, missing: Unknown(frozenset({missing}))})

    if isinstance(known, Unknown):
        assert known.needs == {missing}
    elif not isinstance(known, Failure):
        for other in OTHERS[missing]:
            value = REFERENCE.evaluate(tree, {**FACTS, missing: other})
            assert is_identical(value, known)


@given(st.sampled_from(["number", "boolean"]).flatmap(lambda name: trees.typed_expressions(name, VARIABLES)))
def test_a_fact_that_an_unknown_answer_does_not_name_makes_no_difference(tree):
    missing = {name: Unknown(frozenset({name})) for name in VARIABLES}
    value = REFERENCE.evaluate(tree, missing)

    if isinstance(value, Unknown):
        given_facts = {name: FACTS[name] for name in VARIABLES if name not in value.needs}
        assert isinstance(REFERENCE.evaluate(tree, {**missing, **given_facts}), Unknown)
