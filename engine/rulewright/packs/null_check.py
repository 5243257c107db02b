"""Checks that decision tables come to an answer where an input is null: null has no order.

A cell such as `> 20` fails for null. In a `first` table a row for null must stand above such cells; where all rows that
hold are taken, every such cell is looked at. In `unique` and `any` tables the row that holds decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.language.syntax import ComparisonTest, Node, NullLiteral, RangeLiteral, UnaryTests
from rulewright.language.types import Nullable
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import DecisionTable, Expression, Rule

DECIDED_BY_ONE = ("unique", "any")
ORDERS = ("<", "<=", ">", ">=")


def check_nulls(rules: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    """Yield the first cell of each column that fails for null although the input may be null."""
    for rule in rules.values():
        if isinstance(rule, Decision) and rule.table is not None and rule.table.hit_policy not in DECIDED_BY_ONE:
            for index, column in enumerate(rule.table.inputs):
                if isinstance(column.type, Nullable):
                    yield from _first_failing(rule.table, index, column)


def _first_failing(table: DecisionTable, index: int, column: Expression) -> Iterator[Diagnostic]:
    for row in table.rows:
        tests = _tests(row.tests[index])
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


def _tests(cell: Expression) -> tuple[Node, ...]:
    return cell.tree.tests if isinstance(cell.tree, UnaryTests) else (cell.tree,)


def _orders(test: Node) -> bool:
    if isinstance(test, ComparisonTest):
        return test.operator in ORDERS
    return isinstance(test, RangeLiteral) and test.operator not in ("=", "!=")
