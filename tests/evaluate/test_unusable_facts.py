"""Facts that no case can have are errors of the outcome, whichever reader comes upon them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest
from rulewright import Date, DateTime, DaysDuration, Engine, Range, Status, Time, date_of
from written_packs import pack_of

HEADER = b"pack: small\ntitle: Small\nabout: Rules for one test.\ndocuments: {act: {title: An act}}\n"
SUBJECT = 'subject: s\ntitle: S\nnamespace: s\nsource: {document: act, section: "1"}\ndecisions:\n'
TYPES = ("date", "date and time", "time", "days and time duration", "list<date>", "range<date>", "any", "date?")
RULES = "".join(
    f'  r{place}: {{title: R, inputs: {{v: "{type_}"}}, outputs: {{o: {{type: "{type_}", formula: v}}}}}}\n'
    for place, type_ in enumerate(TYPES)
)
NOTHING = """\
  none: {title: N, outputs: {o: {type: number, formula: 1 + 1}}}
  optional: {title: O, inputs: {v: {type: number, otherwise: 1}}, outputs: {o: {type: number, formula: v + 1}}}
  required: {title: R, inputs: {v: number}, outputs: {o: {type: number, formula: v + 1}}}
"""
PACK = pack_of(HEADER, (SUBJECT + RULES + NOTHING).encode(), "s.yaml")
ENGINE = Engine(PACK)
NO_DAY = Date(2021, 2, 30)


def outcomes(rule, facts):
    """Return the outcomes of all ways that lead to one."""
    return [
        ENGINE.run(rule, facts),
        ENGINE.run(rule, facts, reference=True),
        ENGINE.run(rule, facts, trace=True),
        next(iter(ENGINE.values(rule, [facts]))),
    ]


@pytest.mark.parametrize(
    ("type_", "given"),
    [
        ("date", NO_DAY),
        ("date?", NO_DAY),
        ("date", Date(2021, 13, 1)),
        ("date and time", DateTime(NO_DAY, Time(10, 0, 0))),
        ("time", Time(25, 0, 0)),
        ("days and time duration", DaysDuration(Decimal("0.5"))),
        ("list<date>", [Date(2021, 1, 1), NO_DAY]),
        ("range<date>", Range(NO_DAY, Date(2021, 3, 30), start_included=True, end_included=True)),
        ("any", {"day": NO_DAY}),
    ],
    ids=str,
)
def test_parts_that_make_no_date_or_time_are_refused(type_, given):
    for outcome in outcomes(f"s.r{TYPES.index(type_)}", {"v": given}):
        assert outcome.status is Status.ERROR
        assert outcome.problem.code == "wrong-type"


def test_what_is_made_of_parts_is_read_as_it_is():
    day = date_of(2024, 2, 29)
    for outcome in outcomes("s.r0", {"v": day})[:3]:
        assert outcome.value == day
    assert date_of(2021, 2, 29) is None


def row_of_a_database():
    """Return what can be looked up by name, has a length, and is no mapping."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute("select '5' as v").fetchone()


@pytest.mark.parametrize(
    "facts", [None, ["v"], [], "v", "", 5, row_of_a_database()], ids=lambda facts: type(facts).__name__
)
@pytest.mark.parametrize("rule", ["s.r0", "s.none", "s.optional", "s.required"])
def test_facts_that_are_no_mapping_are_an_error(rule, facts):
    for outcome in outcomes(rule, facts):
        assert outcome.problem.code == "wrong-type"
        assert "mapping" in outcome.problem.reason
        assert "by the names of inputs" in outcome.problem.hint


def test_a_range_of_one_operator_keeps_it():
    given = Range(Date(2021, 1, 1), Date(2021, 1, 1), start_included=True, end_included=True, operator="=")
    for type_ in ("any", "range<date>"):
        assert [each.value for each in outcomes(f"s.r{TYPES.index(type_)}", {"v": given})[:3]] == [given] * 3
