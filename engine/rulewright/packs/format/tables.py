"""Reads decision tables: their inputs, rows and hit policy."""

from __future__ import annotations

from collections.abc import Mapping

from rulewright.diagnostics import Diagnostic
from rulewright.language.syntax import BooleanLiteral, Negation, Node, NumberLiteral, StringLiteral
from rulewright.language.types import ANY, EnumType, ListType, Type
from rulewright.language.values import Value
from rulewright.packs.format.declarations import Declaration
from rulewright.packs.format.expressions import ExpressionReader, tree_type
from rulewright.packs.model.rules import DecisionTable, Expression, TableRow
from rulewright.packs.yaml.tree import MappingNode, SequenceNode, TreeNode
from rulewright.source import Place

RANKED = frozenset({"priority", "output order"})
LISTED = frozenset({"collect", "rule order", "output order"})


def read_decision_table(
    node: MappingNode, known: Declaration, local: Mapping[str, Type], expressions: ExpressionReader
) -> DecisionTable:
    """Return the table of a decision; rows that have too few or too many cells are reported and left out."""
    policy, aggregation = node.text("hit_policy"), node.text("aggregation")
    if aggregation and policy != "collect":
        message = f"`{policy}` takes no aggregation"
        place = (node.get("aggregation") or node).place
        hint = "write `hit_policy: collect`, or drop the aggregation"
        expressions.problems.append(Diagnostic("aggregation-policy", message, place, hint))
    inputs = [expressions.read(item, local) for item in _items(node.get("inputs"))]
    input_types = [tree_type(each) for each in inputs]
    output_types = [result.type for result in known.results]
    cell_types = [_cell_type(type_, policy, aggregation) for type_ in output_types]
    rows: list[TableRow] = []
    for number, row in enumerate(_items(node.get("rows")), start=1):
        if not isinstance(row, MappingNode):
            continue
        tests = _items(row.get("when"))
        results = _items(row.get("then"))
        if not _has_all_cells(row, "when", len(tests), len(inputs), expressions):
            continue
        if not _has_all_cells(row, "then", len(results), len(output_types), expressions):
            continue
        cells = [expressions.read_tests(cell, local, type_) for cell, type_ in zip(tests, input_types, strict=True)]
        values = [expressions.read(cell, local, type_) for cell, type_ in zip(results, cell_types, strict=True)]
        if all(cells) and all(values):
            rows.append(TableRow(number, _present(cells), _present(values), row.place, row.text("note")))
    defaults = _items(node.get("otherwise"))
    default_values: list[Expression | None] = []
    if "otherwise" in node and _has_all_cells(node, "otherwise", len(defaults), len(output_types), expressions):
        pairs = zip(defaults, output_types, strict=True)
        default_values = [expressions.read(cell, local, type_) for cell, type_ in pairs]
    return DecisionTable(
        policy,
        _present(inputs),
        tuple(rows),
        aggregation,
        _output_values(node, policy, known, local, expressions),
        _present(default_values),
        _key_place(known, node),
    )


def _cell_type(type_: Type, policy: str, aggregation: str) -> Type | None:
    """Return the type of an output's cells: where the table lists the rows that match, that of the list's items."""
    if aggregation == "count":
        return None
    return type_.item if policy in LISTED and not aggregation and isinstance(type_, ListType) else type_


def _key_place(known: Declaration, node: MappingNode) -> Place:
    """Return where the word `table` stands."""
    entry = known.body.entry("table")
    return entry.key.place if entry else node.place


def _items(node: TreeNode | None) -> tuple[TreeNode, ...]:
    return node.items if isinstance(node, SequenceNode) else ()


def _present(expressions: list[Expression | None]) -> tuple[Expression, ...]:
    return tuple(each for each in expressions if each is not None)


def _has_all_cells(node: MappingNode, key: str, found: int, wanted: int, expressions: ExpressionReader) -> bool:
    if found == wanted:
        return True
    place = (node.get(key) or node).place
    columns = ("input" if key == "when" else "output") + ("" if wanted == 1 else "s")
    message = f"`{key}` has {found} {'cell' if found == 1 else 'cells'} for {wanted} {columns}"
    hint = "put a cell that contains a comma in quotes" if found > wanted else 'write `"-"` where any value will do'
    expressions.problems.append(Diagnostic("cell-count", message, place, hint))
    return False


def _output_values(
    node: MappingNode, policy: str, known: Declaration, local: Mapping[str, Type], expressions: ExpressionReader
) -> tuple[tuple[Value, ...], ...]:
    """Return the possible values of each output, best first, which `priority` and `output order` need.

    Where the file gives none, the members of an enumeration stand in their declared order.
    """
    given = _items(node.get("values"))
    if policy not in RANKED:
        if "values" in node:
            message = f"`values` rank the outputs, but `{policy}` ranks nothing"
            place = (node.get("values") or node).place
            expressions.problems.append(Diagnostic("values-policy", message, place, "drop them"))
        return ()
    if not given:
        enums = [_cell_type(result.type, policy, "") for result in known.results]
        if all(isinstance(type_, EnumType) for type_ in enums):
            return tuple(type_.members for type_ in enums if isinstance(type_, EnumType))
        message = f"`{policy}` needs `values`: those of each output, best first"
        expressions.problems.append(
            Diagnostic("values-policy", message, _key_place(known, node), "add `values: [[…]]`")
        )
        return ()
    if not _has_all_cells(node, "values", len(given), len(known.results), expressions):
        return ()
    ranked: list[tuple[Value, ...]] = []
    for items, result in zip(given, known.results, strict=True):
        row: list[Value] = []
        for item in _items(items):
            wanted = _cell_type(result.type, policy, "")
            expression = expressions.read(item, local, wanted if wanted is not ANY else None)
            if expression:
                row.append(_constant(expression, item, expressions))
        ranked.append(tuple(row))
    return tuple(ranked)


def _constant(expression: Expression, node: TreeNode, expressions: ExpressionReader) -> Value:
    match _literal(expression.tree):
        case None:
            message = f"`{expression.text}` is no constant"
            hint = """write a text `'"a"'`, a number, `"true"` or `"false"`"""
            expressions.problems.append(Diagnostic("not-constant", message, node.place, hint))
            return None
        case value:
            return value


def _literal(tree: Node) -> Value:
    match tree:
        case StringLiteral(value) | NumberLiteral(value) | BooleanLiteral(value):
            return value
        case Negation(NumberLiteral(value)):
            return -value
    return None
