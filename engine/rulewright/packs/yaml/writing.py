"""Writes a tree as YAML: in one line, as messages quote it, or in lines, as an author would."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rulewright.packs.yaml.text import quoted
from rulewright.packs.yaml.tree import ScalarNode, SequenceNode, TreeNode

PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:#\[\]{},\n]*(?<!\s)")
"""Texts that YAML reads as themselves wherever they stand."""
NUMBER = re.compile(r"-?[0-9][^\s:,#\[\]{}]*")
LINES = re.compile(r"[^\s\x00-\x1f\x7f-\x9f](?:[^\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029]*[^\s])?\n?")
"""Texts that can stand below a `|`; those without a break in them are written in one line."""
WIDTH = 76
"""So wide a line of text is at most before it is written in several."""


def in_one_line(node: TreeNode, *, is_exact: bool = False) -> str:
    """Return a tree in one line, its lists and mappings in brackets.

    Texts for people lose their line breaks and the quotes that they do not need; `is_exact` keeps both.
    """
    if isinstance(node, ScalarNode):
        if is_exact:
            return _exact(node)
        return _scalar(" ".join(node.text.split()) if "\n" in node.text else node.text)
    if isinstance(node, SequenceNode):
        return f"[{', '.join(in_one_line(item, is_exact=is_exact) for item in node)}]"
    entries = ((in_one_line(each.key, is_exact=is_exact), in_one_line(each.value, is_exact=is_exact)) for each in node)
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries) + "}"


def in_lines(node: TreeNode, *, is_exact: bool = False) -> str:
    """Return a tree in lines: what is short stands in one, the rest below its key.

    With `is_exact` it reads as the same tree, quoted texts as quoted ones.
    """
    return "\n".join(_lines(node, is_exact=is_exact))


def _lines(node: TreeNode, *, is_exact: bool) -> Iterator[str]:
    short = in_one_line(node, is_exact=is_exact)
    has_lines = _has_lines(node)
    if not has_lines and (isinstance(node, ScalarNode) or len(short) <= WIDTH):
        yield short
    elif isinstance(node, ScalarNode):
        yield "|" if node.text.endswith("\n") else "|-"
        yield from (f"  {line}" if line else "" for line in node.text.removesuffix("\n").split("\n"))
    elif isinstance(node, SequenceNode):
        for item in node:
            first, *rest = _lines(item, is_exact=is_exact)
            yield f"- {first}"
            yield from (f"  {line}" if line else "" for line in rest)
    else:
        for each in node:
            first, *rest = _lines(each.value, is_exact=is_exact)
            key = in_one_line(each.key, is_exact=is_exact)
            if not rest or first.startswith("|"):
                yield f"{key}: {first}"
                yield from rest
            else:
                yield f"{key}:"
                yield from (f"  {line}" if line else "" for line in (first, *rest))


def _has_lines(node: TreeNode) -> bool:
    """Whether a text in a tree is written in lines: one that begins or ends with blanks or breaks has escapes."""
    if isinstance(node, ScalarNode):
        return "\n" in node.text and bool(LINES.fullmatch(node.text))
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
