"""Reads one table of a statement: a CSV file whose every cell is checked, with the place of every problem.

Nothing is dropped: a column nobody declared is a problem, so is a row too short or too long, an empty cell where a
value must be, a row listed twice.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rulewright.diagnostics import Diagnostic
from rulewright.language.display import display
from rulewright.language.personal import holds_personal
from rulewright.language.reading.case_words import Misread, misread
from rulewright.language.reading.profiles import CELL, RATIO_CELL
from rulewright.language.reading.reader import read
from rulewright.language.values import Value
from rulewright.packs.model.statements import Column, StatementTable
from rulewright.source import Place
from rulewright.source.files import read_file
from rulewright.statements.heads import is_head, read_head, written_head
from rulewright.statements.hidden_lines import HiddenLines

if TYPE_CHECKING:
    from _csv import Reader

Record = dict[str, Value]
LINE_END = re.compile(r"\r\n?|\n")
SHOWN_CELLS = 3
"""So many cells of a column are reported one by one that are wrong for the same reason."""

UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row: its values by column, and where it stands."""

    record: Record = field(repr=False)
    place: Place


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table as it was read: the rows without a problem, and what is wrong with the others.

    `keys` are all that its only key column holds, also in rows with a problem in another cell; `is_whole` where every
    row was read, so that what it does not list is not listed. `lines` and `digest` are those of the file; there is no
    digest of a file that could not be read.
    """

    rows: tuple[DataRow, ...] = field(default=(), repr=False)
    problems: tuple[Diagnostic, ...] = ()
    keys: frozenset[Value] = field(default=frozenset(), repr=False)
    is_whole: bool = True
    lines: Sequence[str] = field(default=(), repr=False)
    digest: str = ""


def read_table(table: StatementTable, folder: Path, period: str) -> TableFile:
    """Return a table of a folder; one that belongs to other periods than this one may be missing."""
    path = folder / table.file
    start = Place(str(path), 1, 1)
    try:
        content = read_file(path, within=folder)
        if content.startswith(UTF16):
            hint = "save it as `CSV UTF-8`, with commas; a spreadsheet writes UTF-16 where it says `Unicode text`"
            return _unread("table-encoding", "the file is UTF-16, not UTF-8", start, hint)
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        if table.may_lack(period):
            return TableFile()
        return _unread("missing-table", f"there is no file `{table.file}`", start, f"it holds {table.title}")
    except OSError as error:
        return _unread("missing-table", f"the file cannot be read: {error.strerror}", start)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _unread("table-encoding", "the file is not UTF-8", replace(start, line=line), "save it as CSV UTF-8")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        hint = "delete it, or save the file as CSV UTF-8 again"
        return _unread("table-encoding", "character U+0000 does not belong in a table", replace(start, line=line), hint)
    return _FileReader(table, str(path), period).read(text, hashlib.sha256(content).hexdigest())


def _unread(code: str, message: str, place: Place, hint: str = "") -> TableFile:
    return TableFile(problems=(Diagnostic(code, message, place, hint),))


class _FileReader:
    """Reads the text of one file, and gathers its problems."""

    def __init__(self, table: StatementTable, path: str, period: str) -> None:
        self.table = table
        self.columns = sorted(table.columns, key=lambda column: column.name)  # as in the type of a row
        self.path = path
        self.period = period
        self.problems: list[Diagnostic] = []
        self.cells: dict[tuple[str, str], list[Diagnostic]] = {}
        """The problems of cells, by column and code."""
        self.keys: set[Value] = set()
        self.is_whole = True
        self.has_breaks = False
        self.next_line = 1

    def read(self, text: str, digest: str) -> TableFile:
        """Return what the text holds."""
        lines: Sequence[str] = LINE_END.split(text)  # as CSV counts them: `splitlines` knows more ends
        rows = tuple(self.rows(text))
        of_cells = (each for cells in self.cells.values() for each in _as_one(cells))
        problems = tuple(sorted((*self.problems, *of_cells), key=lambda problem: problem.place))
        if holds_personal(self.table.record):
            lines = _hidden(lines, self.table, has_breaks=self.has_breaks)
        return TableFile(rows, problems, frozenset(self.keys), self.is_whole, lines, digest)

    def rows(self, text: str) -> Iterator[DataRow]:
        """Yield the rows that have no problem."""
        table, path = self.table, self.path
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        self.next_line = 1
        try:
            head = next(reader, None)
            if not head:
                self._add(
                    "missing-column", "the file is empty", Place(path, 1, 1), f"its head is {written_head(table)}"
                )
                return
            positions, wrong = read_head(head, table, path, self.period)
            self.problems += wrong
            if positions is None:
                return
            seen: dict[tuple[Value, ...], Place] = {}
            for line, cells in self.written(reader):
                place = Place(path, line, 1)
                if len(cells) != len(head):
                    self.is_whole = False
                    self._add(
                        "ragged-row",
                        f"the row has {len(cells)} cells, the head {len(head)}",
                        place,
                        "a cell that holds a comma is written in double quotes",
                    )
                    continue
                record = self.record(cells, positions, place)
                if record is not None and self.is_new(record, place, seen):
                    yield DataRow(record, place)
        except csv.Error as error:
            line = self.next_line
            self.has_breaks = True
            self.is_whole = False
            hint = "a cell in double quotes ends with one; a quote inside it is written twice"
            self._add("table-syntax", f"the row that begins here is not CSV: {error}", Place(path, line, 1), hint)

    def written(self, reader: Reader) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows with the lines where they begin, without empty lines, and without the empty rows at the end.

        Spreadsheets write a row of empty cells for each row that was ever used.
        """
        empty: list[tuple[int, list[str]]] = []
        self.next_line = reader.line_num + 1
        for cells in reader:
            line, self.next_line = self.next_line, reader.line_num + 1
            self.has_breaks |= self.next_line > line + 1
            if any(cell and not cell.isspace() for cell in cells):
                yield from empty
                yield line, cells
                empty = []
            elif cells:
                empty.append((line, cells))

    def record(self, cells: Sequence[str], positions: Mapping[str, int], place: Place) -> Record | None:
        """Return the values of a row; None where a cell has a problem."""
        table = self.table
        record: Record = {}
        is_good = True
        for column in self.columns:
            position = positions.get(column.name)
            if position is None:
                record[column.name] = table.not_given(column)
                continue
            value, problem = _cell(cells[position], column)
            if problem is not None:
                start = 1 + sum(len(cell) + 1 for cell in cells[:position])
                at = Place(place.path, place.line, start, start + max(len(cells[position]), 1))
                reported = Diagnostic(problem.code, problem.message, at, problem.hint)
                self.cells.setdefault((column.name, problem.code), []).append(reported)
                is_good = False
                if (column.name,) == table.key:
                    self.is_whole = False
            elif (column.name,) == table.key:
                self.keys.add(value)
            record[column.name] = value
        return record if is_good else None

    def is_new(self, record: Record, place: Place, seen: dict[tuple[Value, ...], Place]) -> bool:
        """Whether no row before has the same key."""
        table = self.table
        key = tuple(record[name] for name in table.key)
        if not key:
            return True
        first = seen.setdefault(key, place)
        if first is place:
            return True
        types = dict(table.record.entries)
        shown = ", ".join(
            name if holds_personal(types[name]) else f"{name} `{display(value)}`"
            for name, value in zip(table.key, key, strict=True)
        )
        related = ((first, "it stands here first"),)
        self.problems.append(
            Diagnostic("duplicate-row", f"{shown} is listed twice", place, "delete one of the rows", related=related)
        )
        return False

    def _add(self, code: str, message: str, place: Place, hint: str = "") -> None:
        self.problems.append(Diagnostic(code, message, place, hint))


def _hidden(lines: Sequence[str], table: StatementTable, *, has_breaks: bool) -> Sequence[str]:
    """Return the lines of a file as excerpts may show them."""
    head = lines[0].removeprefix("\ufeff").split(",")
    open_ = {column.name for column in table.columns if not holds_personal(column.type)}
    has_head = is_head(head, table)
    seen = frozenset(place for place, name in enumerate(head) if name in open_)
    return HiddenLines(lines, None if has_breaks or not has_head else seen, len(head), has_head=has_head)


def _as_one(problems: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return the problems that cells of one column have for one reason: many are reported as the first with a count."""
    if len(problems) <= SHOWN_CELLS:
        return problems
    first, second = problems[:2]
    message = (
        f"{first.message}; so are {len(problems) - 1} more cells of the column, the next in line {second.place.line}"
    )
    return (replace(first, message=message),)


def _cell(text: str, column: Column) -> tuple[Value, Misread | None]:
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
