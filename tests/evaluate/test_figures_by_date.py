"""A figure by date holds in the span of days under which it is written, and nowhere else."""

from __future__ import annotations

import pytest
from rulewright import Engine
from rulewright.reports import draw
from rulewright.reports.layout import PLAIN
from written_packs import pack_of

HEADER = b"pack: dated\ntitle: Figures by date\ndocuments: {act: {title: An act}}\n"
SUBJECT = b"""subject: rates
title: Rates
namespace: rates
source: {document: act, section: "1"}
parameters:
  rate:
    title: Rate
    status: enacted
    type: percent
    keys: {day: date}
    table:
      "[2020-01-01..2020-12-31]": 3%
      "[2018-07-01..2019-01-01)": 1%
      2019-01-01: 2%
      "(2019-01-01..2019-12-31]": {open: State}
      "[2021-01-01..)": {value: 4%, source: {section: "9"}, status: anticipated}
  by_track:
    title: Rate of a track
    status: enacted
    type: number
    keys: {track: string, day: date}
    table:
      a: {"(..2018-12-31]": 10, "[2019-01-01..)": 11}
      b: {"[2020-01-01..2020-06-30]": 20}
  holidays:
    title: Holidays
    status: enacted
    type: string
    keys: {day: date}
    table: {2020-01-01: New Year, 2020-12-25: Christmas}
decisions:
  due:
    title: Due
    inputs: {amount: number, day: date}
    outputs: {due: {type: number, formula: amount * rate(day)}}
  tracked:
    title: Rate of a track on a day
    inputs: {track: string, day: "date?"}
    outputs: {result: {type: number, formula: "by_track(track, day)"}}
  feast:
    title: Feast
    inputs: {day: date}
    outputs: {name: {type: string, formula: holidays(day)}}
"""
PACK = pack_of(HEADER, SUBJECT, "rates.yaml", "dated")
ENGINE = Engine(PACK)

KNOWN = [
    ("due", {"day": "2018-07-01"}, "1"),
    ("due", {"day": "2018-12-31"}, "1"),
    ("due", {"day": "2019-01-01"}, "2"),
    ("due", {"day": "2020-01-01"}, "3"),
    ("due", {"day": "2020-12-31"}, "3"),
    ("due", {"day": "2021-01-01"}, "4"),
    ("due", {"day": "9999-01-01"}, "4"),
    ("tracked", {"track": "a", "day": "1900-01-01"}, "10"),
    ("tracked", {"track": "a", "day": "2018-12-31"}, "10"),
    ("tracked", {"track": "a", "day": "2019-01-01"}, "11"),
    ("tracked", {"track": "b", "day": "2020-06-30"}, "20"),
]
ABSENT = [
    ("due", {"day": "2018-06-30"}, "unknown", ("rates.rate",)),
    ("due", {"day": "2019-01-02"}, "unknown", ("rates.rate",)),
    ("due", {"day": "2019-12-31"}, "unknown", ("rates.rate",)),
    ("tracked", {"track": "b", "day": "2020-07-01"}, "unknown", ("rates.by_track",)),
    ("tracked", {"track": "b", "day": "2019-12-31"}, "unknown", ("rates.by_track",)),
    ("tracked", {"track": "c", "day": "2020-01-01"}, "error", ()),
    ("feast", {"day": "2020-01-02"}, "error", ()),
]


@pytest.mark.parametrize("reference", [False, True])
@pytest.mark.parametrize(("rule", "facts", "value"), KNOWN, ids=str)
def test_a_date_has_the_figure_of_its_span(rule, facts, value, reference):
    outcome = ENGINE.run(f"rates.{rule}", {"amount": 100, **facts} if rule == "due" else facts, reference=reference)
    assert str(outcome.value.normalize()) in {value, "1E+1"} or str(outcome.value) == value


@pytest.mark.parametrize("reference", [False, True])
@pytest.mark.parametrize(("rule", "facts", "status", "needs"), ABSENT, ids=str)
def test_where_nothing_is_written_nothing_is_carried_forward(rule, facts, status, needs, reference):
    outcome = ENGINE.run(f"rates.{rule}", {"amount": 100, **facts} if rule == "due" else facts, reference=reference)
    assert (outcome.status.value, outcome.needs) == (status, needs)


@pytest.mark.parametrize("reference", [False, True])
def test_the_trace_names_the_span_and_its_own_source(reference):
    trace = ENGINE.run("rates.due", {"amount": 1, "day": "2022-05-01"}, reference=reference).trace
    (read,) = trace.figures
    assert (read.parameter, read.key, str(read.value)) == ("rates.rate", ("[2021-01-01..)",), "0.04")
    figure = PACK.rules["rates.rate"].figure(read.key)
    assert (str(figure.source), figure.status) == ("act, section 9", "anticipated")


def test_rules_with_figures_by_date_are_compiled():
    for rule in ("due", "tracked", "feast"):
        assert ENGINE._plans[f"rates.{rule}"].is_compiled


def test_how_a_span_is_written_is_no_part_of_the_digest():
    def digest(subject):
        return pack_of(HEADER, subject, "rates.yaml", "dated").digest

    assert digest(SUBJECT.replace(b"[2018-07-01..2019-01-01)", b"[2018-07-01..2018-12-31]")) == digest(SUBJECT)
    assert digest(SUBJECT.replace(b"[2018-07-01..", b"[2018-07-02..")) != digest(SUBJECT)


def test_a_table_by_date_is_shown_with_its_spans():
    shown = draw(tuple(PACK.rules["rates.rate"].body()), PLAIN)
    for words in ("[2018-07-01..2018-12-31]  1%", "2019-01-01", "[2021-01-01..)", "4% (anticipated)"):
        assert words in shown
