"""Finds which regions of a column each row of a decision table covers, as bits: bit n stands for region n.

A cell says the same of all regions between two of its own constants (and of all texts that it does not name), so that
it is evaluated for one of them, not for each: a column of n rows has some 2n regions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from rulewright.language.syntax import Name, Node, UnaryTests
from rulewright.language.temporal.values import Date
from rulewright.language.types import Type
from rulewright.language.values import Value
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import DecisionTable, Rule
from rulewright.packs.table_regions import UNSURE, constant, meets, operands, parts, regions, shown

Bits = int
Runs = list[tuple[int, Bits]]
"""A region that stands for several, and all of these."""


@dataclass(frozen=True)
class TestedColumn:
    """A column: its expression, its witnesses, and for each row the regions it covers surely and possibly."""

    text: str
    witnesses: tuple[Value, ...]
    sure: tuple[Bits, ...]
    possible: tuple[Bits, ...]

    @property
    def everything(self) -> Bits:
        """All regions."""
        return (1 << len(self.witnesses)) - 1

    def witness_in(self, box: Bits) -> Value:
        """Return a value that lies in one of the regions of a box: the shortest to write.

        Of a line it is one between what the cells say, if there is one: whoever leaves out 50 between `[0..49]` and
        `(50..100]` knows that nothing is below 0.
        """
        return self.witnesses[next(each for each in self._shortest_first if box >> each & 1)]

    @cached_property
    def _shortest_first(self) -> tuple[int, ...]:
        """The regions by the length of their witnesses; of a line its two ends are the last."""
        count = len(self.witnesses)
        by_length = sorted(range(count), key=lambda each: len(shown(self.witnesses[each])))
        if not isinstance(self.witnesses[0], Decimal | Date):
            return tuple(by_length)
        ends = {0, count - 1}
        return (*(each for each in by_length if each not in ends), *(each for each in by_length if each in ends))


def column_of(
    index: int, rule: Decision, table: DecisionTable, rules: Mapping[str, Rule], *, reaches_all: bool = False
) -> TestedColumn:
    """Return a column of a table by its place, from 0.

    The regions of a computed column are those that it surely reaches, or with `reaches_all` all that its type allows.
    """
    expression = table.inputs[index]
    cells = [row.tests[index].tree for row in table.rows]
    inputs: dict[str, Type] = {each.name: each.type for each in rule.inputs}
    is_computed = not isinstance(expression.tree, Name) or expression.tree.name not in inputs
    witnesses = regions(expression.type, cells, rules, is_computed=is_computed and not reaches_all)
    if not witnesses:
        # Beyond analysis: one region of which cells say something only where they say `-`.
        witnesses = (UNSURE,)
    runs_of = _runs_of(witnesses)
    covers = [_covered(cell, witnesses, runs_of, rules) for cell in cells]
    sure, possible = zip(*covers, strict=True) if covers else ((), ())
    return TestedColumn(expression.text.strip(), witnesses, sure, possible)


def _covered(
    cell: Node, witnesses: Sequence[Value], runs_of: Callable[[Sequence[Value]], Runs], rules: Mapping[str, Rule]
) -> tuple[Bits, Bits]:
    """Return the regions that a cell covers surely, and those that it covers possibly.

    Each alternative is tried by itself, so that a cell of n costs n answers and not as many for each of its regions.
    """
    passed = unsure = failed = 0
    for part, booleans_decide in parts(cell):
        constants = [value for node in operands(part) if (value := constant(node, rules)) is not UNSURE]
        for first, run in runs_of(constants):
            answer = meets(part, witnesses[first], rules, booleans_decide=booleans_decide)
            passed |= run if answer is True else 0
            unsure |= run if answer is UNSURE else 0
            failed |= run if answer is None else 0
    if isinstance(cell, UnaryTests) and cell.is_negated:
        sure = ((1 << len(witnesses)) - 1) & ~(passed | unsure | failed)
        return sure, sure | unsure & ~passed
    return passed, passed | unsure


def rows_by_region(covers: Sequence[Bits], count: int) -> list[Bits]:
    """Return for each of so many regions the rows (bits) that cover it."""
    changes: list[Bits] = [0] * (count + 1)
    for row, regions_covered in enumerate(covers):
        edges = regions_covered ^ (regions_covered << 1)
        for region in places(edges):
            changes[region] ^= 1 << row
    rows: list[Bits] = []
    covering = 0
    for region in range(count):
        covering ^= changes[region]
        rows.append(covering)
    return rows


def places(bits: Bits) -> list[int]:
    """Return the places of the bits that are set, from the lowest."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


def _runs_of(witnesses: Sequence[Value]) -> Callable[[Sequence[Value]], Runs]:
    """Return what finds, for the constants of a cell, the runs of regions of which the cell says the same."""
    ordered = [each for each in witnesses if isinstance(each, Decimal | Date)]
    if len(ordered) >= len(witnesses) - 1 and ordered == list(witnesses[: len(ordered)]) and ordered:
        return lambda constants: _between_constants(witnesses, ordered, constants)
    positions = {each: index for index, each in enumerate(witnesses)}
    return lambda constants: _apart_from_constants(witnesses, positions, constants)


def _between_constants(witnesses: Sequence[Value], ordered: list[Value], constants: Sequence[Value]) -> Runs:
    """Return the runs of a line of numbers or dates, and null behind it by itself."""
    kind = type(ordered[0])
    cuts = {0, len(ordered), len(witnesses)}
    for value in constants:
        if type(value) is kind:
            cuts |= {bisect_left(ordered, value), bisect_right(ordered, value)}
    return [(start, (1 << end) - (1 << start)) for start, end in pairwise(sorted(cuts))]


def _apart_from_constants(
    witnesses: Sequence[Value], positions: Mapping[Value, int], constants: Sequence[Value]
) -> Runs:
    """Return each text that a cell names by itself, and what is no text; all other texts are one run."""
    alone = {positions[value] for value in constants if isinstance(value, str) and value in positions}
    alone |= {index for index in (0, len(witnesses) - 1) if not isinstance(witnesses[index], str)}
    if len(witnesses) <= 3:
        alone |= set(range(len(witnesses)))
    others = ((1 << len(witnesses)) - 1) & ~sum(1 << index for index in alone)
    runs = [(index, 1 << index) for index in sorted(alone)]
    return [*runs, (places(others & -others)[0], others)] if others else runs
