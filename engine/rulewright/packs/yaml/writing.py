"""Writes a tree as YAML: in one line, as messages quote it, or in lines, as an author would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rulewright.packs.yaml.text import quoted
from rulewright.packs.yaml.tree import ScalarNode, SequenceNode, TreeNode

PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:#\[\]{},\n]*(?<!\s)")
"""Texts that YAML reads as themselves wherever they stand."""
NUMBER = re.compile(r"-?[0-9][^\s:,#\[\]{}]*")
LINES = re.compile(r"\S(?:.*\S)?\n?", re.DOTALL)
"""Texts that can stand below a `|`; those without a break in them are written in one line."""
WIDTH = 76
"""So wide a line of text is at most before it is written in several."""


def tree_in_one_line(node: TreeNode, *, is_exact: bool = False) -> str:
    """Return a tree in one line, its lists and mappings in brackets.

    Texts for people lose their line breaks and the quotes that they do not need; `is_exact` keeps both.
    """
    if isinstance(node, ScalarNode):
        if is_exact:
            return _exact(node)
        return _scalar(" ".join(node.text.split()) if "\n" in node.text else node.text)
    if isinstance(node, SequenceNode):
        return f"[{', '.join(tree_in_one_line(item, is_exact=is_exact) for item in node)}]"
    entries = (
        (tree_in_one_line(each.key, is_exact=is_exact), tree_in_one_line(each.value, is_exact=is_exact))
        for each in node
    )
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries) + "}"


def in_lines(node: TreeNode) -> str:
    """Return a tree in lines that read as the same tree: what is short stands in one, the rest below its key."""
    return "\n".join(line for line, _ in lines_with_paths(node))


def lines_with_paths(node: TreeNode) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the lines of a tree, each with the paths of the files that what stands in it comes from."""
    if not _is_below(node):
        yield tree_in_one_line(node, is_exact=True), frozenset(_paths(node))
    elif isinstance(node, ScalarNode):
        own = frozenset({node.place.path})
        yield "|" if node.text.endswith("\n") else "|-", own
        yield from ((f"  {line}" if line else "", own) for line in node.text.removesuffix("\n").split("\n"))
    elif isinstance(node, SequenceNode):
        for item in node:
            (first, own), *rest = lines_with_paths(item)
            yield f"- {first}", own
            yield from _indented(rest)
    else:
        for each in node:
            (first, own), *rest = lines_with_paths(each.value)
            key = tree_in_one_line(each.key, is_exact=True)
            if isinstance(each.value, ScalarNode) or not _is_below(each.value):
                yield f"{key}: {first}", own | {each.key.place.path}
                yield from rest
            else:
                yield f"{key}:", frozenset({each.key.place.path})
                yield from _indented([(first, own), *rest])


def _is_below(node: TreeNode) -> bool:
    """Whether a tree has lines of its own below its key."""
    if isinstance(node, ScalarNode):
        return _has_lines(node)
    return _has_lines(node) or len(tree_in_one_line(node, is_exact=True)) > WIDTH


def _indented(lines: Iterable[tuple[str, frozenset[str]]]) -> Iterator[tuple[str, frozenset[str]]]:
    yield from ((f"  {line}" if line else "", own) for line, own in lines)


def _paths(node: TreeNode) -> Iterator[str]:
    """Yield the paths of the files that a tree comes from."""
    yield node.place.path
    if isinstance(node, SequenceNode):
        for item in node:
            yield from _paths(item)
    elif not isinstance(node, ScalarNode):
        for each in node:
            yield each.key.place.path
            yield from _paths(each.value)


def _has_lines(node: TreeNode) -> bool:
    """Whether a text in a tree is written in lines: one that nobody would read as it is has escapes."""
    if isinstance(node, ScalarNode):
        text = node.text
        return "\n" in text and bool(LINES.fullmatch(text)) and text.replace("\n", "").isprintable()
    if isinstance(node, SequenceNode):
        return any(map(_has_lines, node))
    return any(_has_lines(each.value) for each in node)


def _scalar(text: str) -> str:
    return text if PLAIN.fullmatch(text) or NUMBER.fullmatch(text) else quoted(text)


def _exact(node: ScalarNode) -> str:
    """Return a text as a scalar that reads as it: quoted where it was, and where it must be."""
    text = node.text
    if not text.isprintable():
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(each if each.isprintable() else f"\\U{ord(each):08x}" for each in escaped) + '"'
    return _scalar(text) if node.style == "plain" else quoted(text)
