"""The statement as a command: what it shows, what it writes, and that it writes all or nothing."""

from __future__ import annotations

import hashlib
import json
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
    assert sorted(written)[-5:] == ["lines.csv", "manifest.json", "shared.json", "statement.csv", "statement.html"]
    assert len(written) == 22
    assert "<b>ACO" not in (tmp_path / "deep" / "out" / "statement.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "change", "reported"),
    [
        ("tcoc.csv", ("ACO01,BP4,542.41", 'ACO01,BP4,"542,41"'), "tcoc.csv:3:11: error[wrong-type]"),
        ("enrollment.csv", ("ACO01,BP4,114068", "ACO01,BP4,-1"), "enrollment.csv:6:11: error[out-of-range]"),
        ("acos.csv", ("ACO02,", "ACO01,"), "acos.csv:3:1: error[duplicate-row]"),
    ],
)
def test_a_mistake_in_a_table_is_reported_and_nothing_is_written(statement, tmp_path, file, change, reported):
    result = statement(file, *change)

    assert result.exit_code == 1
    assert reported in result.stderr
    assert "hint: " in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["sample"]


def test_a_statement_with_an_error_in_a_line_is_written_as_a_draft_under_another_name(statement, tmp_path):
    result = statement("remediation_plans.csv", "ACO01,BP4,approved,60%,9", "ACO01,BP4,approved,60%,7.5")

    assert result.exit_code == 1
    assert "plans.csv:3:1: error[requirement-not-met]" in result.stderr
    draft = tmp_path / "deep" / "out.draft"
    assert f"a draft to look at was written to {draft}; the statement itself was not written" in result.stderr
    assert [path.name for path in draft.parent.iterdir()] == ["out.draft"]
    assert json.loads((draft / "manifest.json").read_text(encoding="utf-8"))["draft"] is True
    assert "<b>Draft.</b>" in (draft / "statement.html").read_text(encoding="utf-8")


def test_a_second_run_replaces_the_first_and_says_what_else_lies_there(run, tmp_path):
    def meals(*more):
        where = ("--pack", STATEMENTS / "pack", "--period", "T1", "--output", tmp_path / "out")
        return run("statement", STATEMENTS / "tables", *where, *more)

    assert meals().exit_code == 0
    (tmp_path / "out" / "notes.txt").write_text("mine")
    result = meals()
    assert result.exit_code == 0
    assert f"what is no part of the statement stays in {tmp_path / 'out'}: `notes.txt`" in result.stderr
    (tmp_path / "out" / "statement.csv").write_text("changed")
    result = meals()
    assert result.exit_code == 1
    assert "there were changes since it was written: `statement.csv`" in result.stderr
    assert (tmp_path / "out" / "statement.csv").read_text() == "changed"
    assert meals("--force").exit_code == 0
    assert (tmp_path / "out" / "statement.csv").read_text() != "changed"


def test_the_manifest_lists_every_file_with_its_digest(run, tmp_path):
    run("statement", SAMPLE, "--budget-period", "PREP", "--output", tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    written = {
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    assert {each["path"] for each in manifest["files"]} == written - {"manifest.json"}
    for each in manifest["files"]:
        content = (tmp_path / "out" / each["path"]).read_bytes()
        assert (each["bytes"], each["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    reasons = {each["party"]: each["reason"] for each in manifest["left_out"]}
    assert reasons.keys() == {"ACO11", "ACO12", "ACO15"}
    assert "join_bp is BP3" in reasons["ACO12"]


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
