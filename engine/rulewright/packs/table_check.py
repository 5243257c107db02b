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

from collections import Counter
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
from rulewright.packs.table_columns import TestedColumn, column_of, places, rows_by_region
from rulewright.packs.table_regions import shown

DECIDED_BY_ONE = ("unique", "any")
ORDERS = ("<", "<=", ">", ">=")
MOST_GAPS = 5
MOST_PIECES = 50_000
"""The search of a table that meets more pieces than that is given up: better no answer than a slow one."""

CONSTANTS = (NumberLiteral, StringLiteral, BooleanLiteral, NullLiteral)

FEW = 8
"""Rows that cover up to so many regions of a column are looked up by them."""


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
    possible = [column.possible for column in columns]
    return not any(
        all(covers[earlier] & covers[later] for covers in possible)
        for later, candidates in enumerate(_may_overlap(possible, count))
        for earlier in candidates
    )


def _overlaps(table: DecisionTable, columns: Sequence[TestedColumn]) -> list[Diagnostic]:
    """Return the rows that hold for a case of a row above; in an `any` table only those with other results."""
    found: list[Diagnostic] = []
    rows = table.rows
    is_any = table.hit_policy == "any"
    for later, candidates in enumerate(_may_overlap([column.sure for column in columns], len(rows))):
        for earlier in candidates:
            boxes = [column.sure[earlier] & column.sure[later] for column in columns]
            if all(boxes) and not (is_any and not _differ(rows[earlier], rows[later])):
                case = _witness(columns, boxes)
                message = f"rows {rows[earlier].number} and {rows[later].number} both hold for {case}"
                if is_any:
                    message += ", with other results"
                hint = "narrow one of them, or choose another hit policy"
                related = ((rows[earlier].place, f"row {rows[earlier].number}"),)
                found.append(Diagnostic("table-overlap", message, rows[later].place, hint, related=related))
                break
    return found


def _differ(one: TableRow, other: TableRow) -> bool:
    """Return whether two rows surely have other results: constants that are not equal."""
    pairs = zip(one.results, other.results, strict=True)
    return any(
        isinstance(mine.tree, CONSTANTS) and isinstance(its.tree, CONSTANTS) and mine.tree != its.tree
        for mine, its in pairs
    )


def _may_overlap(columns: Sequence[Sequence[int]], count: int) -> Iterator[Sequence[int]]:
    """Yield for each row the rows above it that may overlap with it, from the top; a column has what each row covers.

    Rows that cover few regions of a column are looked up by these; the column is taken where that leaves the fewest.
    """
    covers = min(columns, key=_pairs_left)
    by_region: dict[int, list[int]] = {}
    wide: list[int] = []
    for row in range(count):
        if covers[row].bit_count() > FEW:
            yield range(row)
            wide.append(row)
            continue
        own = places(covers[row])
        yield sorted({*wide, *(earlier for region in own for earlier in by_region.get(region, ()))})
        for region in own:
            by_region.setdefault(region, []).append(row)


def _pairs_left(covers: Sequence[int]) -> int:
    """Return about how many pairs of rows are left to be looked at when these regions are looked up."""
    narrow = [each for each in covers if each.bit_count() <= FEW]
    sizes = Counter(region for each in narrow for region in places(each))
    return (len(covers) - len(narrow)) * len(covers) + sum(size * size for size in sizes.values())


def _gaps(rule: Decision, table: DecisionTable, columns: Sequence[TestedColumn]) -> list[Diagnostic]:
    covering = (1 << len(table.rows)) - 1
    box = tuple(column.everything for column in columns)
    try:
        gaps = _Search(columns, [column.possible for column in columns], MOST_GAPS).uncovered(box, covering)
    except _TooManyError:
        return []
    place = table.place or rule.place
    hint = "add a row, or give the table an `otherwise`"
    return [Diagnostic("table-gap", f"no row covers {_witness(columns, gap)}", place, hint) for gap in gaps]


def _unreachable(table: DecisionTable, columns: Sequence[TestedColumn]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    search = _Search(columns, [column.sure for column in columns], 1)
    for number, row in enumerate(table.rows):
        earlier = (1 << number) - 1
        if table.hit_policy == "any":  # a row above with other results does not cover: the two contradict each other
            above = enumerate(table.rows[:number])
            earlier = sum(1 << index for index, other in above if not table.could_differ(other, row))
        box = tuple(column.possible[number] for column in columns)
        try:
            left = search.uncovered(box, earlier)
        except _TooManyError:
            break
        if number and all(box) and not left:
            message = f"row {row.number} is never reached: the rows above it cover all that it holds for"
            hint = "move it up, or delete it"
            found.append(Diagnostic("unreachable-row", message, row.place, hint, Severity.WARNING))
    return found


class _Search:
    """Looks for the parts of boxes of cases that no row covers, column by column.

    All searches of a table together may look at so many pieces.
    """

    def __init__(self, columns: Sequence[TestedColumn], covers: Sequence[Sequence[int]], most: int) -> None:
        self.rows_by_region = [
            rows_by_region(each, len(column.witnesses)) for column, each in zip(columns, covers, strict=True)
        ]
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
