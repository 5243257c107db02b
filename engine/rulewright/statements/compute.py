"""Computes a statement: its lines in their order, for each party that takes part or over all; totals; reconciliations.

A line that is not known hands its reason on to the lines that rest on it. The engine decides what that makes of them;
nothing here replaces a missing value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from itertools import groupby
from operator import attrgetter

from rulewright.evaluate.case import Case
from rulewright.evaluate.choice import Choice
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.masking import masked
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.recorded import ReadDecisions
from rulewright.language.display import display
from rulewright.language.numbers import DECIMAL128
from rulewright.language.reading.case_words import Misread, read_given
from rulewright.language.reading.giving import as_fact
from rulewright.language.types import ContextType, ListType, Nullable, Type
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Unknown, Value
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.statements import Line, StatementPlan
from rulewright.source import Place
from rulewright.statements.earlier import (
    EarlierPeriods,
    PartyLines,
    PeriodLines,
    as_read_by,
    engine_of,
    party_key,
    version_in,
)
from rulewright.statements.reads import Reads, SeenRows
from rulewright.statements.reconcile import Reconciled, reconciled
from rulewright.statements.recorded_tables import deciding, recorded_in
from rulewright.statements.result import LeftOut, PartyStatement, StatementResult, Total
from rulewright.statements.table_cells import Record
from rulewright.statements.table_rows import DataRow
from rulewright.statements.tables import TableData
from rulewright.statements.version import plan_in_version

Progress = Callable[[int, int], None]


def no_progress(done: int, whole: int) -> None:
    """Report nothing."""
    _ = done, whole


def read_period(plan: StatementPlan, text: str) -> tuple[str, tuple[Misread, ...]]:
    """Return a period in the words of the pack as the plan's type has it, and what is wrong with it."""
    value, problems = read_given(text, plan.period_type, plan.period)
    return ("" if problems else display(value)), problems


def compute_statement(
    engine: Engine,
    plan: StatementPlan,
    data: TableData,
    period: str,
    progress: Progress = no_progress,
    *,
    known_on: str | None = None,
    choice: Choice | None = None,
) -> StatementResult:
    """Return the statement of one period.

    `period` is a value of the plan's period type; `progress` is called after each party with how many are done. Of the
    decisions that tables record, those that were taken after the date `known_on` are left out. `choice` says how the
    version of the engine was chosen, and is what chooses the versions of earlier periods. Without it, an engine of
    several versions answers by that of the period, whose statement is then the one of the result.

    Raises:
        ValueError: when `known_on` is no date, no version of the period has the statement, or when lines of earlier
            periods are seen and nothing chooses versions.
    """
    if choice is None and engine.is_version:
        engine, plan, data, choice = plan_in_version(engine, plan, data, period, known_on)
    value, _ = read_given(period, plan.period_type, plan.period)
    recorded = engine.read_decisions(recorded_in(plan, data, known_on), known_on=known_on)
    calculation = _Calculation(engine, plan, value, recorded, deciding(engine, plan, recorded), choice)
    earlier = EarlierPeriods(lambda other: _earlier_lines(calculation, other, data, earlier))
    earlier.begin(value)
    takers, left_out = calculation.takers(data)
    shared, parties = _all_lines(calculation, data, takers, earlier, progress)
    totals = {line.id: _total(plan, line.id, parties) for line in plan.lines if line.is_total}
    equations = calculation.reconcile(parties, totals, shared)
    return StatementResult(
        plan, period, parties, totals, equations, data.digests, recorded, left_out, shared, known_on or "", choice
    )


def _earlier_lines(
    current: _Calculation, period: Value, data: TableData, earlier: EarlierPeriods
) -> PeriodLines | Absence:
    """Return the lines of all parties in another period, by the version that was in force in it."""
    calculation = current.of_period(period, data)
    if not isinstance(calculation, _Calculation):
        return calculation
    data = as_read_by(current.plan, data, calculation.plan)
    takers, _ = calculation.takers(data)
    shared, parties = _all_lines(calculation, data, takers, earlier, no_progress)
    of_all = seen_lines(calculation.plan, shared.outcomes)
    found = {
        party_key(calculation.plan, row.record): PartyLines(
            {**of_all, **seen_lines(calculation.plan, party.outcomes)}, party.versions
        )
        for row, party in zip(takers, parties, strict=True)
    }
    return PeriodLines(calculation.choice, found)


def _all_lines(
    calculation: _Calculation, data: TableData, takers: Sequence[DataRow], earlier: EarlierPeriods, progress: Progress
) -> tuple[PartyStatement, tuple[PartyStatement, ...]]:
    """Return the lines over all parties, and those of each."""
    plan = calculation.plan
    types = plan.seen_types()
    shared_types = plan.seen_types(is_shared=True)
    reads = Reads(plan, data, calculation.period, calculation.value_of, calculation.shown)
    names = [read.name for read in plan.reads if read.name in types]
    seen_rows = [{plan.party.name: SeenRows(row.record, (row.place,)), **reads.of(row.record, names)} for row in takers]
    facts = [{plan.period: calculation.period, **_values(rows)} for rows in seen_rows]
    versions: list[dict[str, Choice]] = [{} for _ in takers]
    for other in (each for each in plan.earlier if each.name in types):
        for seen, row, used in zip(facts, takers, versions, strict=True):
            seen[other.name], found = earlier.lines_of(plan, row.record, calculation.value_of(other.rule, seen))
            used.update(found)
    outcomes: list[dict[str, Outcome]] = [{} for _ in takers]
    values: list[dict[str, Value]] = [{plan.party.name: row.record} for row in takers]
    of_none = reads.of(None, [read.name for read in plan.reads if read.name in shared_types])
    common: dict[str, Value] = {plan.period: calculation.period, **_values(of_none)}
    of_all: dict[str, Outcome] = {}
    runs = [(is_shared, list(run)) for is_shared, run in groupby(plan.lines, attrgetter("is_shared"))]
    whole = len(takers) * sum(not is_shared for is_shared, _ in runs)
    done = 0
    for is_shared, lines in runs:
        if is_shared:
            calculation.add_shared(lines, common, values, of_all)
            values_of_all = {
                line.id: value_or_absence(of_all[line.id], line.type) for line in lines if line.id in types
            }
            for each in facts:
                each.update(values_of_all)
            continue
        for seen, own, party in zip(facts, outcomes, values, strict=True):
            calculation.add(lines, seen, own)
            party.update((line.id, value_or_absence(own[line.id], line.type)) for line in lines)
            progress(done := done + 1, whole)
    if plan.party.all in shared_types:
        common[plan.party.all] = _seen_of(values, shared_types[plan.party.all])
    all_versions = {name: choice for used in versions for name, choice in used.items()}
    shown_common = calculation.all_shown(common, shared_types)
    shared = PartyStatement("", "", of_all, common, shown_common, all_versions, _places(of_none))
    return shared, tuple(
        PartyStatement(
            *calculation.names_of(row.record), own, seen, calculation.all_shown(seen, types), used, _places(rows)
        )
        for row, own, seen, used, rows in zip(takers, outcomes, facts, versions, seen_rows, strict=True)
    )


def _values(rows: Mapping[str, SeenRows]) -> dict[str, Value]:
    return {name: seen.value for name, seen in rows.items()}


def _places(rows: Mapping[str, SeenRows]) -> Mapping[str, tuple[Place, ...]]:
    return {name: seen.places for name, seen in rows.items() if seen.places}


def compute_party(
    engine: Engine,
    plan: StatementPlan,
    recorded: Mapping[str, object],
    facts: Mapping[str, Value],
    *,
    known_on: str | None = None,
    choice: Choice | None = None,
) -> PartyStatement:
    """Return the lines of one party, or those over all, of what they see of other things, by name.

    It is what `StatementPlan.seen_types` lists; the lines are those over all where no party's row is in it.
    """
    read = engine.read_decisions(recorded, known_on=known_on)
    calculation = _Calculation(engine, plan, facts[plan.period], read, deciding(engine, plan, read), choice)
    is_shared = plan.party.name not in facts
    outcomes: dict[str, Outcome] = {}
    shown = calculation.all_shown(facts, plan.seen_types(is_shared=is_shared))
    if is_shared:
        calculation.add_shared(plan.shared_lines, facts, facts.get(plan.party.all), outcomes)
        return PartyStatement("", "", outcomes, facts, shown)
    calculation.add(plan.party_lines, facts, outcomes)
    return PartyStatement(*calculation.names_of(facts[plan.party.name]), outcomes, facts, shown)


@dataclass(frozen=True, slots=True)
class _Calculation:
    """What every line of one statement shares. `deciding` are the rules whose outcome may rest on what is recorded."""

    engine: Engine
    plan: StatementPlan
    period: Value
    recorded: ReadDecisions
    deciding: frozenset[str]
    choice: Choice | None = None

    def of_period(self, period: Value, data: TableData) -> _Calculation | PeriodLines | Absence:
        """Return what computes another period: a pack of one version the same way, others by that of the period.

        Where that version has no such statement there are no lines, where there is no version the reason.
        """
        if self.choice is None:
            return replace(self, period=period)
        choice = version_in(self.choice, period)
        if isinstance(choice, Absence):
            return choice
        engine = engine_of(choice)
        plan = engine.pack.statements.get(self.plan.id)
        if plan is None:
            return PeriodLines(choice, {})
        known_on = self.recorded.known_on
        read = as_read_by(self.plan, data, plan)
        recorded = engine.read_decisions(recorded_in(plan, read, known_on), known_on=known_on)
        return _Calculation(engine, plan, period, recorded, deciding(engine, plan, recorded), choice)

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

    def takers(self, data: TableData) -> tuple[tuple[DataRow, ...], tuple[LeftOut, ...]]:
        """Return the rows of the parties that take part in the period, and the others with the reason."""
        rows = tuple(data.rows[self.plan.party.table])
        reasons = [self.absent_for(row.record) for row in rows]
        takers = tuple(row for row, reason in zip(rows, reasons, strict=True) if not reason)
        others = ((row.record, reason) for row, reason in zip(rows, reasons, strict=True) if reason)
        return takers, tuple(LeftOut(*self.names_of(record), reason) for record, reason in others)

    def names_of(self, record: Record) -> tuple[str, str]:
        """Return the key of a party and what people call it."""
        table = self.plan.table(self.plan.party.table)
        shown = self.shown(record, table.record, table.file)
        key, label = shown[table.key[0]], shown.get(self.plan.party.label)
        return display(key), display(key if label is None or isinstance(label, Absence) or label == "" else label)

    def shown(self, value: Value, type_: Type, where: str) -> Value:
        """Return a value as outputs have it."""
        return masked(value, type_, self.engine.tokens, where) if self.engine.has_personal else value

    def all_shown(self, facts: Mapping[str, Value], types: Mapping[str, Type]) -> Mapping[str, Value]:
        """Return what lines saw as outputs have it."""
        if not self.engine.has_personal:
            return facts
        return {name: self.shown(value, types[name], name) for name, value in facts.items()}

    def add(self, lines: Iterable[Line], facts: Mapping[str, Value], outcomes: dict[str, Outcome]) -> None:
        """Add the outcomes of lines that see these facts, and each the lines before it."""
        seen = {**facts, **seen_lines(self.plan, outcomes)}
        for line in lines:
            outcomes[line.id] = self.outcome_of(line.rule, seen)
            seen[line.id] = value_or_absence(outcomes[line.id], line.type)

    def add_shared(
        self, lines: Iterable[Line], facts: Mapping[str, Value], parties: Value, outcomes: dict[str, Outcome]
    ) -> None:
        """Add the outcomes of lines over all parties, of which each sees the lines before it."""
        name = self.plan.party.all
        for line in lines:
            types = {each.name: each.type for each in line.rule.inputs}
            own = {name: _seen_of(parties, types[name])} if name in types else {}
            self.add((line,), {**facts, **own}, outcomes)

    def value_of(self, rule: Rule, seen: Mapping[str, Value]) -> Value:
        """Return the value of a formula over what it may see, or why there is none."""
        return value_or_absence(self.outcome_of(rule, seen), rule.outcome)

    def outcome_of(self, rule: Rule, seen: Mapping[str, Value]) -> Outcome:
        """Return the outcome of one formula over what it may see."""
        facts = {each.name: as_fact(seen[each.name], each.type) for each in rule.inputs}
        recorded = self.recorded if rule.id in self.deciding else None
        outcome = self.engine.run_here(
            Case(rule.id, facts, known_on=self.recorded.known_on, recorded=recorded), trace=True
        )
        return outcome if self.choice is None else self.choice.marked(outcome)

    def reconcile(
        self, parties: Sequence[PartyStatement], totals: Mapping[str, Total], shared: PartyStatement
    ) -> tuple[Reconciled, ...]:
        """Return which equations hold."""
        found: list[Reconciled] = []
        line_types = {line.id: line.type for line in self.plan.lines}
        of_all = seen_lines(self.plan, shared.outcomes)
        for each in self.plan.reconciliations:
            if each.scope == "totals":
                values = {**of_all, **{name: total_or_absence(total) for name, total in totals.items()}}
                types = {**line_types, **{name: total.type for name, total in totals.items()}}
                found.append(
                    reconciled(each, "", self.outcome_of(each.rule, values), values, types=types, engine=self.engine)
                )
                continue
            for party in parties:
                lines = {**of_all, **seen_lines(self.plan, party.outcomes)}
                outcome = self.outcome_of(each.rule, lines)
                found.append(reconciled(each, party.label, outcome, lines, types=line_types, engine=self.engine))
        return tuple(found)


def _seen_of(parties: Value, type_: Type) -> Value:
    """Return what a line over all parties sees of them: of each its row, and the lines before the line."""
    if not isinstance(parties, list) or not isinstance(type_, ListType) or not isinstance(type_.item, ContextType):
        return parties
    names = [name for name, _ in type_.item.entries]
    return [{name: each[name] for name in names if name in each} for each in parties]


def _is_cell(value: Value) -> bool:
    return not isinstance(value, list | dict | Absence)


def seen_lines(plan: StatementPlan, outcomes: Mapping[str, Outcome]) -> dict[str, Value]:
    """Return what formulas see of lines that have been computed."""
    return {line.id: value_or_absence(outcomes[line.id], line.type) for line in plan.lines if line.id in outcomes}


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


def _total(plan: StatementPlan, line_id: str, parties: Sequence[PartyStatement]) -> Total:
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
