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


@pytest.fixture(scope="module")
def engine():
    return Engine(read_pack(SAMPLE.parent))


@pytest.mark.parametrize(
    ("place", "cells", "reported"),
    [
        (("measure_results.csv", "ACO01,BP4,1,"), {7: "0.5", 8: "0.5"}, ("Domain 1, Prevention & Wellness", "is 0.5")),
        (("measure_results.csv", "ACO01,BP4,1,"), {7: "0.7", 8: "0.5"}, ("Domain 1, Prevention & Wellness", "is 0.7")),
        (("measure_results.csv", "ACO01,BP4,1,"), {6: "0"}, ("Domain 1, Prevention & Wellness", "`denominator` is 0")),
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
