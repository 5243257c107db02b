"""What a requirement says instead of an outcome where it does not hold: a message, or the facts that are missing."""

from __future__ import annotations

import pytest
from rulewright import Engine
from written_packs import pack_of

HEADER = b"pack: required\ntitle: What rules require\ndocuments: {protocol: {title: A protocol}}\n"
SUBJECT = b"""subject: rules
title: Rules
namespace: required
source: {document: protocol, section: "1"}
decisions:
  listed:
    title: Names that a formula lists
    inputs: {is_there: boolean, names: list<string>}
    requires: [{that: is_there, needs: names}]
    outputs: {result: {type: number, formula: "1"}}
  found:
    title: Names of which nothing is known
    inputs: {is_there: boolean, names: any}
    requires: [{that: is_there, needs: names}]
    outputs: {result: {type: number, formula: "1"}}
  refused:
    title: Names that the message is about
    inputs: {is_there: boolean, names: list<string>}
    requires: [{that: is_there, message: not all of them are there, names: "for name in names return upper case(name)"}]
    outputs: {result: {type: number, formula: "1"}}
"""
ENGINE = Engine(pack_of(HEADER, SUBJECT, id_="required"))
NAMES_NONE = "a requirement is not met, and `names` names no fact that is missing"


@pytest.mark.parametrize("reference", [False, True])
@pytest.mark.parametrize(
    ("rule", "names", "expected"),
    [
        ("listed", ["rows"], ("unknown", ("rows",), "needs `rows`", "")),
        ("found", ["rows"], ("unknown", ("rows",), "needs `rows`", "")),
        ("listed", [], ("error", (), NAMES_NONE, "requirement-not-met")),
        ("found", [], ("error", (), NAMES_NONE, "requirement-not-met")),
        ("found", None, ("error", (), NAMES_NONE, "requirement-not-met")),
        ("found", ["rows", None], ("error", (), NAMES_NONE, "requirement-not-met")),
        ("found", "rows", ("error", (), "`needs` is the text `rows`, but a list is needed", "wrong-type")),
    ],
)
def test_a_requirement_that_names_no_fact_is_an_error(rule, names, expected, reference):
    outcome = ENGINE.run(f"required.{rule}", {"is_there": False, "names": names}, reference=reference)

    code = outcome.problem.code if outcome.problem else ""
    assert (outcome.status.value, outcome.needs, outcome.message, code) == expected
    assert ENGINE.run(f"required.{rule}", {"is_there": True, "names": names}, reference=reference).value == 1


@pytest.mark.parametrize("reference", [False, True])
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"names": ["a", "b"]}, "not all of them are there: `A`, `B`"),
        ({"names": []}, "not all of them are there"),
        ({}, "not all of them are there"),
    ],
)
def test_a_message_names_what_it_is_about(facts, expected, reference):
    outcome = ENGINE.run("required.refused", {"is_there": False, **facts}, reference=reference)

    assert (outcome.status.value, outcome.message) == ("error", expected)
    assert outcome.problem.code == "requirement-not-met"
    assert outcome.problem.place.line == 19
    found = ENGINE.run("required.refused", {"is_there": True, "names": ["a"]}, reference=reference)
    assert (found.status.value, found.value) == ("known", 1)
