"""Writes a statement as CSV: one row a party for spreadsheets, and one row a line for databases."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.plain_json import JsonValue, to_json
from rulewright.statements.result import StatementResult


def wide_csv(result: StatementResult) -> str:
    """Return a row for each party: its key, its label, the exact value of every line, and which lines are not known.

    A cell is empty where the line is not known or has no value; `not_known` names the former. The last row has the
    totals.
    """
    lines = result.plan.lines
    head = [result.plan.period, "party", "label", *(line.id for line in lines), "not_known"]
    rows = [
        [
            result.period,
            party.key,
            party.label,
            *(_text(party.outcomes[line.id]) for line in lines),
            " ".join(line.id for line in lines if party.outcomes[line.id].status is not Status.KNOWN),
        ]
        for party in result.parties
    ]
    totals = [_written(to_json(result.totals[line.id].value)) if line.id in result.totals else "" for line in lines]
    partial = [line_id for line_id, total in result.totals.items() if total.left_out]
    return _csv([head, *rows, [result.period, "", "Total", *totals, " ".join(partial)]])


def long_csv(result: StatementResult) -> str:
    """Return a row for each party and line: status, exact value, what is needed, and why there is no value."""
    head = [result.plan.period, "party", "label", "line", "title", "status", "value", "needs", "message"]
    rows = [
        [
            result.period,
            party.key,
            party.label,
            line.id,
            line.title,
            outcome.status.value,
            _text(outcome),
            "; ".join(outcome.needs),
            outcome.message,
        ]
        for party in result.parties
        for line in result.plan.lines
        for outcome in (party.outcomes[line.id],)
    ]
    return _csv([head, *rows])


def _text(outcome: Outcome) -> str:
    return _written(to_json(outcome.value)) if outcome.status is Status.KNOWN else ""


def _written(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a negative number stays one."""
    if cell[:1] in {"=", "+", "@", "\t"} or (cell[:1] == "-" and not cell[1:].replace(".", "", 1).isdigit()):
        return f"'{cell}"
    return cell
