"""The statement of the sample, with a cell changed here and there, says what the protocol says of it."""

from __future__ import annotations

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from rulewright import Status, load_pack
from rulewright.statements import line_problems
from rulewright.statements.compute import compute_statement
from rulewright.statements.tables import read_tables

SAMPLE = Path(__file__).parents[2] / "rules" / "masshealth-dsrip" / "sample"
ENGINE = load_pack("masshealth-dsrip")
PLANS = [each.pack.statements["aco_budget_period"] for each in ENGINE.versions]


@pytest.fixture
def party(tmp_path):
    """Return the lines of one ACO and period, the cells of some rows changed and some rows added before."""

    def lines(aco, period, changes=(), added=(), known_on=None):
        folder = shutil.copytree(SAMPLE, tmp_path / "sample")
        for table, wanted, cells in changes:
            rows = read(folder / table)
            chosen = [row for row in rows if wanted.items() <= row.items()]
            assert chosen, wanted
            for row in chosen:
                row.update(cells)
            write(folder / table, rows)
        for table, row in added:
            with (folder / table).open("a", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerow(row)
        choice = ENGINE.choose_at(period, known_on)
        version = ENGINE.chosen(choice)
        plan = version.pack.statements["aco_budget_period"]
        data = read_tables(plan, folder, period, PLANS)
        assert data.diagnostics == ()
        statement = compute_statement(version, plan, data, period, known_on=known_on, choice=choice)
        assert line_problems(statement, data) == ()
        assert statement.failures == ()
        (found,) = (each for each in statement.parties if each.key == aco)
        return found.outcomes

    return lines


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("period", "changes", "expected"),
    [
        # 66,663 members, 12 months: $2.25, 40 % of the discretionary money withheld, a score of 58.41 %
        ("BP4", (), {"flexible_services_allotment": "1799901.00", "withheld": "951947.64", "earned": "555995.64"}),
        # $3.00 in place of $2.25: 66,663 * 12 * 3
        (
            "BP4",
            [("period_decisions.csv", {"budget_period": "BP4"}, {"flexible_services_pmpm": "3.00"})],
            {"flexible_services_allotment": "2399868.00"},
        ),
        # a claims measure counts whatever is said of reporting; a chart review without the ACO's numerators does not
        (
            "BP4",
            [("measure_results.csv", {"aco": "ACO04", "budget_period": "BP4", "measure": "13"}, {"reported": "false"})],
            {"earned": "555995.64"},
        ),
        (
            "BP4",
            [("measure_results.csv", {"aco": "ACO04", "budget_period": "BP4", "measure": "25"}, {"reported": "false"})],
            {"ltss": "0", "unearned": "424405.97"},
        ),
        # reimbursed afterwards: what is left of the allotment in the fourth quarter
        (
            "BP2",
            [("flexible_services.csv", {"aco": "ACO04", "budget_period": "BP2"}, {"approved_requests": "800000"})],
            {
                "flexible_services_q1": "800000",
                "flexible_services_q2": "800000",
                "flexible_services_q3": "800000",
                "flexible_services_q4": "168618.00",
                "flexible_services_paid": "2568618.00",
                "flexible_services_forfeited": "0.00",
                "quarters_without_request": "[]",
            },
        ),
        # paid in advance from 2020 on: a quarter of the approved budget each quarter, whatever was requested
        (
            "BP3",
            [
                (
                    "flexible_services_budgets.csv",
                    {"aco": "ACO04", "budget_period": "BP3"},
                    {"approved_budget": "2000000.01"},
                )
            ],
            {
                "flexible_services_anticipated": "2000000.01",
                "flexible_services_q1": "500000.0025",
                "flexible_services_q4": "500000.0025",
                "flexible_services_paid": "2000000.0100",
                "flexible_services_forfeited": "166845.9900",
            },
        ),
        # no more than the allotment
        (
            "BP4",
            [
                (
                    "flexible_services_budgets.csv",
                    {"aco": "ACO04", "budget_period": "BP4"},
                    {"approved_budget": "1799901.01"},
                )
            ],
            {"flexible_services_anticipated": "1799901.00", "flexible_services_forfeited": "0.0000"},
        ),
        # BP5 is advanced as a whole
        (
            "BP5",
            [
                (
                    "flexible_services_bp5.csv",
                    {"aco": "ACO04"},
                    {"approved_budget": "900000", "accepted_expenditure": "1"},
                )
            ],
            {"flexible_services_q1": "0", "flexible_services_paid": "900000", "flexible_services_returned": "899999"},
        ),
    ],
)
def test_a_line_is_what_the_tables_make_it(party, period, changes, expected):
    outcomes = party("ACO04", period, changes)
    known = {name: str(outcomes[name].value) for name in expected}
    assert known == expected


def test_before_the_amendment_was_known_requests_of_2020_were_reimbursed(party):
    changes = [("flexible_services.csv", {"aco": "ACO04", "budget_period": "BP3"}, {"approved_requests": "800000"})]
    outcomes = party("ACO04", "BP3", changes, known_on="2020-01-30")
    quarters = [str(outcomes[f"flexible_services_q{number}"].value) for number in range(1, 5)]
    assert quarters == ["0", "800000", "800000", "566846.00"]
    assert outcomes["quarters_without_request"].value == [Decimal(1)]
    assert "flexible_services_anticipated" not in outcomes


@pytest.mark.parametrize("period", ["PREP", "BP1", "BP2", "BP3", "BP4", "BP5"])
def test_every_period_is_whole(party, period):
    assert party("ACO01", period)


def test_installments_are_equal_unless_the_state_varies_them(party):
    outcomes = party("ACO02", "BP1")
    amount = outcomes["startup_ongoing_total"].value - outcomes["discretionary_withheld"].value
    shares = (Decimal("0.1"), Decimal("0.3"), Decimal("0.3"), Decimal("0.3"))
    assert outcomes["startup_ongoing_installments"].value == [amount * share for share in shares]
    glide = outcomes["glide_path_amount"].value - outcomes["glide_path_withheld"].value
    assert outcomes["glide_path_installments"].value == [glide / 4] * 4


def test_installments_of_the_preparation_are_a_fact(party):
    changes = [("period_decisions.csv", {"budget_period": "PREP"}, {"prep_installments": ""})]
    outcome = party("ACO04", "PREP", changes)["startup_ongoing_installments"]
    assert (outcome.status, outcome.needs) == (Status.UNKNOWN, ("prep_installments",))


def test_members_of_health_centers_have_a_pmpm_of_their_own(party):
    outcomes = party("ACO16", "BP5")
    # a base of $0.80, no increase for model A's track or category 1; 2,080 of 13,865 members with 40 % more, six months
    assert outcomes["chc_pmpm"].value == Decimal("1.12")
    assert outcomes["startup_ongoing_total"].value == (2080 * Decimal("1.12") + 11785 * Decimal("0.80")) * 6


def test_nobody_counted_the_members_of_health_centers(party):
    changes = [("enrollment.csv", {"aco": "ACO16", "budget_period": "BP5"}, {"chc_members": ""})]
    outcome = party("ACO16", "BP5", changes)["startup_ongoing_total"]
    assert (outcome.status, outcome.needs) == (Status.UNKNOWN, ("chc_members",))


def test_quartiles_are_those_that_the_state_assigned_anew(party):
    ranked = [row["aco"] for row in read(SAMPLE / "acos.csv") if row["join_bp"] <= "BP3"]
    quartiles = {aco: 4 if aco in {"ACO01", "ACO04"} else 2 for aco in ranked}
    row = ("37", "BP3", json.dumps(quartiles), "State", "2020-11-02", "Sample notice 9")
    outcomes = party("ACO04", "BP3", added=[("restratifications.csv", row)])
    assert outcomes["ppa_quartile"].value == Decimal(4)
    assert outcomes["readmission_quartile"].value == Decimal(2)
