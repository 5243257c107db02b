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
        ends = _ends_of_parentheses(items)
        start = 0
        while start < len(items):
            last = ends.get(start, start)
            if last > start:
                result.append(self.continued(items[start], items[last], is_item=True))  # type: ignore[arg-type]  # a text
            else:
                result.append(items[start])
            start = last + 1
        return result


def _is_plain(node: TreeNode) -> bool:
    return isinstance(node, ScalarNode) and bool(node.text) and node.style == "plain"


def _ends_of_parentheses(items: Sequence[TreeNode]) -> dict[int, int]:
    """Return for each item that opens more parentheses than it closes the one that closes them, plain texts between.

    Where one closes more than are open since, none of those is closed.
    """
    ends: dict[int, int] = {}
    opened: list[tuple[int, int]] = []  # the items whose parentheses are open, each with the depth in front of it
    depth = 0
    for number, item in enumerate(items):
        if not isinstance(item, ScalarNode) or not _is_plain(item):
            opened.clear()
            continue
        change = item.text.count("(") - item.text.count(")")
        if change > 0:
            opened.append((number, depth))
        depth += change
        while opened and depth <= opened[-1][1]:
            start, before = opened.pop()
            if depth == before:
                ends[start] = number
    return ends
