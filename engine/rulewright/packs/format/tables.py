"""Reads decision tables: their inputs, rows and hit policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rulewright.language.checker import names_where
from rulewright.language.syntax import BooleanLiteral, Negation, Node, NumberLiteral, StringLiteral
from rulewright.language.types import ANY, EnumType, ListType, Type
from rulewright.language.values import Value
from rulewright.packs.format.expressions import ExpressionReader, tree_type
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.written import Keyed, WrittenDecisionTable, WrittenRow
from rulewright.packs.model.rules import DecisionTable, Expression, TableRow
from rulewright.packs.yaml.tree import SequenceNode, TreeNode
from rulewright.source import Place

RANKED = frozenset({"priority", "output order"})
LISTED = frozenset({"collect", "rule order", "output order"})


def read_decision_table(
    written: Keyed[WrittenDecisionTable],
    results: Sequence[tuple[str, Type]],
    local: Mapping[str, Type],
    expressions: ExpressionReader,
) -> Found[DecisionTable]:
    """Return the table of a decision; rows that have too few or too many cells are reported and left out."""
    return _TableReader(
        written.key.place, written.value, tuple(type_ for _, type_ in results), local, expressions
    ).read()


@dataclass(frozen=True, slots=True)
class _TableReader:
    """Reads one table; `place` is where the word `table` stands, `outputs` are the types of the decision's outputs."""

    place: Place
    written: WrittenDecisionTable
    outputs: Sequence[Type]
    local: Mapping[str, Type]
    expressions: ExpressionReader

    def read(self) -> Found[DecisionTable]:
        findings = Findings()
        written = self.written
        policy = written.hit_policy
        aggregation = ""
        if written.aggregation is not None:
            aggregation = written.aggregation.text
            if policy != "collect":
                hint = "write `hit_policy: collect`, or drop the aggregation"
                place = written.aggregation.place
                findings.report("aggregation-policy", f"`{policy}` takes no aggregation", place, hint)
        inputs = [findings.take(self.expressions.read(cell, self.local)) for cell in written.inputs]
        cell_types = [_cell_type(type_, policy, aggregation) for type_ in self.outputs]
        rows = [
            findings.take(self.row(number, row, inputs, cell_types)) for number, row in enumerate(written.rows, start=1)
        ]
        table = DecisionTable(
            policy,
            _present(inputs),
            tuple(row for row in rows if row is not None),
            aggregation,
            findings.take(self.output_values()),
            findings.take(self.defaults()),
            self.place,
        )
        return findings.found(table)

    def row(
        self, number: int, row: WrittenRow, inputs: Sequence[Expression | None], cell_types: Sequence[Type | None]
    ) -> Found[TableRow | None]:
        """Return a row; None where a cell is missing or cannot be read."""
        findings = Findings()
        for key, cells, wanted in (("when", row.when, len(inputs)), ("then", row.then, len(cell_types))):
            findings.take(_wrong_count(key, cells, wanted, row.place))
            if findings.problems:
                return findings.found(None)
        read, read_tests = self.expressions.read, self.expressions.read_tests
        tests = [
            findings.take(read_tests(cell, self.local, tree_type(input_)))
            for cell, input_ in zip(row.when or (), inputs, strict=True)
        ]
        names = self.local  # in a result: what is left of each where the cells hold
        for input_, test in zip(inputs, tests, strict=True):
            if input_ is not None and test is not None:
                names = names_where(names, input_.tree, test.tree)
        results = [
            findings.take(read(cell, names, type_)) for cell, type_ in zip(row.then or (), cell_types, strict=True)
        ]
        if not all(tests) or not all(results):
            return findings.found(None)
        return findings.found(TableRow(number, _present(tests), _present(results), row.place, row.note))

    def defaults(self) -> Found[tuple[Expression, ...]]:
        """Return what the outputs are where no row matches."""
        findings = Findings()
        cells = self.written.otherwise
        if cells is None or findings.take(_wrong_count("otherwise", cells, len(self.outputs), self.written.place)):
            return findings.found(())
        pairs = zip(cells, self.outputs, strict=True)
        read = self.expressions.read
        return findings.found(_present([findings.take(read(cell, self.local, type_)) for cell, type_ in pairs]))

    def output_values(self) -> Found[tuple[tuple[Value, ...], ...]]:
        """Return the possible values of each output, best first, which `priority` and `output order` need.

        Where the file gives none, the members of an enumeration stand in their declared order.
        """
        findings = Findings()
        policy, given = self.written.hit_policy, self.written.values
        if policy not in RANKED:
            if given is not None:
                message = f"`values` rank the outputs, but `{policy}` ranks nothing"
                findings.report("values-policy", message, given.place, "drop them")
            return findings.found(())
        wanted = [_cell_type(type_, policy, "") for type_ in self.outputs]
        if given is None or not given.items:
            enums = [type_ for type_ in wanted if isinstance(type_, EnumType)]
            if len(enums) == len(wanted):
                return findings.found(tuple(type_.members for type_ in enums))
            message = f"`{policy}` needs `values`: those of each output, best first"
            findings.report("values-policy", message, self.place, "add `values: [[…]]`")
            return findings.found(())
        if findings.take(_wrong_count("values", given, len(self.outputs), self.written.place)):
            return findings.found(())
        ranked = tuple(
            findings.take(self.ranked(items, type_ if type_ is not ANY else None))
            for items, type_ in zip(given, wanted, strict=True)
        )
        return findings.found(ranked)

    def ranked(self, items: TreeNode, wanted: Type | None) -> Found[tuple[Value, ...]]:
        """Return the values of one output, best first."""
        findings = Findings()
        row: list[Value] = []
        for item in items if isinstance(items, SequenceNode) else ():
            expression = findings.take(self.expressions.read(item, self.local, wanted))
            if expression is None:
                continue
            value = _literal(expression.tree)
            if value is None:
                hint = """write a text `'"a"'`, a number, `"true"` or `"false"`"""
                findings.report("not-constant", f"`{expression.text}` is no constant", item.place, hint)
            row.append(value)
        return findings.found(tuple(row))


def _cell_type(type_: Type, policy: str, aggregation: str) -> Type | None:
    """Return the type of an output's cells: where the table lists the rows that match, that of the list's items."""
    if aggregation == "count":
        return None
    return type_.item if policy in LISTED and not aggregation and isinstance(type_, ListType) else type_


def _present(expressions: Sequence[Expression | None]) -> tuple[Expression, ...]:
    return tuple(each for each in expressions if each is not None)


def _wrong_count(key: str, cells: SequenceNode | None, wanted: int, around: Place) -> Found[bool]:
    """Return whether there are too many or too few cells."""
    found = len(cells.items) if cells is not None else 0
    if found == wanted:
        return Found(False)
    findings = Findings()
    columns = ("input" if key == "when" else "output") + ("" if wanted == 1 else "s")
    message = f"`{key}` has {found} {'cell' if found == 1 else 'cells'} for {wanted} {columns}"
    hint = "put a cell that contains a comma in quotes" if found > wanted else 'write `"-"` where any value will do'
    findings.report("cell-count", message, cells.place if cells is not None else around, hint)
    return findings.found(True)


def _literal(tree: Node) -> Value:
    match tree:
        case StringLiteral(value) | NumberLiteral(value) | BooleanLiteral(value):
            return value
        case Negation(NumberLiteral(value)):
            return -value
    return None
