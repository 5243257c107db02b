"""Finds the rows of a decision table that hold for some, or for all, of the regions of a box: sets of rows are bits.

Over each column's regions stands a tree of unions and one of intersections, so that a run of regions costs as many
steps as its length has binary digits. Rows that may hold together are found without trying each pair.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property, reduce
from operator import and_, or_

from rulewright.packs.table_columns import Bits, rows_by_region

Combine = Callable[[Bits, Bits], Bits]


class RowSets:
    """The rows of a table by the regions that they cover: of each column what each row covers, and its regions."""

    def __init__(self, covers: Sequence[Sequence[Bits]], counts: Sequence[int]) -> None:
        self.by_region = [rows_by_region(each, count) for each, count in zip(covers, counts, strict=True)]

    @cached_property
    def _some(self) -> list[list[Bits]]:
        return [_tree(rows, or_) for rows in self.by_region]

    @cached_property
    def _all(self) -> list[list[Bits]]:
        return [_tree(rows, and_) for rows in self.by_region]

    def meeting(self, box: Sequence[Bits]) -> Bits:
        """Return the rows that cover a region of the box in every column."""
        return self._in_every_column(self._some, or_, box)

    def covering(self, box: Sequence[Bits]) -> Bits:
        """Return the rows that cover the whole box."""
        return self._in_every_column(self._all, and_, box)

    def corner(self, box: Sequence[Bits], *, is_low: bool) -> Bits:
        """Return the rows that cover the first regions of the box, or the last ones."""
        regions = [(bits & -bits if is_low else bits).bit_length() - 1 for bits in box]
        return reduce(and_, [rows[region] for rows, region in zip(self.by_region, regions, strict=True)])

    @staticmethod
    def _in_every_column(trees: Sequence[Sequence[Bits]], combine: Combine, box: Sequence[Bits]) -> Bits:
        found = -1
        for tree, bits in zip(trees, box, strict=True):
            parts = [_over(tree, start, end, combine) for start, end in runs(bits)]
            found &= reduce(combine, parts) if parts else 0
        return found


def alike(keys: Iterable[Hashable]) -> list[Bits]:
    """Return for each of some keys the set of those that are equal to it."""
    keys = list(keys)
    sets: dict[Hashable, Bits] = {}
    for number, key in enumerate(keys):
        sets[key] = sets.get(key, 0) | 1 << number
    return [sets[key] for key in keys]


def runs(bits: Bits) -> list[tuple[int, int]]:
    """Return where runs of set bits begin, and where they have ended."""
    found = []
    position = 0
    while bits:
        gap = (bits & -bits).bit_length() - 1
        bits >>= gap
        length = (~bits & (bits + 1)).bit_length() - 1
        found.append((position + gap, position + gap + length))
        bits >>= length
        position += gap + length
    return found


def _tree(leaves: Sequence[Bits], combine: Combine) -> list[Bits]:
    """Return a tree over some sets: the second half holds them, and each node before it combines two behind it."""
    tree = [0] * len(leaves) + list(leaves)
    for node in range(len(leaves) - 1, 0, -1):
        tree[node] = combine(tree[2 * node], tree[2 * node + 1])
    return tree


def _over(tree: Sequence[Bits], start: int, end: int, combine: Combine) -> Bits:
    """Return what the leaves of a run come to; it is not empty."""
    start += len(tree) // 2
    end += len(tree) // 2
    parts = []
    while start < end:
        if start & 1:
            parts.append(tree[start])
            start += 1
        if end & 1:
            end -= 1
            parts.append(tree[end])
        start >>= 1
        end >>= 1
    return reduce(combine, parts)
