"""Recorded decisions are read in all the forms in which they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rulewright.evaluate.recorded import read_recorded
from rulewright.language.types import NUMBER, EnumType, ListType
from rulewright.packs.kinds.discretion import Discretion
from rulewright.packs.model.rules import Citation, Input
from rulewright.source import Place

PERIOD = EnumType("period", ("PREP", "BP1", "BP2"), (("Prep", "PREP"),))
COMMON = {"title": "A choice", "source": Citation("protocol"), "place": Place("a.yaml", 1, 1), "subject": "a"}
RULES = {
    "a.rate": Discretion(id="a.rate", **COMMON, decided_by="State", inputs=(Input("period", PERIOD),), type=NUMBER),
    "a.once": Discretion(id="a.once", **COMMON, decided_by="State", type=NUMBER),
    "a.approved": Discretion(id="a.approved", **COMMON, decided_by="State", approval="CMS", type=NUMBER),
    "a.list": Discretion(id="a.list", **COMMON, decided_by="State", type=ListType(NUMBER)),
}


@pytest.mark.parametrize(
    ("id_", "written", "expected"),
    [
        ("a.once", "10", {(): Decimal(10)}),
        ("a.once", {"value": "10", "actor": "State", "date": "2018-01-05"}, {(): Decimal(10)}),
        ("a.rate", "10", {(): Decimal(10)}),
        ("a.rate", {"BP1": {"value": 10}, "Prep": "5"}, {("BP1",): Decimal(10), ("PREP",): Decimal(5)}),
        ("a.rate", [{"for": {"period": "BP1"}, "value": "7"}], {("BP1",): Decimal(7)}),
        ("a.rate", {"for": {"period": "Prep"}, "value": "7", "actor": "State"}, {("PREP",): Decimal(7)}),
        ("a.rate", {"for": {}, "value": "7"}, {(): Decimal(7)}),
        ("a.rate", {"BP1": {"for": {"period": "BP1"}, "value": "7"}}, {("BP1",): Decimal(7)}),
        ("a.approved", {"value": "10", "actor": "state", "approved_by": "CMS"}, {(): Decimal(10)}),
        ("a.approved", {"value": "10", "date": "2018-01-05"}, {(): Decimal(10)}),
        ("a.once", {"value": "10", "actor": "", "approved_by": ""}, {(): Decimal(10)}),
        ("a.list", ["1", "2"], {(): [Decimal(1), Decimal(2)]}),
        ("rate", "10", {(): Decimal(10)}),
    ],
)
def test_a_decision_is_read(id_, written, expected):
    found, problems = read_recorded({id_: written}, RULES, {"rate": "a.rate"})

    assert problems == ()
    assert [{key: each.value for key, each in decisions.items()} for decisions in found.values()] == [expected]


@pytest.mark.parametrize(
    ("id_", "written", "code", "path"),
    [
        ("a.rat", "10", "unknown-discretion", "recorded.a.rat"),
        ("a.rate", "ten", "wrong-type", "recorded.a.rate"),
        ("a.rate", {"BP1": "10", "BP9": "1"}, "unknown-member", "recorded.a.rate.BP9"),
        ("a.rate", [{"for": {"perod": "BP1"}, "value": "7"}], "unknown-input", "recorded.a.rate[1].for.perod"),
        ("a.rate", [{"for": "BP1", "value": "7"}], "wrong-type", "recorded.a.rate[1].for"),
        ("a.rate", {"for": {"perod": "BP1"}, "value": "7"}, "unknown-input", "recorded.a.rate.for.perod"),
        ("a.rate", {"for": "BP1", "value": "7"}, "wrong-type", "recorded.a.rate.for"),
        ("a.rate", {"BP1": {"for": {"period": "BP2"}, "value": "7"}}, "wrong-type", "recorded.a.rate.BP1.for"),
        ("a.once", {"for": {"period": "BP1"}, "value": "7"}, "unknown-input", "recorded.a.once.for.period"),
        ("a.once", {"value": "10", "date": "2018-02-30"}, "wrong-type", "recorded.a.once.date"),
        ("a.once", {"value": "10", "akter": "State"}, "unknown-key", "recorded.a.once.akter"),
        ("a.rate", {"valu": "10"}, "unknown-key", "recorded.a.rate.valu"),
        ("a.rate", {"BP1": {"value": "10", "acter": "State"}}, "unknown-key", "recorded.a.rate.BP1.acter"),
        ("a.once", {"value": "10", "actor": "ACO"}, "wrong-actor", "recorded.a.once.actor"),
        ("a.rate", {"BP1": {"value": "10", "actor": "CMS"}}, "wrong-actor", "recorded.a.rate.BP1.actor"),
        ("a.once", {"value": "10", "approved_by": "CMS"}, "wrong-actor", "recorded.a.once.approved_by"),
        ("a.approved", {"value": "10", "approved_by": "State"}, "wrong-actor", "recorded.a.approved.approved_by"),
        ("a.approved", {"value": "10", "actor": "State"}, "unapproved-decision", "recorded.a.approved"),
        (
            "a.rate",
            [{"for": {"period": "BP1"}, "value": "7"}, {"for": {"period": "BP1"}, "value": "8"}],
            "duplicate-decision",
            "recorded.a.rate[2]",
        ),
        ("a.rate", [{"for": {"period": "BP1"}, "value": "7"}, {"value": "8"}], "duplicate-decision", "recorded.a.rate"),
        ("a.rate", [{"value": "8"}, {"for": {"period": "BP1"}, "value": "7"}], "duplicate-decision", "recorded.a.rate"),
    ],
)
def test_what_is_no_decision_is_reported(id_, written, code, path):
    _, problems = read_recorded({id_: written}, RULES, {})

    assert [(problem.code, problem.path) for problem in problems] == [(code, path)]
