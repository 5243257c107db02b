"""Reads a statement: its tables, its party, what its formulas see, and its lines as rules.

The schema has seen the shape; here names are resolved and every formula is linked and checked. A line's inputs are
the names that its formula uses, so that a line is a pure function like any other rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, cast

from rulewright.language.descent import names_in
from rulewright.language.personal import marked
from rulewright.language.types import ANY, BOOLEAN, NUMBER, AnyType, ContextType, ListType, Nullable, NumberType, Type
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
    EarlierLines,
    Line,
    PartyTable,
    Reconciliation,
    StatementPlan,
)
from rulewright.packs.stages.statement_tables import (
    WrittenRead,
    WrittenRecorded,
    WrittenStatementTable,
    declared_tables,
    find_column,
    find_table,
    known_name,
    read_read,
    read_recorded_table,
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
    all: ScalarNode | None = None
    takes_part: TreeNode | None = None


class WrittenLine(WrittenForm):
    """A line."""

    id: ScalarNode | None = None
    title: str = ""
    group: str = ""
    scope: str = ""
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
    earlier: tuple[Keyed[ScalarNode], ...] = ()
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
    unread: frozenset[str] = frozenset()
    """The ids of rules that are there and could not be read."""

    def read(self, root: MappingNode) -> Found[StatementPlan]:
        """Return a statement. Whatever is wrong with it is reported."""
        findings = Findings()
        written = decode(root, WrittenStatement)
        id_ = written.statement.text if written.statement else ""
        source = findings.take(self.citations.read(written.source, Citation("")))
        period, party = written.period, written.party
        period_type = findings.take(self.types.written(period.type))
        tables = findings.take(declared_tables(written.tables, self.types, period_type))
        party_table = findings.take(find_table(party.table, tables))
        columns = party_table.record if party_table else ANY
        local: dict[str, Type] = {period.name: period_type, party.name: columns}
        frame = _Shared(self.expressions, id_, source, root.place)
        takes_part = None
        if party.takes_part is not None:
            takes_part = findings.take(frame.decision("takes_part", "Takes part", party.takes_part, BOOLEAN, local))
        label = findings.take(find_column(party.label, party_table))
        table_name = party.table.text if party.table else ""
        all_name = party.all.text if party.all else ""
        read_party = PartyTable(party.name, party.title or party.name, table_name, label, takes_part, all_name)
        formula_of = partial(frame.read_formula, local=dict(local))
        reads = tuple(
            findings.take(read_read(each, tables, period.name, read_party, formula_of)) for each in written.reads
        )
        shared = {period.name: period_type} | {read.name: read.type for read in reads if read.is_shared(party.name)}
        local |= {read.name: read.type for read in reads}
        earlier = findings.take(self.earlier(written, frame, local, period_type))
        local |= {each.name: each.type for each in earlier}
        if party.all is not None and all_name in local:
            message = f"`{all_name}` is the name of something that formulas see"
            findings.report("duplicate-rule", message, party.all.place, "give the parties a name of their own")
        lines = findings.take(self.lines(written.lines, frame, local, _Parties(party.name, columns, all_name, shared)))
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
            recorded=tuple(
                findings.take(read_recorded_table(each, tables, self.rules, self.unread)) for each in written.recorded
            ),
            lines=lines,
            reconciliations=findings.take(_reconciliations(written.reconciliations, frame, lines)),
            chart=findings.take(_chart(written.chart, lines)) if written.chart else None,
            place=root.place,
            earlier=earlier,
        )
        return findings.found(plan)

    def earlier(
        self, written: WrittenStatement, frame: _Shared, local: Mapping[str, Type], period: Type
    ) -> Found[tuple[EarlierLines, ...]]:
        """Return what formulas see of the lines of other periods."""
        findings = Findings()
        ids = [each.id.text if each.id else "" for each in written.lines]
        declared = [self.types.declared_as(each.type, each.personal).value for each in written.lines]
        lines = Nullable(ContextType(tuple(zip(ids, declared, strict=True))))
        seen = {name: local[name] for name in (written.period.name, written.party.name)}
        found: list[EarlierLines] = []
        for each in written.earlier:
            if each.name in {*local, *ids}:
                message = f"`{each.name}` is the name of something that formulas see"
                findings.report("duplicate-rule", message, each.key.place, "give the earlier lines a name of their own")
            rule = frame.decision(f"earlier.{each.name}", f"Period of {each.name}", each.value, Nullable(period), seen)
            found.append(EarlierLines(each.name, findings.take(rule), lines))
        return findings.found(tuple(found))

    def lines(
        self, written: Sequence[WrittenLine], frame: _Shared, local: Mapping[str, Type], parties: _Parties
    ) -> Found[tuple[Line, ...]]:
        """Return the lines; each sees those before it, one over all parties only those that are over all too."""
        findings = Findings()
        names, shared = dict(local), dict(parties.shared)
        of_party: dict[str, Type] = {parties.party: parties.columns}
        lines: list[Line] = []
        for each in written:
            id_ = each.id.text if each.id else ""
            if id_ in {*names, parties.all} and each.id is not None:
                message = f"`{id_}` is the name of something the line sees"
                findings.report("duplicate-rule", message, each.id.place, "give the line a name of its own")
            type_ = findings.take(self.types.declared_as(each.type, each.personal))
            rounding = each.round.rounding if each.round else None
            is_shared = each.scope == "all"
            if is_shared:
                seen = {
                    **shared,
                    **({parties.all: ListType(ContextType(tuple(of_party.items())))} if parties.all else {}),
                }
                read = frame.decision(id_, each.title, each.formula, type_, seen, rounding=rounding)
                rule = findings.take(parties.hinted(read, names, seen))
                shared[id_] = type_
            else:
                rule = findings.take(frame.decision(id_, each.title, each.formula, type_, names, rounding=rounding))
                of_party[id_] = type_
            names[id_] = type_
            is_total = each.total is not None and each.total.text == "true"
            if each.total is not None and is_total:
                if is_shared:
                    message = f"`{id_}` is over all parties, and has no total"
                    findings.report("wrong-type", message, each.total.place, "drop `total`")
                elif not isinstance(type_, NumberType | AnyType):
                    message = f"`{id_}` is no number and has no total"
                    findings.report("wrong-type", message, each.total.place, "drop `total`")
            lines.append(Line(id_, each.title, each.group, rule, each.summary == "true", is_total, is_shared))
        if not any(not line.is_shared for line in lines):
            findings.report("empty", "no line is of a party", frame.place, "write a line without `scope: all`")
        return findings.found(tuple(lines))


@dataclass(frozen=True, slots=True)
class _Parties:
    """What lines over all parties see in their own way: the name and type of a party's row, and the name of all.

    `shared` is what is the same for all parties: the period and what is read for none of them.
    """

    party: str
    columns: Type
    all: str
    shared: Mapping[str, Type]

    def hinted(self, read: Found[Decision], names: Mapping[str, Type], seen: Mapping[str, Type]) -> Found[Decision]:
        """Return a line over all parties with another hint where it names what only a party has."""
        problems = []
        for problem in read.problems:
            name = problem.message.partition("`")[2].partition("`")[0].partition(".")[0]
            if problem.code == "unknown-name" and name in names and name not in seen:
                of_all = f"those of all are in `{self.all}`" if self.all else "`all` of `party` names the list of them"
                problems.append(replace(problem, hint=f"each party has its own `{name}`; {of_all}"))
            else:
                problems.append(problem)
        return read._replace(problems=tuple(problems))


def _reconciliations(
    written: Sequence[WrittenReconciliation], frame: _Shared, lines: Sequence[Line]
) -> Found[tuple[Reconciliation, ...]]:
    """Return the equations that must hold."""
    findings = Findings()
    found: list[Reconciliation] = []
    for each in written:
        scope = cast("Literal['party', 'totals']", each.scope)
        local = {line.id: line.type for line in lines if line.is_total or line.is_shared or scope == "party"}
        if scope == "totals":  # a sum is nobody's own
            totals = {line.id for line in lines if line.is_total}
            local = {name: marked(each, is_personal=False) if name in totals else each for name, each in local.items()}
        rule = findings.take(frame.decision(f"reconciliations.{each.id}", each.title, each.that, BOOLEAN, local))
        within = findings.take(read_value(each.within, NUMBER)) if each.within is not None else None
        found.append(Reconciliation(each.id, each.title, scope, rule, within))
    return findings.found(tuple(found))


def _chart(written: WrittenChart, lines: Sequence[Line]) -> Found[Chart]:
    """Return the chart, whose lines must be numbers of the statement."""
    findings = Findings()
    own = (line for line in lines if not line.is_shared)
    numbers = dict.fromkeys(line.id for line in own if isinstance(line.type, NumberType | AnyType))
    whole = findings.take(known_name(written.whole, numbers, "line")) if written.whole else ""
    parts = tuple(findings.take(known_name(each, numbers, "line")) for each in written.parts)
    return findings.found(Chart(written.title, whole, parts))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all rules of one statement share."""

    expressions: ExpressionReader
    statement: str
    source: Citation
    place: Place

    def read_formula(self, name: str, formula: TreeNode, type_: Type, local: Mapping[str, Type]) -> Found[Rule]:
        """Return a formula that says which rows are read."""
        read = self.decision(name, f"Rows read as {name.split('.')[1]}", formula, type_, local)
        return Found(read.value, read.problems, read.references)

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
