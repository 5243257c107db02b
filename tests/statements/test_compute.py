"""A statement computes its lines in order, hands reasons on, sums, and reconciles to the cent."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from rulewright import load_pack
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.outcome import Status
from rulewright.packs.loading import read_pack
from rulewright.statements.compute import compute_statement
from rulewright.statements.failures import line_problems
from rulewright.statements.tables import read_tables

HERE = Path(__file__).parent
SAMPLE = Path(__file__).parents[2] / "rules" / "masshealth-dsrip" / "sample"
PERIODS = ("PREP", "BP1", "BP2", "BP3", "BP4", "BP5")


@pytest.fixture(scope="module")
def meals():
    engine = Engine(read_pack(HERE / "pack"))
    plan = engine.pack.statements["meals"]
    return lambda term: compute_statement(engine, plan, read_tables(plan, HERE / "tables"), term)


@pytest.fixture(scope="module")
def program():
    """Return the statement of each period, by the version that holds in it."""
    engine = load_pack(SAMPLE.parent)
    plans = [each.pack.statements["aco_budget_period"] for each in engine.versions]

    def statement(period):
        choice = engine.choose_at(period, None)
        version = engine.chosen(choice)
        plan = version.pack.statements["aco_budget_period"]
        data = read_tables(plan, SAMPLE, period, plans)
        assert data.diagnostics == ()
        return compute_statement(version, plan, data, period, choice=choice)

    return {period: statement(period) for period in PERIODS}


def test_a_file_of_another_version_is_no_stranger_and_one_of_none_is():
    plans = [each.pack.statements["aco_budget_period"] for each in load_pack(SAMPLE.parent).versions]
    alone = [Path(each.place.path).name for each in read_tables(plans[0], SAMPLE).diagnostics]
    assert alone == ["flexible_services_budgets.csv"]
    assert read_tables(plans[0], SAMPLE, versions=plans).diagnostics == ()
    found = read_tables(plans[-1], SAMPLE, versions=plans[-1:]).diagnostics
    assert [(each.code, Path(each.place.path).name) for each in found] == [("unread-file", "flexible_services.csv")]


def values(party):
    known = {name: each.value for name, each in party.outcomes.items() if each.status is Status.KNOWN}
    return {name: str(value) for name, value in known.items() if value is not None}


def test_lines_are_computed_and_rounded_where_declared(meals):
    north = meals("T1").parties[0]
    assert values(north) == {
        "served": "1001",
        "amount": "2352.35",
        "withheld": "294.04",
        "earned": "220.53",
        "lost": "73.51",
    }


def test_an_open_decision_is_handed_on_and_named(meals):
    result = meals("T1")
    south = result.parties[1]
    assert south.outcomes["withheld"].status is Status.KNOWN
    for line in ("earned", "lost"):
        assert south.outcomes[line].status is Status.OPEN
        assert south.outcomes[line].needs == ("meals.inspection",)
    assert result.totals["earned"].left_out == ("South, Upper School",)
    assert result.totals["withheld"].left_out == ()


def test_an_open_figure_is_handed_on_and_named(meals):
    north = meals("T2").parties[0]
    assert north.outcomes["amount"].status is Status.UNKNOWN
    assert north.outcomes["lost"].needs == ("meals.price",)


def test_equations_over_what_is_not_known_cannot_be_decided(meals):
    held = {(each.reconciliation.id, each.party): each.holds for each in meals("T1").reconciliations}
    assert held == {
        ("parts", "North School"): True,
        ("parts", "South, Upper School"): None,
        ("sums", ""): None,
    }


def test_an_equation_that_does_not_hold_is_a_failure(tmp_path):
    shutil.copytree(HERE / "pack", tmp_path / "pack")
    path = tmp_path / "pack" / "statements" / "meals.yaml"
    path.write_text(path.read_text().replace("formula: withheld - earned", "formula: withheld - earned - meals.cent"))
    base = tmp_path / "pack" / "base" / "meals.yaml"
    cent = "parameters:\n  cent: {title: A cent, status: enacted, type: money, value: 0.01}\n"
    base.write_text(base.read_text().replace("parameters:\n", cent))
    engine = Engine(read_pack(tmp_path / "pack"))
    plan = engine.pack.statements["meals"]
    result = compute_statement(engine, plan, read_tables(plan, HERE / "tables"), "T1")
    assert [(each.reconciliation.id, each.party) for each in result.failures] == [("parts", "North School")]


@pytest.mark.parametrize("period", PERIODS)
def test_every_statement_of_the_program_reconciles_to_the_cent(program, period):
    result = program[period]
    assert result.parties
    assert result.failures == ()
    for line, total in result.totals.items():
        known = [p.outcomes[line].value for p in result.parties if isinstance(p.outcomes[line].value, Decimal)]
        assert total.value == sum(known, Decimal(0))
    for party in result.parties:
        money = values(party)
        for line, value in money.items():
            if line in {"withheld", "earned", "earned_back", "remaining", "paid_now"}:
                assert Decimal(value) == round(Decimal(value), 2)
        if "remaining" in money:
            parts = sum(Decimal(money[part]) for part in ("earned", "earned_back", "remaining"))
            assert parts == Decimal(money["withheld"])


def test_parties_take_part_from_the_period_in_which_they_join(program):
    counts = {period: len(result.parties) for period, result in program.items()}
    assert counts == {"PREP": 14, "BP1": 14, "BP2": 16, "BP3": 17, "BP4": 17, "BP5": 17}


def test_the_bundled_statement_is_complete(program):
    waiting = {
        (period, party.key, line)
        for period, result in program.items()
        for party in result.parties
        for line, outcome in party.outcomes.items()
        if outcome.status is not Status.KNOWN
    }
    assert waiting == set()
    assert program["BP3"].parties[-2].outcomes["ltss"].message.startswith("no eligible measure in the domain")


def test_late_joiners_lag_in_what_is_at_risk(program):
    at_risk = {party.key: str(party.outcomes["discretionary_at_risk"].value) for party in program["BP4"].parties}
    assert Decimal(at_risk["ACO01"]) == Decimal("0.40")
    assert Decimal(at_risk["ACO11"]) == Decimal("0.30")
    assert Decimal(at_risk["ACO12"]) == Decimal("0.15")


def test_the_average_rate_lies_within_the_band_of_the_protocol(program):
    printed = {"PREP": "15.02", "BP1": "14.61", "BP2": "10.29", "BP3": "7.75", "BP4": "4.06", "BP5": "1.21"}
    for period, figure in printed.items():
        parties = program[period].parties
        members = sum(party.outcomes["members"].value for party in parties)
        paid = sum(party.outcomes["members"].value * party.outcomes["adjusted_pmpm"].value for party in parties)
        assert abs(paid / members - Decimal(figure)) <= 6


def with_statement(folder, old, new):
    """Return a copy of the pack whose statement says something else."""
    changed = Path(shutil.copytree(HERE / "pack", folder / "pack"))
    (plan,) = (changed / "statements").iterdir()
    text = plan.read_text(encoding="utf-8")
    assert old in text
    plan.write_text(text.replace(old, new, 1), encoding="utf-8")
    return read_pack(changed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("match: {school: party.school", "match: {school: party.name"),
        ("title: Served", "title: Handed out"),
        ("formula: withheld - earned", "formula: earned - withheld"),
        ("scope: party", "scope: totals"),
        ("file: meals.csv", "file: food.csv"),
        ("share: percent?", "share: percent"),
        ("parts: [earned, lost]", "parts: [lost, earned]"),
        ("that: earned + lost = withheld", "that: lost + earned = withheld"),
    ],
)
def test_what_a_statement_says_is_part_of_the_digest(tmp_path, old, new):
    assert with_statement(tmp_path, old, new).digest != read_pack(HERE / "pack").digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("formula: withheld - earned", "formula: withheld  -  (earned)"),
        ("title: Served", 'title: "Served"'),
        ("columns: {school: string, name: string,", "columns: {school: {type: string}, name: string,"),
    ],
)
def test_how_a_statement_is_written_is_no_part_of_the_digest(tmp_path, old, new):
    assert with_statement(tmp_path, old, new).digest == read_pack(HERE / "pack").digest


def test_rows_of_a_table_that_is_called_like_a_type_meet_nothing_of_that_type(tmp_path):
    shutil.copytree(HERE / "pack", tmp_path / "pack")
    header = tmp_path / "pack" / "pack.yaml"
    text = header.read_text()
    assert "\ntypes:\n" in text
    required = "  schools:\n    record: {end: date}\n    requires: [{that: 'end = null', message: no school ends}]\n"
    header.write_text(text.replace("\ntypes:\n", "\ntypes:\n" + required))
    engine = Engine(read_pack(tmp_path / "pack"))
    plan = engine.pack.statements["meals"]
    data = read_tables(plan, HERE / "tables")
    result = compute_statement(engine, plan, data, "T1")
    assert line_problems(result, data) == ()
