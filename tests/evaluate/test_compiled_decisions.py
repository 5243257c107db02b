"""Recorded decisions reach compiled rules: which cases these decide themselves, and that both evaluators agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulewright import Engine
from rulewright.check.fallbacks import find_fallbacks
from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.evaluate.compiled.trace import no_events
from test_agreement import assert_agreement
from written_packs import pack_of

HEADER = b"""pack: decided
title: What is decided
about: Rules for one test.
documents:
  rules: {title: The rules}
units:
  one: {title: ones}
types:
  period: {enum: [P1, P2]}
  pair: {record: {left: number, right: number}}
  few: {number: one, high: 5}
  many: {number: one}
"""
SUBJECT = Path(__file__).parent / "decided-pack.yaml"
PACK = pack_of(HEADER, SUBJECT.read_bytes(), "decided.yaml")
ENGINE = Engine(PACK)
COMPILED = None
P1 = {"period": "P1"}
RECORD = {"value": "4", "actor": "State", "date": "2020-01-05", "reference": "letter 7"}


def test_the_pack_has_no_error_and_every_decision_is_compiled():
    assert [each.message for each in PACK.diagnostics if each.is_error] == []
    assert [each for each in find_fallbacks(PACK) if each.kind == "rule"] == []


@pytest.mark.parametrize(
    ("rule", "facts", "choice", "decided", "path"),
    [
        ("used", {**P1, "factor": "2"}, "amount", "4", COMPILED),
        ("used", {**P1, "factor": "2"}, "amount", RECORD, COMPILED),
        ("used", {**P1, "factor": "2"}, "amount", {"P1": RECORD, "P2": "15"}, COMPILED),
        ("used", {"period": "P2", "factor": "2"}, "amount", [{**RECORD, "for": {"period": "P2"}}], COMPILED),
        ("used", {**P1, "factor": "2"}, "amount", {"P2": "15"}, Reason.OPEN_DECISION),
        ("used", {**P1, "factor": "2"}, "amount", "15", Reason.REQUIREMENT),
        ("used", {**P1, "factor": "2"}, "of_day", "early", Reason.OPEN_DECISION),
        ("used", P1, "amount", "4", Reason.MISSING_FACT),
        ("called_by_name", P1, "amount", "4", COMPILED),
        ("summed", {"periods": ["P1", "P2", "P1"]}, "amount", {"P1": "4", "P2": "15"}, COMPILED),
        ("summed", {"periods": ["P1", "P2"]}, "amount", {"P1": "4"}, Reason.OPEN_DECISION),
        ("if_wanted", {**P1, "is_wanted": True}, "amount", "4", COMPILED),
        ("if_wanted", {**P1, "is_wanted": False}, "amount", {"P2": "4"}, COMPILED),
        ("if_wanted", {**P1, "is_wanted": False}, "amount", "400", COMPILED),
        ("if_wanted", {**P1, "is_wanted": True}, "amount", "400", Reason.REQUIREMENT),
        ("named", {"day": "2020-01-05", "units": None}, "of_day", {"2020-01-05": {"2": "early"}}, COMPILED),
        ("named", {"day": "2020-01-05", "units": "3.0"}, "of_day", {"2020-01-05": {"3": "late"}}, COMPILED),
        ("named", {"day": "2020-01-06", "units": "3"}, "of_day", {"2020-01-05": {"3": "late"}}, Reason.OPEN_DECISION),
        ("paired", {}, "whole", {"left": "1", "right": "2"}, COMPILED),
        ("paired", {}, "whole", {"left": "1", "right": "3"}, Reason.REQUIREMENT),
        ("paired", {}, "whole", {"left": "1"}, Reason.OPEN_DECISION),
        ("counted", {}, "several", ["1", "2"], COMPILED),
        ("counted", {}, "several", {"value": None, "actor": "State"}, COMPILED),
        ("taken", P1, "amount", {"P1": "4"}, COMPILED),
        ("taken", P1, "amount", {"P2": "4"}, COMPILED),
        ("taken", P1, "amount", "-4", Reason.REQUIREMENT),
        ("taken", {**P1, "number": "9"}, "amount", "-4", COMPILED),
        ("taken", P1, "several", ["1"], COMPILED),
        ("taken_of_other", P1, "several", ["1"], COMPILED),
        ("taken_of_other", P1, "amount", {"P2": "4"}, COMPILED),
        ("taken_of_other", P1, "amount", {"P1": "4"}, COMPILED),
        ("taken_by_rule", P1, "several", ["1"], COMPILED),
        ("taken_by_rule", P1, "amount", {"P2": "4"}, Reason.RECORDED_DECISION),
        ("taken_by_rule", P1, "amount", {"P1": "4"}, Reason.RECORDED_DECISION),
        ("taken_of_figure", {}, "several", ["1"], COMPILED),
        ("taken_of_figure", {}, "amount", {"P1": "4"}, Reason.RECORDED_DECISION),
        ("taken_of_figure", {}, "amount", {"P2": "4"}, Reason.RECORDED_DECISION),
        ("taken_in_bounds", P1, "many_of", "5", COMPILED),
        ("taken_in_bounds", P1, "many_of", "6", Reason.OTHER_KIND),
        ("taken_or_null", {}, "several", ["1", "2"], COMPILED),
        ("taken_or_null", {}, "several", {"value": None, "actor": "State"}, Reason.NULL_OPERAND),
        ("through", P1, "amount", {"P1": "4"}, COMPILED),
        ("through", P1, "amount", {"P2": "4"}, COMPILED),
        ("in_a_table", P1, "amount", "4", COMPILED),
        ("in_a_table", P1, "amount", {"P1": "5", "P2": "4"}, COMPILED),
        ("in_a_table", P1, "amount", {"P2": "4"}, Reason.OPEN_DECISION),
    ],
)  # fmt: skip
def test_a_case_with_recorded_decisions_takes_its_path(rule, facts, choice, decided, path):
    recorded = {f"decided.{choice}": decided}
    read = ENGINE.read_decisions(recorded)
    assert read.problems == ()

    try:
        ENGINE._plans[f"decided.{rule}"].noting()[0](facts, no_events(read.decisions))
        taken = COMPILED
    except Fallback as fallback:
        taken = fallback.reason

    assert taken is path
    assert_agreement(ENGINE, f"decided.{rule}", facts, recorded=recorded)
    assert_agreement(ENGINE, f"decided.{rule}", facts)
    outcomes = [ENGINE.run(f"decided.{rule}", facts, recorded=recorded, reference=each) for each in (True, False)]
    assert outcomes[0].basis == outcomes[1].basis


def test_where_nothing_is_decided_the_trace_is_that_of_a_case_without_decisions():
    recorded = {"decided.amount": {"P2": "4"}}
    decided, plain = (ENGINE.run("decided.taken_of_figure", {}, recorded=each).trace for each in (recorded, None))
    assert decided == plain
    assert decided.figures == ()


def test_a_decision_after_the_date_that_counts_changes_nothing():
    recorded = {"decided.amount": {**RECORD, "date": "2021-01-05"}}
    earlier, later = (
        ENGINE.run("decided.taken", P1, recorded=recorded, known_on=each) for each in ("2020-12-31", "2021-12-31")
    )
    assert (str(earlier.value), str(later.value)) == ("3", "5")
