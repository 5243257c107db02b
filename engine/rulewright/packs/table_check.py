"""Checks the geometry of decision tables: rows that overlap, cases that no row covers, rows that are never reached.

Each column's domain is cut into regions (`rulewright.packs.table_regions`); a row covers a set of them in each column.
Every finding comes with a witness, a concrete case. Where a cell is beyond analysis, or columns depend on each other,
nothing is claimed that might be wrong.

Null has no order: a cell such as `> 20` fails for it. In a `first` table a row for null must stand above such cells;
where all rows that hold are taken, every such cell is looked at. In `unique` and `any` tables the row that holds
decides.

It is part of reading a pack: one of which two rows of a `unique` table overlap is refused. Tables whose rows are proved
to be disjoint are marked so, and the evaluators rely on that. What a cell means of a value is the same for both:
`rulewright.language.cells`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.language.descent import children
from rulewright.language.syntax import (
    BooleanLiteral,
    ComparisonTest,
    Name,
    Node,
    NullLiteral,
    NumberLiteral,
    PathExpression,
    RangeLiteral,
    StringLiteral,
    UnaryTests,
)
from rulewright.language.types import Nullable
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import DecisionTable, Expression, Rule, TableRow
from rulewright.packs.row_sets import RowSets, alike
from rulewright.packs.table_columns import TestedColumn, column_of, places
from rulewright.packs.table_regions import shown

DECIDED_BY_ONE = ("unique", "any")
ORDERS = ("<", "<=", ">", ">=")
MOST_GAPS = 5
MOST_PIECES = 50_000
"""The search of a table that meets more pieces than that is given up: better no answer than a slow one."""

CONSTANTS = (NumberLiteral, StringLiteral, BooleanLiteral, NullLiteral)


class _TooManyError(Exception):
    """Ends a search that has met too many pieces."""


def check_tables(rules: Mapping[str, Rule], faulty: frozenset[str]) -> Found[dict[str, Rule]]:
    """Return the rules, with `unique` tables marked as disjoint where they are, and what is wrong with all tables."""
    findings = Findings()
    checked = dict(rules)
    for rule in rules.values():
        if isinstance(rule, Decision) and rule.table is not None and rule.table.rows and rule.id not in faulty:
            table = findings.take(_check_table(rule, rule.table, rules))
            if table is not rule.table:
                checked[rule.id] = replace(rule, table=table)
    return findings.found(checked)


def _check_table(rule: Decision, table: DecisionTable, rules: Mapping[str, Rule]) -> Found[DecisionTable]:
    if table.hit_policy not in {"unique", "any", "first"}:
        return Found(table)
    inputs = range(len(table.inputs))
    if table.hit_policy == "unique":
        reached = [column_of(index, rule, table, rules, reaches_all=True) for index in inputs]
        table = replace(table, is_disjoint=_are_disjoint(reached, len(table.rows)))
    if not _are_independent(rule, table):
        return Found(table)
    columns = [column_of(index, rule, table, rules) for index in inputs]
    found = [] if table.hit_policy == "first" else _overlaps(table, columns)
    if table.hit_policy != "unique":
        found += _unreachable(table, columns)
    elif not table.defaults:
        found += _gaps(rule, table, columns)
    return Found(table, tuple(found))


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


def _witness(columns: Sequence[TestedColumn], boxes: Sequence[int]) -> str:
    """Return a case that lies in a box: a region of each column, columns that do not matter left out."""
    parts = [
        f"`{column.text}` = {shown(column.witness_in(box))}"
        for column, box in zip(columns, boxes, strict=True)
        if box != column.everything
    ]
    return ", ".join(parts) or "every case"


def _are_disjoint(columns: Sequence[TestedColumn], count: int) -> bool:
    """Return whether no two rows can hold for one case: in some column they have no region in common."""
    sets = _row_sets(columns, [column.possible for column in columns])
    boxes = ([column.possible[row] for column in columns] for row in range(count))
    return not any(sets.meeting(box) & _above(row) for row, box in enumerate(boxes))


def _overlaps(table: DecisionTable, columns: Sequence[TestedColumn]) -> list[Diagnostic]:
    """Return the rows that hold for a case of a row above; in an `any` table only those with other results."""
    found: list[Diagnostic] = []
    rows = table.rows
    is_any = table.hit_policy == "any"
    others = _with_other_results(rows) if is_any else [-1] * len(rows)
    sets = _row_sets(columns, [column.sure for column in columns])
    for later, row in enumerate(rows):
        box = [column.sure[later] for column in columns]
        candidates = sets.meeting(box) & _above(later) & others[later]
        if candidates:
            first = places(candidates & -candidates)[0]
            case = _witness(columns, [column.sure[first] & bits for column, bits in zip(columns, box, strict=True)])
            message = f"rows {rows[first].number} and {row.number} both hold for {case}"
            if is_any:
                message += ", with other results"
            hint = "narrow one of them, or choose another hit policy"
            related = ((rows[first].place, f"row {rows[first].number}"),)
            found.append(Diagnostic("table-overlap", message, row.place, hint, related=related))
    return found


def _with_other_results(rows: Sequence[TableRow]) -> list[int]:
    """Return for each row those that surely have other results: constants that are not equal."""
    others = [0] * len(rows)
    for results in zip(*(row.results for row in rows), strict=True):
        constants = sum(1 << number for number, each in enumerate(results) if isinstance(each.tree, CONSTANTS))
        for number, same in enumerate(alike(each.tree for each in results)):
            others[number] |= constants & ~same if constants >> number & 1 else 0
    return others


def _row_sets(columns: Sequence[TestedColumn], covers: Sequence[Sequence[int]]) -> RowSets:
    return RowSets(covers, [len(column.witnesses) for column in columns])


def _above(row: int) -> int:
    """Return the rows (bits) above one."""
    return (1 << row) - 1


def _gaps(rule: Decision, table: DecisionTable, columns: Sequence[TestedColumn]) -> list[Diagnostic]:
    covering = (1 << len(table.rows)) - 1
    box = tuple(column.everything for column in columns)
    try:
        sets = _row_sets(columns, [column.possible for column in columns])
        gaps = _Search(sets, MOST_GAPS).uncovered(box, covering)
    except _TooManyError:
        return []
    place = table.place or rule.place
    hint = "add a row, or give the table an `otherwise`"
    return [Diagnostic("table-gap", f"no row covers {_witness(columns, gap)}", place, hint) for gap in gaps]


def _unreachable(table: DecisionTable, columns: Sequence[TestedColumn]) -> list[Diagnostic]:
    """Return the rows that hold for no case which those above do not hold for: often one of these is enough."""
    found: list[Diagnostic] = []
    sets = _row_sets(columns, [column.sure for column in columns])
    search: _Search | None = _Search(sets, 1)
    alike_rows = [-1] * len(table.rows)
    if table.hit_policy == "any":  # a row above with other results does not cover: the two contradict each other
        alike_rows = alike(tuple(each.tree for each in row.results) for row in table.rows)
    for number, row in enumerate(table.rows):
        earlier = _above(number) & alike_rows[number]
        box = tuple(column.possible[number] for column in columns)
        if not earlier or not all(box):
            continue
        is_covered = bool(earlier & sets.covering(box))
        if not is_covered and search and all(earlier & sets.corner(box, is_low=each) for each in (True, False)):
            try:
                is_covered = not search.uncovered(box, earlier)
            except _TooManyError:
                search = None
        if is_covered:
            message = f"row {row.number} is never reached: the rows above it cover all that it holds for"
            hint = "move it up, or delete it"
            found.append(Diagnostic("unreachable-row", message, row.place, hint, Severity.WARNING))
    return found


class _Search:
    """Looks for the parts of boxes of cases that no row covers, column by column.

    All searches of a table together may look at so many pieces.
    """

    def __init__(self, sets: RowSets, most: int) -> None:
        self.rows_by_region = sets.by_region
        self.most = most
        self.pieces = 0
        self.covered: set[tuple[int, int]] = set()
        self.found: list[tuple[int, ...]] = []

    def uncovered(self, box: tuple[int, ...], rows: int) -> list[tuple[int, ...]]:
        """Return boxes inside a box that none of the rows (bits) covers, at most as many as are wanted."""
        self.covered = set()
        self.found = []
        self.search(0, rows, (), box)
        return self.found

    def search(self, index: int, rows: int, before: tuple[int, ...], box: tuple[int, ...]) -> None:
        self.count(1)
        if rows == 0:
            self.found.append((*before, *box[index:]))
            return
        if index == len(self.rows_by_region) or (index, rows) in self.covered:
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
        own = places(box)
        self.count(len(own) // 8)
        for region in own:
            covering = rows & self.rows_by_region[index][region]
            groups[covering] = groups.get(covering, 0) | 1 << region
        return groups

    def count(self, pieces: int) -> None:
        """Count what is looked at."""
        self.pieces += pieces
        if self.pieces > MOST_PIECES:
            raise _TooManyError


def check_nulls(rules: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    """Yield the first cell of each column that fails for null although the input may be null."""
    for rule in rules.values():
        if isinstance(rule, Decision) and rule.table is not None and rule.table.hit_policy not in DECIDED_BY_ONE:
            for index, column in enumerate(rule.table.inputs):
                if isinstance(column.type, Nullable):
                    yield from _first_failing(rule.table, index, column)


def _first_failing(table: DecisionTable, index: int, column: Expression) -> Iterator[Diagnostic]:
    for row in table.rows:
        tests = _tests_in(row.tests[index])
        if any(isinstance(each, NullLiteral) for each in tests):
            if table.hit_policy == "first":
                return
            continue
        ordered = next((each for each in tests if _orders(each)), None)
        if ordered is not None:
            name = column.text.strip()
            hint = f"put a row with `null` for `{name}` above"
            if table.hit_policy != "first":
                hint = "guard it: `? != null and ? …`"
            message = f"`{name}` may be null, which this cell cannot be compared with"
            place = row.tests[index].source.place(ordered.span)
            yield Diagnostic("possibly-null", message, place, hint, Severity.WARNING)
            return


def _tests_in(cell: Expression) -> tuple[Node, ...]:
    return cell.tree.tests if isinstance(cell.tree, UnaryTests) else (cell.tree,)


def _orders(test: Node) -> bool:
    if isinstance(test, ComparisonTest):
        return test.operator in ORDERS
    return isinstance(test, RangeLiteral) and test.operator not in ("=", "!=")
