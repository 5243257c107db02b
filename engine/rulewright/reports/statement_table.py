"""Writes a statement as tables of text: a table for each group of lines, so that it fits a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rulewright.diagnostics.terminal_text import Style, plain_style
from rulewright.evaluate.outcome import Status
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.statements import Line
from rulewright.reports.grid import grid
from rulewright.reports.line_text import cell_words, value_words
from rulewright.reports.values import format_cell
from rulewright.statements.result import StatementResult


def statement_text(result: StatementResult, pack: Pack, *, style: Style = plain_style) -> str:
    """Return the summary lines of every party with their totals, and what does not reconcile or is not known."""
    plan = result.plan
    lines = [
        style(plan.title, "title"),
        style(f"{plan.period_title} {result.period} · {pack.title}, version {pack.version}", "dim"),
        "",
    ]
    shown = [line for line in plan.lines if line.is_summary]
    for title, group in groupby(shown, key=lambda line: line.group):
        lines += [style(title, "label"), *_table(result, list(group)), ""]
    waiting = [
        (party.label, line.title, value_words(party.outcomes[line.id], line))
        for party in result.parties
        for line in plan.lines
        if party.outcomes[line.id].status is not Status.KNOWN
    ]
    if waiting:
        lines += [style("not known", "absent"), *grid((plan.party.title, "line", "why"), waiting), ""]
    left_out = sorted({label for total in result.totals.values() for label in total.left_out})
    if left_out:
        lines += [f"Totals are without what is not known of {', '.join(left_out)}.", ""]
    failed = [(each.party or "totals", each.reconciliation.title) for each in result.failures]
    if failed:
        lines += [style("does not reconcile", "absent"), *grid((plan.party.title, "equation"), failed), ""]
    else:
        held = sum(each.holds is True for each in result.reconciliations)
        untold = len(result.reconciliations) - held
        rest = f"; {untold} cannot be told until everything in them is known" if untold else ""
        lines.append(f"{held} of {len(result.reconciliations)} equations hold to the cent{rest}.")
    return "\n".join(lines).rstrip()


def _table(result: StatementResult, columns: Sequence[Line]) -> list[str]:
    head = (result.plan.party.title, *(line.title for line in columns))
    rows = [[party.label, *(cell_words(party.outcomes[line.id], line) for line in columns)] for party in result.parties]
    if any(line.is_total for line in columns):
        totals = [format_cell(result.totals[x.id].value, x.type) if x.id in result.totals else "" for x in columns]
        rows.append(["Total", *totals])
    table = grid(head, rows, right=range(1, len(head)))
    if any(line.is_total for line in columns):
        table.insert(len(table) - 1, table[-len(rows) - 1])
    return table
