"""Checks the geometry of decision tables: rows that overlap, cases that no row covers, rows that are never reached.

Each column's domain is cut into regions (`rulewright.packs.table_regions`); a row covers a set of them in each column.
Every finding comes with a witness, a concrete case. Where a cell is beyond analysis, or columns depend on each other,
nothing is claimed that might be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.language.descent import children
from rulewright.language.syntax import Name, Node, PathExpression
from rulewright.language.types import Type
from rulewright.language.values import Value
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import DecisionTable, Rule
from rulewright.packs.table_regions import UNSURE, regions, says, shown

MOST_GAPS = 5
MOST_BOXES = 20_000
"""A search for gaps that meets more pieces than that is given up: better no answer than a slow one."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its expression, its witnesses, and for each row the regions it covers surely and possibly (bits)."""

    text: str
    witnesses: tuple[Value, ...]
    sure: tuple[int, ...]
    possible: tuple[int, ...]

    @property
    def everything(self) -> int:
        return (1 << len(self.witnesses)) - 1


class _TooManyError(Exception):
    """Ends a search that has met too many pieces."""


def check_tables(rules: Mapping[str, Rule]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the geometry of all decision tables."""
    found: list[Diagnostic] = []
    for rule in rules.values():
        if isinstance(rule, Decision) and rule.table is not None and rule.table.rows:
            found.extend(_check_table(rule, rule.table, rules))
    return tuple(found)


def _check_table(rule: Decision, table: DecisionTable, rules: Mapping[str, Rule]) -> list[Diagnostic]:
    if table.hit_policy not in {"unique", "any", "first"} or not _are_independent(rule, table):
        return []
    columns = [_column(index, rule, table, rules) for index in range(len(table.inputs))]
    if table.hit_policy == "unique":
        found = _overlaps(table, columns)
        return found if table.defaults else [*found, *_gaps(rule, table, columns)]
    return _unreachable(table, columns)


def _column(index: int, rule: Decision, table: DecisionTable, rules: Mapping[str, Rule]) -> _Column:
    expression = table.inputs[index]
    cells = [row.tests[index].tree for row in table.rows]
    inputs: dict[str, Type] = {each.name: each.type for each in rule.inputs}
    is_computed = not isinstance(expression.tree, Name) or expression.tree.name not in inputs
    witnesses = regions(expression.type, cells, rules, is_computed=is_computed)
    if not witnesses:
        # Beyond analysis: one region of which cells say something only where they say `-`.
        witnesses = (UNSURE,)
    sure, possible = [], []
    for cell in cells:
        results = [_says(cell, witness, rules) for witness in witnesses]
        sure.append(sum(1 << bit for bit, result in enumerate(results) if result is True))
        possible.append(sum(1 << bit for bit, result in enumerate(results) if result is True or result is UNSURE))
    return _Column(expression.text.strip(), witnesses, tuple(sure), tuple(possible))


def _says(cell: Node, witness: Value, rules: Mapping[str, Rule]) -> object:
    result = says(cell, witness, rules)
    return UNSURE if witness is UNSURE and result is not True else result


# ── Dependence ────────────────────────────────────────────────────────────────────────────────────────────────────


def _are_independent(rule: Decision, table: DecisionTable) -> bool:
    """Return whether no two columns rest on the same input: only then is every combination of regions a case."""
    steps = {step.name: step.expression.tree for step in rule.steps}
    seen: set[str] = set()
    for column in table.inputs:
        roots = _roots(column.tree, steps)
        if roots & seen:
            return False
        seen |= roots
    return True


def _roots(node: Node, steps: Mapping[str, Node]) -> set[str]:
    """Return the inputs, or paths into them, that an expression rests on, by way of steps too."""
    if isinstance(node, Name):
        return _roots(steps[node.name], steps) if node.name in steps else {node.name}
    path = _path_text(node)
    if path is not None and path.split(".")[0] not in steps:
        return {path}
    return {root for child in children(node) for root in _roots(child, steps)}


def _path_text(node: Node) -> str | None:
    if isinstance(node, Name):
        return node.name
    if isinstance(node, PathExpression):
        before = _path_text(node.target)
        return None if before is None else f"{before}.{node.name}"
    return None


# ── Findings ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _witness(columns: Sequence[_Column], boxes: Sequence[int]) -> str:
    """Return a case that lies in a box: the first region of each column, columns that do not matter left out."""
    parts = [
        f"`{column.text}` = {shown(column.witnesses[(box & -box).bit_length() - 1])}"
        for column, box in zip(columns, boxes, strict=True)
        if box != column.everything
    ]
    return ", ".join(parts) or "every case"


def _overlaps(table: DecisionTable, columns: Sequence[_Column]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    rows = table.rows
    for later in range(len(rows)):
        for earlier in range(later):
            boxes = [column.sure[earlier] & column.sure[later] for column in columns]
            if all(boxes):
                case = _witness(columns, boxes)
                message = f"rows {rows[earlier].number} and {rows[later].number} both hold for {case}"
                hint = "narrow one of them, or choose another hit policy"
                related = ((rows[earlier].place, f"row {rows[earlier].number}"),)
                found.append(Diagnostic("table-overlap", message, rows[later].place, hint, related=related))
                break
    return found


def _gaps(rule: Decision, table: DecisionTable, columns: Sequence[_Column]) -> list[Diagnostic]:
    covering = (1 << len(table.rows)) - 1
    box = tuple(column.everything for column in columns)
    try:
        gaps = _Search(columns, [column.possible for column in columns], MOST_GAPS).uncovered(box, covering)
    except _TooManyError:
        return []
    place = table.place or rule.place
    hint = "add a row, or give the table an `otherwise`"
    return [Diagnostic("table-gap", f"no row covers {_witness(columns, gap)}", place, hint) for gap in gaps]


def _unreachable(table: DecisionTable, columns: Sequence[_Column]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for number, row in enumerate(table.rows):
        earlier = (1 << number) - 1
        box = tuple(column.possible[number] for column in columns)
        try:
            left = _Search(columns, [column.sure for column in columns], 1).uncovered(box, earlier)
        except _TooManyError:
            continue
        if number and all(box) and not left:
            message = f"row {row.number} is never reached: the rows above it cover all that it holds for"
            hint = "move it up, or delete it"
            found.append(Diagnostic("unreachable-row", message, row.place, hint, Severity.WARNING))
    return found


class _Search:
    """Looks for the parts of a box of cases that no row covers, column by column."""

    def __init__(self, columns: Sequence[_Column], covers: Sequence[Sequence[int]], most: int) -> None:
        self.columns = columns
        self.covers = covers
        self.most = most
        self.boxes = 0
        self.covered: set[tuple[int, int]] = set()
        self.found: list[tuple[int, ...]] = []

    def uncovered(self, box: tuple[int, ...], rows: int) -> list[tuple[int, ...]]:
        """Return boxes inside a box that none of the rows (bits) covers, at most as many as are wanted."""
        self.search(0, rows, (), box)
        return self.found

    def search(self, index: int, rows: int, before: tuple[int, ...], box: tuple[int, ...]) -> None:
        self.boxes += 1
        if self.boxes > MOST_BOXES:
            raise _TooManyError
        if rows == 0:
            self.found.append((*before, *box[index:]))
            return
        if index == len(self.columns) or (index, rows) in self.covered:
            return
        count = len(self.found)
        for group, left in self.groups(index, rows, box[index]).items():
            self.search(index + 1, group, (*before, left), box)
            if len(self.found) >= self.most:
                return
        if len(self.found) == count:
            self.covered.add((index, rows))

    def groups(self, index: int, rows: int, box: int) -> dict[int, int]:
        """Return the regions of a column's box (bits) by the rows that cover them."""
        groups: dict[int, int] = {}
        for bit in range(len(self.columns[index].witnesses)):
            if box >> bit & 1:
                covering = 0
                for row, covers in enumerate(self.covers[index]):
                    if rows >> row & 1 and covers >> bit & 1:
                        covering |= 1 << row
                groups[covering] = groups.get(covering, 0) | 1 << bit
        return groups
