"""Goes down a tree: the nodes below a node, and the names they use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from rulewright.language.syntax import Name, Node


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below a node."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, Node))


def names_in(node: Node) -> Iterator[str]:
    """Yield the names that stand anywhere in an expression."""
    if isinstance(node, Name):
        yield node.name
    for child in children(node):
        yield from names_in(child)
