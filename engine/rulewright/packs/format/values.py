"""Reads values and keys of declared types from a pack's tree."""

from __future__ import annotations

from rulewright.language.types import Type
from rulewright.language.values import Value
from rulewright.packs import figures
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.yaml.tree import ScalarNode, TreeNode


def read_value(node: TreeNode, type_: Type, *, is_case: bool = False) -> Found[Value]:
    """Return the value of a node; None stands where a piece could not be read."""
    findings = Findings()
    return findings.found(figures.read_value(node, type_, findings.problems, is_case=is_case))


def read_key(node: ScalarNode, type_: Type) -> Found[str | None]:
    """Return a key of a table or map as the text under which its figure is kept; None where it is none."""
    findings = Findings()
    return findings.found(figures.read_key(node, type_, findings.problems))
