"""Draws a statement as one HTML page: totals, a chart, a table, and behind every number its explanation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from itertools import groupby

import jinja2

from rulewright.evaluate.outcome import Status
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.statements import Line
from rulewright.reports.explanation import Explained, explain
from rulewright.reports.explanation_text import is_
from rulewright.reports.line_text import cell_words, value_words
from rulewright.reports.values import format_cell, format_value
from rulewright.statements.result import PartyStatement, StatementResult

MANY = 3
LONGEST = 220
HOLDS = {True: "", False: "bad", None: "void"}


def statement_page(result: StatementResult, pack: Pack, engine_version: str) -> str:
    """Return the page. It needs no network, follows the reader's light or dark setting, and prints."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters["short"] = shortened
    environment.filters["equal"] = is_
    environment.filters["equations"] = equations
    environment.filters["grouped"] = grouped
    template = resources.files("rulewright.reports").joinpath("templates/statement.html.j2").read_text("utf-8")
    return environment.from_string(template).render(page=page_of(result, pack, engine_version))


def page_of(result: StatementResult, pack: Pack, engine_version: str) -> Mapping[str, object]:
    """Return what the page shows."""
    plan = result.plan
    columns = [line for line in plan.lines if line.is_summary]
    return {
        "title": plan.title,
        "about": plan.about,
        "period": result.period,
        "period_title": plan.period_title,
        "party_title": plan.party.title,
        "pack": f"{pack.title}, version {pack.version}",
        "digest": pack.digest,
        "source": str(plan.source),
        "engine": f"Rulewright {engine_version}",
        "tables": [(name, digest) for name, digest in result.table_digests.items()],
        "totals": [
            {
                "title": total.line.title,
                "value": format_cell(total.value, total.line.type),
                "left_out": total.left_out,
            }
            for total in result.totals.values()
            if total.line.is_summary
        ],
        "columns": [line.title for line in columns],
        "foot": [
            format_value(result.totals[line.id].value, line.type) if line.id in result.totals else ""
            for line in columns
        ],
        "parties": [_party(party, result, pack, columns) for party in result.parties],
        "checks": _checks(result),
        "chart": _chart(result),
    }


def _party(party: PartyStatement, result: StatementResult, pack: Pack, columns: Sequence[Line]) -> Mapping[str, object]:
    anchor = anchor_of(party.key)
    groups = [
        {"title": title, "lines": [_line(line, party, anchor, pack) for line in lines]}
        for title, lines in groupby(result.plan.lines, key=lambda line: line.group)
    ]
    cells = [_line(line, party, anchor, None) for line in columns]
    return {"label": party.label, "anchor": anchor, "groups": groups, "cells": cells}


def _line(line: Line, party: PartyStatement, anchor: str, pack: Pack | None) -> Mapping[str, object]:
    outcome = party.outcomes[line.id]
    value = value_words(outcome, line)
    trace = outcome.trace if pack else None
    return {
        "title": line.title,
        "anchor": f"{anchor}.{line.id}",
        "value": value,
        "short": cell_words(outcome, line),
        "is_absent": outcome.status is not Status.KNOWN,
        "message": outcome.message,
        "explained": explain(trace, pack) if trace and pack else None,
    }


def _checks(result: StatementResult) -> list[Mapping[str, str]]:
    checks: list[Mapping[str, str]] = []
    for each in result.plan.reconciliations:
        found = [one for one in result.reconciliations if one.reconciliation.id == each.id]
        held = sum(one.holds is True for one in found)
        failed = [one.party or "totals" for one in found if one.holds is False]
        void = [one.party or "totals" for one in found if one.holds is None]
        words = f"holds for {held} of {len(found)}" if each.scope == "party" else ("holds" if held else "")
        words += f"; fails for {', '.join(failed)}" if failed else ""
        words += f"; cannot be told for {', '.join(void)}" if void else ""
        checks.append({"title": each.title, "words": words, "state": HOLDS[False if failed else held > 0 or None]})
    return checks


def _chart(result: StatementResult) -> Mapping[str, object] | None:
    """Return the bars: a party each, its parts side by side, all to one scale."""
    chart = result.plan.chart
    if chart is None:
        return None
    lines = {line.id: line for line in result.plan.lines}
    wholes = {party.key: party.outcomes[chart.whole].value for party in result.parties}
    known = [value for value in wholes.values() if isinstance(value, Decimal)]
    largest = max(known, default=Decimal(0))
    bars = []
    for party in result.parties:
        pieces = []
        for index, part in enumerate(chart.parts):
            value = party.outcomes[part].value
            if not isinstance(value, Decimal) or value <= 0 or not largest:
                continue
            shown = f"{lines[part].title} {format_value(value, lines[part].type)}"
            pieces.append({"width": f"{value * 100 / largest:.3f}", "part": index, "words": shown})
        whole = value_words(party.outcomes[chart.whole], lines[chart.whole])
        anchor = f"{anchor_of(party.key)}.{chart.whole}"
        bars.append({"label": party.label, "anchor": anchor, "pieces": pieces, "whole": whole})
    return {"title": chart.title, "legend": [lines[part].title for part in chart.parts], "bars": bars}


def anchor_of(key: str) -> str:
    """Return a key as a part of an address inside the page."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", key)


def shortened(text: str) -> str:
    """Return a text of at most `LONGEST` characters."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def equations(part: Explained) -> list[tuple[str, str, str]]:
    """Return a rule's formulas with the values that they gave."""
    results = dict([*part.steps, *part.outputs])
    return [(name, formula, results.get(name, "")) for name, formula in part.formulas]


@dataclass(frozen=True, slots=True)
class Call:
    """One call in a table of calls: its facts in the table's order, its value, and its own explanation."""

    cells: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """Calls of one rule in a row: a table where there are many."""

    title: str
    citation: str
    is_many: bool
    names: tuple[str, ...]
    calls: tuple[Call, ...]
    parts: tuple[Explained, ...]

    @property
    def has_outputs(self) -> bool:
        """Whether the outputs have columns of their own."""
        return any(name.startswith("→") for name in self.names)


def grouped(parts: Sequence[Explained]) -> list[Group]:
    """Return rules that were asked, calls of one rule in a row together."""
    groups = []
    for _, run in groupby(parts, key=lambda each: each.rule):
        calls = tuple(run)
        first = calls[0]
        columns = [_columns(call) for call in calls]
        names = tuple(dict.fromkeys(name for cells in columns for name in cells))
        rows = tuple(
            Call(tuple(cells.get(name, "") for name in names), call.value)
            for cells, call in zip(columns, calls, strict=True)
        )
        groups.append(Group(first.title, first.citation, len(calls) > MANY, names, rows, calls))
    return groups


def _columns(call: Explained) -> Mapping[str, str]:
    """Return what a row of a table of calls shows: facts, the entries of records each in a column, several outputs."""
    cells: dict[str, str] = {}
    for fact in call.facts:
        cells.update(fact.entries or ((fact.name, fact.value),))
    if len(call.outputs) > 1:
        cells.update((f"→ {name}", value) for name, value in call.outputs)
    return cells
