"""Generates Python for decision tables.

The tables that take one row become a chain of conditions; a `unique` table looks at all its rows and falls back
where two match. For the other hit policies the rows that match are collected, and
`rulewright.evaluate.hit_policy` decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.emit.conformance import conforming, unbounded
from rulewright.evaluate.emit.emission import (
    CodeLines,
    Emission,
    NotCompilable,
    PythonNames,
    falling_back,
    indented,
    literal,
)
from rulewright.evaluate.emit.expressions import emit_test
from rulewright.evaluate.hit_policy import SINGLE
from rulewright.language.types import ListType, Type
from rulewright.packs.model.rules import DecisionTable, Expression, Output, TableRow


def emit_table(
    table: DecisionTable, outputs: Sequence[Output], emission: Emission, names: PythonNames
) -> tuple[CodeLines, str]:
    """Return the lines that give the outputs `o0`, `o1` … their values, and the expression of the rows that hit.

    The values are of the kind that the outputs declare; their bounds are for the caller to look at.
    """
    lines: CodeLines = []
    inputs: list[tuple[str, Type]] = []
    for place, expression in enumerate(table.inputs):
        text, type_ = emission.of(expression).typed(expression.tree, names)
        lines.append(f"i{place} = {text}")
        inputs.append((f"i{place}", type_))
    conditions = [_condition(row, inputs, emission, names) for row in table.rows]
    assign = _Assignment(table, outputs, emission, names)
    if table.hit_policy in {"unique", "first"}:
        choose = _first if table.hit_policy == "first" else _unique
        lines += choose([row.number for row in table.rows], conditions)
        return [*lines, *assign.of_one_row()], "(r,) if r else ()"
    lines.append("h = []")
    for row, condition in zip(table.rows, conditions, strict=True):
        lines += [f"if {condition}:", f"    h.append({row.number})"]
    return [*lines, *assign.of_several_rows()], "tuple(h)"


def _condition(row: TableRow, inputs: list[tuple[str, Type]], emission: Emission, names: PythonNames) -> str:
    tests = [
        emit_test(emission.of(test), variable, type_, test.tree, names)
        for test, (variable, type_) in zip(row.tests, inputs, strict=True)
    ]
    return " and ".join(test for test in tests if test not in {"True", "(True)"}) or "True"


def _unique(numbers: Sequence[int], conditions: list[str]) -> CodeLines:
    lines = ["r = 0"]
    for number, condition in zip(numbers, conditions, strict=True):
        lines += [f"if {condition}:"]
        if number != numbers[0]:
            lines += ["    if r:", f"        {falling_back(Reason.SEVERAL_ROWS)}"]
        lines += [f"    r = {number}"]
    return lines


def _first(numbers: Sequence[int], conditions: list[str]) -> CodeLines:
    lines: CodeLines = []
    for number, condition in zip(numbers, conditions, strict=True):
        lines += [f"{'elif' if lines else 'if'} {condition}:", f"    r = {number}"]
    return [*lines, "else:", "    r = 0"] if lines else ["r = 0"]


class _Assignment:
    """Generates the lines that give outputs their values."""

    def __init__(self, table: DecisionTable, outputs: Sequence[Output], emission: Emission, names: PythonNames) -> None:
        self.table = table
        self.outputs = outputs
        self.emission = emission
        self.names = names

    def of_one_row(self) -> CodeLines:
        """Return the lines for a table that takes one row, `r`."""
        lines: CodeLines = []
        for row in self.table.rows:
            lines += [f"{'elif' if lines else 'if'} r == {row.number}:", *indented(self.values(row.results))]
        otherwise = self.values(self.table.defaults) or [falling_back(Reason.NO_ROW)]
        return [*lines, "else:", *indented(otherwise)] if lines else otherwise

    def of_several_rows(self) -> CodeLines:
        """Return the lines for a table that takes the rows `h`."""
        table = self.table
        lines = ["k = []"]
        for row in table.rows:
            values = ", ".join(self.value(index, result, is_row=True) for index, result in enumerate(row.results))
            lines += [f"if {row.number} in h:", f"    k.append(Hit({row.number}, ({values},)))"]
        names = ", ".join(f"o{index}" for index, _ in enumerate(self.outputs))
        policy = f"{table.hit_policy!r}, {table.aggregation!r}"
        otherwise = self.values(table.defaults) or [
            f"({names},) = definite(answer_without_rows({policy}, {len(self.outputs)}))"
        ]
        ranks = literal(self.emission.code, table.output_values) if table.inputs else "()"
        combined = f"({names},) = all_definite(definite(combine_rows({policy}, k, {ranks})))"
        return [*lines, "if k:", f"    {combined}", "else:", *indented(otherwise)]

    def values(self, results: Sequence[Expression]) -> CodeLines:
        """Return the lines that give every output the value of an expression."""
        return [f"o{index} = {self.value(index, result)}" for index, result in enumerate(results)]

    def value(self, index: int, result: Expression, *, is_row: bool = False) -> str:
        """Return the expression of an output's value, of a kind that the output declares."""
        emission = self.emission.of(result)
        wanted = unbounded(self.outputs[index].type)
        if is_row and self.table.hit_policy not in SINGLE and not self.table.aggregation:
            if not isinstance(wanted, ListType):
                raise NotCompilable("a table that lists rows where no list is declared")
            wanted = wanted.item
        is_counted = is_row and self.table.aggregation == "count"
        if not is_counted and conforming(emission, "o", emission.type_of(result.tree), wanted):
            raise NotCompilable("a result that may be of another kind than its output")
        return emission.emit(result.tree, self.names)
