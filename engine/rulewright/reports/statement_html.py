"""Draws a statement as one HTML page: totals, a chart, a table, and behind every number its explanation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import groupby

from rulewright.evaluate.outcome import Outcome
from rulewright.packs.model.notation import Notation
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.statements import Chart, Line
from rulewright.packs.model.version_names import version_words
from rulewright.reports.explanation import Explainer, Explanation
from rulewright.reports.explanation_blocks import is_
from rulewright.reports.pages import anchor_of, page_environment
from rulewright.reports.statement_blocks import cell_words, total_note, total_words, value_words
from rulewright.reports.values import format_cell, format_value
from rulewright.statements.result import StatementResult

MANY = 3
LONGEST = 220


@dataclass(frozen=True, slots=True)
class CheckedEquation:
    """Whether an equation holds; `state` is empty where it holds, else `bad` or `unknown`."""

    title: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a bar: its width in percent, which part it is, and what it shows in words."""

    width: str
    part: int
    words: str


def statement_page(result: StatementResult, pack: Pack, engine_version: str, *, is_draft: bool = False) -> str:
    """Return the page. It needs no network, follows the reader's light or dark setting, and prints.

    The page of a draft says that it is one.
    """
    environment = page_environment()
    functions = (anchor_of, equations, grouped, is_)
    environment.globals |= {function.__name__: function for function in functions}
    written = (cell_words, format_cell, format_value, total_note, total_words, value_words)
    environment.globals |= {function.__name__: partial(function, notation=pack.notation) for function in written}
    environment.filters["short"] = cut_text
    plan = result.plan
    lines = {line.id: line for line in plan.lines}
    shared = {line.id: line for line in plan.shared_lines}
    return environment.get_template("statement.html.j2").render(
        result=result,
        plan=plan,
        pack=pack,
        version=version_words(pack.version),
        engine_version=engine_version,
        is_draft=is_draft,
        lines=lines,
        reasons_of=partial(_reasons, shared=shared, explainer=Explainer(pack)),
        columns=[line for line in plan.party_lines if line.is_summary],
        groups=_grouped(plan.party_lines),
        shared_groups=_grouped(plan.shared_lines),
        checks=list(_checks(result)),
        pieces=_pieces(result, plan.chart, lines, pack.notation) if plan.chart else {},
    )


def _grouped(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    return [(title, list(group)) for title, group in groupby(lines, key=lambda line: line.group)]


def _reasons(
    outcome: Outcome, shared: Mapping[str, Line], explainer: Explainer
) -> tuple[Explanation, list[Line]] | None:
    """Return the explanation of a line, and the lines over all parties that it reads: the page leads to these."""
    trace = outcome.trace
    if trace is None:
        return None
    read = [shared[name] for name, _ in trace.arguments if name in shared]
    own = tuple((name, value) for name, value in trace.arguments if name not in shared)
    return explainer.explain(replace(trace, arguments=own) if read else trace), read


def _checks(result: StatementResult) -> Iterator[CheckedEquation]:
    for each in result.plan.reconciliations:
        found = [one for one in result.reconciliations if one.reconciliation.id == each.id]
        held = sum(one.holds is True for one in found)
        failed = [one.party or "totals" for one in found if one.holds is False]
        unknown = [one.party or "totals" for one in found if one.holds is None]
        words = f"holds for {held} of {len(found)}" if each.scope == "party" else ("holds" if held else "")
        words += f"; fails for {', '.join(failed)}" if failed else ""
        words += f"; cannot be checked for {', '.join(unknown)}" if unknown else ""
        yield CheckedEquation(each.title, words, "bad" if failed else "" if held else "unknown")


def _pieces(
    result: StatementResult, chart: Chart, lines: Mapping[str, Line], notation: Notation
) -> dict[str, list[BarPart]]:
    """Return the pieces of each party's bar, all to one scale."""
    wholes = [party.outcomes[chart.whole].value for party in result.parties]
    largest = max((value for value in wholes if isinstance(value, Decimal)), default=Decimal(0))
    pieces: dict[str, list[BarPart]] = {party.key: [] for party in result.parties}
    for party in result.parties:
        for index, part in enumerate(chart.parts):
            value = party.outcomes[part].value
            if isinstance(value, Decimal) and value > 0 and largest:
                shown = f"{lines[part].title} {format_value(value, lines[part].type, notation)}"
                pieces[party.key].append(BarPart(f"{value * 100 / largest:.3f}", index, shown))
    return pieces


def cut_text(text: str) -> str:
    """Return a text of at most `LONGEST` characters."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def equations(part: Explanation) -> list[tuple[str, str, str]]:
    """Return a rule's formulas with the values that they gave."""
    results = dict([*part.steps, *part.outputs])
    return [(name, formula, results.get(name, "")) for name, formula in part.formulas]


@dataclass(frozen=True, slots=True)
class CallRow:
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
    calls: tuple[CallRow, ...]
    parts: tuple[Explanation, ...]

    @property
    def has_outputs(self) -> bool:
        """Whether the outputs have columns of their own."""
        return any(name.startswith("→") for name in self.names)


def grouped(parts: Sequence[Explanation]) -> list[Group]:
    """Return rules that were called, calls of one rule in a row together."""
    groups = []
    for _, run in groupby(parts, key=lambda each: each.rule):
        calls = tuple(run)
        first = calls[0]
        columns = [_columns(call) for call in calls]
        names = tuple(dict.fromkeys(name for cells in columns for name in cells))
        rows = tuple(
            CallRow(tuple(cells.get(name, "") for name in names), call.value)
            for cells, call in zip(columns, calls, strict=True)
        )
        groups.append(Group(first.title, first.citation, len(calls) > MANY, names, rows, calls))
    return groups


def _columns(call: Explanation) -> Mapping[str, str]:
    """Return what a row of a table of calls shows: facts, the entries of records each in a column, several outputs."""
    cells: dict[str, str] = {}
    for fact in call.facts:
        cells.update(fact.entries or ((fact.name, fact.value),))
    if len(call.outputs) > 1:
        cells.update((f"→ {name}", value) for name, value in call.outputs)
    return cells
