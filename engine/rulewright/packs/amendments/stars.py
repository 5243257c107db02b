"""Finds what stands under a `"*"` of tables of figures: the members that it reaches, and those that it newly reaches.

What is written for every member was decided for those that there were. A new member is never reached in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from rulewright.language.types import EnumType
from rulewright.packs.amendments.owners import Owner
from rulewright.packs.amendments.pieces import Piece
from rulewright.packs.amendments.text import PackText
from rulewright.packs.format.figures import EVERY
from rulewright.packs.format.values import key_written
from rulewright.packs.model.rules import Input
from rulewright.packs.yaml.tree import MappingNode, TreeNode
from rulewright.source import Place


def under_star(piece: Piece, table: MappingNode) -> tuple[str, ...]:
    """Return the members that a `"*"` of a table stands for: those without a row of their own."""
    key = next((each for each, member in zip(piece.keys, piece.address.keys, strict=False) if member == EVERY), None)
    return _without_row(table, key) if key is not None else ()


def newly_reached(before: PackText, after: PackText, type_: str) -> dict[str, tuple[tuple[str, Place], ...]]:
    """Return the members that an enumeration has gained, each with the tables whose `"*"` reaches it, and where.

    A member that is an old one under another name is none of them.
    """
    old, new = before.types.find(type_), after.types.find(type_)
    if not isinstance(old, EnumType) or not isinstance(new, EnumType):
        return {}
    renamed = {member for alias, member in new.aliases if alias in old.members}
    gained = [each for each in new.members if each not in old.members and each not in renamed]
    return {member: found for member in gained if (found := tuple(_reaching(after, type_, member)))}


def _reaching(text: PackText, type_: str, member: str) -> Iterator[tuple[str, Place]]:
    for (owner, id_), declared in text.pieces.owners.known.items():
        keys = _keys(text, declared[0]) if owner == "rule" else ()
        if any(isinstance(key.type, EnumType) and key.type.name == type_ for key in keys):
            table = declared[0].node.get("table") if isinstance(declared[0].node, MappingNode) else None
            for place in dict.fromkeys(_stars(table, keys, type_, member)):
                yield id_, place


def _keys(text: PackText, rule: Owner) -> tuple[Input, ...]:
    is_table = isinstance(rule.node, MappingNode) and "keys" in rule.node and "table" in rule.node
    return text.pieces.keys_of(rule.node) if is_table else ()


def _stars(table: TreeNode | None, keys: tuple[Input, ...], type_: str, member: str) -> Iterator[Place]:
    """Yield the places of the stars of a table, by a key of a type, under which a member stands."""
    if not keys or not isinstance(table, MappingNode):
        return
    key, *rest = keys
    star = table.entry(EVERY)
    if isinstance(key.type, EnumType) and key.type.name == type_ and member in _without_row(table, key):
        if star is not None:
            yield star.key.place
        return
    for each in table:
        yield from _stars(each.value, tuple(rest), type_, member)


def _without_row(table: MappingNode, key: Input) -> tuple[str, ...]:
    """Return the members of a key's type without a row of their own."""
    if not isinstance(key.type, EnumType):
        return ()
    own = {key_written(entry.key, key.type).value for entry in table if entry.name != EVERY}
    return tuple(member for member in key.type.members if member not in own)
