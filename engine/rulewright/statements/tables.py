"""Reads the tables of a statement, and sees that they belong together.

All problems of all tables come at once: those of the files, parties that nobody listed, and files that no table reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.diagnostics.wording import counted
from rulewright.language.display import display
from rulewright.language.personal import holds_personal
from rulewright.language.values import Absence, Value
from rulewright.packs.model.statements import StatementPlan, StatementTable
from rulewright.source import Place
from rulewright.statements.table_file import TableFile, read_table
from rulewright.statements.table_rows import DataRow, values_of

SHOWN_PLACES = 2
"""So many rows are named that hold a value which another table does not list."""

SHOWN_VALUES = 50
"""So many values that a table does not list are reported one by one."""

LOOKED_UP = 1024
"""So many values are remembered with whether another table lists them."""


@dataclass(frozen=True, slots=True)
class TableData:
    """The rows of all tables, by table, and what is wrong with the files.

    A row is made of the text of its file each time it is needed; nothing here keeps it.
    `lines` are those of each file by its path, for excerpts; `digests` the SHA-256 of each file's bytes by its name.
    `lacking` are tables that nobody has read: a version of an earlier period has them, that of the statement has not.
    """

    rows: Mapping[str, Sequence[DataRow]]
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


def read_tables(
    plan: StatementPlan, folder: Path, period: str = "", versions: Iterable[StatementPlan] = ()
) -> TableData:
    """Return the tables of a folder; those that belong to other periods than this one may be missing.

    So may columns. One that is missing is not known in any row. The `versions` of the statement are looked at only
    where a file or a column is known to no table: a column may go by the name that another version gives it, and what
    only another version has is left alone, columns with a warning.
    """
    if not folder.is_dir():
        problem = Diagnostic("missing-table", f"there is no folder `{folder}`", Place(str(folder), 1, 1))
        return TableData({table.id: () for table in plan.tables}, (problem,), {}, {})
    others = cache(lambda: tuple(table for version in versions for table in version.tables))
    files = {
        table.id: read_table(table, folder, period, partial(_of_file, table.file, others)) for table in plan.tables
    }
    problems = [problem for file in files.values() for problem in file.problems]
    problems += _unlisted(plan, files)
    problems += _strangers(plan, folder, others)
    parties = plan.table(plan.party.table)
    if not files[parties.id].rows and not problems:  # a statement about nobody would look as if all were well
        place = Place(str(folder / parties.file), 1, 1)
        problems.append(Diagnostic("empty", f"`{parties.file}` lists nobody", place, "write a row for each party"))
    read = {table.file: files[table.id] for table in plan.tables if files[table.id].digest}
    return TableData(
        {id_: file.rows for id_, file in files.items()},
        tuple(problems),
        {str(folder / name): file.lines for name, file in read.items()},
        {name: file.digest for name, file in read.items()},
    )


def _unlisted(plan: StatementPlan, files: Mapping[str, TableFile]) -> Iterator[Diagnostic]:
    """Yield the values that are no key of the table to which they belong: each once, however many rows have it.

    Rows with a problem in another cell are listed all the same.
    """
    unlisted: dict[tuple[str, Value, str], list[Place]] = {}
    counts: Counter[tuple[str, Value, str]] = Counter()
    values: Counter[str] = Counter()
    more: dict[tuple[str, str, str], tuple[Place, int]] = {}
    for table in plan.tables:
        types = dict(table.record.entries)
        for column, parent in table.belongs_to:
            known = files[parent].keys if files[parent].is_whole else ()
            is_known = lru_cache(LOOKED_UP)(known.__contains__)
            is_shown = not (holds_personal(types[column]) or holds_personal(plan.table(parent).record))
            rows = files[table.id].rows if known else ()
            for number, (value,) in enumerate(values_of(rows, (column,))):
                if not (value is None or isinstance(value, Absence) or is_known(value)):
                    what = f"`{display(value)}`" if is_shown else f"the value of `{column}`"
                    key = parent, value, what
                    if key not in unlisted and values[parent] == SHOWN_VALUES:
                        first, count = more.get((parent, table.id, column), (rows[number].place, 0))
                        more[parent, table.id, column] = first, count + 1
                        continue
                    values[parent] += key not in unlisted
                    counts[key] += 1
                    if len(places := unlisted.setdefault(key, [])) < SHOWN_PLACES:
                        places.append(rows[number].place)
    shown = {parent for parent, _, what in unlisted if what.startswith("`")}
    names = {parent: frozenset(map(display, files[parent].keys)) for parent in shown}
    for (parent, value, what), places in unlisted.items():
        message = f"{what} is not listed in `{plan.table(parent).file}`"
        if (count := counts[parent, value, what]) > 1:
            message += f", and stands in {count} rows"
        hint = did_you_mean(display(value), names[parent]) if what.startswith("`") else ""
        hint = hint or "list it there, or correct the spelling"
        related = tuple((place, "it stands here, too") for place in places[1:])
        yield Diagnostic("unlisted-key", message, places[0], hint, related=related)
    for (parent, _, column), (place, count) in more.items():
        message = f"`{column}` of {counted(count, 'more row')} is not listed in `{plan.table(parent).file}`"
        yield Diagnostic("unlisted-key", message, place, "list it there, or correct the spelling")


def _of_file(file: str, others: Callable[[], Iterable[StatementTable]]) -> Iterator[StatementTable]:
    """Yield the table of a file as other versions have it."""
    return (table for table in others() if table.file == file)


def _strangers(
    plan: StatementPlan, folder: Path, others: Callable[[], Iterable[StatementTable]]
) -> Iterator[Diagnostic]:
    """Yield a warning for each CSV file that no table reads, in no version of the statement."""
    files = {table.file for table in plan.tables}
    unread = [path for path in sorted(folder.glob("*.csv")) if path.name not in files]
    elsewhere = {table.file for table in others()} if unread else set()
    for path in unread:
        if path.name not in elsewhere:
            hint = did_you_mean(path.name, files) or "it is not part of this statement"
            message = f"no table of the statement reads `{path.name}`"
            yield Diagnostic("unread-file", message, Place(str(path), 1, 1), hint, Severity.WARNING)
