"""Reads a statement: its tables, its party, what its formulas see, and its lines as rules.

The schema has seen the shape; here names are resolved and every formula is linked and checked. A line's inputs are
the names that its formula uses, so that a line is a pure function like any other rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.descent import names_in
from rulewright.language.types import ANY, BOOLEAN, AnyType, ListType, Nullable, NumberType, Type
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.expressions import ExpressionReader
from rulewright.packs.model.rules import Citation, Decision, Discretion, Input, Output, Rounding, Rule
from rulewright.packs.model.statements import (
    Chart,
    Column,
    Line,
    Match,
    PartyTable,
    Read,
    Reconciliation,
    RecordedTable,
    StatementPlan,
    Table,
)
from rulewright.packs.types import TypeReader
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place

PREFIX = "statements"
NOWHERE = Place("", 1, 1)


@dataclass(frozen=True, slots=True)
class StatementReader:
    """Reads the statements of a pack against its types, its citations and its rules."""

    types: TypeReader
    citations: CitationReader
    expressions: ExpressionReader
    rules: Mapping[str, Rule]
    problems: list[Diagnostic]

    def read(self, root: MappingNode) -> StatementPlan:
        """Return a statement. Whatever is wrong with it is reported."""
        id_ = root.text("statement")
        source = self.citations.read(root.get("source"), Citation(""))
        period = _mapping(root.get("period"))
        period_type = self.types.written(period.get("type"))
        tables = self.tables(_mapping(root.get("tables")))
        party_node = _mapping(root.get("party"))
        party_table = self.table(party_node.get("table"), tables)
        columns = party_table.record if party_table else ANY
        local: dict[str, Type] = {period.text("name"): period_type, party_node.text("name"): columns}
        frame = _Frame(self, id_, source, root.place)
        takes_part = None
        if "takes_part" in party_node:
            takes_part = frame.decision("takes_part", "Takes part", party_node.get("takes_part"), BOOLEAN, local)
        party = PartyTable(
            party_node.text("name"),
            party_node.text("title") or party_node.text("name"),
            party_node.text("table"),
            self.column(party_node.get("label"), party_table),
            takes_part,
        )
        reads = tuple(
            self.read_of(entry, tables, period.text("name"), party.name, party_table)
            for entry in _mapping(root.get("reads"))
        )
        for read in reads:
            local[read.name] = read.type
        lines = self.lines(root.get("lines"), frame, local)
        by_id = {line.id: line for line in lines}
        return StatementPlan(
            id=id_,
            title=root.text("title"),
            about=" ".join(root.text("about").split()),
            source=source,
            period=period.text("name"),
            period_type=period_type,
            period_title=period.text("title") or period.text("name"),
            tables=tuple(tables.values()),
            party=party,
            reads=reads,
            recorded=tuple(self.recorded(each, tables) for each in _mappings(root.get("recorded"))),
            lines=lines,
            reconciliations=self.reconciliations(root.get("reconciliations"), frame, lines),
            chart=self.chart(root.get("chart"), by_id),
            tree=root,
            place=root.place,
        )

    # ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────────

    def tables(self, node: MappingNode) -> dict[str, Table]:
        """Return the tables by id."""
        tables: dict[str, Table] = {}
        for entry in node:
            body = _mapping(entry.value)
            columns = tuple(self.table_column(each) for each in _mapping(body.get("columns")))
            names = [column.name for column in columns]
            key = tuple(self.known(each, names, "column") for each in _scalars(body.get("key")))
            relations = tuple(
                (self.known(each.key, names, "column"), each.value.text if isinstance(each.value, ScalarNode) else "")
                for each in _mapping(body.get("belongs_to"))
            )
            tables[entry.name] = Table(
                entry.name,
                body.text("file"),
                body.text("title") or entry.name,
                columns,
                key,
                relations,
                entry.key.place,
            )
        for entry in node:
            for each in _mapping(_mapping(entry.value).get("belongs_to")):
                parent = self.table(each.value, tables)
                if parent is not None and len(parent.key) != 1:
                    message = f"`{parent.id}` is not identified by one column"
                    self.report(
                        "unknown-name", message, each.value, "a value belongs to a table with a key of one column"
                    )
        return tables

    def table_column(self, entry: Entry) -> Column:
        """Return one column."""
        type_: TreeNode | None = entry.value
        title = ""
        if isinstance(entry.value, MappingNode):
            type_, title = entry.value.get("type"), entry.value.text("title")
        return Column(entry.name, self.types.written(type_), title or entry.name, entry.key.place)

    def table(self, node: TreeNode | None, tables: Mapping[str, Table]) -> Table | None:
        """Return the table that a scalar names."""
        if not isinstance(node, ScalarNode):
            return None
        return tables.get(self.known(node, tables, "table"))

    def column(self, node: TreeNode | None, table: Table | None) -> str:
        """Return the column of a table that a scalar names; empty where nothing does."""
        if not isinstance(node, ScalarNode):
            return ""
        return self.known(node, [column.name for column in table.columns], "column") if table else node.text

    def known(self, node: ScalarNode, names: Iterable[str], kind: str) -> str:
        """Return a name, and report it where it is none of the known ones."""
        known = list(names)
        if node.text not in known:
            hint = did_you_mean(node.text, known) or f"known are {', '.join(f'`{name}`' for name in known[:8])}"
            self.report("unknown-name", f"unknown {kind} `{node.text}`", node, hint)
        return node.text

    # ── What formulas see ─────────────────────────────────────────────────────────────────────────────────────────

    def read_of(
        self, entry: Entry, tables: Mapping[str, Table], period: str, party: str, party_table: Table | None
    ) -> Read:
        """Return one read."""
        body = _mapping(entry.value)
        table = self.table(body.get("table"), tables)
        matches = []
        for each in _mapping(body.get("match")):
            self.column(each.key, table)
            path = each.value.text if isinstance(each.value, ScalarNode) else ""
            if path == period:
                matches.append(Match(each.name, ""))
            elif path.startswith(f"{party}."):
                column = path.removeprefix(f"{party}.")
                if party_table and column not in [known.name for known in party_table.columns]:
                    self.report("unknown-name", f"unknown column `{column}`", each.value, f"of `{party_table.id}`")
                matches.append(Match(each.name, column))
            else:
                hint = f"a column matches `{period}` or a column of the party, such as `{party}.id`"
                self.report(
                    "unknown-name", f"`{path}` is neither the period nor a column of the party", each.value, hint
                )
        record: Type = table.record if table else ANY
        rows = body.text("rows")
        type_ = ListType(record) if rows == "many" else Nullable(record) if rows == "optional" else record
        return Read(entry.name, body.text("table"), tuple(matches), rows, type_)  # type: ignore[arg-type]  # by schema

    def recorded(self, node: MappingNode, tables: Mapping[str, Table]) -> RecordedTable:
        """Return a table of recorded decisions."""
        rule_node = node.get("rule")
        rule = self.rules.get(node.text("rule"))
        if isinstance(rule_node, ScalarNode) and not isinstance(rule, Discretion):
            discretions = [id_ for id_, each in self.rules.items() if isinstance(each, Discretion)]
            hint = did_you_mean(rule_node.text, discretions) or "recorded decisions belong to discretions"
            self.report("unknown-rule", f"`{rule_node.text}` is no discretion", rule_node, hint)
        table = self.table(node.get("table"), tables)
        inputs = [each.name for each in rule.inputs] if isinstance(rule, Discretion) else []
        keys = []
        for each in _mapping(node.get("for")):
            if inputs:
                self.known(each.key, inputs, "input")
            keys.append((each.name, self.column(each.value, table)))
        return RecordedTable(
            node.text("rule"),
            node.text("table"),
            tuple(keys),
            self.column(node.get("value"), table),
            self.column(node.get("actor"), table),
            self.column(node.get("date"), table),
            self.column(node.get("reference"), table),
        )

    # ── Lines ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def lines(self, node: TreeNode | None, frame: _Frame, local: dict[str, Type]) -> tuple[Line, ...]:
        """Return the lines; `local` grows by each, since later lines see earlier ones."""
        lines: list[Line] = []
        for body in _mappings(node):
            id_ = body.text("id")
            id_node = body.get("id")
            if id_ in local and isinstance(id_node, ScalarNode):
                hint = "give the line a name of its own"
                self.report("duplicate-rule", f"`{id_}` is the name of something the line sees", id_node, hint)
            type_ = self.types.written(body.get("type"))
            rounding = body.get("round")
            declared = (
                Rounding(int(rounding.text("places")), rounding.text("mode"))
                if isinstance(rounding, MappingNode)
                else None
            )
            rule = frame.decision(id_, body.text("title"), body.get("formula"), type_, local, rounding=declared)
            is_total = body.text("total") == "true"
            if is_total and not isinstance(type_, NumberType | AnyType):
                self.report("wrong-type", f"`{id_}` is no number and has no total", body.get("total"), "drop `total`")
            lines.append(
                Line(id_, body.text("title"), body.text("group"), rule, body.text("summary") == "true", is_total)
            )
            local[id_] = type_
        return tuple(lines)

    def reconciliations(
        self, node: TreeNode | None, frame: _Frame, lines: tuple[Line, ...]
    ) -> tuple[Reconciliation, ...]:
        """Return the equations that must hold."""
        found = []
        for body in _mappings(node):
            scope = body.text("scope")
            local = {line.id: line.type for line in lines if line.is_total or scope == "party"}
            id_ = f"reconciliations.{body.text('id')}"
            rule = frame.decision(id_, body.text("title"), body.get("that"), BOOLEAN, local)
            found.append(Reconciliation(body.text("id"), body.text("title"), scope, rule))  # type: ignore[arg-type]  # by schema
        return tuple(found)

    def chart(self, node: TreeNode | None, lines: Mapping[str, Line]) -> Chart | None:
        """Return the chart, whose lines must be numbers of the statement."""
        if not isinstance(node, MappingNode):
            return None
        numbers = [id_ for id_, line in lines.items() if isinstance(line.type, NumberType | AnyType)]
        whole = node.get("whole")
        name = self.known(whole, numbers, "line") if isinstance(whole, ScalarNode) else ""
        return Chart(
            node.text("title"), name, tuple(self.known(each, numbers, "line") for each in _scalars(node.get("parts")))
        )

    def report(self, code: str, message: str, node: TreeNode | None, hint: str) -> None:
        """Report a problem at the place of a node."""
        if node is not None:
            self.problems.append(Diagnostic(code, message, node.place, hint))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all rules of one statement share."""

    reader: StatementReader
    statement: str
    source: Citation
    place: Place

    def decision(
        self,
        name: str,
        title: str,
        formula: TreeNode | None,
        type_: Type,
        local: Mapping[str, Type],
        *,
        rounding: Rounding | None = None,
    ) -> Decision:
        """Return a formula as a rule whose inputs are the names it uses."""
        expression = self.reader.expressions.read(formula, local, type_)
        used = names_in(expression.tree) if expression else frozenset()
        inputs = tuple(Input(each, local[each]) for each in local if each in used)
        place = formula.place if formula else self.place
        output = Output(name.rpartition(".")[2], type_, title, expression, rounding, place=place)
        return Decision(
            id=f"{PREFIX}.{self.statement}.{name}",
            title=title,
            source=self.source,
            place=place,
            subject=f"{PREFIX}/{self.statement}",
            kind="statement line",
            inputs=inputs,
            outputs=(output,),
        )


def rules_of(plan: StatementPlan) -> Iterator[Decision]:
    """Yield every rule of a statement."""
    if plan.party.takes_part:
        yield plan.party.takes_part
    yield from (line.rule for line in plan.lines)
    yield from (each.rule for each in plan.reconciliations)


def _mapping(node: TreeNode | None) -> MappingNode:
    return node if isinstance(node, MappingNode) else MappingNode((), NOWHERE if node is None else node.place)


def _mappings(node: TreeNode | None) -> Iterator[MappingNode]:
    if isinstance(node, SequenceNode):
        yield from (each for each in node if isinstance(each, MappingNode))


def _scalars(node: TreeNode | None) -> Iterator[ScalarNode]:
    if isinstance(node, SequenceNode):
        yield from (each for each in node if isinstance(each, ScalarNode))
