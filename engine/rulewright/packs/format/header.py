"""Reads pack.yaml: what a pack is, its documents, units and types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulewright.diagnostics import Diagnostic
from rulewright.language.types import NUMBER, ContextType, Type
from rulewright.packs.figures import read_value
from rulewright.packs.format.names import refuse_reserved_type
from rulewright.packs.model.pack import Document
from rulewright.packs.scalar_values import Refused, refuse_ambiguous
from rulewright.packs.types import TypeReader
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode


@dataclass(frozen=True, slots=True)
class Header:
    """What pack.yaml declares. `reader` reads further types against these."""

    id: str
    title: str
    documents: Mapping[str, Document]
    types: Mapping[str, Type]
    reader: TypeReader

    @property
    def record_entries(self) -> Mapping[str, tuple[Type, ...]]:
        """The types of the entries of all named records, by the entry's name."""
        entries: dict[str, tuple[Type, ...]] = {}
        for type_ in self.types.values():
            for name, entry in type_.entries if isinstance(type_, ContextType) else ():
                entries[name] = (*entries.get(name, ()), entry)
        return entries


def read_header(root: TreeNode | None, problems: list[Diagnostic]) -> Header:
    """Return what pack.yaml declares; what cannot be read is left out."""
    mapping = root if isinstance(root, MappingNode) else None
    declared = _entries(mapping, "types")
    reader = TypeReader(frozenset(_entries(mapping, "units")), declared, problems)
    types = mapping.get("types") if mapping else None
    for entry in types if isinstance(types, MappingNode) else ():
        refuse_reserved_type(entry.key, problems)
        _check_declaration(entry.value, problems)
    return Header(
        mapping.text("pack") if mapping else "",
        mapping.text("title") if mapping else "",
        {name: _document(name, node) for name, node in _entries(mapping, "documents").items()},
        reader.read_all(),
        reader,
    )


def _entries(node: MappingNode | None, key: str) -> dict[str, TreeNode]:
    value = node.get(key) if node else None
    return {entry.name: entry.value for entry in value} if isinstance(value, MappingNode) else {}


def _document(name: str, node: TreeNode) -> Document:
    if not isinstance(node, MappingNode):
        return Document(name, name)
    return Document(name, node.text("title"), node.text("file"), node.text("adopted"))


def _check_declaration(node: TreeNode, problems: list[Diagnostic]) -> None:
    """Report members that other YAML programs would misread, and bounds that are no numbers."""
    if not isinstance(node, MappingNode):
        return
    members = node.get("enum")
    for member in members if isinstance(members, SequenceNode) else ():
        if isinstance(member, ScalarNode):
            try:
                refuse_ambiguous(member)
            except Refused as refused:
                problems.append(refused.diagnostic)
    low, high = (
        read_value(value, NUMBER, problems) if isinstance(value := node.get(bound), ScalarNode) else None
        for bound in ("low", "high")
    )
    if low is not None and high is not None and low > high:
        place = (node.get("low") or node).place
        problems.append(Diagnostic("out-of-range", f"no number is from {low} to {high}", place, "swap the bounds"))
