"""Rules of all kinds, compiled: each case takes the path it should, and both evaluators agree on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulewright import Case, Engine, InternalError, Status
from rulewright.check.fallbacks import find_fallbacks
from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.evaluate.emit.builtins import INLINE
from rulewright.language.builtins import BUILTINS
from test_agreement import assert_agreement
from written_packs import pack_of

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
PACK = pack_of(HEADER, SUBJECT.read_bytes(), "compiled.yaml")
ENGINE = Engine(PACK)
COMPILED = None
DAY = {"day": "2020-06-30", "words": ["a", "c"], "word": "a", "n": "3"}


def test_the_pack_has_no_error_and_every_decision_is_compiled():
    assert {each.code for each in PACK.diagnostics} == {"free-text"}
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
        ("varied", {"base": "3", "period": "BP1"}, COMPILED),
        ("varied", {"base": "3", "period": "BP1", "amount": "5"}, COMPILED),
        ("varied", {"base": "3"}, COMPILED),
        ("varied", {}, Reason.MISSING_FACT),
        ("varied", {"base": "3", "perod": "BP1"}, Reason.OTHER_FORM),
        ("in_branches", {"kind": "small", "size": "2", "rate": None}, COMPILED),
        ("in_branches", {"kind": "small", "size": "x", "rate": None}, Reason.OTHER_FORM),
        ("in_branches", {"kind": "small", "rate": "9"}, Reason.MISSING_FACT),
        ("in_branches", {"kind": "small", "size": "2"}, Reason.MISSING_FACT),
        ("in_branches", {"kind": "none"}, COMPILED),
        ("in_branches", {"kind": "none", "days": "2020-13-01"}, Reason.OTHER_FORM),
        ("in_branches", {"kind": "large", "days": "2019-06-30", "rate": "6"}, COMPILED),
        ("in_branches", {"kind": "large", "rate": "6"}, Reason.MISSING_FACT),
        ("in_branches", {"kind": "large", "days": "2021-06-30", "rate": "6", "parts": [{"score": "1"}]}, COMPILED),
        ("in_branches", {"size": "2", "rate": "6"}, Reason.MISSING_FACT),
        ("by_row", {"kind": "fixed", "size": "1"}, COMPILED),
        ("by_row", {"kind": "rated", "size": "1"}, Reason.MISSING_FACT),
        ("by_row", {"kind": "rated", "size": "1", "rate": "4"}, COMPILED),
        ("by_row", {"kind": "fixed", "rate": "4"}, Reason.MISSING_FACT),
        ("varied_elsewhere", {"period": "BP1"}, COMPILED),
        ("gathered", {"rows": [{"score": "1"}, {"score": "2"}], "scores": ["2"]}, COMPILED),
        ("gathered", {"rows": [{"score": "1"}], "scores": ["2", "1"]}, Reason.REQUIREMENT),
        ("gathered", {"rows": [{"score": "1"}], "scores": []}, Reason.REQUIREMENT),
        ("gated", {"amount": "5", "is_offered": True, "period": "BP1"}, COMPILED),
        ("gated", {"amount": "5", "is_offered": False, "period": "BP1"}, Reason.REQUIREMENT),
        ("gated", {"amount": "-5", "is_offered": False, "period": "BP1"}, Reason.REQUIREMENT),
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
    assert_agreement(ENGINE, "compiled.varied_elsewhere", {"period": "BP1"}, recorded={"compiled.choice": recorded})


@pytest.mark.parametrize(
    ("rule", "inputs", "recorded", "expected"),
    [
        ("varied", {"base": "3", "period": "BP1"}, {}, "known 7"),
        ("varied", {"base": "3", "period": "BP1"}, {"BP1": "10"}, "known 11"),
        ("varied", {"base": "3", "period": "BP1"}, {"BP2": "10"}, "known 7"),
        ("varied", {"base": "3", "period": "BP1"}, {"BP1": "-1"}, "error outside-limits"),
        ("halved", {"period": "BP1"}, {}, "known 0"),
        ("halved", {"period": "BP1"}, {"BP1": "10"}, "known 5"),
        ("halved", {"period": "BP1"}, {"BP1": "-1"}, "error outside-limits"),
        ("halved", {"period": "BP1", "amount": "4"}, {"BP1": "-1"}, "known 2"),
        ("halved", {"period": "BP2"}, {"BP1": "-1"}, "known 0"),
        ("varied", {"base": "3", "period": "BP1", "amount": "4"}, {"BP1": "10"}, "known 5"),
        ("varied", {"base": "3"}, {"BP1": "10"}, "unknown period"),
        ("varied", {"base": "3"}, {}, "known 7"),
        ("varied_elsewhere", {"period": "BP1"}, {"BP1": "20"}, "known 31"),
        ("gated", {"is_offered": False, "period": "BP1", "amount": "1"}, {"BP1": "10"}, "open compiled.choice"),
        ("gathered", {"rows": [{"score": "1"}], "scores": ["2", "1", "3"]}, {},
         "unknown rows[score = 2], rows[score = 3]"),
        ("gathered", {"rows": [], "scores": []}, {}, "unknown scores"),
        ("gathered", {"rows": [], "scores": ["1"]}, {}, "unknown rows[score = 1]"),
        ("gathered", {"rows": []}, {}, "unknown scores"),
        ("gated", {"amount": "5", "is_offered": False, "period": "BP1"}, {}, "open compiled.choice"),
        ("gated", {"is_offered": False, "period": "BP1"}, {}, "unknown amount, compiled.choice"),
        ("gated", {"amount": "-5", "is_offered": False, "period": "BP1"}, {}, "error requirement-not-met"),
    ],
)  # fmt: skip
def test_what_is_decided_what_must_be_there_and_what_is_waited_for(rule, inputs, recorded, expected):
    decisions = {"compiled.choice": recorded} if recorded else {}
    for reference in (True, False):
        outcome = ENGINE.run(f"compiled.{rule}", inputs, recorded=decisions, reference=reference)
        reported = outcome.problem.code if outcome.problem else ", ".join(outcome.needs) or str(outcome.value)

        assert f"{outcome.status.value} {reported}" == expected


def test_what_was_decided_stands_in_the_trace_and_nothing_of_what_was_not():
    case = {"base": "3", "period": "BP1"}
    traces = [ENGINE.run("compiled.varied", case, recorded={"compiled.choice": each}).trace
              for each in ({"BP1": "10"}, {"BP2": "10"})]  # fmt: skip

    assert [(trace.assumed, trace.decided) for trace in traces] == [((), ("amount",)), (("amount",), ())]
    assert [[child.rule for child in trace.children] for trace in traces] == [["compiled.choice"], []]


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


INLINED = b"""subject: inlined
title: A small rule that cannot be compiled by itself, called for every item
namespace: inlined
source: {document: protocol, section: "1"}
decisions:
  within:
    title: Within a span
    inputs: {score: number, span: range<number>}
    outputs:
      within: {type: boolean, formula: score in span}
  all_within:
    title: All within a span
    inputs: {scores: list<number>}
    outputs:
      answers: {type: list<boolean>, formula: "for s in scores return within(s, [1..10])"}
"""


def test_the_trace_of_a_rule_that_only_loops_can_hold_is_that_of_the_reference():
    pack = pack_of(HEADER, INLINED, "inlined.yaml")
    engine = Engine(pack)

    outcome = engine.run("inlined.all_within", {"scores": ["1", "11"]}, trace=True)

    assert list(outcome.value) == [True, False]
    assert_agreement(engine, "inlined.all_within", {"scores": ["1", "11"]})
    assert [each.rule for each in outcome.trace.children] == ["inlined.within"] * 2


def test_what_is_written_in_place_is_a_built_in():
    assert set(INLINE) <= set(BUILTINS)


DEEP = b"""subject: deep
title: A formula that is written in more brackets than Python reads
namespace: deep
source: {document: protocol, section: "1"}
decisions:
  added:
    title: Many terms of which nothing is known
    inputs: {a: any}
    outputs:
      total: {type: any, formula: "%s"}
"""


def test_a_rule_that_python_cannot_read_is_left_to_the_reference_and_listed():
    for terms, reason in ((80, None), (140, "not compilable: brackets deeper inside each other than Python reads")):
        subject = DEEP % " + ".join(["a"] * terms).encode()
        pack = pack_of(HEADER, subject, "deep.yaml")
        engine = Engine(pack)

        assert engine.run("deep.added", {"a": 1}).value == terms
        assert engine._plans["deep.added"].is_compiled is (reason is None)
        assert [each.reason for each in find_fallbacks(pack)] == ([reason] if reason else [])


DEEP_FIGURE = b"""subject: deep
title: A formula whose reads alone, once they are noted, stand in more brackets than Python reads
namespace: deep
source: {document: protocol, section: "1"}
parameters:
  figure: {title: A figure, type: number, status: enacted, value: 2.5}
decisions:
  floored:
    title: Many calls inside each other
    inputs: {a: {type: number, title: A fact, otherwise: "1"}}
    outputs:
      total: {type: number, formula: "%s"}
"""


@pytest.mark.parametrize("facts", [{"a": 3}, {}])
@pytest.mark.parametrize("trace", [False, True])
def test_a_rule_too_deep_only_where_its_reads_are_noted_has_the_trace_of_the_reference(facts, trace):
    calls = 99
    subject = DEEP_FIGURE % ("floor(" * calls + "figure + a" + ")" * calls).encode()
    engine = Engine(pack_of(HEADER, subject, "deep.yaml"))
    outcome = engine.run("deep.floored", facts, trace=trace)
    reference = engine.run("deep.floored", facts, reference=True)

    assert engine._plans["deep.floored"].is_compiled
    assert engine._plans._program.functions("deep.floored", is_tracing=True) is None
    assert (outcome, outcome.trace, outcome.basis) == (reference, reference.trace, reference.basis)
    assert [read.parameter for read in outcome.trace.figures] == ["deep.figure"]
