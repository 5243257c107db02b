"""What an outcome rests on is part of it: defaults taken, decisions used, roundings, in all rules that were called."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from agreement import assert_agreement
from rulewright import Engine, load_pack
from rulewright.evaluate.basis import NO_BASIS, basis_of
from rulewright.evaluate.caselines import answer_line, answer_of
from written_packs import pack_of

HEADER = b"""pack: basis
title: What outcomes rest on
about: Rules for one test.
documents:
  protocol: {title: A protocol}
"""
SUBJECT = Path(__file__).parent / "basis-pack.yaml"
PACK = pack_of(HEADER, SUBJECT.read_bytes(), "basis.yaml")
ENGINE = Engine(PACK)
NOTHING = {"defaults": [], "decisions": [], "roundings": []}
ROUNDED = [{"rule": "basis.whole", "output": "whole", "before": "0.995", "after": "1"}]
USUAL = [{"rule": "basis.scaled", "input": "factor", "value": "3"}]
SHARE = {"value": "40%", "actor": "State", "date": "2018-01-05", "reference": "letter 7", "approved_by": "CMS"}
USED = {"rule": "basis.share", **SHARE, "value": "0.4"}
FLOOR = {"rule": "basis.lowest", "for": {}, "value": "5", "actor": "", "date": "", "reference": "", "approved_by": ""}


def test_the_pack_has_no_problem():
    assert PACK.diagnostics == ()


@pytest.mark.parametrize(
    ("rule", "facts", "recorded", "basis"),
    [
        ("plain", {"amount": 1}, {}, {}),
        ("whole", {"amount": "0.995"}, {}, {"roundings": ROUNDED}),
        ("twice", {"amount": "0.995"}, {}, {"roundings": ROUNDED}),
        ("twice", {"amount": "1.00"}, {}, {}),
        ("scaled", {"amount": 1}, {}, {"defaults": USUAL}),
        ("scaled", {"amount": 1, "factor": 3}, {}, {}),
        ("all_scaled", {"amounts": [1, 2, 3]}, {}, {"defaults": USUAL}),
        ("all_scaled", {"amounts": []}, {}, {}),
        ("all_doubled", {"amounts": [1, 2]}, {}, {}),
        (
            "named",
            {"amount": 1},
            {},
            {"defaults": [{"rule": "basis.named", "input": "is_scaled", "value": True}, *USUAL]},
        ),
        ("named", {"amount": 1, "is_scaled": False}, {}, {}),
        ("named", {"amount": 1, "is_scaled": True}, {}, {"defaults": USUAL}),
        ("shared", {"amount": 10, "year": 2}, {"basis.share": SHARE}, {"decisions": [{**USED, "for": {}}]}),
        (
            "shared",
            {"amount": 10, "year": 2},
            {"basis.share": {"1": "30%", "2": SHARE}},
            {"decisions": [{**USED, "for": {"year": "2"}}]},
        ),
        ("shared", {"amount": 10, "year": 2}, {"basis.share": {"1": "30%"}}, {}),
        ("shared", {"amount": 10, "year": 2}, {"basis.share": "200%"}, {}),
        ("floored", {"amount": 1}, {"basis.lowest": 5}, {"decisions": [FLOOR]}),
        ("floored", {"amount": 1, "least": 2}, {"basis.lowest": 5}, {}),
        ("floored", {"amount": 1}, {}, {"defaults": [{"rule": "basis.floored", "input": "least", "value": "0"}]}),
        (
            "passed_over",
            {"amount": 1},
            {},
            {"defaults": [{"rule": "basis.passed_over", "input": "divisor", "value": "0"}]},
        ),
        ("scaled", {}, {}, {"defaults": USUAL}),
        ("scaled", {"amount": "x"}, {}, {}),
    ],
)
def test_an_outcome_says_what_it_rests_on(rule, facts, recorded, basis):
    outcome = ENGINE.run(f"basis.{rule}", facts, recorded=recorded)

    assert outcome.basis.to_json() == {**NOTHING, **basis}
    assert bool(outcome.basis) == bool(basis)
    assert answer_of(outcome)["basis"] == outcome.to_json()["basis"] == outcome.basis.to_json()
    assert copy.copy(outcome).basis == outcome.basis
    case = {"rule": f"basis.{rule}", "inputs": facts, "recorded": recorded}
    assert answer_line(ENGINE, json.dumps(case), 1)["basis"] == {**NOTHING, **basis}
    assert_agreement(ENGINE, f"basis.{rule}", facts, **({"recorded": recorded} if recorded else {}))


@pytest.mark.parametrize(
    ("rule", "facts", "may_have_basis"),
    [
        ("plain", {"amount": 1}, False),
        ("scaled", {"amount": 1}, True),
        ("scaled", {"amount": 1, "factor": 3}, False),
        ("all_scaled", {"amounts": []}, True),
        ("all_doubled", {"amounts": [1]}, False),
        ("twice", {"amount": "1"}, True),
    ],
)
def test_a_rule_that_can_rest_on_nothing_more_is_not_looked_at_again(rule, facts, may_have_basis):
    outcome = ENGINE.run(f"basis.{rule}", facts)

    assert outcome.may_have_basis is may_have_basis
    assert may_have_basis or outcome.basis is NO_BASIS


def test_decisions_that_were_read_for_many_cases_are_those_of_each():
    read = ENGINE.read_decisions({"basis.share": [{"for": {"year": 2}, **SHARE}]})
    facts = {"amount": 10, "year": 2}

    outcomes = [ENGINE.run("basis.shared", facts, recorded=each) for each in (read, dict(read), copy.deepcopy(read))]

    assert [str(each.value) for each in outcomes] == ["4.00"] * 3
    assert outcomes[0].basis == outcomes[1].basis
    assert ENGINE.run("basis.shared", facts, recorded=read, known_on="2017-12-31").needs == ("basis.share",)
    assert Engine(PACK).run("basis.shared", facts, recorded=read) == outcomes[0]


def test_where_nothing_is_looked_for_there_is_nothing():
    engine = load_pack("masshealth-dsrip")
    looked_at = {True: 0, False: 0}
    for example in engine.pack.examples:
        outcome = engine.run(example.rule, example.facts, recorded=example.recorded)
        looked_at[outcome.may_have_basis] += 1
        if not outcome.may_have_basis:
            assert not basis_of(outcome.trace), example.id
    assert min(looked_at.values()) > 50
