"""The file of a table may be missing where the statement says so, and nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rulewright import check_pack
from rulewright.evaluate.engine import Engine
from rulewright.packs.loading import read_pack
from rulewright.statements import compute_statement, read_tables

PACK = Path(__file__).parent / "prizes"
FILE = "    file: scores.csv\n"


def packed(folder, added):
    """Return a copy of the pack in which the table of scores says more."""
    changed = Path(shutil.copytree(PACK, folder / "prizes"))
    path = changed / "statements" / "prizes.yaml"
    text = path.read_text()
    assert text.count(FILE) == 1
    path.write_text(text.replace(FILE, FILE + added))
    return changed


@pytest.mark.parametrize(
    ("added", "period", "is_missed"),
    [
        ("", "Y1", True),
        ("    optional: true\n", "Y1", False),
        ('    optional: "false"\n', "Y1", True),
        ("    periods: [Y2, Y3]\n", "Y1", False),
        ("    periods: [Y2, Y3]\n", "Y2", True),
        ("    periods: [Y2, Y3]\n", "", False),
    ],
)
def test_a_file_may_be_missing_where_the_table_is_optional_or_of_another_period(tmp_path, added, period, is_missed):
    engine = Engine(read_pack(packed(tmp_path, added)))
    plan = engine.pack.statements["prizes"]
    (tmp_path / "tables").mkdir()
    shutil.copy(PACK / "tables" / "clubs.csv", tmp_path / "tables")
    data = read_tables(plan, tmp_path / "tables", period)
    assert [each.code for each in data.diagnostics] == (["missing-table"] if is_missed else [])
    if not is_missed:
        result = compute_statement(engine, plan, data, period or "Y1")
        assert "scores.csv" not in result.table_digests
        assert result.parties[0].outcomes["score"].needs == ("scores.csv: club `A`, year `Y1`",)
        assert result.parties[0].outcomes["gain"].value == 0
        assert result.shared.outcomes["listed"].value == 0


def test_a_file_that_is_there_is_read_in_every_period(tmp_path):
    plan = read_pack(packed(tmp_path, "    periods: [Y2]\n")).statements["prizes"]
    data = read_tables(plan, PACK / "tables", "Y1")
    assert len(data.rows["scores"]) == 8
    bad = Path(shutil.copytree(PACK / "tables", tmp_path / "bad"))
    (bad / "scores.csv").write_text("club,year,points\nA,Y1,many\n")
    assert [each.code for each in read_tables(plan, bad, "Y1").diagnostics] == ["wrong-type"]


def test_a_period_that_there_is_not_is_refused(tmp_path):
    (problem,) = check_pack(packed(tmp_path, "    periods: [Y2, Y9]\n")).diagnostics
    assert (problem.code, problem.place.line) == ("unknown-member", 13)


# ── Columns ───────────────────────────────────────────────────────────────────────────────────────────────────────

POINTS = "points: points}"
NEED = "scores.csv: column `points`"


def with_column(folder, said, table="club,year\nA,Y1\nB,Y1\n"):
    """Return the plan of a pack whose column of points says more, and tables without it."""
    changed = packed(folder, "")
    path = changed / "statements" / "prizes.yaml"
    text = path.read_text()
    assert text.count(POINTS) == 1
    path.write_text(text.replace(POINTS, f"points: {{type: points, {said}}}}}"))
    (folder / "tables").mkdir()
    shutil.copy(PACK / "tables" / "clubs.csv", folder / "tables")
    (folder / "tables" / "scores.csv").write_text(table)
    return Engine(read_pack(changed))


@pytest.mark.parametrize(
    ("said", "period", "is_missed"),
    [
        ("optional: true", "Y1", False),
        ("optional: false", "Y1", True),
        ("periods: [Y2, Y3]", "Y1", False),
        ("periods: [Y1]", "Y1", True),
    ],
)
def test_a_column_may_be_missing_where_it_is_optional_or_of_another_period(tmp_path, said, period, is_missed):
    engine = with_column(tmp_path, said)
    plan = engine.pack.statements["prizes"]
    data = read_tables(plan, tmp_path / "tables", period)
    assert [each.code for each in data.diagnostics] == (["missing-column"] if is_missed else [])
    if not is_missed:
        result = compute_statement(engine, plan, data, period)
        outcomes = result.parties[0].outcomes
        assert outcomes["score"].needs == outcomes["prize"].needs == (NEED,)
        assert result.shared.outcomes["whole"].needs == (NEED,)
        assert result.shared.outcomes["listed"].value == 2


def test_a_column_that_may_be_missing_is_read_where_it_is_there(tmp_path):
    engine = with_column(tmp_path, "periods: [Y2]", "club,points,year\nA,3,Y1\nB,1,Y1\n")
    plan = engine.pack.statements["prizes"]
    result = compute_statement(engine, plan, read_tables(plan, tmp_path / "tables", "Y1"), "Y1")
    assert [party.outcomes["prize"].value for party in result.parties] == [75, 25]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("year: year, points", "year: {type: year, optional: true}, points", "missing-column"),
        ("points: points}", "points: {type: points, periods: [Y9]}}", "unknown-member"),
    ],
)
def test_keys_are_never_missing_and_periods_are_those_of_the_pack(tmp_path, old, new, code):
    changed = packed(tmp_path, "")
    path = changed / "statements" / "prizes.yaml"
    assert path.read_text().count(old) == 1
    path.write_text(path.read_text().replace(old, new))
    assert [each.code for each in check_pack(changed).diagnostics if each.is_error] == [code]
