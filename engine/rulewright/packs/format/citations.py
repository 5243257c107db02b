"""Reads citations: where in which document something stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.format.decode import decode
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.written import WrittenCitation
from rulewright.packs.model.pack import Document
from rulewright.packs.model.rules import Citation
from rulewright.packs.yaml.tree import MappingNode, TreeNode

PARTS = ("section", "exhibit", "page")


@dataclass(frozen=True, slots=True)
class CitationReader:
    """Reads citations against the documents of a pack."""

    documents: Mapping[str, Document]

    def read(self, written: WrittenCitation | None, default: Citation) -> Found[Citation]:
        """Return a citation completed by the default.

        What a citation names replaces the same part of the default; a section or document of its own drops what the
        default says about exhibit and page, which belong to another place.
        """
        findings = Findings()
        if written is None:
            return findings.found(default)
        base = default
        if written.document is not None:
            name = written.document.text
            if name not in self.documents:
                hint = did_you_mean(name, self.documents) or "declare it under `documents` in pack.yaml"
                findings.report("unknown-document", f"unknown document `{name}`", written.document.place, hint)
            base = Citation(name)
        if written.section is not None:
            base = replace(base, exhibit="", page="")
        parts = {part: getattr(written, part) for part in PARTS}
        return findings.found(replace(base, **{part: node.text for part, node in parts.items() if node is not None}))

    def read_unseen(self, node: TreeNode, default: Citation) -> Found[Citation]:
        """Return a citation where no schema has looked at it: what is no part of one is reported as well."""
        findings = Findings()
        if not isinstance(node, MappingNode):
            message = "a citation is written `{section: …, exhibit: …}`"
            findings.report("wrong-shape", message, node.place, "name the section or the exhibit")
            return findings.found(default)
        known = ("document", *PARTS)
        for entry in node:
            if entry.name not in known:
                hint = did_you_mean(entry.name, known) or "known are " + ", ".join(f"`{part}`" for part in known)
                findings.report("unknown-key", f"unknown key `{entry.name}`", entry.key.place, hint)
        return findings.found(findings.take(self.read(decode(node, WrittenCitation), default)))
