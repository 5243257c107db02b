"""Reads the facts of a case from YAML, with the reader of packs: nothing is guessed, nothing is lost."""

from __future__ import annotations

import re

import click
from rulewright.language.values import number
from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
NULLS = frozenset({"null", "~", ""})


def read_yaml_object(content: bytes, path: str, *, is_typed: bool) -> dict[str, object]:
    """Return the mapping of a YAML file: every scalar as text where types are declared, else as what it looks like.

    Raises:
        click.UsageError: when the file is no YAML of ours or holds no mapping.
    """
    read = read_yaml(content, path)
    if read.diagnostics:
        first = read.diagnostics[0]
        hint = f"; {first.hint}" if first.hint else ""
        raise click.UsageError(f"{first.place}: {first.message}{hint}")
    if not isinstance(read.root, MappingNode):
        raise click.UsageError(f"`{path}` holds no mapping; write `name: value`")
    return {entry.name: _plain(entry.value, is_typed) for entry in read.root}


def _plain(node: TreeNode, is_typed: bool) -> object:
    if isinstance(node, ScalarNode):
        return _scalar(node, is_typed)
    if isinstance(node, SequenceNode):
        return [_plain(item, is_typed) for item in node]
    return {entry.name: _plain(entry.value, is_typed) for entry in node}


def _scalar(node: ScalarNode, is_typed: bool) -> object:
    if node.style != "plain":
        return node.text
    if node.text in NULLS:
        return None
    if is_typed:
        return node.text
    if NUMBER.fullmatch(node.text):
        return number(node.text)
    return {"true": True, "false": False}.get(node.text, node.text)
