"""Writes a statement as CSV: one row a party for spreadsheets, and one row a line for databases.

Cells hold no character that a terminal obeys: where a table had one, another that can be seen stands for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from rulewright.diagnostics.terminal_text import visible
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.plain_json import JsonValue, to_json
from rulewright.reports.values import HIDDEN, is_hidden
from rulewright.statements.result import StatementResult, Total

FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|\n")
"""How a cell begins that a spreadsheet may take for a formula: it spares blanks, and knows full-width signs."""

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
QUOTED = re.compile(r'[",\n]|^\s|\s$')
"""What a cell has that needs quotes: a comma or quote, the end of a line, blanks around it."""


def wide_csv(result: StatementResult) -> str:
    """Return a row for each party: its key, its label, the exact value of every line, and which lines are not known.

    A cell is empty where the line is not known or has no value; `not_known` names the former. The last row has the
    totals; one of no amount at all is empty.
    """
    lines = result.plan.party_lines
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
    found = (result.totals.get(line.id) for line in lines)
    totals = ["" if total is None else _total(total) for total in found]
    partial = [line_id for line_id, total in result.totals.items() if total.left_out]
    return _csv([head, *rows, [result.period, "", "Total", *totals, " ".join(partial)]])


def long_csv(result: StatementResult) -> str:
    """Return a row for each party and line: status, exact value, what is needed, and why there is no value.

    The lines over all parties stand first, without a party.
    """
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
        for party in (result.shared, *result.parties)
        for line in (result.plan.shared_lines if party is result.shared else result.plan.party_lines)
        for outcome in (party.outcomes[line.id],)
    ]
    return _csv([head, *rows])


def _total(total: Total) -> str:
    """Return a total with all its digits; nothing where there is no amount in it."""
    if not total.amounts:
        return ""
    return HIDDEN if is_hidden(total.value, total.type) else _written(to_json(total.value))


def _text(outcome: Outcome) -> str:
    return _written(to_json(outcome.shown)) if outcome.status is Status.KNOWN else ""


def _written(value: JsonValue) -> str:
    """Return the text of a cell, as tables are read: lists and records are JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    return "".join(",".join(map(_cell, row)) + "\n" for row in rows)


def _cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, in quotes where it has more than one line."""
    text = visible(text)
    safe = f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text
    return '"' + safe.replace('"', '""') + '"' if QUOTED.search(safe) else safe
