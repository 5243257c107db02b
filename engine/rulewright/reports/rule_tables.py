"""Draws the tables of rules: figures by their keys, rows of decision tables, columns of inputs.

A table that is too wide for the terminal is written in words, a row after the other.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from rulewright.diagnostics.terminal_text import columns_of
from rulewright.packs.model.rules import Decision, DecisionTable, Expression
from rulewright.reports.grid import grid

WIDEST_CELL = 24
HANGING = "    "


def figure_grid(names: Sequence[str], cells: Mapping[tuple[str, ...], str], *, width: int = 100) -> list[str]:
    """Return a table of figures: the last of two or more keys goes across where there is room, the others down."""
    down_the_page = [(*key, cell) for key, cell in cells.items()]
    across = list(dict.fromkeys(key[-1] for key in cells))
    if len(names) > 1 and all(columns_of(cell) <= WIDEST_CELL for cell in cells.values()):
        down = list(dict.fromkeys(key[:-1] for key in cells))
        rows = [[*key, *(cells.get((*key, last), "") for last in across)] for key in down]
        figures = range(len(names) - 1, len(names) - 1 + len(across))
        lines = grid((*names[:-1], *across), rows, right=figures, width=width)
        if fits(lines, width):
            return lines
    lines = grid((*names, ""), down_the_page, width=width)
    if fits(lines, width):
        return lines
    return [line for *key, cell in down_the_page for line in hanging(f"{', '.join(key)}: {cell}", width)]


def decision_grid(table: DecisionTable, rule: Decision, width: int) -> list[str]:
    """Return the rows of a decision table with their tests, results and notes."""
    head = ["", *(one_line(each) for each in table.inputs), *(f"→ {output.name}" for output in rule.outputs), ""]
    rows = [[str(row.number), *(one_line(each) for each in (*row.tests, *row.results)), row.note] for row in table.rows]
    if table.defaults:
        rows.append(["else", *("" for _ in table.inputs), *(one_line(each) for each in table.defaults), ""])
    lines = grid(head, rows, width=width)
    if fits(lines, width):
        return lines
    return [line for row in rows for line in _written_row(row, head, len(table.inputs), width)]


def _written_row(row: Sequence[str], head: Sequence[str], inputs: int, width: int) -> list[str]:
    """Return a row of a decision table that is too wide, in words: its tests, its results, its note."""
    number, *cells, note = row
    tests = [f"{name} {test}" for name, test in zip(head[1 : inputs + 1], cells, strict=False) if test not in {"-", ""}]
    outputs = [name.removeprefix("→ ") for name in head[inputs + 1 :]]
    results = [f"{name} {cell}" for name, cell in zip(outputs, cells[inputs:], strict=False)]
    words = f"{number}  {'; '.join(tests)} → {'; '.join(results)}" + (f" ({note})" if note else "")
    return hanging(words, width, "   ")


def word_grid(table: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return a table of words: a heading row, then rows."""
    head, *rows = table
    lines = grid(head, rows, width=width)
    if fits(lines, width):
        return lines
    return [line for row in rows for line in hanging("; ".join(filter(None, row)), width)]


def plain_columns(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return aligned columns without a head, empty ones left out; one below the other where there is no room."""
    filled = [index for index in range(len(rows[0])) if any(row[index] for row in rows)]
    _, _, *lines = grid([""] * len(filled), [[row[index] for index in filled] for row in rows], width=width)
    if fits(lines, width):
        return lines
    return [line for name, *rest in rows for line in hanging(f"{name}  {' · '.join(filter(None, rest))}", width)]


def fits(lines: Sequence[str], width: int) -> bool:
    """Whether no line is longer than that."""
    return all(columns_of(line) <= width for line in lines)


def hanging(text: str, width: int, indent: str = HANGING) -> list[str]:
    """Return a text as lines of at most `width` columns, those after the first indented."""
    return textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def one_line(expression: Expression) -> str:
    """Return a formula without its line breaks."""
    return " ".join(expression.text.split())
