"""Reads the cells of a row as the values of its columns.

Columns repeat themselves: equal texts of one are read once and share a value, as long as they are among the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from rulewright.language.reading.case_words import Misread, misread
from rulewright.language.reading.profiles import CELL, RATIO_CELL
from rulewright.language.reading.reader import read
from rulewright.language.values import Value
from rulewright.packs.model.statements import Column, StatementTable

Record = dict[str, Value]
Values = tuple[Value, ...]

REMEMBERED = 128
"""So many texts of a column are remembered with their values."""

LONGEST = 64
"""Longer texts are not."""


class WrongCell(NamedTuple):
    """A cell without a value: its column, its place among the cells of the row, and what is wrong with it."""

    column: str
    position: int
    problem: Misread


class TableCells:
    """Reads the rows of one file of a table, whose head has the columns at these positions."""

    def __init__(self, table: StatementTable, positions: Mapping[str, int]) -> None:
        columns = sorted(table.columns, key=lambda column: column.name)  # as in the type of a row
        self._columns = {each.name: (positions.get(each.name), _Known(each), table.not_given(each)) for each in columns}

    def record(self, cells: Sequence[str]) -> Record | None:
        """Return the values of a row; None where a cell has none."""
        try:
            return {
                name: not_given if position is None else values[cells[position]]
                for name, (position, values, not_given) in self._columns.items()
            }
        except _WrongCellError:
            return None

    def some(self, cells: Sequence[str], columns: Iterable[str]) -> Values | None:
        """Return the values of some columns in a row, whatever the others hold; None where a cell of them has none."""
        try:
            return tuple(
                not_given if position is None else values[cells[position]]
                for position, values, not_given in map(self._columns.__getitem__, columns)
            )
        except _WrongCellError:
            return None

    def wrong(self, cells: Sequence[str]) -> Iterator[WrongCell]:
        """Yield the cells of a row that have no value."""
        for name, (position, values, _) in self._columns.items():
            if position is not None and (problem := values.problem(cells[position])):
                yield WrongCell(name, position, problem)


class _WrongCellError(Exception):
    """Says that a cell has no value."""


class _Known(dict[str, Value]):
    """The values of the last texts of a column."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column
        self._refused: dict[str, Misread] = {}
        """The last text that had no value."""

    def __missing__(self, text: str) -> Value:
        value, problem = _read(text, self._column)
        if problem is not None:
            self._refused = {text: problem}
            raise _WrongCellError
        if len(text) <= LONGEST:
            if len(self) >= REMEMBERED:
                self.clear()
            self[text] = value
        return value

    def problem(self, text: str) -> Misread | None:
        """Return what is wrong with a text; None where it has a value."""
        if text not in self._refused:
            with suppress(_WrongCellError):
                _ = self[text]
        return self._refused.get(text)


def _read(text: str, column: Column) -> tuple[Value, Misread | None]:
    """Return the value of a cell, or what is wrong with it."""
    value, slips = read(text, column.type, RATIO_CELL if column.is_ratio else CELL, (column.name,))
    if not slips:
        return value, None
    if slips[0].what == "null" and not text.strip():
        return None, Misread("missing-cell", column.name, f"the cell of `{column.name}` is empty", "give its value")
    reported = misread(slips[0])
    if slips[0].what == "sign" and abs(slips[0].value) <= 1:
        reported = replace(reported, hint=f"{reported.hint}; where a whole column holds ratios, declare it `as: ratio`")
    return None, reported
