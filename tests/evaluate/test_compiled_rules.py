"""Rules of all kinds, compiled: each case takes the path it should, and both evaluators agree on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulewright import Case, Engine, InternalError, Status
from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.packs.files import PackFiles
from rulewright.packs.loading import build_pack
from test_agreement import assert_agreement

HEADER = b"""pack: compiled
title: What compiled rules do
about: Rules for one test.
documents:
  protocol: {title: A protocol}
types:
  period: {enum: [BP1, BP2]}
  row: {record: {score: number}}
  scored_row: {record: {score: number?}}
  wide_row: {record: {score: number, bound: number}}
"""
SUBJECT = Path(__file__).parent / "compiled-pack.yaml"
PACK = build_pack(PackFiles(("pack.yaml", HEADER), (("base/compiled.yaml", SUBJECT.read_bytes()),), (), ()))
ENGINE = Engine(PACK)
COMPILED = None
DAY = {"day": "2020-06-30", "words": ["a", "c"], "word": "a", "n": "3"}


def test_the_pack_has_no_problem_and_every_decision_is_compiled():
    assert PACK.diagnostics == ()
    decisions = [id_ for id_, rule in PACK.rules.items() if hasattr(rule, "outputs")]
    assert [id_ for id_ in decisions if not ENGINE._plans[id_].is_compiled] == []


@pytest.mark.parametrize(
    ("rule", "facts", "path"),
    [
        ("above", {"rows": [{"score": "3"}, {"score": "30"}], "bound": "5"}, COMPILED),
        (
            "above_in_wide_rows",
            {"rows": [{"score": "3", "bound": "100"}, {"score": "30", "bound": "100"}]},
            Reason.OTHER_KIND,
        ),
        ("has_score", {"row": {"score": None}}, COMPILED),
        ("has_score", {"row": {}}, Reason.OTHER_FORM),
        ("out_of_order", {"a": "1", "b": "3.5"}, COMPILED),
        ("nested", {"a": "1.5"}, COMPILED),
        ("figures", {"is_new": True, "tier": "2"}, COMPILED),
        ("figures", {"is_new": False, "tier": "2.0"}, Reason.ABSENT_ENTRY),
        ("figures", {"is_new": False, "tier": "9"}, Reason.ABSENT_ENTRY),
        ("weighted", {"period": "BP1"}, COMPILED),
        ("weighted", {"period": "BP2"}, Reason.ABSENT_ENTRY),
        ("chosen", {"period": "BP1", "is_chosen": False}, COMPILED),
        ("chosen", {"period": "BP1", "is_chosen": True}, Reason.OPEN_DECISION),
        ("two_results", {"a": "1.25"}, COMPILED),
        ("two_results", {"a": "1.25", "b": "-0.75", "c": "3"}, COMPILED),
        ("two_results", {"a": "1.25", "b": "-2", "c": None}, Reason.OUT_OF_RANGE),
        ("two_results", {"b": "1"}, Reason.MISSING_FACT),
        ("agreeing", {"size": "5"}, COMPILED),
        ("agreeing", {"size": "25"}, COMPILED),
        ("ranked", {"size": "7"}, COMPILED),
        ("ranked", {"size": "1"}, COMPILED),
        ("ranked", {"size": "-1"}, COMPILED),
        ("collected", {"size": "3", "kind": "x"}, COMPILED),
        ("collected", {"size": "9", "kind": "z"}, COMPILED),
        ("collected", {"size": "3", "kind": "q"}, COMPILED),
        ("collected", {"size": "-3", "kind": "x"}, COMPILED),
        ("in_many_ways", DAY, COMPILED),
        ("in_many_ways", {**DAY, "n": "6"}, COMPILED),
        ("in_many_ways", {**DAY, "day": "2021-06-30"}, COMPILED),
        ("in_many_ways", {**DAY, "day": "2021-06-31"}, Reason.OTHER_FORM),
        ("too_many", {"count": "3"}, COMPILED),
        ("too_many", {"count": "2000000"}, Reason.LIMIT),
        ("over_points", {"scores": ["10", "20.5"], "least": "10"}, COMPILED),
        ("over_points", {"scores": ["10", "9"], "least": "10"}, Reason.REQUIREMENT),
        ("over_points", {"scores": ["100"], "least": "10"}, Reason.OUT_OF_RANGE),
        ("over_points", {"scores": [], "least": "10"}, COMPILED),
    ],
)
def test_a_case_takes_its_path_and_both_evaluators_agree(rule, facts, path):
    plan = ENGINE._plans[f"compiled.{rule}"]

    try:
        plan.of_case(facts)
        taken = COMPILED
    except Fallback as fallback:
        taken = fallback.reason

    assert taken is path
    assert_agreement(ENGINE, f"compiled.{rule}", facts)


@pytest.mark.parametrize("recorded", ["7", {"BP1": {"value": "7", "actor": "State"}}, {"BP2": "7"}, "-1"])
def test_both_evaluators_agree_on_recorded_decisions(recorded):
    for is_chosen in (True, False):
        case = {"period": "BP1", "is_chosen": is_chosen}
        assert_agreement(ENGINE, "compiled.chosen", case, recorded={"compiled.choice": recorded})


def test_a_recorded_decision_that_nothing_takes_is_refused():
    outcome = ENGINE.run("compiled.nested", {"a": 1}, recorded={"compiled.choise": 1})

    assert (outcome.status, outcome.problem.code) == (Status.ERROR, "unknown-discretion")
    assert outcome.problem.hint == "did you mean `compiled.choice`?"


def test_a_fault_of_generated_code_is_reported_with_its_rule_and_never_answered(monkeypatch):
    engine = Engine(PACK)
    case = {"rows": [{"score": "3"}], "bound": "5"}
    for is_traced in (False, True):
        engine.run("compiled.above", case, trace=is_traced)
    engine.values("compiled.above", [case])
    for name in ("p", "q", "w", "t", "u"):
        number = list(PACK.rules).index("compiled.above")
        monkeypatch.setitem(engine._plans._program._space, f"{name}{number}", None)
    engine._plans._found.clear()
    calls = (
        lambda: engine.run("compiled.above", case),
        lambda: engine.run("compiled.above", case, trace=True),
        lambda: list(engine.run_many([Case("compiled.above", case)])),
        lambda: list(engine.values("compiled.above", [case])),
    )
    for call in calls:
        with pytest.raises(InternalError, match=r"`compiled\.above` failed: TypeError") as caught:
            call()
        assert caught.value.rule == "compiled.above"
        assert isinstance(caught.value.__cause__, TypeError)
    assert engine.run("compiled.above", case, reference=True).status is Status.KNOWN
