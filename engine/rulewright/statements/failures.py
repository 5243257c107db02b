"""Says which lines of a statement are errors, each once, at the row of a table that brought it about.

An error is handed on from line to line; only the first such line is reported. The trace leads to the rule that failed
and to what it was called with. Where exactly one row that the party's formulas saw is such a value, or holds these
values, that row is the place, one of the party's own before those of all parties; else the one row that records a
decision on which the rule rests; else it is the place in the rule file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.trace import TraceNode
from rulewright.language.display import display
from rulewright.language.reading.case_words import Misread
from rulewright.language.values import Absence, Failure, Value
from rulewright.packs.model.statements import Line, RecordedTable, StatementPlan
from rulewright.source import Place
from rulewright.statements.recorded_tables import recording_rows
from rulewright.statements.result import PartyStatement, StatementResult
from rulewright.statements.table_rows import DataRow
from rulewright.statements.tables import TableData

Places = Mapping[int, Place]
"""The places of rows by the identity of their records: two rows may hold the same values."""

RowsOf = Callable[[str], Sequence[DataRow]]
Recording = Mapping[str, Sequence[tuple[RecordedTable, DataRow]]]


_RECORD = re.compile(r"recorded\.(?P<rule>.+)\[(?P<number>\d+)\]")
"""The path of a recorded decision in those of a case, by the discretion and its place among the others."""


def line_problems(result: StatementResult, data: TableData) -> tuple[Diagnostic, ...]:
    """Return the errors of recorded decisions, of lines over all parties, then of each party, in their order.

    Before them stands a warning of each row that records a decision and does not say who decided.
    """
    plan, shared = result.plan, result.shared
    places = _places((shared, *result.parties))
    rows_of = cache(lambda table: tuple(data.rows[table]))
    recording = recording_rows(plan, data)
    by_party = [(shared, plan.shared_lines), *((party, plan.party_lines) for party in result.parties)]
    of_parties = _messages(result.parties) if plan.shared_lines else frozenset()
    refused = {(each.code, each.message) for each in result.recorded.problems}
    decisions = tuple(_refused(each, plan, recording) for each in result.recorded.problems)
    problems = (
        _problem(party, line, _Rows(plan, rows_of, party, places))
        for party, lines in by_party
        for line in lines
        if party.outcomes[line.id].status is Status.ERROR
        and _cause(party.outcomes[line.id]) not in refused
        and not _is_handed_on(line, party.outcomes, shared.outcomes)
        and not (party is shared and _sees(line, plan.party.all) and party.outcomes[line.id].message in of_parties)
    )
    return (*_without_actor(recording), *decisions, *problems)


def _places(parties: Iterable[PartyStatement]) -> Places:
    """Return where the rows stand that the formulas of parties saw."""
    return {
        id(record): place
        for party in parties
        for name, places in party.places.items()
        for record, place in zip(_records(party.seen[name]), places, strict=True)
    }


def _cause(outcome: Outcome) -> tuple[str, str]:
    problem = outcome.problem
    return (problem.code, problem.reason) if problem else ("", "")


def _refused(problem: Misread, plan: StatementPlan, recording: Recording) -> Diagnostic:
    """Return what is wrong with a recorded decision, at its row; nothing that may read decisions has an outcome."""
    found = _RECORD.match(problem.path)
    rows = recording.get(found["rule"], ()) if found else ()
    place = rows[int(found["number"]) - 1][1].place if found and rows else plan.place
    return Diagnostic(problem.code, problem.message, place, problem.hint)


def _without_actor(recording: Recording) -> Iterator[Diagnostic]:
    for rule, rows in recording.items():
        message = f"the recorded decision on `{rule}` names no actor"
        for table, row in rows:
            if not row.record.get(table.actor):
                hint = f"write who decided in `{table.actor}`" if table.actor else "no column says who: name `actor`"
                yield Diagnostic("decision-without-actor", message, row.place, hint, Severity.WARNING)


def _messages(parties: Sequence[PartyStatement]) -> frozenset[str]:
    """Return what is wrong with the lines of parties."""
    outcomes = (outcome for party in parties for outcome in party.outcomes.values())
    return frozenset(each.message for each in outcomes if each.status is Status.ERROR)


def _sees(line: Line, name: str) -> bool:
    return any(each.name == name for each in line.rule.inputs)


def _is_handed_on(line: Line, own: Mapping[str, Outcome], shared: Mapping[str, Outcome]) -> bool:
    """Whether the error of a line is that of a line it rests on."""
    message = own[line.id].message
    before = (own.get(each.name) or shared.get(each.name) for each in line.rule.inputs)
    return any(each is not None and each.status is Status.ERROR and each.message == message for each in before)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of the tables that an error of one party may come from."""

    plan: StatementPlan
    rows_of: RowsOf
    party: PartyStatement
    places: Places

    def of(self, failed: Sequence[TraceNode]) -> tuple[Place, str] | None:
        """Return the one row that brought about the failure of a rule, with a hint; None where there is no one row."""
        first = failed[0]
        inner = failed[:-1]  # the last is the line, which sees all rows
        given = next((rows for node in inner if (rows := tuple(self._given(node)))), ())
        recording = tuple(self._recording(first))
        is_decision = any(each.rule == first.rule for each in self.plan.recorded)
        own, all_ = (tuple(self._holding(first, names)) for names in (self._own(), self.party.seen))
        for found in (recording if is_decision else (), own, all_, given, recording):
            if len(found) == 1:
                return found[0]
        return None

    def _own(self) -> Sequence[str]:
        """Return the names under which formulas see rows of this party alone."""
        reads = (read.name for read in self.plan.reads if not read.is_shared(self.plan.party.name))
        return (self.plan.party.name, *reads)

    def _seen(self, names: Iterable[str]) -> Iterator[tuple[Place, Mapping[str, Value]]]:
        """Yield the rows that the party's formulas saw under these names, with their records as outputs show them."""
        for name in names:
            seen = self.party.seen.get(name)
            for record, shown in zip(_records(seen), _records(self.party.shown.get(name)), strict=True):
                if id(record) in self.places:
                    yield self.places[id(record)], shown

    def _given(self, node: TraceNode) -> Iterator[tuple[Place, str]]:
        """Yield the rows that a rule was given as a whole."""
        given = [value for _, value in node.arguments if isinstance(value, dict)]
        yield from (
            (place, "compare this row with its source")
            for place, shown in self._seen(self.party.seen)
            if shown in given
        )

    def _holding(self, failed: TraceNode, names: Iterable[str]) -> Iterator[tuple[Place, str]]:
        """Yield the rows under these names that hold the cells that the rule was given, as many of them as any does."""
        cells = {name: value for name, value in failed.arguments if not isinstance(value, list | dict | Absence)}
        holding = [
            (place, common)
            for place, record in self._seen(names)
            if (common := [(name, value) for name, value in cells.items() if name in record])
            and all(record[name] == value for name, value in common)
        ]
        most = max((len(common) for _, common in holding), default=0)
        for place, common in holding:
            if len(common) == most:
                shown = " and ".join(f"`{name}` is {display(value)}" for name, value in common)
                yield place, f"in this row {shown}: compare them with their source"

    def _recording(self, failed: TraceNode) -> Iterator[tuple[Place, str]]:
        """Yield the rows that record the decision that the rule is, or those on which it rests."""
        made_for = {each.rule: dict(each.arguments) for each in (*failed.children, failed)}
        for table in self.plan.recorded:
            for row in self.rows_of(table.table) if table.rule in made_for else ():
                if all(row.record[column] == made_for[table.rule].get(name) for name, column in table.keys):
                    yield row.place, f"this row records the decision on `{table.rule}`: compare it with its source"


def _records(seen: Value) -> list[dict[str, Value]]:
    """Return the records of what formulas saw under one name."""
    return [each for each in (seen if isinstance(seen, list) else [seen]) if isinstance(each, dict)]


def _problem(party: PartyStatement, line: Line, rows: _Rows) -> Diagnostic:
    outcome = party.outcomes[line.id]
    code = outcome.problem.code if outcome.problem else "evaluation"
    rule_place = outcome.problem.place if outcome.problem and outcome.problem.place else line.rule.place
    message = f"{'' if line.is_shared else f'{party.label}, '}{line.title}: {outcome.message}"
    hint = outcome.problem.hint if outcome.problem else ""
    failed = _failed(outcome.trace, outcome.problem.rule) if outcome.trace and outcome.problem else []
    found = rows.of(failed) if failed else None
    if found is not None:
        place, shown = found
        related = ((rule_place, "the rule that has no outcome for it"),)
        return Diagnostic(code, message, place, hint or shown, related=related)
    return Diagnostic(code, message, rule_place, hint or "`rulewright explain` shows the rule with the facts of a case")


def _failed(node: TraceNode, rule: str) -> list[TraceNode]:
    """Return the first evaluation of a rule that failed, and those that led to it, from the inside out."""
    if node.rule == rule and isinstance(node.value, Failure):
        return [node]
    inner = next((found for child in node.children if (found := _failed(child, rule))), [])
    return [*inner, node] if inner else []
