"""Equations hold to the last place of their unit; one that fails has both sides; a party left out has its reason."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from rulewright.evaluate.engine import Engine
from rulewright.packs.loading import read_pack
from rulewright.reports.layout import draw
from rulewright.reports.statement_blocks import statement_text
from rulewright.statements.compute import compute_statement
from rulewright.statements.tables import read_tables

HERE = Path(__file__).parent


@pytest.fixture
def statement(tmp_path):
    """Compute the statement of the first term with texts of its file replaced, and with other tables."""

    def statement(*changes, tables=None):
        shutil.copytree(HERE / "pack", tmp_path / "pack")
        shutil.copytree(HERE / "tables", tmp_path / "tables")
        path = tmp_path / "pack" / "statements" / "meals.yaml"
        text = path.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)
        for name, content in (tables or {}).items():
            (tmp_path / "tables" / name).write_text(content)
        engine = Engine(read_pack(tmp_path / "pack"))
        assert not any(each.is_error for each in engine.pack.diagnostics)
        plan = engine.pack.statements["meals"]
        data = read_tables(plan, tmp_path / "tables")
        assert data.diagnostics == ()
        result = compute_statement(engine, plan, data, "T1")
        return result, draw(statement_text(result, engine.pack))

    return statement


def that(formula):
    return ("scope: party, that: earned + lost = withheld", f"scope: party, that: '{formula}'")


@pytest.mark.parametrize(
    ("formula", "within", "holds"),
    [
        ("earned + lost = withheld", "", True),
        ("withheld / 18 * 18 = withheld", "", True),
        ("earned + lost + withheld * 0.000001 = withheld", "", True),
        ("earned + lost + withheld * 0.0001 = withheld", "", False),
        ("earned + lost + withheld * 0.0001 = withheld", ", within: 1", True),
        ("withheld / 18 * 18 = withheld", ", within: 0", False),
        ("withheld / 3 / withheld * 3 = 1", "", False),
        ("served = served + served - served", "", True),
        ("earned + lost <= withheld", "", True),
        ("earned + lost < withheld", "", False),
        ("earned + lost > withheld + withheld * 0.000001", "", False),
    ],
)
def test_sides_are_equal_to_the_last_place_of_their_unit_or_as_is_declared(statement, formula, within, holds):
    result, _ = statement(that(formula + within.replace(", within: ", "', within: '")))
    found = next(each for each in result.reconciliations if each.party == "North School")
    assert found.holds is holds


def test_an_equation_that_fails_is_shown_with_both_sides_and_their_difference(statement):
    _, text = statement(("formula: withheld - earned", "formula: withheld - earned - 0.01"))
    assert "does not reconcile: Earned and lost are what was withheld\n  earned + lost = withheld\n" in text
    assert "North School  $294.03  $294.04      −$0.01" in text
    assert "0 of 3 equations hold" in text


def test_sides_that_would_look_equal_are_shown_exactly(statement):
    _, text = statement(that("withheld / 18 * 18 = withheld', within: '0"))
    assert "$294.04    $0.0000000000000000000000000000001" in text


def test_an_equation_that_cannot_be_evaluated_is_said_to_be_so(statement):
    result, text = statement(that("withheld / (served / served - 1) = withheld"))
    assert {each.holds for each in result.failures} == {None}
    assert "cannot be evaluated: Earned and lost are what was withheld" in text
    assert "North School: division by zero" in text
    assert "does not reconcile" not in text


@pytest.mark.parametrize(("part", "is_explained"), [("3", True), ("1", False)])
def test_amounts_that_do_not_add_up_as_they_are_shown_are_explained(statement, part, is_explained):
    _, text = statement(
        ("formula: withheld - earned", f'summary: "true", formula: served * meals.price(term) / {part}'),
        that("earned = earned"),
        ("scope: totals, that: earned + lost = withheld", "scope: totals, that: withheld = withheld"),
        tables={"meals.csv": "school,term,served\nN,T1,1\nS,T1,1\n"},
    )
    assert ("Lost: shortened as they are shown, the amounts add up to $1.56;" in text) is is_explained
    assert ("≈ $0.78" in text) is is_explained


def test_parties_that_take_no_part_are_listed_with_the_reason(statement):
    result, text = statement(
        ("label: name, title: School}", "label: name, title: School, takes_part: 'party.opened = null'}")
    )
    assert [(each.key, each.label) for each in result.left_out] == [("N", "North School")]
    assert "takes no part\nSchool        why\n" in text
    assert "North School  `party.opened = null` is false" in text


def test_a_table_of_recorded_decisions_without_rows_decides_nothing(statement):
    result, _ = statement(tables={"inspections.csv": "school,share,inspector,inspected\n"})
    assert {party.outcomes["earned"].status.value for party in result.parties} == {"open"}


def test_twice_the_parties_take_twice_the_work(statement, tmp_path):
    def tables(count):
        schools = [f"S{number}" for number in range(count)]
        return {
            "schools.csv": "school,name,opened\n" + "".join(f"{each},School {each},\n" for each in schools),
            "meals.csv": "school,term,served\n" + "".join(f"{each},T1,100\n" for each in schools),
            "inspections.csv": "school,share,inspector,inspected\n"
            + "".join(f"{each},,I,2020-02-01\n" for each in schools),
        }

    result, _ = statement(tables=tables(2))
    engine = Engine(read_pack(HERE / "pack"))

    def events(count, folder):
        folder.mkdir()
        for name, content in tables(count).items():
            (folder / name).write_text(content)
        data = read_tables(result.plan, folder)
        seen = 0

        def count_event(*_):
            nonlocal seen
            seen += 1

        sys.setprofile(count_event)
        try:
            assert len(compute_statement(engine, engine.pack.statements["meals"], data, "T1").parties) == count
        finally:
            sys.setprofile(None)
        return seen

    events(20, tmp_path / "warm")
    assert events(300, tmp_path / "more") / events(150, tmp_path / "few") < 2.2
