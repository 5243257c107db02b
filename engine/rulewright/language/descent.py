"""Goes down a tree: the nodes in it, and the names they use."""

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


def nodes_in(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, in the order in which they are written."""
    pending = [node]
    while pending:
        each = pending.pop()
        yield each
        pending.extend(reversed(tuple(children(each))))


def names_in(node: Node) -> frozenset[str]:
    """Return the names that stand anywhere in an expression."""
    return frozenset(each.name for each in nodes_in(node) if isinstance(each, Name))
