"""Draws a statement as one HTML page: totals, a chart, a table, and behind every number its explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from itertools import groupby

import jinja2

from rulewright.evaluate.outcome import Status
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.statements import Chart, Line
from rulewright.reports.explanation import Explained, explain
from rulewright.reports.explanation_text import is_
from rulewright.reports.statement_text import cell_words, value_words
from rulewright.reports.values import format_cell, format_value
from rulewright.statements.result import PartyStatement, StatementResult, Total

MANY = 3
LONGEST = 220


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of one party: its value in words and, `short`, in a cell of a table."""

    title: str
    anchor: str
    value: str
    short: str
    is_absent: bool
    message: str
    explained: Explained | None


@dataclass(frozen=True, slots=True)
class Section:
    """A party with the groups of its lines, each group with its title, and the lines of the summary."""

    label: str
    anchor: str
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    cells: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """How an equation fared; `state` is empty where it holds, else `bad` or `void`."""

    title: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: its width in percent, which part it is, and what it shows in words."""

    width: str
    part: int
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one party, its parts side by side."""

    label: str
    anchor: str
    pieces: tuple[Piece, ...]
    whole: str


def statement_page(result: StatementResult, pack: Pack, engine_version: str) -> str:
    """Return the page. It needs no network, follows the reader's light or dark setting, and prints."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters |= {
        "short": shortened,
        "equal": is_,
        "equations": equations,
        "grouped": grouped,
        "cell": _total_cell,
        "value": _total_value,
    }
    template = resources.files("rulewright.reports").joinpath("templates/statement.html.j2").read_text("utf-8")
    lines = {line.id: line for line in result.plan.lines}
    chart = result.plan.chart
    return environment.from_string(template).render(
        plan=result.plan,
        result=result,
        pack=pack,
        engine_version=engine_version,
        columns=[line for line in result.plan.lines if line.is_summary],
        parties=[_section(party, result, pack) for party in result.parties],
        checks=list(_checks(result)),
        legend=[lines[part].title for part in chart.parts] if chart else [],
        bars=list(_bars(result, chart, lines)) if chart else [],
    )


def _total_cell(total: Total) -> str:
    return format_cell(total.value, total.line.type)


def _total_value(total: Total) -> str:
    return format_value(total.value, total.line.type)


def _section(party: PartyStatement, result: StatementResult, pack: Pack) -> Section:
    lines = result.plan.lines
    anchor = anchor_of(party.key)
    entries = {line.id: _entry(line, party, anchor, pack) for line in lines}
    groups = groupby(lines, key=lambda line: line.group)
    return Section(
        label=party.label,
        anchor=anchor,
        groups=tuple((title, tuple(entries[line.id] for line in group)) for title, group in groups),
        cells=tuple(entries[line.id] for line in lines if line.is_summary),
    )


def _entry(line: Line, party: PartyStatement, anchor: str, pack: Pack) -> Entry:
    outcome = party.outcomes[line.id]
    return Entry(
        title=line.title,
        anchor=f"{anchor}.{line.id}",
        value=value_words(outcome, line),
        short=cell_words(outcome, line),
        is_absent=outcome.status is not Status.KNOWN,
        message=outcome.message,
        explained=explain(outcome.trace, pack) if outcome.trace else None,
    )


def _checks(result: StatementResult) -> Iterator[Check]:
    for each in result.plan.reconciliations:
        found = [one for one in result.reconciliations if one.reconciliation.id == each.id]
        held = sum(one.holds is True for one in found)
        failed = [one.party or "totals" for one in found if one.holds is False]
        void = [one.party or "totals" for one in found if one.holds is None]
        words = f"holds for {held} of {len(found)}" if each.scope == "party" else ("holds" if held else "")
        words += f"; fails for {', '.join(failed)}" if failed else ""
        words += f"; cannot be told for {', '.join(void)}" if void else ""
        yield Check(each.title, words, "bad" if failed else "" if held else "void")


def _bars(result: StatementResult, chart: Chart, lines: Mapping[str, Line]) -> Iterator[Bar]:
    """Yield a bar a party, all to one scale."""
    wholes = [party.outcomes[chart.whole].value for party in result.parties]
    largest = max((value for value in wholes if isinstance(value, Decimal)), default=Decimal(0))
    for party in result.parties:
        pieces = []
        for index, part in enumerate(chart.parts):
            value = party.outcomes[part].value
            if isinstance(value, Decimal) and value > 0 and largest:
                shown = f"{lines[part].title} {format_value(value, lines[part].type)}"
                pieces.append(Piece(f"{value * 100 / largest:.3f}", index, shown))
        whole = value_words(party.outcomes[chart.whole], lines[chart.whole])
        yield Bar(party.label, f"{anchor_of(party.key)}.{chart.whole}", tuple(pieces), whole)


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
