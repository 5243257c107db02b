"""Says a statement in blocks: a table for each group of lines, so that it fits a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rulewright.blocks import Block, Grid, Stack, Words
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.statements import Line
from rulewright.reports.values import format_cell, format_value
from rulewright.statements.result import StatementResult


def statement_text(result: StatementResult, pack: Pack) -> Iterator[Block]:
    """Yield the summary lines of every party with their totals, and what does not reconcile or is not known."""
    plan = result.plan
    about = f"{plan.period_title} {result.period} · {pack.title}, version {pack.version}"
    yield Stack((Words(plan.title, "title"), Words(about, "dim")))
    shown = [line for line in plan.lines if line.is_summary]
    for title, group in groupby(shown, key=lambda line: line.group):
        yield Stack((Words(title, "label"), _table(result, list(group))))
    waiting = tuple(
        (party.label, line.title, value_words(party.outcomes[line.id], line))
        for party in result.parties
        for line in plan.lines
        if party.outcomes[line.id].status is not Status.KNOWN
    )
    if waiting:
        yield Stack((Words("not known", "absent"), Grid((plan.party.title, "line", "why"), waiting, is_rigid=True)))
    left_out = sorted({label for total in result.totals.values() for label in total.left_out})
    if left_out:
        yield f"Totals are without what is not known of {', '.join(left_out)}."
    failed = tuple((each.party or "totals", each.reconciliation.title) for each in result.failures)
    if failed:
        yield Stack(
            (Words("does not reconcile", "absent"), Grid((plan.party.title, "equation"), failed, is_rigid=True))
        )
        return
    held = sum(each.holds is True for each in result.reconciliations)
    unknown = len(result.reconciliations) - held
    rest = f"; {unknown} cannot be told until everything in them is known" if unknown else ""
    yield f"{held} of {len(result.reconciliations)} equations hold to the cent{rest}."


def cell_words(outcome: Outcome, line: Line) -> str:
    """Return an outcome in a cell of a table: a number without words, or the status."""
    if outcome.status is not Status.KNOWN:
        return str(outcome.status.value)
    return "–" if outcome.value is None else format_cell(outcome.value, line.type)


def value_words(outcome: Outcome, line: Line) -> str:
    """Return an outcome in words: its value with its unit, or what it waits for."""
    if outcome.status is Status.KNOWN:
        return "none" if outcome.value is None else format_value(outcome.value, line.type)
    needs = ", ".join(outcome.needs)
    return f"{outcome.status.value}: {needs or outcome.message}"


def _table(result: StatementResult, columns: Sequence[Line]) -> Grid:
    head = (result.plan.party.title, *(line.title for line in columns))
    rows = tuple(
        (party.label, *(cell_words(party.outcomes[line.id], line) for line in columns)) for party in result.parties
    )
    totals = (format_cell(result.totals[x.id].value, x.type) if x.id in result.totals else "" for x in columns)
    foot = ("Total", *totals) if any(line.is_total for line in columns) else ()
    return Grid(head, rows, right=tuple(range(1, len(head))), foot=foot, is_rigid=True)
