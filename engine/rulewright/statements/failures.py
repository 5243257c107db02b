"""Says which lines of a statement are errors, each once, at the row of a table that brought it about.

An error is handed on from line to line; only the first such line is reported. The trace leads to the rule that failed
and to what it was called with. Where exactly one row that the party's formulas saw holds these values, that row is the
place; else it is the place in the rule file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulewright.diagnostics import Diagnostic
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.trace import TraceNode
from rulewright.language.display import display
from rulewright.language.values import Absence, Failure, Value
from rulewright.packs.model.statements import Line
from rulewright.source import Place
from rulewright.statements.result import PartyStatement, StatementResult
from rulewright.statements.tables import TableData

Places = Mapping[int, Place]
"""The places of rows by the identity of their records: two rows may hold the same values."""


def line_problems(result: StatementResult, data: TableData) -> tuple[Diagnostic, ...]:
    """Return the errors of all parties, in the order of the parties and their lines."""
    places = {id(row.record): row.place for rows in data.rows.values() for row in rows}
    return tuple(
        _problem(party, line, party.outcomes[line.id], places)
        for party in result.parties
        for line in result.plan.lines
        if party.outcomes[line.id].status is Status.ERROR and not _is_handed_on(line, party)
    )


def _is_handed_on(line: Line, party: PartyStatement) -> bool:
    """Whether the error of a line is that of a line it rests on."""
    message = party.outcomes[line.id].message
    before = (party.outcomes.get(each.name) for each in line.rule.inputs)
    return any(each is not None and each.status is Status.ERROR and each.message == message for each in before)


def _problem(party: PartyStatement, line: Line, outcome: Outcome, places: Places) -> Diagnostic:
    code = outcome.problem.code if outcome.problem else "evaluation"
    rule_place = outcome.problem.place if outcome.problem and outcome.problem.place else line.rule.place
    message = f"{party.label}, {line.title}: {outcome.message}"
    hint = outcome.problem.hint if outcome.problem else ""
    failed = _failed(outcome.trace, outcome.problem.rule) if outcome.trace and outcome.problem else None
    arguments = {name: value for name, value in failed.arguments if _is_cell(value)} if failed else {}
    rows = tuple(_rows_with(arguments, party, places))
    if len(rows) == 1:
        ((place, common),) = rows
        shown = " and ".join(f"`{name}` is {display(value)}" for name, value in common)
        related = ((rule_place, "the rule that has no outcome for it"),)
        return Diagnostic(
            code, message, place, hint or f"in this row {shown}: compare them with their source", related=related
        )
    return Diagnostic(code, message, rule_place, hint or "`rulewright explain` shows the rule with the facts of a case")


def _failed(node: TraceNode, rule: str) -> TraceNode | None:
    """Return the first evaluation of a rule that failed."""
    if node.rule == rule and isinstance(node.value, Failure):
        return node
    return next((found for child in node.children if (found := _failed(child, rule)) is not None), None)


def _is_cell(value: Value) -> bool:
    return not isinstance(value, list | dict | Absence)


def _rows_with(
    arguments: Mapping[str, Value], party: PartyStatement, places: Places
) -> Iterator[tuple[Place, tuple[tuple[str, Value], ...]]]:
    """Yield the rows that the party's formulas saw and that hold these values, with the cells they share by name."""
    for name, seen in party.seen.items():
        for record, shown in zip(_records(seen), _records(party.shown[name]), strict=True):
            if id(record) not in places:
                continue
            common = tuple((name, value) for name, value in arguments.items() if name in shown)
            if common and all(shown[name] == value for name, value in common):
                yield places[id(record)], common


def _records(seen: Value) -> list[dict[str, Value]]:
    """Return the records of what formulas saw under one name."""
    return [each for each in (seen if isinstance(seen, list) else [seen]) if isinstance(each, dict)]
