"""Reads the figures of a parameter: a single one, or a table by keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.types import ContextType, EnumType, Type
from rulewright.packs.figures import Problems, read_key, read_value, same_key
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.model.rules import Citation, Figure, FigureStatus, Input
from rulewright.packs.types import TypeReader
from rulewright.packs.yaml.text import text_at
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode

EVERY = "*"
ABSENCES = ("open", "not_applicable")
STATUSES = ("enacted", "anticipated", "preliminary", "proposed", "illustrative")


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads the figures of one parameter: what holds for all of them, and where problems go."""

    type: Type
    status: FigureStatus
    source: Citation
    citations: CitationReader
    lines: Sequence[str]
    problems: Problems

    def read(self, node: TreeNode) -> Figure:
        """Return one figure: a value, `{value, source, status, note}`, `{open: …}` or `{not_applicable: …}`."""
        if isinstance(node, MappingNode) and not self.is_value(node):
            return self.cell(node)
        return self.figure(node, node, self.status, self.source)

    def is_value(self, node: MappingNode) -> bool:
        """Return whether a mapping is the value itself: a record or map that has no reserved key of its own."""
        names = [entry.name for entry in node]
        own = [name for name, _ in self.type.entries] if isinstance(self.type, ContextType) else []
        if names and names[0] in own:
            return True
        return not any(name in names for name in ("value", *ABSENCES))

    def figure(self, node: TreeNode, cell: TreeNode, status: FigureStatus, source: Citation) -> Figure:
        """Return a figure with its value."""
        value = read_value(node, self.type, self.problems)
        return Figure(value, self.written(node), cell.place, status, source)

    def written(self, node: TreeNode) -> str:
        """Return a value as it stands in the file; of a longer one its first line."""
        return node.text if isinstance(node, ScalarNode) else text_at(self.lines, node.place)

    def cell(self, node: MappingNode) -> Figure:
        """Return a figure that says more about itself."""
        kind = next((name for name in (*ABSENCES, "value") if name in node), "value")
        known = (kind, "source", "note") if kind in ABSENCES else ("value", "source", "status", "note")
        for entry in node:
            if entry.name not in known:
                hint = "known here are " + ", ".join(f"`{name}`" for name in known)
                self.problems.append(Diagnostic("unknown-key", f"unknown key `{entry.name}`", entry.key.place, hint))
        source = self.source
        source_node = node.get("source")
        if source_node is not None:
            self.citations.refuse_unknown_parts(source_node)
            source = self.citations.read(source_node, source)
        if kind in ABSENCES:
            status: FigureStatus = "open" if kind == "open" else self.status
            return Figure(None, "", node.place, status, source, node.text(kind))
        return self.figure(cast("TreeNode", node.get("value")), node, self.cell_status(node.get("status")), source)

    def cell_status(self, node: TreeNode | None) -> FigureStatus:
        """Return the status of a single figure: its own, or that of all."""
        if not isinstance(node, ScalarNode):
            return self.status
        if node.text in STATUSES:
            return cast("FigureStatus", node.text)
        hint = "write `{open: …}` for a figure that there is not" if node.text == "open" else ""
        hint = hint or did_you_mean(node.text, STATUSES) or "known are " + ", ".join(f"`{word}`" for word in STATUSES)
        self.problems.append(Diagnostic("unknown-word", f"`{node.text}` is not a status of a figure", node.place, hint))
        return self.status


def read_keys(node: TreeNode | None, types: TypeReader) -> tuple[Input, ...]:
    """Return the keys of a table; `name: [a, b]` makes an enumeration of its own."""
    keys: list[Input] = []
    for entry in node if isinstance(node, MappingNode) else ():
        if isinstance(entry.value, SequenceNode):
            type_ = types.enumeration(entry.name, entry.value, None)
        else:
            type_ = types.written(entry.value)
        keys.append(Input(entry.name, type_, place=entry.key.place))
    return tuple(keys)


def read_table(table: TreeNode, keys: Sequence[Input], reader: FigureReader) -> Mapping[tuple[str, ...], Figure]:
    """Return the figures of a table that nests its keys in their order."""
    figures: dict[tuple[str, ...], Figure] = {}
    _read_rows(table, keys, (), reader, figures)
    return figures


def _read_rows(
    node: TreeNode,
    keys: Sequence[Input],
    before: tuple[str, ...],
    reader: FigureReader,
    figures: dict[tuple[str, ...], Figure],
) -> None:
    if not keys:
        figures[before] = reader.read(node)
        return
    key = keys[0]
    if not isinstance(node, MappingNode):
        hint = f"write a row for every `{key.name}`: `{key.name}: figure`"
        found = "one value" if isinstance(node, ScalarNode) else "a list"
        message = f"expected figures by `{key.name}`, found {found}"
        reader.problems.append(Diagnostic("wrong-shape", message, node.place, hint))
        return
    seen: list[str] = []
    rest: TreeNode | None = None
    for entry in node:
        if entry.name == EVERY:
            rest = _rest(entry.key, entry.value, key, reader)
            continue
        member = read_key(entry.key, key.type, reader.problems)
        if member is None:
            continue
        if member in seen:
            reader.problems.append(same_key(entry.key, member))
            continue
        seen.append(member)
        _read_rows(entry.value, keys[1:], (*before, member), reader, figures)
    if rest is not None and isinstance(key.type, EnumType):
        for member in key.type.members:
            if member not in seen:
                _read_rows(rest, keys[1:], (*before, member), reader, figures)


def _rest(star: ScalarNode, value: TreeNode, key: Input, reader: FigureReader) -> TreeNode | None:
    """Return what stands for the members without a row."""
    if isinstance(key.type, EnumType):
        return value
    hint = f"`{key.name}` has no list of members; write the rows out"
    message = '`"*"` stands for the members of an enumeration only'
    reader.problems.append(Diagnostic("no-enumeration", message, star.place, hint))
    return None
