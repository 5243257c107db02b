"""`rulewright test` shows failures first, then a table by subject, then what no example reaches."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from rulewright_cli.main import main
from rulewright_cli.test_command import command

ROOT = Path(__file__).parent.parent.parent
PACKS = Path("tests") / "check" / "packs"
GOLDENS = Path(__file__).parent / "goldens"


@pytest.fixture
def run(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str, program=command):
        return CliRunner().invoke(program, arguments)

    return run


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["compared", "--no-coverage"], "failures"),
        (["reached"], "gaps"),
        (["reached", "--full"], "gaps-in-full"),
        (["reached", "taken", "either"], "selected"),
        (["figures"], "no-examples"),
    ],
)
def test_the_report_reads_well_in_80_columns(run, golden, arguments, name):
    result = run(str(PACKS / arguments[0]), *arguments[1:])
    golden(result.output, GOLDENS / f"test-{name}.txt")
    lines = result.output.splitlines()
    assert max(len(line) for line in lines if "hint: rulewright" not in line) <= 80


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["compared", "equal-numbers"], 0),
        (["compared", "other-number"], 1),
        (["compared", "equal-numbers", "other-number", "--format", "json"], 1),
        (["reached", "half_taken"], 0),
        (["figures"], 0),
        (["reached", "half_takn"], 2),
    ],
)
def test_a_failure_exits_with_1_and_a_gap_with_0(run, arguments, code):
    assert run(str(PACKS / arguments[0]), *arguments[1:]).exit_code == code


def test_an_unknown_name_is_wrong_usage_with_the_nearest_name(run):
    result = run(str(PACKS / "reached"), "half_takn")
    assert "there is no rule, example or subject `half_takn`; did you mean `half_taken`?" in result.output


def test_json_says_what_differs_and_what_is_missed(run):
    report = json.loads(run(str(PACKS / "compared"), "other-number", "--format", "json").output)
    assert (report["passed"], report["failed"]) == (0, 1)
    assert report["examples"][0]["mismatches"] == [
        {"kind": "value", "output": None, "expected": "1.51", "got": "1.5", "terms": None}
    ]
    assert report["coverage"]["values"]["rule"] == {"reached": 1, "all": 1}


def test_json_without_coverage_says_nothing_of_it(run):
    report = json.loads(run(str(PACKS / "compared"), "--no-coverage", "--format", "json").output)
    assert "coverage" not in report
    assert "missed" not in report


def test_the_hint_of_a_failure_is_a_command_that_explains_it(run):
    output = run(str(PACKS / "compared"), "other-number").output
    hint = next(line for line in output.splitlines() if "hint:" in line)
    words = shlex.split(hint.partition("hint: ")[2])
    assert words[0] == "rulewright"
    explained = run(*words[1:], program=main)
    assert explained.exit_code == 0
    assert "1.5" in explained.output
