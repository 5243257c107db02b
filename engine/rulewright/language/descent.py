"""Goes down a tree: the nodes in it, the node at an offset, the names they use, and the same tree with other nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from rulewright.language.syntax import Name, Node


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below a node."""
    for name in _written(node):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, Node))


def with_children(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return a node with what `change` makes of each node directly below it; the node itself where nothing changes."""
    changes: dict[str, Any] = {}
    for name in _written(node):
        value = getattr(node, name)
        if isinstance(value, Node):
            changed: object = change(value)
        elif isinstance(value, tuple) and any(isinstance(each, Node) for each in value):
            changed = tuple(change(each) if isinstance(each, Node) else each for each in value)
            changed = value if all(new is old for new, old in zip(changed, value, strict=True)) else changed
        else:
            continue
        if changed is not value:
            changes[name] = changed
    return replace(node, **changes) if changes else node


def nodes_in(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, in the order in which they are written."""
    pending = [node]
    while pending:
        each = pending.pop()
        yield each
        pending.extend(reversed(tuple(children(each))))


def node_at(tree: Node, offset: int) -> Node | None:
    """Return the innermost node whose text holds the character at an offset; None where there is none."""
    found = None
    pending = [tree]
    while pending:
        node = pending.pop()
        if node.span.start <= offset < node.span.end:
            found = node
            pending = list(children(node))
    return found


def names_in(node: Node) -> frozenset[str]:
    """Return the names that stand anywhere in an expression."""
    return frozenset(each.name for each in nodes_in(node) if isinstance(each, Name))


def _written(node: Node) -> tuple[str, ...]:
    """Return the names of the fields that an author writes, in order: neither the span nor what the checker adds."""
    return node.__match_args__
