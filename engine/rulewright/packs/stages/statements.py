"""Reads a statement: its tables, its party, what its formulas see, and its lines as rules.

The schema has seen the shape; here names are resolved and every formula is linked and checked. A line's inputs are
the names that its formula uses, so that a line is a pure function like any other rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from rulewright.language.descent import names_in
from rulewright.language.personal import marked
from rulewright.language.types import ANY, BOOLEAN, NUMBER, AnyType, NumberType, Type
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.decode import decode
from rulewright.packs.format.expressions import ExpressionReader
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.types import TypeReader
from rulewright.packs.format.values import read_value
from rulewright.packs.format.written import Keyed, WrittenCitation, WrittenForm, WrittenRounding
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import Citation, Input, Output, Rounding, Rule
from rulewright.packs.model.statements import (
    Chart,
    Line,
    PartyTable,
    Reconciliation,
    StatementPlan,
)
from rulewright.packs.stages.statement_tables import (
    WrittenRead,
    WrittenRecorded,
    WrittenStatementTable,
    find_column,
    find_table,
    known_name,
    read_read,
    read_recorded_table,
    read_tables,
)
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, TreeNode
from rulewright.source import Place

PREFIX = "statements"

# ── What is written ───────────────────────────────────────────────────────────────────────────────────────────────


class WrittenPeriod(WrittenForm):
    """The period that a statement is about."""

    name: str = ""
    type: ScalarNode | None = None
    title: str = ""


class WrittenParty(WrittenForm):
    """Who a statement is about."""

    name: str = ""
    table: ScalarNode | None = None
    label: ScalarNode | None = None
    title: str = ""
    takes_part: TreeNode | None = None


class WrittenLine(WrittenForm):
    """A line."""

    id: ScalarNode | None = None
    title: str = ""
    group: str = ""
    type: ScalarNode | None = None
    formula: TreeNode | None = None
    round: WrittenRounding | None = None
    summary: str = ""
    total: ScalarNode | None = None
    personal: str = ""


class WrittenReconciliation(WrittenForm):
    """An equation."""

    id: str = ""
    title: str = ""
    scope: str = ""
    that: TreeNode | None = None
    within: ScalarNode | None = None


class WrittenChart(WrittenForm):
    """A chart."""

    title: str = ""
    whole: ScalarNode | None = None
    parts: tuple[ScalarNode, ...] = ()


class WrittenStatement(WrittenForm):
    """A file of `statements`."""

    statement: ScalarNode | None = None
    title: str = ""
    about: str = ""
    source: WrittenCitation | None = None
    period: WrittenPeriod = WrittenPeriod()
    tables: tuple[Keyed[WrittenStatementTable], ...] = ()
    party: WrittenParty = WrittenParty()
    reads: tuple[Keyed[WrittenRead], ...] = ()
    recorded: tuple[WrittenRecorded, ...] = ()
    lines: tuple[WrittenLine, ...] = ()
    reconciliations: tuple[WrittenReconciliation, ...] = ()
    chart: WrittenChart | None = None


# ── What it means ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class StatementReader:
    """Reads the statements of a pack against its types, its citations and its rules."""

    types: TypeReader
    citations: CitationReader
    expressions: ExpressionReader
    rules: Mapping[str, Rule]

    def read(self, root: MappingNode) -> Found[StatementPlan]:
        """Return a statement. Whatever is wrong with it is reported."""
        findings = Findings()
        written = decode(root, WrittenStatement)
        id_ = written.statement.text if written.statement else ""
        source = findings.take(self.citations.read(written.source, Citation("")))
        period, party = written.period, written.party
        period_type = findings.take(self.types.written(period.type))
        tables = findings.take(read_tables(written.tables, self.types))
        party_table = findings.take(find_table(party.table, tables))
        columns = party_table.record if party_table else ANY
        local: dict[str, Type] = {period.name: period_type, party.name: columns}
        frame = _Frame(self.expressions, id_, source, root.place)
        takes_part = None
        if party.takes_part is not None:
            takes_part = findings.take(frame.decision("takes_part", "Takes part", party.takes_part, BOOLEAN, local))
        label = findings.take(find_column(party.label, party_table))
        table_name = party.table.text if party.table else ""
        read_party = PartyTable(party.name, party.title or party.name, table_name, label, takes_part)
        reads = tuple(
            findings.take(read_read(each, tables, period.name, party.name, party_table)) for each in written.reads
        )
        local |= {read.name: read.type for read in reads}
        lines = findings.take(self.lines(written.lines, frame, local))
        plan = StatementPlan(
            id=id_,
            title=written.title,
            about=" ".join(written.about.split()),
            source=source,
            period=period.name,
            period_type=period_type,
            period_title=period.title or period.name,
            tables=tuple(tables.values()),
            party=read_party,
            reads=reads,
            recorded=tuple(findings.take(read_recorded_table(each, tables, self.rules)) for each in written.recorded),
            lines=lines,
            reconciliations=findings.take(_reconciliations(written.reconciliations, frame, lines)),
            chart=findings.take(_chart(written.chart, lines)) if written.chart else None,
            place=root.place,
        )
        return findings.found(plan)

    def lines(
        self, written: Sequence[WrittenLine], frame: _Frame, local: Mapping[str, Type]
    ) -> Found[tuple[Line, ...]]:
        """Return the lines; each sees those before it."""
        findings = Findings()
        names = dict(local)
        lines: list[Line] = []
        for each in written:
            id_ = each.id.text if each.id else ""
            if id_ in names and each.id is not None:
                message = f"`{id_}` is the name of something the line sees"
                findings.report("duplicate-rule", message, each.id.place, "give the line a name of its own")
            type_ = findings.take(self.types.declared_as(each.type, each.personal))
            rounding = each.round.rounding if each.round else None
            rule = findings.take(frame.decision(id_, each.title, each.formula, type_, names, rounding=rounding))
            is_total = each.total is not None and each.total.text == "true"
            if is_total and each.total is not None and not isinstance(type_, NumberType | AnyType):
                message = f"`{id_}` is no number and has no total"
                findings.report("wrong-type", message, each.total.place, "drop `total`")
            lines.append(Line(id_, each.title, each.group, rule, each.summary == "true", is_total))
            names[id_] = type_
        return findings.found(tuple(lines))


def _reconciliations(
    written: Sequence[WrittenReconciliation], frame: _Frame, lines: Sequence[Line]
) -> Found[tuple[Reconciliation, ...]]:
    """Return the equations that must hold."""
    findings = Findings()
    found: list[Reconciliation] = []
    for each in written:
        scope = cast("Literal['party', 'totals']", each.scope)
        local = {line.id: line.type for line in lines if line.is_total or scope == "party"}
        if scope == "totals":  # a sum is nobody's own
            local = {name: marked(type_, is_personal=False) for name, type_ in local.items()}
        rule = findings.take(frame.decision(f"reconciliations.{each.id}", each.title, each.that, BOOLEAN, local))
        within = findings.take(read_value(each.within, NUMBER)) if each.within is not None else None
        found.append(Reconciliation(each.id, each.title, scope, rule, within))
    return findings.found(tuple(found))


def _chart(written: WrittenChart, lines: Sequence[Line]) -> Found[Chart]:
    """Return the chart, whose lines must be numbers of the statement."""
    findings = Findings()
    numbers = dict.fromkeys(line.id for line in lines if isinstance(line.type, NumberType | AnyType))
    whole = findings.take(known_name(written.whole, numbers, "line")) if written.whole else ""
    parts = tuple(findings.take(known_name(each, numbers, "line")) for each in written.parts)
    return findings.found(Chart(written.title, whole, parts))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all rules of one statement share."""

    expressions: ExpressionReader
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
    ) -> Found[Decision]:
        """Return a formula as a rule whose inputs are the names it uses."""
        findings = Findings()
        expression = findings.take(self.expressions.read(formula, local, type_))
        used = names_in(expression.tree) if expression else frozenset()
        inputs = tuple(Input(each, local[each]) for each in local if each in used)
        place = formula.place if formula else self.place
        output = Output(name.rpartition(".")[2], type_, title, expression, rounding, place=place)
        decision = Decision(
            id=f"{PREFIX}.{self.statement}.{name}",
            title=title,
            source=self.source,
            place=place,
            subject=f"{PREFIX}/{self.statement}",
            kind="statement line",
            inputs=inputs,
            outputs=(output,),
        )
        return findings.found(decision)
