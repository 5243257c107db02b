"""Two engines that are one differ in nothing; where something differs, it is reported."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from differences import OUTCOME, WORDS, Accepted, Named, differences_of, read_accepted
from old_wheel import ROOT, Side
from side_by_side import compare

SETTINGS = {"seed": "3", "packs": 1, "cases": 1, "mutated": 8, "groups": ["mutated", "generated"], "conformance": ""}
PACK = Path("tests") / "cli" / "pack"


@pytest.fixture
def sides(tmp_path):
    made = tuple(Side(name, Path(sys.executable), ROOT / "tests", tmp_path / name) for name in ("old", "new"))
    for side in made:
        shutil.copytree(ROOT / PACK, side.folder / "tree" / PACK)
    return made


def test_an_engine_beside_itself_differs_in_nothing_and_another_answer_is_reported(sides):
    report = compare(sides, SETTINGS, Accepted())
    assert (report.found, report.exit_code) == ({}, 0)
    assert report.cases["mutated"] == 8
    assert report.cases["generated"] > 5

    rates = sides[1].folder / "tree" / PACK / "base" / "dues.yaml"
    text = rates.read_text(encoding="utf-8")
    assert "4.5" in text
    rates.write_text(text.replace("4.5", "4,5"), encoding="utf-8")
    report = compare(sides, SETTINGS, Accepted())
    assert (OUTCOME, "mutated", "problems") in report.found
    assert report.exit_code == 1


OLD = {"outcome": {"value": {"Decimal": "1.50"}, "message": "", "trace": [1, 2]}}


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (OLD, []),
        (
            {"outcome": {"value": {"Decimal": "1.5"}, "message": "", "trace": [1, 2]}},
            [(OUTCOME, "outcome.value.Decimal")],
        ),
        ({"outcome": {"value": {"Decimal": "1.50"}, "message": "a", "trace": [1, 2]}}, [(WORDS, "outcome.message")]),
        ({"outcome": {"value": {"Decimal": "1.50"}, "message": "", "trace": [1]}}, [(OUTCOME, "outcome.trace")]),
        ({"outcome": {"message": "", "value": {"Decimal": "1.50"}, "trace": [1, 2]}}, [(OUTCOME, "outcome (order)")]),
    ],
)
def test_every_leaf_that_differs_is_found(new, found):
    assert [(each.sort, each.field) for each in differences_of("group", "case", OLD, new)] == found


@pytest.mark.parametrize(
    ("new", "sort"),
    [("a.yaml:1:2: error[cycle] around\n  3 | x\n", WORDS), ("a.yaml:1:2: error[cycle] round\n  4 | x\n", OUTCOME)],
)
def test_a_printed_text_with_the_same_places_codes_and_figures_differs_in_words(new, sort):
    (found,) = differences_of("group", "case", "a.yaml:1:2: error[cycle] round\n  3 | x\n", new)
    assert found.sort == sort


def test_a_difference_is_meant_where_all_of_it_is_named():
    (found,) = differences_of("generated", "generated/1/2", {"status": "error"}, {"status": "known"})
    named = Named("a", "because", "generated/*", "status", "error", "known")
    assert Accepted(named=(named,)).name_of(found) == "a"
    for other in ({"case": "packs/*"}, {"field": "value"}, {"old": "err"}, {"new": "unknown"}):
        assert Accepted(named=(replace(named, **other),)).name_of(found) == ""


def test_what_is_accepted_can_be_read_and_says_why():
    assert all(each.reason for each in read_accepted().named)
