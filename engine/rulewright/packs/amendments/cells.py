"""Compares two tables of figures cell by cell, by the meaning of their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rulewright.language.types import EnumType
from rulewright.packs.amendments.address import Address
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trees import mapping, text_node
from rulewright.packs.format.figures import EVERY
from rulewright.packs.format.values import key_written
from rulewright.packs.model.rules import Input
from rulewright.packs.yaml.tree import Entry, MappingNode, TreeNode, plain

CellKey = tuple[str, ...]
CellChange = tuple[str, CellKey, TreeNode | None, TreeNode | None]
"""A verb, the keys of a cell, what was and what is."""


class UnsaidError(Exception):
    """Says that a difference is one of the whole that it stands in."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a table before and after by their keys, those that stand under a `"*"` aside; `keys` of the base.

    `rows` are, before and after, all cells that have the first keys, by these.
    """

    keys: tuple[Input, ...]
    before: Mapping[CellKey, TreeNode]
    after: Mapping[CellKey, TreeNode]
    rows: tuple[Mapping[CellKey, TreeNode], Mapping[CellKey, TreeNode]]

    @classmethod
    def of(
        cls, base: PackText, edited: PackText, was: MappingNode, now: MappingNode, renames: Mapping[str, str]
    ) -> Cells:
        """Return the cells of two parameters with the same keys; members of the edited one by their names in the base.

        Raises:
            UnsaidError: when what should be a row is none.
        """
        keys, others = base.pieces.keys_of(was), edited.pieces.keys_of(now)
        tables = was.get("table", was), now.get("table", now)
        before = dict(_cells(tables[0], keys, [{} for _ in keys]))
        after = dict(_cells(tables[1], others, [_old_names(each, renames) for each in keys]))
        (was_cells, was_rows), (cells, rows) = (_apart(each, len(keys)) for each in (before, after))
        return cls(keys, was_cells, cells, (was_rows, rows))

    def changes(self) -> Iterator[CellChange]:
        """Yield what differs.

        Raises:
            UnsaidError: when it cannot be said cell by cell.
        """
        changed = [each for each in {**self.before, **self.after} if self.is_changed(each)]
        whole = {each: row for each in changed if (row := self.row(each))}
        for row in dict.fromkeys(whole.values()):
            yield self.change_of_row(row)
        changed = [each for each in changed if each not in whole]
        for cell in changed:
            if EVERY in cell[:-1]:
                raise UnsaidError
            if cell[-1] == EVERY and any(each[:-1] == cell[:-1] for each in changed if each != cell):
                raise UnsaidError
        for cell in changed:
            yield self.change(cell)

    def row(self, cell: CellKey) -> CellKey:
        """Return the first keys of a cell under which one of the tables has nothing; none where each has something."""
        before, after = self.rows
        prefixes = (cell[:depth] for depth in range(1, len(cell)))
        found = next((each for each in prefixes if (each in before) != (each in after)), ())
        if EVERY in found:
            raise UnsaidError
        return found

    def change_of_row(self, row: CellKey) -> CellChange:
        """Return the change of all cells that have these first keys.

        Raises:
            UnsaidError: when they stood, or stand now, under a `"*"`.
        """
        before, after = self.rows
        if any((*row[:depth], EVERY) in each for each in self.rows for depth in range(len(row))):
            raise UnsaidError
        return ("repeal", row, before[row], None) if row in before else ("add", row, None, after[row])

    def is_changed(self, cell: CellKey) -> bool:
        """Whether a cell is another one, or in one of the tables only."""
        was, now = self.before.get(cell), self.after.get(cell)
        return was is None or now is None or plain(was) != plain(now)

    def change(self, cell: CellKey) -> CellChange:
        """Return the change of a cell."""
        was, now = self.before.get(cell), self.after.get(cell)
        if was is not None and cell[-1] == EVERY:
            was = self.reached(cell, was)
        if was is None and now is not None:
            star = self.star(cell)
            is_known = all(_is_member(name, key) for name, key in zip(cell, self.keys, strict=True))
            return ("set", cell, star, now) if star is not None and is_known else ("add", cell, None, now)
        return ("repeal", cell, was, None) if now is None else ("set", cell, was, now)

    def star(self, cell: CellKey) -> TreeNode | None:
        """Return what stands under the `"*"` of a cell that has no row of its own.

        Raises:
            UnsaidError: when more than its last key has no row.
        """
        for depth in range(len(cell) - 1):
            has_row = any(each[: depth + 1] == cell[: depth + 1] for each in self.before)
            if not has_row and any(each[: depth + 1] == (*cell[:depth], EVERY) for each in self.before):
                raise UnsaidError
        return self.before.get((*cell[:-1], EVERY)) if cell[-1] != EVERY else None

    def reached(self, cell: CellKey, node: TreeNode) -> TreeNode:
        """Return what stands under a `"*"`, for every member that it reaches."""
        type_ = self.keys[-1].type
        own = {each[-1] for each in self.before if each[:-1] == cell[:-1]}
        members = [each for each in type_.members if each not in own] if isinstance(type_, EnumType) else []
        names = [replace(text_node(each, node.place), style="plain") for each in members]
        return mapping([Entry(each, node) for each in names], node.place)


def _apart(found: Mapping[CellKey, TreeNode], depth: int) -> tuple[dict[CellKey, TreeNode], dict[CellKey, TreeNode]]:
    """Return the cells, which have so many keys, and the rows that they stand in."""
    cells = {keys: node for keys, node in found.items() if len(keys) == depth}
    return cells, {keys: node for keys, node in found.items() if 0 < len(keys) < depth}


def _cells(
    table: TreeNode, keys: tuple[Input, ...], old: list[Mapping[str, str]]
) -> Iterator[tuple[CellKey, TreeNode]]:
    """Yield a table, its rows and its cells by their keys."""
    yield (), table
    if not keys:
        return
    if not isinstance(table, MappingNode):
        raise UnsaidError
    for each in table:
        name = EVERY if each.name == EVERY else key_written(each.key, keys[0].type).value
        if name is None:
            raise UnsaidError
        for rest, cell in _cells(each.value, keys[1:], old[1:]):
            yield (old[0].get(name, name), *rest), cell


def _old_names(key: Input, renames: Mapping[str, str]) -> Mapping[str, str]:
    """Return the members of a key's type in the base by their new names."""
    if not isinstance(key.type, EnumType):
        return {}
    at = {member: Address("type", key.type.name, (), (("enum",), (member,))) for member in key.type.members}
    return {new: member for member, address in at.items() if (new := renames.get(str(address)))}


def _is_member(name: str, key: Input) -> bool:
    return not isinstance(key.type, EnumType) or name == EVERY or name in key.type.members
