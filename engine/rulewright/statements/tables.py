"""Reads the tables of a statement: CSV files whose every cell is checked, with the place of every problem.

All problems of all tables come at once. Nothing is dropped: a column nobody declared is a problem, so is a row too
short or too long, an empty cell where a value must be, a row listed twice, a party nobody listed.
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

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.display import display
from rulewright.language.personal import holds_personal
from rulewright.language.reading.case_words import Misread, misread
from rulewright.language.reading.profiles import CELL, RATIO_CELL
from rulewright.language.reading.reader import read
from rulewright.language.values import Absence, Value
from rulewright.packs.model.statements import Column, StatementPlan, StatementTable
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
class TableData:
    """The rows of all tables, by table, and what is wrong with the files.

    `lines` are those of each file by its path, for excerpts; `digests` the SHA-256 of each file's bytes by its name.
    `lacking` are tables that nobody has read: a version of an earlier period has them, that of the statement has not.
    """

    rows: Mapping[str, tuple[DataRow, ...]]
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, Sequence[str]]
    digests: Mapping[str, str]
    lacking: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """Return how much there is: the rows are those of people, and a representation goes to logs."""
        counts = ", ".join(f"{name}: {len(rows)}" for name, rows in self.rows.items())
        return f"TableData(rows of {{{counts}}}, {len(self.diagnostics)} diagnostics)"

    @property
    def has_errors(self) -> bool:
        """Whether anything refuses the input."""
        return any(problem.is_error for problem in self.diagnostics)


def read_tables(plan: StatementPlan, folder: Path, period: str = "") -> TableData:
    """Return the tables of a folder; those that belong to other periods than this one may be missing.

    So may columns. One that is missing is not known in any row.
    """
    reader = _FolderReader(folder, period)
    if not folder.is_dir():
        problem = Diagnostic("missing-table", f"there is no folder `{folder}`", Place(str(folder), 1, 1))
        return TableData({table.id: () for table in plan.tables}, (problem,), {}, {})
    rows = {table.id: reader.read(table) for table in plan.tables}
    reader.check_relations(plan, rows)
    reader.check_strangers(plan)
    reader.check_parties(plan, rows)
    return TableData(rows, tuple(reader.problems), reader.lines, reader.digests)


class _FolderReader:
    """Gathers the problems of one folder while it is read."""

    def __init__(self, folder: Path, period: str) -> None:
        self.folder = folder
        self.period = period
        self.problems: list[Diagnostic] = []
        self.lines: dict[str, Sequence[str]] = {}
        self.digests: dict[str, str] = {}
        self.listed: dict[str, set[Value]] = {}
        self.unsure: set[str] = set()
        """The tables of which not every row was read, so that nobody knows whom they list."""
        self.cells: dict[tuple[str, str], list[Diagnostic]] = {}
        self.has_breaks = False
        self.next_line = 1

    def read(self, table: StatementTable) -> tuple[DataRow, ...]:
        """Return the rows of one table that have no problem."""
        path = self.folder / table.file
        shown = str(path)
        try:
            content = read_file(path, within=self.folder)
            if content.startswith(UTF16):
                hint = "save it as `CSV UTF-8`, with commas; a spreadsheet writes UTF-16 where it says `Unicode text`"
                self._add("table-encoding", "the file is UTF-16, not UTF-8", Place(shown, 1, 1), hint)
                return ()
            text = content.decode("utf-8-sig")
        except FileNotFoundError:
            if table.may_lack(self.period):
                return ()
            self._add(
                "missing-table", f"there is no file `{table.file}`", Place(shown, 1, 1), f"it holds {table.title}"
            )
            return ()
        except OSError as error:
            self._add("missing-table", f"the file cannot be read: {error.strerror}", Place(shown, 1, 1))
            return ()
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self._add("table-encoding", "the file is not UTF-8", Place(shown, line, 1), "save it as CSV UTF-8")
            return ()
        if "\0" in text:
            line = text[: text.index("\0")].count("\n") + 1
            hint = "delete it, or save the file as CSV UTF-8 again"
            self._add("table-encoding", "character U+0000 does not belong in a table", Place(shown, line, 1), hint)
            return ()
        self.lines[shown] = lines = LINE_END.split(text)  # as CSV counts them: `splitlines` knows more ends
        self.digests[table.file] = hashlib.sha256(content).hexdigest()
        before = len(self.problems)
        rows = tuple(self._rows(table, text, shown))
        reported = (each for cells in self.cells.values() for each in _as_one(cells))
        self.problems[before:] = sorted((*self.problems[before:], *reported), key=lambda problem: problem.place)
        self.cells = {}
        if holds_personal(table.record):
            self.lines[shown] = _hidden(lines, table, has_breaks=self.has_breaks)
        self.has_breaks = False
        return rows

    def _rows(self, table: StatementTable, text: str, path: str) -> Iterator[DataRow]:
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
            for line, cells in self._written(reader):
                place = Place(path, line, 1)
                if len(cells) != len(head):
                    self.unsure.add(table.id)
                    self._add(
                        "ragged-row",
                        f"the row has {len(cells)} cells, the head {len(head)}",
                        place,
                        "a cell that holds a comma is written in double quotes",
                    )
                    continue
                record = self._record(table, cells, positions, place)
                if record is not None and self._is_new(table, record, place, seen):
                    yield DataRow(record, place)
        except csv.Error as error:
            line = self.next_line
            self.has_breaks = True
            self.unsure.add(table.id)
            hint = "a cell in double quotes ends with one; a quote inside it is written twice"
            self._add("table-syntax", f"the row that begins here is not CSV: {error}", Place(path, line, 1), hint)

    def _written(self, reader: Reader) -> Iterator[tuple[int, list[str]]]:
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

    def _record(
        self, table: StatementTable, cells: Sequence[str], positions: Mapping[str, int], place: Place
    ) -> Record | None:
        record: Record = {}
        is_good = True
        for column in table.columns:
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
                    self.unsure.add(table.id)
            elif (column.name,) == table.key:
                self.listed.setdefault(table.id, set()).add(value)
            record[column.name] = value
        return record if is_good else None

    def _is_new(
        self, table: StatementTable, record: Record, place: Place, seen: dict[tuple[Value, ...], Place]
    ) -> bool:
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

    def check_relations(self, plan: StatementPlan, rows: Mapping[str, tuple[DataRow, ...]]) -> None:
        """Report values that are no key of the table to which they belong: each once, however many rows have it.

        Rows with a problem in another cell are listed all the same.
        """
        unlisted: dict[tuple[str, Value, str], list[Place]] = {}
        for table in plan.tables:
            types = dict(table.record.entries)
            for column, parent in table.belongs_to:
                known = set() if parent in self.unsure else self.listed.get(parent, set())
                is_shown = not (holds_personal(types[column]) or holds_personal(plan.table(parent).record))
                for row in rows[table.id] if known else ():
                    value = row.record[column]
                    if not (value is None or isinstance(value, Absence) or value in known):
                        what = f"`{display(value)}`" if is_shown else f"the value of `{column}`"
                        unlisted.setdefault((parent, value, what), []).append(row.place)
        for (parent, value, what), places in unlisted.items():
            is_shown = what.startswith("`")
            message = f"{what} is not listed in `{plan.table(parent).file}`"
            if len(places) > 1:
                message += f", and stands in {len(places)} rows"
            hint = did_you_mean(display(value), map(display, self.listed[parent])) if is_shown else ""
            hint = hint or "list it there, or correct the spelling"
            related = tuple((place, "it stands here, too") for place in places[1:2])
            self.problems.append(Diagnostic("unlisted-key", message, places[0], hint, related=related))

    def check_parties(self, plan: StatementPlan, rows: Mapping[str, tuple[DataRow, ...]]) -> None:
        """Report a table of parties that lists none: a statement about nobody would look as if all were well."""
        table = plan.table(plan.party.table)
        if not rows[table.id] and not self.problems:
            place = Place(str(self.folder / table.file), 1, 1)
            self._add("empty", f"`{table.file}` lists nobody", place, "write a row for each party")

    def check_strangers(self, plan: StatementPlan) -> None:
        """Warn of CSV files that no table reads."""
        files = {table.file for table in plan.tables}
        for path in sorted(self.folder.glob("*.csv")):
            if path.name not in files:
                hint = did_you_mean(path.name, files) or "it is not part of this statement"
                message = f"no table of the statement reads `{path.name}`"
                self._add("unread-file", message, Place(str(path), 1, 1), hint, Severity.WARNING)

    def _add(self, code: str, message: str, place: Place, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Diagnostic(code, message, place, hint, severity))


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
