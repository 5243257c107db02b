"""Builds the JSON Schemas of a pack's files, that of subjects from the parts that the kinds of rules bring.

Each part stands in `schemas/kinds` under the section that it describes. References are replaced by what they refer to:
no schema refers to itself, and looking each up at every node takes long.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from rulewright.packs.files import data_folder
from rulewright.packs.format.decode import keys_of
from rulewright.packs.format.kind import RuleKind

PROSE = frozenset({"title", "about", "text", "note", "question", "reading", "message", "effective", "amendable"})
"""Keys whose values are for people, in files of every kind."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What a kind of file may say.

    `keys` are those of the file. By section, `rule_keys` are the keys of its rules, and `deciding` those that say which
    form a rule has; `prose` are the keys whose values are for people.
    """

    name: str
    validator: Draft202012Validator
    keys: frozenset[str]
    sections: frozenset[str]
    rule_keys: Mapping[str, frozenset[str]]
    deciding: Mapping[str, tuple[str, ...]]
    prose: frozenset[str]


@cache
def schema_of(name: str, kinds: tuple[RuleKind, ...]) -> Schema:
    """Return a schema by its name (`subject`); built once a process, as schemas never change."""
    whole = _load(name)
    definitions: dict[str, Any] = whole.pop("$defs", {})
    if name == "erratum":
        definitions |= _load("amendment")["$defs"]
    if name == "subject":
        checks = whole["properties"].pop("checks")
        whole["properties"] |= {kind.section: _part(kind.section, definitions) for kind in kinds}
        whole["properties"]["checks"] = checks
    return Schema(
        name,
        Draft202012Validator(_inlined(whole, definitions)),
        frozenset(whole["properties"]),
        frozenset(kind.section for kind in kinds),
        {kind.section: keys_of(kind.written) for kind in kinds} if name == "subject" else {},
        {kind.section: kind.deciding for kind in kinds if kind.deciding} if name == "subject" else {},
        PROSE.union(*(kind.prose for kind in kinds)),
    )


def _part(section: str, shared: Mapping[str, Any]) -> Any:
    """Return what a subject may say in one section."""
    part = _load(f"kinds/{section}")
    return _inlined(part, {**shared, **part.pop("$defs")})


def _load(name: str) -> dict[str, Any]:
    text = (data_folder("schemas") / f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return {key: value for key, value in schema.items() if key not in {"$schema", "$id", "description"}}


def _inlined(schema: Any, definitions: Mapping[str, Any]) -> Any:
    """Return a schema without references; one with properties beside a reference has those of both, and no others."""
    if isinstance(schema, list):
        return [_inlined(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inlined = {key: _inlined(value, definitions) for key, value in schema.items() if key != "$ref"}
    if not isinstance(schema.get("$ref"), str):
        return inlined if "$ref" not in schema else {**inlined, "$ref": _inlined(schema["$ref"], definitions)}
    referred = _inlined(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "properties" not in inlined:
        return referred
    del inlined["unevaluatedProperties"]
    return {
        **inlined,
        "additionalProperties": False,
        "properties": {**referred["properties"], **inlined["properties"]},
    }
