"""Reads one table of a statement: a CSV file whose every cell is checked, with the place of every problem.

Nothing is dropped: a column nobody declared is a problem, so is a row too short or too long, an empty cell where a
value must be, a row listed twice.
"""

from __future__ import annotations

import csv
import hashlib
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rulewright.diagnostics import Diagnostic
from rulewright.language.display import display
from rulewright.language.personal import holds_personal
from rulewright.language.values import Value
from rulewright.packs.model.statements import StatementTable
from rulewright.source import Place
from rulewright.source.files import read_file
from rulewright.statements.heads import OtherVersions, is_head, read_head, written_head
from rulewright.statements.hidden_lines import HiddenLines
from rulewright.statements.row_keys import KeyColumn, RowKeys
from rulewright.statements.table_cells import TableCells, Values
from rulewright.statements.table_lines import TableLines, WrittenRows
from rulewright.statements.table_rows import DataRow, TableRows

SHOWN_CELLS = 3
"""So many cells of a column, or rows, are reported one by one that are wrong for the same reason."""
SHOWN_ROWS = 50
"""So many rows are reported one by one that are listed twice: each is a mistake of its own."""

UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table as it was read: the rows without a problem, and what is wrong with the others.

    `keys` are all that its only key column holds, also in rows with a problem in another cell; `is_whole` where every
    row was read, so that what it does not list is not listed. `lines` and `digest` are those of the file; there is no
    digest of a file that could not be read.
    """

    rows: Sequence[DataRow] = field(default=(), repr=False)
    problems: tuple[Diagnostic, ...] = ()
    keys: Collection[Value] = field(default=(), repr=False)
    is_whole: bool = True
    lines: Sequence[str] = field(default=(), repr=False)
    digest: str = ""


def read_table(table: StatementTable, folder: Path, period: str, elsewhere: OtherVersions = tuple) -> TableFile:
    """Return a table of a folder; one that belongs to other periods than this one may be missing.

    `elsewhere` gives it as other versions of the statement have it, which may know columns that it does not.
    """
    path = folder / table.file
    start = Place(str(path), 1, 1)
    try:
        content = read_file(path, within=folder)
    except FileNotFoundError:
        if table.may_lack(period):
            return TableFile()
        return _unread("missing-table", f"there is no file `{table.file}`", start, f"it holds {table.title}")
    except OSError as error:
        return _unread("missing-table", f"the file cannot be read: {error.strerror}", start)
    if content.startswith(UTF16):
        hint = "save it as `CSV UTF-8`, with commas; a spreadsheet writes UTF-16 where it says `Unicode text`"
        return _unread("table-encoding", "the file is UTF-16, not UTF-8", start, hint)
    lines = TableLines(content)
    if line := lines.first_undecodable():
        return _unread("table-encoding", "the file is not UTF-8", replace(start, line=line), "save it as CSV UTF-8")
    if (byte := content.find(b"\0")) >= 0:
        place = replace(start, line=lines.line_of(byte))
        hint = "delete it, or save the file as CSV UTF-8 again"
        return _unread("table-encoding", "character U+0000 does not belong in a table", place, hint)
    return _FileReader(table, str(path), period, lines, elsewhere).read(hashlib.sha256(content).hexdigest())


def _unread(code: str, message: str, place: Place, hint: str = "") -> TableFile:
    return TableFile(problems=(Diagnostic(code, message, place, hint),))


class _FileReader:
    """Reads the rows of one file, and gathers its problems."""

    def __init__(
        self, table: StatementTable, path: str, period: str, lines: TableLines, elsewhere: OtherVersions
    ) -> None:
        self.table = table
        self.path = path
        self.period = period
        self.lines = lines
        self.elsewhere = elsewhere
        self.problems: list[Diagnostic] = []
        self.alike: dict[tuple[str, str], _Alike] = {}
        """The problems of cells by column and code, and of rows by what is wrong with them."""
        self.is_whole = True
        self.has_breaks = False
        self.next_line = 1

    def read(self, digest: str) -> TableFile:
        """Return what the file holds."""
        rows, keys = self.rows()
        alike = (each for alike in self.alike.values() for each in alike.problems())
        problems = tuple(sorted((*self.problems, *alike), key=lambda problem: problem.place))
        lines = self.lines
        is_unread = any(each.code == "unread-column" for each in problems)
        is_hidden = holds_personal(self.table.record) or is_unread  # nobody knows here what stands in such a column
        hidden = _hidden(lines, self.table, has_breaks=self.has_breaks) if is_hidden else lines
        return TableFile(rows, problems, keys, self.is_whole, hidden, digest)

    def rows(self) -> tuple[Sequence[DataRow], Collection[Value]]:
        """Return the rows that have no problem, and what the only key column holds."""
        table, path = self.table, self.path
        written = WrittenRows(self.lines)
        try:
            head = next(iter(written), None)
            if not head:
                hint = f"its head is {written_head(table)}"
                self._add("missing-column", "the file is empty", Place(path, 1, 1), hint)
                return (), ()
            positions, wrong = read_head(head, table, path, self.period, self.elsewhere)
            self.problems += wrong
            if positions is None:
                return (), ()
        except csv.Error as error:
            self.no_csv(error)
            return (), ()
        cells = TableCells(table, positions)
        again = WrittenRows(self.lines)
        keys = RowKeys(lambda line: cells.some(again.at(line), table.key))
        begins = array("I")
        try:
            begins.extend(self.good(written, len(head), cells, keys))
        except csv.Error as error:
            self.no_csv(error)
        is_one = len(table.key) == 1 and table.key[0] in positions
        return TableRows(path, self.lines, cells, begins), KeyColumn(keys) if is_one else ()

    def good(self, written: WrittenRows, width: int, cells: TableCells, keys: RowKeys) -> Iterator[int]:
        """Yield the lines where rows begin that have no problem."""
        has_one_key = len(self.table.key) == 1
        for line, row in self.filled(written):
            if len(row) != width:
                self.is_whole = False
                message = f"the row has {len(row)} cells, the head {width}"
                hint = "a cell that holds a comma is written in double quotes"
                ragged = Diagnostic("ragged-row", message, Place(self.path, line, 1), hint)
                self.alike.setdefault(("ragged-row", message), _Alike("so have {count} more rows")).add(ragged)
                continue
            record = cells.record(row)
            if record is not None:
                key = tuple(record[name] for name in self.table.key)
                if not key or self.is_new(key, line, keys):
                    yield line
                continue
            self.wrong(cells, row, line)
            if has_one_key and (key_only := cells.some(row, self.table.key)) is not None:
                keys.note(key_only, line)
            elif has_one_key:
                self.is_whole = False

    def filled(self, written: WrittenRows) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows with the lines where they begin, without empty lines, and without the empty rows at the end.

        Spreadsheets write a row of empty cells for each row that was ever used.
        """
        again = WrittenRows(self.lines)
        empty = array("I")
        self.next_line = written.next_line
        for row in written:
            line, self.next_line = self.next_line, written.next_line
            self.has_breaks |= self.next_line > line + 1
            if any(cell and not cell.isspace() for cell in row):
                yield from ((each, again.at(each)) for each in empty)
                yield line, row
                empty = array("I")
            elif row:
                empty.append(line)

    def wrong(self, cells: TableCells, row: Sequence[str], line: int) -> None:
        """Gather the problems of the cells of a row."""
        for column, position, problem in cells.wrong(row):
            start = 1 + sum(len(cell) + 1 for cell in row[:position])
            place = Place(self.path, line, start, start + max(len(row[position]), 1))
            alike = self.alike.setdefault((column, problem.code), _Alike("so are {count} more cells of the column"))
            alike.add(Diagnostic(problem.code, problem.message, place, problem.hint))

    def is_new(self, key: Values, line: int, keys: RowKeys) -> bool:
        """Whether no row before has the same key."""
        first = keys.take(key, line)
        if not first:
            return True
        table = self.table
        types = dict(table.record.entries)
        shown = ", ".join(
            name if holds_personal(types[name]) else f"{name} `{display(value)}`"
            for name, value in zip(table.key, key, strict=True)
        )
        related = ((Place(self.path, first, 1), "it stands here first"),)
        place = Place(self.path, line, 1)
        twice = Diagnostic(
            "duplicate-row", f"{shown} is listed twice", place, "delete one of the rows", related=related
        )
        rows = _Alike("so are {count} more rows", SHOWN_ROWS, SHOWN_ROWS - 1)
        self.alike.setdefault(("duplicate-row", ""), rows).add(twice)
        return False

    def no_csv(self, error: csv.Error) -> None:
        """Say that a row cannot be read, nor what stands behind it."""
        self.has_breaks = True
        self.is_whole = False
        hint = "a cell in double quotes ends with one; a quote inside it is written twice"
        place = Place(self.path, self.next_line, 1)
        self._add("table-syntax", f"the row that begins here is not CSV: {error}", place, hint)

    def _add(self, code: str, message: str, place: Place, hint: str = "") -> None:
        self.problems.append(Diagnostic(code, message, place, hint))


class _Alike:
    """The problems that cells of one column, or rows, have for one reason: of many, some stand for all with a count."""

    def __init__(self, others: str, most: int = SHOWN_CELLS, kept: int = 1) -> None:
        self.others = others
        self.most = most
        self.kept = kept
        self.first: list[Diagnostic] = []
        self.count = 0

    def add(self, problem: Diagnostic) -> None:
        """Add a problem."""
        self.count += 1
        if len(self.first) <= self.most:
            self.first.append(problem)

    def problems(self) -> Sequence[Diagnostic]:
        """Return what is reported."""
        if self.count <= self.most:
            return self.first
        *kept, last, following = self.first[: self.kept + 1]
        others = f"{self.others.format(count=self.count - self.kept)}, the next in line {following.place.line}"
        return (*kept, replace(last, message=f"{last.message}; {others}"))


def _hidden(lines: Sequence[str], table: StatementTable, *, has_breaks: bool) -> Sequence[str]:
    """Return the lines of a file as excerpts may show them."""
    head = lines[0].removeprefix("\ufeff").split(",")
    open_ = {name for name, column in table.by_name.items() if not holds_personal(column.type)}
    has_head = is_head(head, table)
    seen = frozenset(place for place, name in enumerate(head) if name in open_)
    return HiddenLines(lines, None if has_breaks or not has_head else seen, len(head), has_head=has_head)
