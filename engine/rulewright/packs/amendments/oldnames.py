"""Gives what was renamed its old name as an alias, as an amendment leaves it."""

from __future__ import annotations

from collections.abc import Mapping

from rulewright.packs.amendments.address import Address, read_address
from rulewright.packs.amendments.edits import with_alias, with_rule_alias
from rulewright.packs.amendments.owners import Owner
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trees import edited, text_node
from rulewright.packs.yaml.tree import MappingNode, TreeNode


def with_old_names(text: PackText, renames: Mapping[str, str], *, is_base: bool) -> PackText:
    """Return a text in which each renamed rule and member has its old name as an alias, if it has not already.

    So the base and the edited text differ in a name alone.
    """
    for written, new in renames.items():
        old = read_address(written)
        id_ = new if old.owner == "rule" and not is_base else old.id
        found = text.pieces.owners.known.get((old.owner, id_), ())
        node = _renamed(found[0], old, new) if found else None
        if found and node is not None:
            root = edited(text.files[found[0].file][1], found[0].path, lambda _, node=node: node)  # type: ignore[misc]
            text = text.with_file(found[0].file, root)
    return text


def _renamed(owner: Owner, old: Address, new: str) -> TreeNode | None:
    """Return a rule or type with the alias; None where a rename leaves none, or it is there."""
    node, place = owner.node, owner.node.place
    if not isinstance(node, MappingNode):
        return None
    aliases = node.get("aliases")
    if old.owner == "rule" and not old.part:
        known = [getattr(each, "text", "") for each in aliases or ()]  # type: ignore[union-attr]  # a list of texts
        return with_rule_alias(node, old.id, place) if old.id not in known else None
    if old.owner == "type" and old.part[:1] == (("enum",),):
        member = old.part[1][0]
        is_there = isinstance(aliases, MappingNode) and member in aliases
        return with_alias(node, member, text_node(new, place)) if not is_there else None
    return None
