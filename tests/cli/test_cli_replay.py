"""`replay` as a command: receipts of outcomes and of statements hold, and what differs is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rulewright.evaluate.receipt import receipt_digest

PACK = Path(__file__).parent / "pack"
STATEMENTS = Path(__file__).parents[1] / "statements"
FACTS = ("--fact", "meters=9", "--fact", "season=S")


@pytest.fixture
def receipt(run, tmp_path):
    """Write the receipt of an outcome, changed, with its own digest made anew; return its file."""

    def receipt(change=lambda _: None) -> Path:
        path = tmp_path / "receipt.json"
        result = run("run", PACK, "dues.due", *FACTS, "--receipt", path)
        assert path.exists(), result.stderr
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        content["digest"] = receipt_digest(content)
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return receipt


def of_old_engine(content: dict) -> None:
    content["engine"] = "0.0.1"
    content["trace"] = {"rule": "dues.due", "source": "x", "value": "in other words"}


def with_other_value(content: dict) -> None:
    content["outcome"]["value"] = "1.23"


def test_a_receipt_holds(run, receipt):
    result = run("replay", receipt(), "--pack", PACK)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.split("\n")[-3:] == ["1 receipt: all hold", "1 receipt compared whole", ""]


def test_another_value_is_shown(run, receipt):
    result = run("replay", receipt(with_other_value), "--pack", PACK)
    assert result.exit_code == 1
    assert 'outcome.value: "1.23" then, ' in result.stdout
    assert "1 receipt: 0 hold, 1 differs" in result.stdout


def test_a_receipt_of_another_engine_is_compared_value_by_value(run, receipt):
    result = run("replay", receipt(of_old_engine), "--pack", PACK)
    assert result.exit_code == 0
    assert "compared value by value: version 0.0.1 of the engine wrote them" in result.stdout

    def both(content: dict) -> None:
        of_old_engine(content)
        with_other_value(content)

    found = json.loads(run("replay", receipt(both), "--pack", PACK, "--format", "json").stdout)["receipts"]
    assert [each["other_engine"] for each in found] == ["0.0.1"]
    assert [at["path"] for each in found for at in each["differences"]] == ["outcome.value"]


def test_the_folder_of_a_statement_is_replayed_whole(run, tmp_path):
    folder = tmp_path / "out"
    arguments = (STATEMENTS / "tables", "--pack", STATEMENTS / "pack", "--period", "T1", "--output", folder)
    assert run("statement", *arguments).exit_code == 0
    count = len([*(folder / "receipts").iterdir(), *folder.glob("shared.json")])
    result = run("replay", folder, "--pack", STATEMENTS / "pack")
    assert result.exit_code == 0
    assert f"{count} receipts: all hold" in result.stdout
    assert f"({count} receipts)" in " ".join(result.stdout.split())


def test_what_is_no_receipt_is_reported_and_the_others_are_replayed(run, receipt, tmp_path):
    good = json.loads(receipt().read_text(encoding="utf-8"))
    path = tmp_path / "several.json"
    path.write_text(json.dumps([good, {"schema": "x"}, good]), encoding="utf-8")
    result = run("replay", path, "--pack", PACK)
    assert result.exit_code == 1
    assert "several.json[2]:1:1: error[not-a-receipt]" in result.stderr
    assert "2 receipts: all hold" in result.stdout


@pytest.mark.parametrize(
    ("content", "reported"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ('{"pack": {"id": "nobodys"}}', "none of the bundled ones; say where it lies with --pack"),
    ],
)
def test_what_cannot_be_replayed_is_wrong_usage(run, tmp_path, content, reported):
    (tmp_path / "receipt.json").write_text(content, encoding="utf-8")
    result = run("replay", tmp_path / "receipt.json")
    assert result.exit_code == 2
    assert reported in " ".join(result.stderr.split())


def test_a_folder_without_receipts_is_wrong_usage(run, tmp_path):
    result = run("replay", tmp_path)
    assert result.exit_code == 2
    assert "there are no receipts in" in result.stderr
