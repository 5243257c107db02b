"""An error in a line is reported once, at the row of the table that brought it about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rulewright.evaluate.engine import Engine
from rulewright.packs.loading import read_pack
from rulewright.statements.compute import compute_statement
from rulewright.statements.failures import line_problems
from rulewright.statements.tables import read_tables

SAMPLE = Path(__file__).parents[2] / "rules" / "masshealth-dsrip" / "sample"
MEALS = Path(__file__).parent / "pack"
EMPTIED = {
    "write who decided in `inspector`": ("N,75%,Inspector,", "N,75%,,"),
    "no column says who: name `actor`": ("N,75%,", "N,70%,"),
}


@pytest.fixture(scope="module")
def engine():
    return Engine(read_pack(SAMPLE.parent))


@pytest.mark.parametrize(
    ("place", "cells", "reported"),
    [
        (("measure_results.csv", "ACO01,BP4,1,"), {7: "0.5", 8: "0.5"}, ("Domain 1, Prevention & Wellness", "is 0.5")),
        (("measure_results.csv", "ACO01,BP4,1,"), {7: "0.7", 8: "0.5"}, ("Domain 1, Prevention & Wellness", "is 0.7")),
        (("measure_results.csv", "ACO01,BP4,1,"), {6: "0"}, ("Domain 1, Prevention & Wellness", "`denominator` is 0")),
        (("acos.csv", "ACO01,"), {3: "3"}, ("Increase for model and risk track", "`risk_track` is 3")),
        (("tcoc.csv", "ACO01,BP4,"), {2: "0"}, ("TCOC component", "`benchmark` is 0")),
        (("remediation_plans.csv", "ACO01,BP4,"), {4: "7.5"}, ("Earned back", "`plan_score` is 7.5")),
        (("remediation_plans.csv", "ACO01,BP4,"), {3: "70%"}, ("Earned back", "`ceiling_pct` is 0.7")),
    ],
)
def test_an_error_in_a_line_is_reported_at_the_row_it_comes_from(engine, tmp_path, place, cells, reported):
    (file, row), (title, hint) = place, reported
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder)
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    number = next(index for index, each in enumerate(lines) if each.startswith(row))
    changed = lines[number].split(",")
    for position, text in cells.items():
        changed[position] = text
    lines[number] = ",".join(changed)
    (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    plan = engine.pack.statements["aco_budget_period"]
    data = read_tables(plan, folder)

    result = compute_statement(engine, plan, data, "BP4")
    (problem,) = line_problems(result, data)

    assert problem.code == "requirement-not-met"
    assert (Path(problem.place.path).name, problem.place.line) == (file, number + 1)
    assert problem.message.startswith(f"Sample ACO 01, {title}: ")
    assert hint in problem.hint
    assert result.failures == ()


def test_a_sound_statement_has_no_errors(engine):
    plan = engine.pack.statements["aco_budget_period"]
    data = read_tables(plan, SAMPLE)

    assert line_problems(compute_statement(engine, plan, data, "BP4"), data) == ()


DECISION = "this row records the decision on `aco_accountability.domain_ineligibility`: compare it with its source"
REDISTRIBUTED = "ACO16,BP3,11%,16%,16%,0%,21%,21%,15%,"


@pytest.mark.parametrize(
    ("place", "change", "line", "message", "hint"),
    [
        (
            ("BP3", "domain_redistributions.csv"),
            (REDISTRIBUTED, "ACO16,BP3,10%,15%,15%,5%,20%,20%,15%,"),
            "Sample ACO 16, Domain 4, Long Term Services and Supports",
            "weight is left on a domain without an eligible measure: `ltss`",
            DECISION,
        ),
        (
            ("BP3", "domain_redistributions.csv"),
            (REDISTRIBUTED, f"ACO01{REDISTRIBUTED[5:]}State,2021-08-16,CMS,Sample notice 9\n{REDISTRIBUTED}"),
            "Sample ACO 01, Quality component",
            "weight is taken from a domain that has an eligible measure: `ltss`",
            DECISION,
        ),
        (
            ("BP4", "survey_results.csv"),
            ("ACO01,BP4,access_to_care,", "ACO01,BP4,acess_to_care,"),
            "Sample ACO 01, Domain 7, Member Care Experience",
            "the survey of the budget period has no such composite: `acess_to_care`",
            "compare this row with its source",
        ),
    ],
)
def test_an_error_is_reported_once_at_the_row_of_a_decision_or_a_record(  # noqa: PLR0917 - what is done, then what is seen
    engine, tmp_path, place, change, line, message, hint
):
    (period, file), (row, changed) = place, change
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(f"\n{row}") == 1
    number = text[: text.index(f"\n{row}") + 1].count("\n") + 1
    (folder / file).write_text(text.replace(f"\n{row}", f"\n{changed}"), encoding="utf-8")
    plan = engine.pack.statements["aco_budget_period"]
    data = read_tables(plan, folder)

    result = compute_statement(engine, plan, data, period)
    (problem,) = line_problems(result, data)

    (party,) = (each for each in result.parties if line.startswith(each.label))
    assert party.outcomes["quality"].message == message
    assert (problem.message, problem.hint) == (f"{line}: {message}", hint)
    assert (Path(problem.place.path).name, problem.place.line) == (file, number)


@pytest.mark.parametrize(
    ("file", "row", "changed", "code", "message"),
    [
        (
            "survey_composites.csv",
            ",State,2020-12-01,",
            ",CMS,2020-12-01,",
            "wrong-actor",
            "`aco_accountability.survey_composites` is decided by State, not by `CMS`",
        ),
        (
            "domain_redistributions.csv",
            "2021-08-16,CMS,",
            "2021-08-16,State,",
            "wrong-actor",
            "`aco_accountability.domain_ineligibility` takes approval by CMS, not by `State`",
        ),
    ],
)
def test_a_decision_that_is_not_its_actors_is_reported_once_at_its_row(  # noqa: PLR0917 - what is done, then what is seen
    engine, tmp_path, file, row, changed, code, message
):
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(row) == 1
    (folder / file).write_text(text.replace(row, changed), encoding="utf-8")
    plan = engine.pack.statements["aco_budget_period"]
    data = read_tables(plan, folder)

    result = compute_statement(engine, plan, data, "BP4")
    (problem,) = line_problems(result, data)

    assert (problem.code, problem.message) == (code, message)
    assert (Path(problem.place.path).name, problem.place.line) == (file, text[: text.index(row)].count("\n") + 1)
    assert {each.outcomes["score"].status.value for each in result.parties} == {"error"}


def test_decisions_that_were_taken_later_are_not_known(engine):
    plan = engine.pack.statements["aco_budget_period"]
    data = read_tables(plan, SAMPLE)

    def lines(known_on):
        result = compute_statement(engine, plan, data, "BP4", known_on=known_on)
        assert result.known_on == known_on
        return next(party.outcomes for party in result.parties if party.label == "Sample ACO 01")

    assert lines("2020-11-14")["base_pmpm"].needs == ("aco.startup_ongoing.base_rate",)
    known = lines("2020-11-15")
    assert known["base_pmpm"].status.value == "known"
    assert known["member_experience"].needs == ("aco_accountability.survey_composites",)
    with pytest.raises(ValueError, match="`known_on` is"):
        lines("someday")


def test_a_window_that_ends_before_it_starts_is_an_error_of_all_who_would_be_paid(engine, tmp_path):
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder)
    file = folder / "remediation_windows.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("2023-01-01", "2023-07-01"), encoding="utf-8")
    plan = engine.pack.statements["aco_budget_period"]
    data = read_tables(plan, folder)

    problems = line_problems(compute_statement(engine, plan, data, "BP4"), data)

    approved = sum(",BP4,approved," in row for row in (folder / "remediation_plans.csv").read_text().splitlines())
    assert len(problems) == approved > 0
    assert {(problem.code, Path(problem.place.path).name, problem.place.line) for problem in problems} == {
        ("outside-limits", "remediation_windows.csv", 2)
    }


def test_a_composite_without_a_result_is_missing_by_its_name(engine, tmp_path):
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder)
    file = folder / "survey_results.csv"
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(row for row in rows if not row.startswith("ACO01,BP4,access_to_care,")), encoding="utf-8")
    plan = engine.pack.statements["aco_budget_period"]

    result = compute_statement(engine, plan, read_tables(plan, folder), "BP4")

    (party,) = (each for each in result.parties if each.label == "Sample ACO 01")
    for line in ("member_experience", "quality", "score", "earned"):
        outcome = party.outcomes[line]
        assert (outcome.status.value, outcome.needs) == ("unknown", ("composites[composite = access_to_care]",))


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("inspector: string,", "inspector: string?,", "write who decided in `inspector`"),
        (", actor: inspector", "", "no column says who: name `actor`"),
    ],
)
def test_a_row_that_records_a_decision_without_an_actor_is_named_and_counts(tmp_path, old, new, hint):
    shutil.copytree(MEALS, tmp_path / "pack")
    shutil.copytree(MEALS.parent / "tables", tmp_path / "tables")
    for path, before, after in (("pack/statements/meals.yaml", old, new), ("tables/inspections.csv", *EMPTIED[hint])):
        text = (tmp_path / path).read_text(encoding="utf-8")
        assert before in text
        (tmp_path / path).write_text(text.replace(before, after), encoding="utf-8")
    engine = Engine(read_pack(tmp_path / "pack"))
    plan = engine.pack.statements["meals"]
    data = read_tables(plan, tmp_path / "tables")

    result = compute_statement(engine, plan, data, "T1")
    (problem,) = line_problems(result, data)

    assert (problem.code, problem.is_error, problem.hint) == ("decision-without-actor", False, hint)
    assert (Path(problem.place.path).name, problem.place.line) == ("inspections.csv", 2)
    north, _ = result.parties
    assert north.outcomes["earned"].value is not None
    assert [each.code for each in north.outcomes["earned"].warnings] == ["decision-without-actor"]
