"""Reads figures: single ones, and tables of figures by keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.types import DATE, AnyType, ContextType, EnumType, Type
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.day_keys import between_spans
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.values import key_written, read_value, same_key
from rulewright.packs.model.rules import Citation, Figure, Figures, FigureStatus, Input
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, TreeNode
from rulewright.source import Place

EVERY = "*"
ABSENCES = ("open", "not_applicable")
STATUSES = ("enacted", "anticipated", "preliminary", "proposed", "illustrative")


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads the figures of one parameter: what holds for all of them."""

    type: Type
    status: FigureStatus
    source: Citation
    citations: CitationReader
    sources: Sources

    def read(self, node: TreeNode) -> Found[Figure]:
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

    def figure(self, node: TreeNode, cell: TreeNode, status: FigureStatus, source: Citation) -> Found[Figure]:
        """Return a figure with its value."""
        findings = Findings()
        value = findings.take(read_value(node, self.type))
        written = node.text if isinstance(node, ScalarNode) else self.sources.text_at(node.place)
        return findings.found(Figure(value, written, cell.place, status, source))

    def cell(self, node: MappingNode) -> Found[Figure]:
        """Return a figure that says more about itself."""
        findings = Findings()
        kind = next((name for name in (*ABSENCES, "value") if name in node), "value")
        known = (kind, "source", "note") if kind in ABSENCES else ("value", "source", "status", "note")
        for entry in node:
            if entry.name not in known:
                hint = "known here are " + ", ".join(f"`{name}`" for name in known)
                findings.report("unknown-key", f"unknown key `{entry.name}`", entry.key.place, hint)
        source = self.source
        source_node = node.get("source")
        if source_node is not None:
            source = findings.take(self.citations.read_unseen(source_node, source))
        if kind in ABSENCES:
            status: FigureStatus = "open" if kind == "open" else self.status
            return findings.found(Figure(None, "", node.place, status, source, node.text(kind), node.text("note")))
        status = findings.take(self.cell_status(node.get("status")))
        value = cast("TreeNode", node.get("value"))  # what is no value itself has this key or one of `ABSENCES`
        figure = findings.take(self.figure(value, node, status, source))
        return findings.found(replace(figure, note=node.text("note")))

    def cell_status(self, node: TreeNode | None) -> Found[FigureStatus]:
        """Return the status of a single figure: its own, or that of all."""
        findings = Findings()
        if not isinstance(node, ScalarNode):
            return findings.found(self.status)
        if node.text in STATUSES:
            return findings.found(cast("FigureStatus", node.text))
        hint = "write `{open: …}` for a figure that there is not" if node.text == "open" else ""
        hint = hint or did_you_mean(node.text, STATUSES) or "known are " + ", ".join(f"`{word}`" for word in STATUSES)
        findings.report("unknown-word", f"`{node.text}` is not a status of a figure", node.place, hint)
        return findings.found(self.status)

    def table(self, node: TreeNode, keys: Sequence[Input], before: tuple[str, ...] = ()) -> Found[Figures]:
        """Return the figures of a table that nests its keys in their order; `before` are the keys above a node."""
        findings = Findings()
        if not keys:
            return findings.found({before: findings.take(self.read(node))})
        key, *inner = keys
        figures: dict[tuple[str, ...], Figure] = {}
        if not isinstance(node, MappingNode):
            hint = f"write a row for every `{key.name}`: `{key.name}: figure`"
            found = "one value" if isinstance(node, ScalarNode) else "a list"
            findings.report("wrong-shape", f"expected figures by `{key.name}`, found {found}", node.place, hint)
            return findings.found(figures)
        rows: dict[str, TreeNode] = {}
        days: list[tuple[str, Place]] = []
        for entry in node:
            if entry.name == EVERY:
                continue
            member = findings.take(key_written(entry.key, key.type))
            if member is None:
                continue
            if member in rows:
                findings.problems.append(same_key(entry.key, member))
            elif key.type == DATE:
                days.append((member, entry.key.place))
            rows.setdefault(member, entry.value)
        findings.problems.extend(between_spans(days))
        rest = node.entry(EVERY)
        if rest is not None and isinstance(key.type, EnumType):
            rows |= {member: rest.value for member in key.type.members if member not in rows}
        elif rest is not None and not isinstance(key.type, AnyType):  # no such type: reported at the key
            hint = f"`{key.name}` has no list of members; write the rows out"
            message = '`"*"` stands for the members of an enumeration only'
            findings.report("no-enumeration", message, rest.key.place, hint)
        for member, value in rows.items():
            figures |= findings.take(self.table(value, inner, (*before, member)))
        return findings.found(figures)
