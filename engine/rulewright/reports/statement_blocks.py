"""Says a statement in blocks: a table for each group of lines, so that it fits a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import groupby

from rulewright.blocks import Block, Grid, Prose, Stack, Tree, Words
from rulewright.diagnostics.terminal_text import visible
from rulewright.diagnostics.wording import counted
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.language.numbers import DECIMAL128
from rulewright.language.types import NumberType
from rulewright.packs.model.notation import Notation
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.statements import Line, Reconciliation
from rulewright.packs.model.version_names import version_words
from rulewright.reports.numbers import format_number, shown_number
from rulewright.reports.values import format_cell, format_value
from rulewright.statements.reconcile import Reconciled, Tolerance, tolerance_of
from rulewright.statements.result import StatementResult, Total

OVER_ALL = "over all"
MOST = 20
"""So many parties for which an equation fails are listed."""


def statement_text(result: StatementResult, pack: Pack) -> Iterator[Block]:
    """Yield the summary lines of every party with their totals, and what does not reconcile or is not known."""
    plan, notation = result.plan, pack.notation
    known = f", known on {result.known_on}" if result.known_on else ""
    about = f"{plan.period_title} {result.period}{known} · {pack.title}, version {version_words(pack.version)}"
    yield Stack((Prose(Words(plan.title, "title")), Prose(Words(about, "dim"))))
    shown = [line for line in plan.party_lines if line.is_summary]
    if over_all := [line for line in plan.shared_lines if line.is_summary]:
        rows = tuple(
            (line.title, visible(value_words(result.shared.outcomes[line.id], line, notation))) for line in over_all
        )
        yield Stack((Words(OVER_ALL, "label"), Grid(("line", "value"), rows)))
    for title, group in groupby(shown, key=lambda line: line.group):
        lines = list(group)
        notes = tuple(Prose(note) for line in lines if (note := total_note(result, line, notation)))
        yield Stack((Words(title, "label"), _table(result, lines, notation), *notes))
    if waiting := tuple(_waiting(result, notation)):
        yield Stack((Words("not known", "absent"), Grid((plan.party.title, "line", "why"), waiting)))
    left_out = sorted({visible(label) for total in result.totals.values() for label in total.left_out})
    if left_out:
        yield Prose(f"Totals are without what is not known of {', '.join(left_out)}.")
    if result.left_out:
        absent = tuple((visible(each.label), visible(each.reason)) for each in result.left_out)
        yield Stack((Words("takes no part", "absent"), Grid((plan.party.title, "why"), absent)))
    for reconciliation in plan.reconciliations:
        if failed := [each for each in result.failures if each.reconciliation == reconciliation]:
            yield _failed(reconciliation, failed, plan.party.title, notation)
    yield Prose(_held(result, notation))


def cell_words(outcome: Outcome, line: Line, notation: Notation) -> str:
    """Return an outcome in a cell of a table: a number without words, or the status."""
    if outcome.status is not Status.KNOWN:
        return str(outcome.status.value)
    return "–" if outcome.value is None else format_cell(outcome.shown, line.type, notation)


def value_words(outcome: Outcome, line: Line, notation: Notation) -> str:
    """Return an outcome in words: its value with its unit, or what it waits for."""
    if outcome.status is Status.KNOWN:
        return "none" if outcome.value is None else format_value(outcome.shown, line.type, notation)
    needs = ", ".join(outcome.needs)
    return f"{outcome.status.value}: {needs or outcome.message}"


def total_words(total: Total, notation: Notation, *, is_cell: bool = True) -> str:
    """Return a total, or in its place that no party's amount is known, or that no party has one."""
    if not total.amounts:
        return "not known" if total.left_out else "–"
    return (format_cell if is_cell else format_value)(total.value, total.type, notation)


def total_note(result: StatementResult, line: Line, notation: Notation) -> str:
    """Return why the amounts of a column do not add up to the total below them, as both are shown; else nothing."""
    total = result.totals.get(line.id)
    if total is None or not isinstance(line.type, NumberType):
        return ""
    values = [party.outcomes[line.id].value for party in result.parties]
    with localcontext(DECIMAL128):
        numbers = [shown_number(each, line.type, notation) for each in values if isinstance(each, Decimal)]
        added = sum(numbers, Decimal(0))
    if added == shown_number(total.value, line.type, notation):
        return ""
    shown = format_cell(added, total.type, notation)
    return f"{line.title}: shortened as they are shown, the amounts add up to {shown}; the total adds the exact ones."


def sides_words(each: Reconciled, notation: Notation) -> tuple[str, str, str]:
    """Return the sides of an equation and their difference; exact where one of them would be shown shortened."""
    sides = each.sides
    if sides is None:
        return "", "", each.outcome.message
    difference = sides.difference
    values = (sides.left, sides.right, *([difference] if difference is not None else []))
    shown = [format_value(value, sides.type, notation) for value in values]
    if any(text.startswith("≈") for text in shown):
        shown = [format_value(value, sides.type, notation, is_exact=True) for value in values]
    return shown[0], shown[1], shown[2] if difference is not None else ""


def precision_words(result: StatementResult, notation: Notation) -> str:
    """Return how far apart the sides of the equations may be: `sides may differ by less than $0.005`."""
    tolerances = [tolerance_of(each, notation) for each in result.plan.reconciliations]
    words = dict.fromkeys(_tolerance(each, notation) for each in tolerances if each.limit)
    return f"sides may differ by {' or '.join(words)}" if words else "exactly"


def _tolerance(tolerance: Tolerance, notation: Notation) -> str:
    limit = format_number(tolerance.limit, NumberType(tolerance.unit), notation, is_exact=True)
    return f"{'less than' if tolerance.is_open else 'at most'} {limit}"


def equation_words(reconciliation: Reconciliation) -> str:
    """Return an equation as it is written, in one line."""
    return next((" ".join(formula.text.split()) for _, formula in reconciliation.rule.formulas()), "")


def _held(result: StatementResult, notation: Notation) -> str:
    """Return how many equations hold, and how close their sides are."""
    whole = len(result.reconciliations)
    held = sum(each.holds is True for each in result.reconciliations)
    unknown = whole - held - len(result.failures)
    rest = f"; {unknown} cannot be checked until everything in them is known" if unknown else ""
    return f"{held} of {counted(whole, 'equation')} hold ({precision_words(result, notation)}){rest}."


def _waiting(result: StatementResult, notation: Notation) -> Iterator[tuple[str, str, str]]:
    """Yield what is not known of each party: lines that wait for the same in one row."""
    plan = result.plan
    for party, whole in [(result.shared, plan.shared_lines), *((each, plan.party_lines) for each in result.parties)]:
        lines = [line for line in whole if party.outcomes[line.id].status is not Status.KNOWN]
        reasons: dict[str, list[str]] = {}
        for line in lines:
            reasons.setdefault(value_words(party.outcomes[line.id], line, notation), []).append(line.title)
        label = OVER_ALL if party is result.shared else visible(party.label)
        yield from ((label, ", ".join(titles), visible(why)) for why, titles in reasons.items())


def _failed(reconciliation: Reconciliation, failed: Sequence[Reconciled], party: str, notation: Notation) -> Block:
    """Return an equation that does not hold, with its sides for each party."""
    broken = [each for each in failed if each.is_error]
    unequal = [each for each in failed if not each.is_error]
    parts: list[Block] = [Words(equation_words(reconciliation), "dim")]
    if unequal:
        rows = tuple((visible(each.party) or "totals", *sides_words(each, notation)) for each in unequal[:MOST])
        parts.append(Grid((party, "left side", "right side", "difference"), rows, right=(1, 2, 3)))
    parts += [Prose(f"{visible(each.party) or 'totals'}: {each.outcome.message}") for each in broken[:MOST]]
    more = max(0, len(unequal) - MOST) + max(0, len(broken) - MOST)
    parts += [f"and {more} more"] if more else []
    what = "does not reconcile" if unequal else "cannot be evaluated"
    return Tree((Words(what, "absent"), f": {reconciliation.title}"), tuple(parts))


def _table(result: StatementResult, columns: Sequence[Line], notation: Notation) -> Grid:
    head = (result.plan.party.title, *(line.title for line in columns))
    rows = tuple(
        (visible(party.label), *(cell_words(party.outcomes[line.id], line, notation) for line in columns))
        for party in result.parties
    )
    found = (result.totals.get(line.id) for line in columns)
    totals = ("" if total is None else total_words(total, notation) for total in found)
    foot = ("Total", *totals) if any(line.is_total for line in columns) else ()
    return Grid(head, rows, right=tuple(range(1, len(head))), foot=foot, is_rigid=True)
