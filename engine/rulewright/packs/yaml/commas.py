"""Joins texts that YAML cut at a comma inside brackets, and reports each once.

In `{type: money, formula: min(part, most)}` the text of the formula ends at its comma, and `most)` is a key without a
value. That is one slip: the text is read as it was meant, so that nothing else is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rulewright.diagnostics import Diagnostic
from rulewright.language.foreign import QUOTES
from rulewright.packs.yaml.marks import Extent, plain_marks
from rulewright.packs.yaml.text import quoted
from rulewright.packs.yaml.tree import ScalarNode, TreeNode
from rulewright.source import SourceText


class CutAtCommas:
    """The texts of one file that were cut at a comma, by the place where they begin."""

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        self.path = path
        self.lines = lines
        self.found: dict[tuple[int, int], Diagnostic] = {}

    def problems(self, but: Iterable[int] = ()) -> tuple[Diagnostic, ...]:
        """Return what was found, but on lines of which something else is said."""
        return tuple(problem for (line, _), problem in self.found.items() if line not in but)

    def is_rest(self, before: TreeNode, key: ScalarNode) -> bool:
        """Whether a key without a value is the rest of the text before it: both are plain, and no `:` stands behind."""
        is_begun = (before.place.line, before.place.column) in self.found
        if not (is_begun or _is_plain(before)) or key.style != "plain" or not key.place.end_column:
            return False
        behind = self.lines[key.place.line - 1][key.place.end_column - 1 :]
        return not behind.lstrip().startswith(":")

    def continued(self, before: TreeNode, rest: ScalarNode, *, is_item: bool = False) -> TreeNode:
        """Return a text with what YAML took for the next key or item, as if it were quoted.

        Where nothing but the comma says that they are one, the text stays as it is.
        """
        start = before.place
        end_column = rest.place.end_column or len(self.lines[rest.place.line - 1]) + 1
        extent = Extent(start.line - 1, start.column - 1, rest.place.line - 1, end_column - 1)
        value, marks = plain_marks(self.lines, extent)
        if value[-1] in QUOTES.get(value[0], ""):
            extent = extent._replace(column=extent.column + 1, end_column=extent.end_column - 1)
            value, marks = plain_marks(self.lines, extent)
        is_one = is_item or any(mark in value for mark in "()<>[]+*/=")
        hint = f"put the text in quotes: `{quoted(value)}`" + ("" if is_one else f", or give `{rest.text}` a value")
        place = replace(start, end_column=end_column if start.line == rest.place.line else 0)
        message = "a comma inside brackets ends an unquoted text"
        self.found[start.line, start.column] = Diagnostic("yaml-unquoted", message, place, hint)
        return ScalarNode(SourceText(self.path, value, marks), "double", place) if is_one else before

    def joined(self, items: list[TreeNode]) -> list[TreeNode]:
        """Return the items of a list, those joined that one pair of parentheses spans."""
        result: list[TreeNode] = []
        rest = items
        while rest:
            end = _end_of_parentheses(rest)
            if end > 1:
                result.append(self.continued(rest[0], rest[end - 1], is_item=True))  # type: ignore[arg-type]  # a text
            else:
                result.append(rest[0])
            rest = rest[end:]
        return result


def _is_plain(node: TreeNode) -> bool:
    return isinstance(node, ScalarNode) and bool(node.text) and node.style == "plain"


def _end_of_parentheses(items: Sequence[TreeNode]) -> int:
    """Return how many items stand up to where the open parenthesis of the first one is closed; 1 where none is."""
    depth = 0
    for count, item in enumerate(items, 1):
        if not isinstance(item, ScalarNode) or not _is_plain(item):
            return 1
        depth += item.text.count("(") - item.text.count(")")
        if depth <= 0:
            return count if depth == 0 else 1
    return 1
