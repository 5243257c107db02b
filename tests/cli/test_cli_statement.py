"""The statement as a command: what it shows, what it writes, and that it writes all or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "rules" / "masshealth-dsrip" / "sample"
STATEMENTS = Path(__file__).parents[1] / "statements"


@pytest.fixture
def statement(run, tmp_path):
    """Run the statement on the sample with one text of one table replaced."""

    def statement(file, old, new, period="BP4"):
        folder = tmp_path / "sample"
        shutil.copytree(SAMPLE, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return run("statement", folder, "--budget-period", period, "--output", tmp_path / "deep" / "out")

    return statement


def test_a_statement_is_written_with_a_receipt_for_each_party(statement, tmp_path):
    result = statement("acos.csv", "Sample ACO 01", "Sample <b>ACO</b>")

    assert result.exit_code == 0
    assert result.stderr == ""
    written = [path.name for path in (tmp_path / "deep" / "out").rglob("*") if path.is_file()]
    assert sorted(written)[-3:] == ["lines.csv", "statement.csv", "statement.html"]
    assert len(written) == 20
    assert "<b>ACO" not in (tmp_path / "deep" / "out" / "statement.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "change", "reported"),
    [
        ("tcoc.csv", ("ACO01,BP4,542.41", 'ACO01,BP4,"542,41"'), "tcoc.csv:3:11: error[wrong-type]"),
        ("enrollment.csv", ("ACO01,BP4,114068", "ACO01,BP4,-1"), "enrollment.csv:6:11: error[out-of-range]"),
        ("acos.csv", ("ACO02,", "ACO01,"), "acos.csv:3:1: error[duplicate-row]"),
        ("remediation_plans.csv", ("ACO01,BP4,60%,9", "ACO01,BP4,60%,11"), "plans.csv:3:1: error[requirement-not-met]"),
    ],
)
def test_a_mistake_in_a_table_is_reported_and_nothing_is_written(statement, tmp_path, file, change, reported):
    result = statement(file, *change)

    assert result.exit_code == 1
    assert reported in result.stderr
    assert "hint: " in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["sample"]


def test_a_period_that_the_pack_does_not_have_is_wrong_usage(statement, tmp_path):
    result = statement("acos.csv", "Sample ACO 01", "North", period="BP9")

    assert result.exit_code == 2
    assert "`BP9`" in result.stderr
    assert not (tmp_path / "deep").exists()


def test_a_receipt_stays_in_its_folder_whatever_its_party_is_called(run, tmp_path):
    tables = Path(shutil.copytree(STATEMENTS / "tables", tmp_path / "tables"))
    for path in tables.iterdir():
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join(line.replace("N,", "../N,", 1) for line in lines) + "\n", encoding="utf-8")

    result = run("statement", tables, "--pack", STATEMENTS / "pack", "--period", "T1", "--output", tmp_path / "out")

    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out" / "receipts").iterdir()) == ["..%2FN.json", "S.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "tables"]
