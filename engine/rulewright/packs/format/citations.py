"""Reads citations: where in which document something stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.model.pack import Document
from rulewright.packs.model.rules import Citation
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, TreeNode

PARTS = ("section", "exhibit", "page")


@dataclass(frozen=True, slots=True)
class CitationReader:
    """Reads citations against the documents of a pack."""

    documents: Mapping[str, Document]
    problems: list[Diagnostic]

    def read(self, node: TreeNode | None, default: Citation) -> Citation:
        """Return a citation completed by the default.

        What a citation names replaces the same part of the default; a section or document of its own drops what the
        default says about exhibit and page, which belong to another place.
        """
        if not isinstance(node, MappingNode):
            return default
        base = default
        document = node.get("document")
        if isinstance(document, ScalarNode):
            if document.text not in self.documents:
                hint = did_you_mean(document.text, self.documents) or "declare it under `documents` in pack.yaml"
                message = f"unknown document `{document.text}`"
                self.problems.append(Diagnostic("unknown-document", message, document.place, hint))
            base = Citation(document.text)
        if "section" in node:
            base = replace(base, exhibit="", page="")
        return replace(base, **{part: node.text(part) for part in PARTS if part in node})

    def refuse_unknown_parts(self, node: TreeNode) -> None:
        """Report what is no part of a citation, where no schema has looked at it."""
        if not isinstance(node, MappingNode):
            message = "a citation is written `{section: …, exhibit: …}`"
            self.problems.append(Diagnostic("wrong-shape", message, node.place, "name the section or the exhibit"))
            return
        known = ("document", *PARTS)
        for entry in node:
            if entry.name not in known:
                hint = did_you_mean(entry.name, known) or "known are " + ", ".join(f"`{part}`" for part in known)
                self.problems.append(Diagnostic("unknown-key", f"unknown key `{entry.name}`", entry.key.place, hint))
