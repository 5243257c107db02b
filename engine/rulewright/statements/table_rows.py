"""Gives the rows of a table: each is made of its text when it is needed, and kept by nobody but who needs it.

A row with its values takes thirty times its text in a file, and most rows are of other periods.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from rulewright.sequences import LazySequence
from rulewright.source import Place
from rulewright.statements.table_cells import Record, TableCells, Values
from rulewright.statements.table_lines import TableLines, WrittenRows


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row: its values by column, and where it stands."""

    record: Record = field(repr=False)
    place: Place


class TableRows(LazySequence[DataRow]):
    """The rows of a file that begin in some of its lines; all have been read before, and none has a problem."""

    def __init__(self, path: str, lines: TableLines, cells: TableCells, begins: array[int]) -> None:
        self._path = path
        self._lines = lines
        self._cells = cells
        self._begins = begins

    def __len__(self) -> int:
        return len(self._begins)

    def _item(self, index: int) -> DataRow:
        return next(self._made([self._begins[index]]))

    def __iter__(self) -> Iterator[DataRow]:
        return self._made(self._begins)

    def some(self, columns: Sequence[str]) -> Iterator[Values]:
        """Yield the values of some columns of each row, without the other ones."""
        return (cast("Values", self._cells.some(row, columns)) for _, row in self._written(self._begins))

    def _made(self, begins: Iterable[int]) -> Iterator[DataRow]:
        for line, row in self._written(begins):
            yield DataRow(cast("Record", self._cells.record(row)), Place(self._path, line, 1))

    def _written(self, begins: Iterable[int]) -> Iterator[tuple[int, list[str]]]:
        written = WrittenRows(self._lines)
        return ((line, written.at(line)) for line in begins)


def values_of(rows: Sequence[DataRow], columns: Sequence[str]) -> Iterator[Values]:
    """Yield the values of some columns of each row; rows that are made of their text are not made for it."""
    if isinstance(rows, TableRows):
        return rows.some(columns)
    return (tuple(row.record[name] for name in columns) for row in rows)


class ChangedRows(LazySequence[DataRow]):
    """Rows as something changes them, each when it is needed."""

    def __init__(self, rows: Sequence[DataRow], change: Callable[[Record], Record]) -> None:
        self._rows = rows
        self._change = change

    def __len__(self) -> int:
        return len(self._rows)

    def _item(self, index: int) -> DataRow:
        return self._changed(self._rows[index])

    def __iter__(self) -> Iterator[DataRow]:
        return map(self._changed, self._rows)

    def _changed(self, row: DataRow) -> DataRow:
        return DataRow(self._change(row.record), row.place)
