"""Makes trees with a piece replaced, put in or taken out; every other node stays, with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from rulewright.packs.amendments.owners import TreePath
from rulewright.packs.format.figures import EVERY
from rulewright.packs.format.values import key_written
from rulewright.packs.model.rules import Input
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, ScalarStyle, SequenceNode, TreeNode
from rulewright.source import Mark, Place, SourceText

T = TypeVar("T")
LISTS = frozenset(
    {"aliases", "checks", "depends", "enum", "lines", "readings", "reconciliations", "recorded", "requires", "rows"}
)
"""Keys whose values are lists, also where there is none yet."""
NAME = re.compile(r"(?!(?:null|true|false|yes|no|on|off)$)[A-Za-z_][\w.]*", re.ASCII | re.IGNORECASE)


def text_node(text: str, place: Place) -> ScalarNode:
    """Return a text that an amendment has put somewhere, with the place in the amendment that says so.

    It stands without quotes where nobody takes it for anything but a name.
    """
    style: ScalarStyle = "plain" if NAME.fullmatch(text) else "double"
    return ScalarNode(SourceText(place.path, text, (Mark(0, place.line, place.column),)), style, place)


def edited(root: TreeNode, path: TreePath, edit: Callable[[TreeNode], TreeNode | None]) -> TreeNode | None:
    """Return a tree in which the node at the end of a path was edited; where None is left of it, it is taken out.

    A list or mapping that nothing is left of goes as well.
    """
    if not path:
        return edit(root)
    step, *rest = path
    if isinstance(root, SequenceNode) and isinstance(step, int):
        inner = edited(root.items[step], tuple(rest), edit)
        items = (*root.items[:step], *(() if inner is None else (inner,)), *root.items[step + 1 :])
        return replace(root, items=items) if items else None
    if not isinstance(root, MappingNode):
        return root
    entries: list[Entry] = []
    for each in root:
        if each.name == step:
            value = edited(each.value, tuple(rest), edit)
            if value is not None:
                entries.append(Entry(each.key, value))
        else:
            entries.append(each)
    return mapping(entries, root.place) if entries else None


def with_nodes(root: TreeNode, nodes: Sequence[tuple[TreePath, TreeNode]]) -> TreeNode:
    """Return a tree in which other nodes stand at some paths, none of which leads through another; in one turn."""
    ways: dict[str | int, list[tuple[TreePath, TreeNode]]] = {}
    for path, node in nodes:
        if not path:
            return node
        ways.setdefault(path[0], []).append((path[1:], node))
    if isinstance(root, SequenceNode):
        items = (with_nodes(each, ways[number]) if number in ways else each for number, each in enumerate(root.items))
        return replace(root, items=tuple(items))
    if not isinstance(root, MappingNode):
        return root
    entries = [Entry(each.key, with_nodes(each.value, ways[each.name])) if each.name in ways else each for each in root]
    return mapping(entries, root.place)


def mapping(entries: Sequence[Entry], place: Place) -> MappingNode:
    """Return a mapping."""
    return MappingNode(tuple(entries), place)


def with_cell(
    table: TreeNode, members: Sequence[str], keys: Sequence[Input], figure: TreeNode, place: Place
) -> TreeNode:
    """Return a table in which a cell has this figure; what stands under `"*"` gets a row of its own for it."""
    if not members:
        return figure
    member, *rest = members
    entries = list(table) if isinstance(table, MappingNode) else []
    for number, each in enumerate(entries):
        is_star = each.name == EVERY
        if each.name == member or (not is_star and key_written(each.key, keys[0].type).value == member):
            entries[number] = Entry(each.key, with_cell(each.value, rest, keys[1:], figure, place))
            return mapping(entries, table.place)
    star = next((each.value for each in entries if each.name == EVERY), mapping((), place))
    entries.append(Entry(text_node(member, place), with_cell(star, rest, keys[1:], figure, place)))
    return mapping(entries, table.place)


def with_part(node: TreeNode, names: Sequence[str], now: TreeNode, key: ScalarNode, bare: str) -> TreeNode:
    """Return a node with a part that it did not have; what leads to it is made.

    Of a list the part is one more item. A bare text becomes the mapping that it stands for.
    """
    if not names:
        return now
    name, *rest = names
    if isinstance(node, ScalarNode):
        node = mapping((Entry(text_node(bare, node.place), node),), node.place)
    if isinstance(node, SequenceNode):
        return replace(node, items=(*node.items, now))
    known = node.entry(name) if isinstance(node, MappingNode) else None
    if known is not None:
        inner = Entry(known.key, with_part(known.value, rest, now, key, ""))
        return mapping([inner if each is known else each for each in node], node.place)
    empty: TreeNode = SequenceNode((), key.place) if name in LISTS and rest else mapping((), key.place)
    made = Entry(text_node(name, key.place), with_part(empty, rest, now, key, ""))
    return mapping((*(node if isinstance(node, MappingNode) else ()), made), node.place)


def moved(node: TreeNode, number: int, anchor: int, *, is_behind: bool) -> TreeNode:
    """Return a list or mapping in which the last item stands before or behind another."""
    if isinstance(node, SequenceNode):
        return replace(node, items=_moved(node.items, number, anchor + is_behind))
    if isinstance(node, MappingNode):
        return mapping(_moved(node.entries, number, anchor + is_behind), node.place)
    return node


def _moved(items: Sequence[T], number: int, to: int) -> tuple[T, ...]:
    rest = [each for index, each in enumerate(items) if index != number]
    return (*rest[:to], items[number], *rest[to:])
