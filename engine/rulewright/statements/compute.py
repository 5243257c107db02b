"""Computes a statement: for each party that takes part, the lines in their order; then totals and reconciliations.

A line that is not known hands its reason on to the lines that rest on it. The engine decides what that makes of them;
nothing here replaces a missing value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from rulewright.evaluate.engine import Engine
from rulewright.evaluate.masking import masked
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.plain_json import to_json
from rulewright.evaluate.recorded import ReadDecisions
from rulewright.language.display import display
from rulewright.language.numbers import DECIMAL128
from rulewright.language.reading.case_words import Misread, read_case
from rulewright.language.reading.giving import as_fact
from rulewright.language.types import Nullable, Type
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Unknown, Value
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.statements import Read, RecordedTable, StatementPlan, rules_of
from rulewright.statements.reconcile import Reconciled, reconciled
from rulewright.statements.result import LeftOut, PartyStatement, StatementResult, Total
from rulewright.statements.tables import DataRow, Record, TableData

Progress = Callable[[int, int], None]
Index = Mapping[tuple[object, ...], list[Record]]
"""The rows of a table by the keys of the cells that a read matches."""


def no_progress(done: int, whole: int) -> None:
    """Report nothing."""
    _ = done, whole


def read_period(plan: StatementPlan, text: str) -> tuple[str, tuple[Misread, ...]]:
    """Return a period in the words of the pack as the plan's type has it, and what is wrong with it."""
    value, problems = read_case(text, plan.period_type, plan.period)
    return ("" if problems else display(value)), problems


def compute_statement(
    engine: Engine, plan: StatementPlan, data: TableData, period: str, progress: Progress = no_progress
) -> StatementResult:
    """Return the statement of one period.

    `period` is a value of the plan's period type; `progress` is called after each party with how many are done.
    """
    value, _ = read_case(period, plan.period_type, plan.period)
    indexes = {read.name: _index(read, data) for read in plan.reads}
    recorded = engine.read_decisions(_recorded(plan, data))
    calculation = _Calculation(engine, plan, indexes, value, recorded, _deciding(engine, plan, recorded))
    takers: list[DataRow] = []
    left_out: list[LeftOut] = []
    for row in data.rows[plan.party.table]:
        reason = calculation.absent_for(row.record)
        if reason:
            left_out.append(LeftOut(*calculation.names_of(row.record), reason))
        else:
            takers.append(row)
    parties = []
    for done, row in enumerate(takers, start=1):
        parties.append(calculation.party(row))
        progress(done, len(takers))
    totals = {line.id: _total(plan, line.id, parties) for line in plan.lines if line.is_total}
    equations = calculation.reconcile(parties, totals)
    return StatementResult(plan, period, tuple(parties), totals, equations, data.digests, recorded, tuple(left_out))


def compute_party(
    engine: Engine, plan: StatementPlan, recorded: Mapping[str, object], facts: Mapping[str, Value]
) -> PartyStatement:
    """Return the lines of one party, of what its formulas see: the period, its row and what is read for it, by name."""
    read = engine.read_decisions(recorded)
    return _Calculation(engine, plan, {}, facts[plan.period], read, _deciding(engine, plan, read)).statement_of(facts)


@dataclass(frozen=True, slots=True)
class _Calculation:
    """What every line of one statement shares. `deciding` are the rules whose outcome may rest on what is recorded."""

    engine: Engine
    plan: StatementPlan
    indexes: Mapping[str, Index]
    period: Value
    recorded: ReadDecisions
    deciding: frozenset[str]

    def absent_for(self, record: Record) -> str:
        """Return why a party takes no part in the period; empty where it does.

        A party for which that is not known takes part, so that it shows.
        """
        rule = self.plan.party.takes_part
        if rule is None:
            return ""
        outcome = self.outcome_of(rule, {self.plan.period: self.period, self.plan.party.name: record})
        if outcome.status is not Status.KNOWN or outcome.value is True:
            return ""
        formula = next((" ".join(expression.text.split()) for _, expression in rule.formulas()), "")
        called = outcome.trace.children[:1] if outcome.trace else ()
        facts = [f"{name} is {display(value)}" for each in called for name, value in each.arguments if _is_cell(value)]
        return f"`{formula}` is {display(outcome.value)}" + (f": {', '.join(facts)}" if facts else "")

    def names_of(self, record: Record) -> tuple[str, str]:
        """Return the key of a party and what people call it."""
        table = self.plan.table(self.plan.party.table)
        shown = self.shown(record, table.record, table.file)
        key, label = shown[table.key[0]], shown.get(self.plan.party.label)
        return display(key), display(key if label in {None, ""} else label)

    def shown(self, value: Value, type_: Type, where: str) -> Value:
        """Return a value as outputs have it."""
        return masked(value, type_, self.engine.tokens, where) if self.engine.has_personal else value

    def party(self, row: DataRow) -> PartyStatement:
        """Return the lines of one party."""
        seen: dict[str, Value] = {self.plan.period: self.period, self.plan.party.name: row.record}
        for read in self.plan.reads:
            seen[read.name] = self.rows_of(read, row.record)
        return self.statement_of(seen)

    def statement_of(self, facts: Mapping[str, Value]) -> PartyStatement:
        """Return the lines of the party of which formulas see these facts."""
        seen = dict(facts)
        outcomes: dict[str, Outcome] = {}
        for line in self.plan.lines:
            outcomes[line.id] = self.outcome_of(line.rule, seen)
            seen[line.id] = value_or_absence(outcomes[line.id], line.type)
        types = self.plan.seen_types
        shown = {name: self.shown(value, types[name], name) for name, value in facts.items()}
        return PartyStatement(*self.names_of(facts[self.plan.party.name]), outcomes, facts, shown)

    def rows_of(self, read: Read, party: Record) -> Value:
        """Return what a formula sees under a read's name."""
        wanted = [
            (match.column, party[match.party_column] if match.party_column else self.period) for match in read.matches
        ]
        found = self.indexes[read.name].get(tuple(_key(value) for _, value in wanted), [])
        if read.rows == "many":
            return found
        if len(found) == 1:
            return found[0]
        table = self.plan.table(read.table)
        cells = self.shown(dict(wanted), table.record, table.file)
        shown = ", ".join(f"{column} `{display(value)}`" for column, value in cells.items())
        if found:
            return Failure(f"`{table.file}` has {len(found)} rows for {shown}, one is needed", "ambiguous-row")
        return None if read.rows == "optional" else Unknown(frozenset({f"{table.file}: {shown}"}))

    def outcome_of(self, rule: Rule, seen: Mapping[str, Value]) -> Outcome:
        """Return the outcome of one formula over what it may see."""
        facts = {each.name: as_fact(seen[each.name], each.type) for each in rule.inputs}
        recorded = self.recorded if rule.id in self.deciding else None
        return self.engine.run(rule.id, facts, recorded=recorded, trace=True)

    def reconcile(self, parties: list[PartyStatement], totals: Mapping[str, Total]) -> tuple[Reconciled, ...]:
        """Return which equations hold."""
        found: list[Reconciled] = []
        line_types = {line.id: line.type for line in self.plan.lines}
        for each in self.plan.reconciliations:
            if each.scope == "totals":
                values = {name: total_or_absence(total) for name, total in totals.items()}
                types = {name: total.type for name, total in totals.items()}
                found.append(
                    reconciled(each, "", self.outcome_of(each.rule, values), values, types=types, engine=self.engine)
                )
                continue
            for party in parties:
                lines = {name: value_or_absence(outcome, line_types[name]) for name, outcome in party.outcomes.items()}
                outcome = self.outcome_of(each.rule, lines)
                found.append(reconciled(each, party.label, outcome, lines, types=line_types, engine=self.engine))
        return tuple(found)


def _index(read: Read, data: TableData) -> Index:
    """Return the rows of a read's table by what is matched in them, so that each party finds its own at once."""
    index: dict[tuple[object, ...], list[Record]] = {}
    for row in data.rows[read.table]:
        index.setdefault(tuple(_key(row.record[match.column]) for match in read.matches), []).append(row.record)
    return index


def _key(value: Value) -> object:
    """Return what equal values of a cell have in common; lists and records are distinguished by their text."""
    return display(value) if isinstance(value, list | dict) else value


def _is_cell(value: Value) -> bool:
    return not isinstance(value, list | dict | Absence)


def value_or_absence(outcome: Outcome, type_: Type) -> Value:
    """Return a line's outcome as what a formula sees: its value, or the absence that says why there is none.

    Where the line's type allows null, that is what stands there for a value that is not applicable.
    """
    if outcome.status is Status.KNOWN:
        is_absent = outcome.value is None and bool(outcome.message) and not isinstance(type_, Nullable)
        return NotApplicable(outcome.message) if is_absent else outcome.value
    if outcome.status is Status.OPEN:
        return Open(frozenset(outcome.needs))
    if outcome.status is Status.UNKNOWN:
        return Unknown(frozenset(outcome.needs))
    return Failure(outcome.message, outcome.problem.code if outcome.problem else "evaluation")


def total_or_absence(total: Total) -> Value:
    """Return a total as an equation sees it: a sum that leaves parties out is no total."""
    return Unknown(frozenset(total.left_out)) if total.left_out else total.value


def _total(plan: StatementPlan, line_id: str, parties: list[PartyStatement]) -> Total:
    line = next(each for each in plan.lines if each.id == line_id)
    with localcontext(DECIMAL128):
        value = Decimal(0)
        amounts = 0
        left_out = []
        for party in parties:
            outcome = party.outcomes[line_id]
            if isinstance(outcome.value, Decimal):
                value += outcome.value
                amounts += 1
            elif outcome.status is not Status.KNOWN:
                left_out.append(party.label)
    return Total(line, value, tuple(left_out), amounts)


def _recorded(plan: StatementPlan, data: TableData) -> Mapping[str, object]:
    """Return the recorded decisions that stand in tables, as a case would give them."""
    recorded: dict[str, list[Mapping[str, object]]] = {}
    for table in plan.recorded:
        recorded.setdefault(table.rule, []).extend(_records(plan, table, data))
    return {rule: records for rule, records in recorded.items() if records}  # a table without rows decides nothing


def _deciding(engine: Engine, plan: StatementPlan, recorded: Mapping[str, object]) -> frozenset[str]:
    """Return the rules of a statement that may read one of these decisions."""
    rules = (rule.id for rule in rules_of(plan))
    return frozenset(id_ for id_ in rules if not recorded.keys().isdisjoint(engine.needs(id_).decisions))


def _records(plan: StatementPlan, table: RecordedTable, data: TableData) -> list[Mapping[str, object]]:
    types = {column.name: column.type for column in plan.table(table.table).columns}
    return [
        {
            "value": _decided(row.record, table, types),
            "actor": row.record.get(table.actor) or "",
            "date": to_json(row.record.get(table.date)) or "",
            "reference": row.record.get(table.reference) or "",
            "approved_by": row.record.get(table.approved_by) or "",
            "for": {name: as_fact(row.record[column], types[column]) for name, column in table.keys},
        }
        for row in data.rows[table.table]
        if any(_is_given(row.record[column]) for column in table.entries or (table.value,))
    ]


def _decided(record: Record, table: RecordedTable, types: Mapping[str, Type]) -> object:
    """Return what a row records: a cell, or a map of several with the names of their columns."""
    if not table.entries:
        return as_fact(record[table.value], types[table.value])
    return {name: as_fact(record[name], types[name]) for name in table.entries if _is_given(record[name])}


def _is_given(value: Value) -> bool:
    return value is not None and not isinstance(value, Absence)
