"""The schemas are valid, closed, and say in their titles what is wanted."""

import json

import pytest
from jsonschema import Draft202012Validator
from rulewright.packs.files import data_folder
from rulewright.packs.format.schema import schema_of
from rulewright.packs.kinds import all_kinds

NAMES = [
    "pack",
    "subject",
    "examples",
    "statement",
    "amendment",
    "erratum",
    "published",
    *(f"kinds/{kind.section}" for kind in all_kinds()),
]


def load(name):
    return json.loads((data_folder("schemas") / f"{name}.json").read_text(encoding="utf-8"))


def nodes(schema):
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from nodes(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from nodes(item)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid(name):
    schema = load(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", ["pack", "subject", "examples", "statement", "amendment", "erratum", "published"])
def test_every_mapping_with_known_keys_is_closed(name):
    for node in nodes(schema_of(name, all_kinds()).validator.schema):
        if "properties" in node and isinstance(node["properties"], dict):
            assert node.get("additionalProperties") is False


def test_every_kind_of_rule_has_a_section_with_what_every_rule_may_say():
    sections = schema_of("subject", all_kinds()).validator.schema["properties"]
    common = load("subject")["$defs"]["rule"]["properties"]
    for kind in all_kinds():
        forms = [node for node in nodes(sections[kind.section]) if "title" in node.get("required", ())]
        assert forms
        assert all(list(form["properties"])[: len(common)] == list(common) for form in forms)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_tried_in_turn(name):
    for node in nodes(load(name)):
        assert not {"oneOf", "anyOf", "allOf", "not"} & set(node)


@pytest.mark.parametrize("name", NAMES)
def test_what_can_be_wrong_has_a_title_for_the_message(name):
    for node in nodes(load(name)):
        if isinstance(node.get("pattern"), str) or isinstance(node.get("enum"), list):
            assert node["title"]
