"""Writes a tree as YAML: in one line, as messages quote it, or in lines, as an author would."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rulewright.packs.yaml.text import quoted
from rulewright.packs.yaml.tree import ScalarNode, SequenceNode, TreeNode

PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:#\[\]{},\n]*(?<!\s)")
"""Texts that YAML reads as themselves wherever they stand."""
NUMBER = re.compile(r"-?[0-9][^\s:,#\[\]{}]*")
WIDTH = 76
"""So wide a line of text is at most before it is written in several."""


def in_one_line(node: TreeNode) -> str:
    """Return a tree in one line, its lists and mappings in brackets."""
    if isinstance(node, ScalarNode):
        return _scalar(" ".join(node.text.split()) if "\n" in node.text else node.text)
    if isinstance(node, SequenceNode):
        return f"[{', '.join(in_one_line(item) for item in node)}]"
    return "{" + ", ".join(f"{_scalar(each.name)}: {in_one_line(each.value)}" for each in node) + "}"


def in_lines(node: TreeNode) -> str:
    """Return a tree in lines: what is short stands in one, the rest below its key."""
    return "\n".join(_lines(node))


def _lines(node: TreeNode) -> Iterator[str]:
    short = in_one_line(node)
    has_lines = _has_lines(node)
    if not has_lines and (isinstance(node, ScalarNode) or len(short) <= WIDTH):
        yield short
    elif isinstance(node, ScalarNode):
        yield "|" if node.text.endswith("\n") else "|-"
        yield from (f"  {line}" if line else "" for line in node.text.rstrip("\n").split("\n"))
    elif isinstance(node, SequenceNode):
        for item in node:
            first, *rest = _lines(item)
            yield f"- {first}"
            yield from (f"  {line}" if line else "" for line in rest)
    else:
        for each in node:
            first, *rest = _lines(each.value)
            key = _scalar(each.name)
            if not rest or first.startswith("|"):
                yield f"{key}: {first}"
                yield from rest
            else:
                yield f"{key}:"
                yield from (f"  {line}" if line else "" for line in (first, *rest))


def _has_lines(node: TreeNode) -> bool:
    if isinstance(node, ScalarNode):
        return "\n" in node.text
    if isinstance(node, SequenceNode):
        return any(map(_has_lines, node))
    return any(_has_lines(each.value) for each in node)


def _scalar(text: str) -> str:
    return text if PLAIN.fullmatch(text) or NUMBER.fullmatch(text) else quoted(text)
