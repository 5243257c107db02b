"""A receipt can be replayed: the same question gives the same outcome, or says what has changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rulewright import Case, Engine
from rulewright.evaluate.caselines import CaseError
from rulewright.evaluate.replay import Difference, replay
from rulewright.packs.loading import read_pack
from rulewright.reports.receipt import receipt_of

PACK = read_pack(Path(__file__).parent / "sample-pack")
ENGINE = Engine(PACK)


def receipt(rule: str, facts: dict[str, object]) -> dict[str, object]:
    outcome = ENGINE.run(rule, facts)
    return json.loads(json.dumps(receipt_of(outcome, ENGINE, Case(rule, facts), engine_version="1")))


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("sample.points", {"score": "1", "goal": 3}),
        ("sample.two_parts", {"amount": "100"}),
        ("sample.points", {"score": "1"}),
        ("sample.points", {"score": "1", "goal": 0}),
    ],
)
def test_a_receipt_holds_when_nothing_has_changed(rule, facts):
    assert replay(receipt(rule, facts), ENGINE) == ()


def test_another_outcome_is_shown_where_it_differs():
    kept = receipt("sample.two_parts", {"amount": "90"})
    kept["outcome"]["value"]["first"] = "31"

    assert replay(kept, ENGINE) == (Difference("outcome.value.first", "31", "30"),)


def test_another_pack_is_a_difference_whatever_the_outcome():
    kept = receipt("sample.points", {"score": "1", "goal": 3})

    (difference,) = replay(kept, Engine(replace(PACK, digest="other")))

    assert (difference.path, difference.now) == ("pack.digest", "other")


def test_a_rule_that_there_is_no_longer_is_a_difference():
    kept = {**receipt("sample.points", {"score": "1", "goal": 3}), "rule": "sample.gone"}

    assert [each.path for each in replay(kept, ENGINE)] == ["rule"]


def test_what_is_no_receipt_is_refused():
    with pytest.raises(CaseError, match="this is no receipt"):
        replay({"outcome": {}}, ENGINE)
