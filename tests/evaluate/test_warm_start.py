"""Once a pack is in the cache, no question of any outcome imports what reads, checks or compiles packs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PACK = "tests/cli/pack"
HEAVY = {
    *("yaml", "jsonschema", "jinja2", "prompt_toolkit"),
    *("rulewright.language.checker", "rulewright.language.grammar", "rulewright.evaluate.emit"),
    *("rulewright.packs.loading", "rulewright.packs.yaml.reader", "rulewright.packs.format.validation"),
}
LIGHT = HEAVY | {
    *("email", "importlib.metadata", "shutil", "lzma"),
    *("rulewright.packs.model.statements", "rulewright.packs.yaml.tree"),
    *("rulewright.evaluate.reference", "rulewright.evaluate.caselines", "rulewright.evaluate.replay"),
    *("rulewright.evaluate.needs", "rulewright.reports.needs", "rulewright.evaluate.receipt"),
}
RECORDED = {"dues.local_share": {"value": "50%", "actor": "harbour master", "approved_by": "council"}}
LOCAL = {"meters": "1", "season": "W", "is_local": True}
CASES = [
    # rule, facts, what else the case has, status
    ("dues.due", {"meters": "12.345", "season": "S"}, {}, "known"),
    ("dues.due", {"meters": 12, "season": "summer"}, {}, "known"),
    ("dues.due", {"season": "S"}, {}, "unknown"),
    ("dues.due", LOCAL, {}, "open"),
    ("dues.due", LOCAL, {"recorded": RECORDED}, "known"),
    ("dues.due", {"meters": "1", "season": "W"}, {"as_of": "2024-01-31", "known_on": "2024-02-01"}, "known"),
    ("dues.due", {"meters": "1", "season": "W"}, {"as_of": "2024-02-30"}, "error"),
    ("dues.per_person", {"due": "1", "persons": "0"}, {}, "error"),
    ("dues.due", {"meters": "x", "seson": "S"}, {}, "error"),
]
RUN = f"""
import json, sys
from rulewright import load_pack
engine = load_pack({PACK!r})
rule, facts, options = json.loads(sys.argv[1])
outcome = engine.run(rule, facts, **options)
outcome.trace, outcome.to_json(), engine.needs(rule)
print(json.dumps([outcome.status.value, sorted(sys.modules)]))
"""
COMMAND = """
import json, sys
from rulewright_cli.main import main
try:
    main(json.loads(sys.argv[1]))
except SystemExit:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
COMMANDS = [
    ("explain", PACK, "dues.due", "--fact", "meters=12", "--fact", "season=S"),
    ("explain", PACK, "dues.due", "--fact", "season=S"),
    ("run", PACK, "dues.due", "--fact", "meters=12", "--fact", "season=S", "--format", "json"),
    ("run", PACK, "dues.due", "--fact", "meters=x"),
    ("needs", PACK, "dues.due"),
    ("show", PACK, "dues.due"),
]


@pytest.fixture(autouse=True)
def _warm(monkeypatch, request, cache_of_tests):
    _ = cache_of_tests
    monkeypatch.chdir(request.config.rootpath)


def process(code, argument):
    command = [sys.executable, "-c", code, json.dumps(argument)]
    return subprocess.run(command, capture_output=True, text=True, check=True)


@pytest.mark.parametrize(("rule", "facts", "options", "status"), CASES)
def test_no_status_of_an_outcome_imports_what_makes_packs(rule, facts, options, status):
    for _ in range(2):  # whatever the first process finds in the cache, the second finds all that it left there
        done = process(RUN, [rule, facts, options])
    found, modules = json.loads(done.stdout)
    assert found == status
    assert HEAVY & set(modules) == set()


@pytest.mark.parametrize(("arguments", "unneeded"), [(COMMANDS[0], LIGHT), (COMMANDS[2][:-2], LIGHT)])
def test_a_case_that_has_all_its_facts_takes_little(arguments, unneeded):
    for _ in range(2):
        done = process(COMMAND, arguments)
    assert unneeded & set(json.loads(done.stderr.splitlines()[-1])) == set()


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_about_a_rule_imports_what_makes_packs(arguments):
    for _ in range(2):
        done = process(COMMAND, arguments)
    assert HEAVY & set(json.loads(done.stderr.splitlines()[-1])) == set()
