"""Every JSON document names its schema and has no key that the schema does not define."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from rulewright import load_pack

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "schemas/outputs"
PACK = "tests/cli/pack"
DUE = ("dues.due", "--fact", "meters=12.345", "--fact", "season=S")
GOLDENS = sorted(path for path in (HERE / "goldens").glob("*.txt") if path.read_text().split("\n")[1][:1] in {"{", "["})
COMMANDS = {
    "answer": ("run", PACK, *DUE, "--format", "json"),
    "explanation": ("explain", PACK, *DUE, "--format", "json"),
    "needs": ("needs", PACK, "dues.due", "--format", "json"),
    "missing": ("needs", PACK, "dues.due", "--fact", "meters=1", "--format", "json"),
    "receipt": ("run", PACK, *DUE, "--receipt", "-"),
    "diagnostics": ("check", "tests/cli/broken", "--format", "json"),
    "fallbacks": ("check", "masshealth-dsrip", "--compiled", "--format", "json"),
    "examples": ("test", "tests/check/packs/compared", "--format", "json"),
    "publication": ("publish", PACK, "--known-on", "2024-12-31", "--dry-run", "--format", "json"),
    "value": ("feel", "1 / 3", "--format", "json"),
}


def strict(schema):
    """Return a schema that allows no key beside those that it describes, so that none goes undescribed."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {}
    return {**closed, **{name: strict(each) for name, each in schema.items()}}


SCHEMAS = {path.stem: strict(json.loads(path.read_text(encoding="utf-8"))) for path in FOLDER.glob("*.json")}
REGISTRY = Registry().with_resources((each["$id"], Resource.from_contents(each)) for each in SCHEMAS.values())
REGISTRY = REGISTRY.with_resource("common.json", Resource.from_contents(SCHEMAS["common"]))


def validate(document, name=None):
    project, written, _ = document["schema"].split("/")
    assert (project, written) == ("rulewright", name or written)
    Draft202012Validator(SCHEMAS[written], registry=REGISTRY).validate(document)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    if name != "common":
        assert re.fullmatch(f"rulewright/{name}/[1-9]", SCHEMAS[name]["properties"]["schema"]["const"])


@pytest.mark.parametrize("path", GOLDENS, ids=lambda path: path.stem)
def test_goldens_follow_their_schemas(path):
    validate(json.loads(path.read_text(encoding="utf-8").split("\n", 1)[1]))


@pytest.mark.parametrize("name", COMMANDS)
def test_documents_follow_their_schemas(run, name):
    validate(json.loads(run(*COMMANDS[name]).stdout), name)


def test_the_file_of_personal_values_follows_its_schema(run, tmp_path):
    run("run", "tests/cli/clinic", "care.digits", "--fact", "id=a-1", "--personal", tmp_path / "values")
    validate(json.loads((tmp_path / "values").read_text(encoding="utf-8")), "personal")


def test_a_line_of_cases_is_an_answer_without_its_schema(run):
    cases = [
        '{"id": [1], "rule": "dues.due", "inputs": {"meters": "1"}}',
        '{"rule": "dues.purpose"}',
        '{"rule": 1}',
        "{",
    ]
    lines = run("run", PACK, "--cases", "-", stdin="\n".join(cases)).stdout.splitlines()
    assert len(lines) == 4
    for line in map(json.loads, lines):
        assert list(line) == ["id", "status", "value", "type", "needs", "message", "problem", "warnings", "basis"]
        validate({"schema": "rulewright/answer/1", **line})


def test_what_is_not_known_follows_its_schema_too(run):
    for facts in (["season=S"], ["meters=x"], ["meters=0", "season=W"], ["meters=9", "season=S", "is_local=true"]):
        given = [part for fact in facts for part in ("--fact", fact)]
        validate(json.loads(run("explain", PACK, "dues.due", *given, "--format", "json").stdout), "explanation")
        validate(json.loads(run("run", PACK, "dues.due", *given, "--receipt", "-").stdout), "receipt")


def test_outcomes_of_the_library_follow_their_schema():
    engine = load_pack(PACK)
    found = set()
    for facts in ({"meters": "9", "season": "S"}, {"season": "S"}, {"meters": 0, "season": "W"}, {"meters": "x"}):
        outcome = engine.run("dues.due", facts)
        validate(json.loads(json.dumps(outcome.to_json())), "outcome")
        found.add(outcome.status)
    assert len(found) == 3


def test_receipts_of_statements_follow_their_schema(run, tmp_path):
    arguments = ("rules/masshealth-dsrip/sample", "--period", "BP4", "--output", tmp_path)
    assert run("statement", *arguments).exit_code == 0
    receipts = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "receipts").iterdir()]
    assert len(receipts) == 17
    for receipt in receipts:
        validate(receipt, "statement-receipt")
    validate(json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")), "statement-manifest")
    validate(json.loads(run("verify", tmp_path, "--format", "json").stdout), "verification")
    (tmp_path / "shared.json").unlink()
    validate(json.loads(run("verify", tmp_path, "--format", "json").stdout), "verification")
    validate(json.loads(run("replay", tmp_path, "--format", "json").stdout), "replay")
