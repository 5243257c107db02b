"""What people read: the outputs of commands at 80 columns, compared with goldens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PACK = "tests/cli/pack"
DUE = ("dues.due", "--fact", "meters=12.345", "--fact", "season=S")
SHIPS = json.dumps([{"name": "Ann", "meters": 10, "is_local": False}, {"name": "Bea", "meters": "30.255"}])
SHARE = {"value": "50%", "actor": "harbour master", "date": "2024-03-01", "approved_by": "council"}
SHARE |= {"reference": "letter 7"}
WHOLE_SHIPS = json.dumps([{"name": "Ann", "meters": "10.005", "is_local": False}])

GOLDENS = {
    "check-clean": ("check", PACK),
    "check-broken": ("check", "tests/cli/broken"),
    "check-json": ("check", "tests/cli/broken", "--format", "json"),
    "check-compiled": ("check", PACK, "--compiled"),
    "check-compiled-json": ("check", PACK, "--compiled", "--format", "json"),
    "check-compiled-masshealth": ("check", "masshealth-dsrip", "--compiled"),
    "run-value": ("run", PACK, "dues.class", "--fact", "meters=20"),
    "run-record": ("run", PACK, *DUE),
    "run-several": ("run", PACK, "dues.rate", "dues.class", "--case", "tests/cli/cases/winter.yaml"),
    "run-open": ("run", PACK, *DUE, "--fact", "is_local=true"),
    "run-unknown": ("run", PACK, "dues.due", "--fact", "season=S"),
    "run-error": ("run", PACK, "dues.per_person", "--fact", "due=10", "--fact", "persons=0"),
    "run-refused-facts": ("run", PACK, "dues.per_person", "--fact", "due=x", "--fact", "person=2"),
    "run-definition": ("run", PACK, "dues.purpose"),
    "run-decided": (
        *("run", PACK, *DUE, "--fact", "is_local=true", "--recorded"),
        f"dues.local_share={json.dumps(SHARE)}",
    ),
    "run-called": ("run", PACK, "dues.total", "--fact", "season=summer", "--fact", f"ships={WHOLE_SHIPS}"),
    "explain-called": ("explain", PACK, "dues.total", "--fact", "season=summer", "--fact", f"ships={WHOLE_SHIPS}"),
    "run-date": ("run", PACK, "dues.class", "--fact", "meters=20", "--as-of", "2024-02-29"),
    "run-json": ("run", PACK, *DUE, "--format", "json"),
    "explain-record": ("explain", PACK, *DUE, "--fact", "is_local=true", "--recorded", "dues.local_share=50%"),
    "explain-table": ("explain", PACK, "dues.class", "--fact", "meters=20"),
    "explain-open-figure": ("explain", PACK, "dues.winter_total", "--fact", "meters=30"),
    "explain-missing-fact": ("explain", PACK, "dues.total", "--fact", "season=summer", "--fact", f"ships={SHIPS}"),
    "explain-error": ("explain", PACK, "dues.due", "--fact", "meters=0", "--fact", "season=W"),
    "explain-refused-facts": ("explain", PACK, "dues.due", "--fact", "meters=-1", "--fact", "season=spring"),
    "explain-full": ("explain", PACK, *DUE, "--full"),
    "explain-json": ("explain", PACK, *DUE, "--format", "json"),
    "explain-markdown": (
        "explain",
        PACK,
        "dues.due",
        "--fact",
        "meters=0",
        "--fact",
        "season=W",
        "--format",
        "markdown",
    ),
    "needs": ("needs", PACK, "dues.winter_total"),
    "needs-optional": ("needs", PACK, "dues.due"),
    "needs-nothing": ("needs", PACK, "dues.purpose"),
    "needs-of-a-case": ("needs", PACK, "dues.winter_total", "--fact", "meters=3"),
    "needs-json": ("needs", PACK, "dues.winter_total", "--format", "json"),
    "needs-of-a-case-json": ("needs", PACK, "dues.due", "--fact", "season=W", "--format", "json"),
    "show-pack": ("show", PACK),
    "show-address": ("show", PACK, "dues.rate[large, winter]", "dues.class#rows", "dues.due#inputs.season"),
    "show-index": ("show", PACK, "--index"),
    "show-decision": ("show", PACK, "dues.due"),
    "show-table": ("show", PACK, "dues.class"),
    "show-figures": ("show", PACK, "dues.rate"),
    "show-discretion": ("show", PACK, "dues.local_share"),
    "show-markdown": ("show", PACK, "dues.due", "dues.class", "dues.rate", "--format", "markdown"),
    "show-index-markdown": ("show", PACK, "--index", "--format", "markdown"),
    "masshealth-tcoc": (
        *("explain", "masshealth-dsrip", "aco_accountability.tcoc_component"),
        *("--fact", "benchmark=500", "--fact", "performance=520"),
    ),
}


@pytest.mark.parametrize("name", GOLDENS)
def test_outputs_are_as_they_were(run, golden, name):
    result = run(*GOLDENS[name])
    text = result.stdout + ("── standard error ──\n" + result.stderr if result.stderr else "")
    golden(f"$ exit code {result.exit_code}\n{text}", HERE / "goldens" / f"{name}.txt")


@pytest.mark.parametrize(
    "name", [name for name in GOLDENS if not name.startswith("check") and "--format" not in GOLDENS[name]]
)
def test_texts_fit_the_terminal(run, name):
    shown = run(*GOLDENS[name]).stdout.splitlines()
    assert [line for line in shown if len(line) > 80 and " | " not in line] == []


@pytest.mark.parametrize("columns", ["40", "60", "200"])
def test_explanations_fit_other_terminals(run, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    lines = run(*GOLDENS["explain-record"]).stdout.splitlines()
    room = max(int(columns), 52)
    assert [line for line in lines if len(line) > room] == []


def test_every_rule_of_the_bundled_pack_fits_the_terminal(run):
    subjects = [path.stem for path in Path("rules/masshealth-dsrip/base").glob("*.yaml")]
    lines = run("show", "masshealth-dsrip", *subjects).stdout.splitlines()
    assert len(lines) > 1000
    assert [line for line in lines if len(line) > 80] == []


def test_the_index_of_the_bundled_pack_fits_the_terminal(run):
    lines = run("show", "masshealth-dsrip", "--index").stdout.splitlines()
    assert [line for line in lines if len(line) > 80] == []
