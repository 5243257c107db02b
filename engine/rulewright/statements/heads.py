"""Reads the head of a table: which column stands where, and what is wrong with it, each mistake as one problem.

A column goes by its name, by those that it had before, and by the one that another version of the statement gives it:
one folder serves statements of all versions. What only other versions read is named, and read by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.diagnostics.suggest import nearest
from rulewright.packs.model.statements import Column, StatementTable
from rulewright.source import Place

OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}

OtherVersions = Callable[[], Iterable[StatementTable]]
"""Gives a table as each version of the statement has it; versions are read only when it is called."""


@dataclass(frozen=True, slots=True)
class _HeadName:
    """A name in a head, and where it stands: at which position of a row, and at which place of the file."""

    name: str
    position: int
    place: Place


@dataclass(slots=True)
class _HeadRead:
    """What the names of a head are: columns by their names with where they stand, and others.

    `again` are names of columns that stand there already, `unread` those that only other versions read.
    """

    table: StatementTable
    found: dict[str, _HeadName] = field(default_factory=dict)
    again: list[tuple[_HeadName, Column]] = field(default_factory=list)
    strays: list[_HeadName] = field(default_factory=list)
    unread: list[_HeadName] = field(default_factory=list)

    def put(self, named: _HeadName, column: Column) -> None:
        """Note that a name is that of a column."""
        if column.name in self.found:
            self.again.append((named, column))
        else:
            self.found[column.name] = named

    def look(self, versions: Iterable[StatementTable]) -> None:
        """Look whether other versions know the names that are no columns: under them they may have the same column."""
        known: dict[str, list[Column]] = {}
        for version in versions:
            for name, column in version.by_name.items():
                known.setdefault(name, []).append(column)
        strays, self.strays = self.strays, []
        own = self.table.by_name
        for each in strays:
            columns = known.get(each.name, ())
            meant = next((own[name] for column in columns for name in column.names if name in own), None)
            if meant is not None:
                self.put(each, meant)
            elif columns:
                self.unread.append(each)
            else:
                self.strays.append(each)


def read_head(
    head: Sequence[str], table: StatementTable, path: str, period: str = "", elsewhere: OtherVersions = tuple
) -> tuple[Mapping[str, int] | None, tuple[Diagnostic, ...]]:
    """Return the position of each declared column that is there, and what is wrong with the head.

    None instead of positions says that a column is missing that may not be missing in the period.
    """
    start = Place(path, 1, 1)
    if other := next((mark for mark in OTHER_SEPARATORS if len(head) == 1 and mark in head[0]), ""):
        message = f"the columns are separated by {OTHER_SEPARATORS[other]}, not by commas"
        hint = "save it as `CSV UTF-8`, with commas; which mark a spreadsheet writes is set by the region"
        return None, (Diagnostic("table-syntax", message, start, hint),)
    names = table.by_name
    read = _HeadRead(table)
    column_at = 1
    for position, name in enumerate(head):
        named = _HeadName(name, position, Place(path, 1, column_at, column_at + len(name)))
        column_at += len(name) + 1
        if name in names:
            read.put(named, names[name])
        else:
            read.strays.append(named)
    if read.strays:
        read.look(elsewhere())
    if not read.found:
        message = "the first line is not the head of the table: it names none of its columns"
        return None, (Diagnostic("missing-column", message, start, f"its head is {written_head(table)}"),)
    needed = frozenset(column.name for column in table.columns if not column.may_lack(period))
    positions = {name: each.position for name, each in read.found.items()}
    return None if needed - positions.keys() else positions, _problems(read, needed, start)


def _problems(head: _HeadRead, needed: frozenset[str], start: Place) -> tuple[Diagnostic, ...]:
    """Return what is wrong: a column that a stray name was meant for is not missing as well."""
    left = [column.name for column in head.table.columns if column.name not in head.found]
    meant: dict[_HeadName, str] = {}
    for each in head.strays:
        near = nearest(each.name, left)
        if near:
            left.remove(near)
            meant[each] = f"did you mean `{near}`?"
    others = [each for each in (*(again for again, _ in head.again), *head.strays) if each not in meant]
    if len(others) == len(left) == 1:
        meant[others[0]] = f"should it be `{left.pop()}`, which is missing?"
    problems = [_again(each, column, head.found[column.name], meant.get(each, "")) for each, column in head.again]
    problems += [_stray(each, meant.get(each, "")) for each in head.strays]
    problems += [_unread(each) for each in head.unread]
    hint = f"the head is {written_head(head.table)}"
    problems += [
        Diagnostic("missing-column", f"column `{name}` is missing", start, hint) for name in left if name in needed
    ]
    return tuple(problems)


def _again(named: _HeadName, column: Column, first: _HeadName, meant: str) -> Diagnostic:
    if named.name == first.name:
        return Diagnostic("duplicate-column", f"column `{named.name}` stands twice", named.place, meant or "delete one")
    message = f"`{first.name}` and `{named.name}` are two names of one column, `{column.name}`"
    return Diagnostic(
        "duplicate-column", message, named.place, "see which of them holds what is meant; delete the other"
    )


def _stray(stray: _HeadName, meant: str) -> Diagnostic:
    hint = meant or "delete it, or declare it in the statement"
    return Diagnostic("unknown-column", f"unknown column `{stray.name}`", stray.place, hint)


def _unread(named: _HeadName) -> Diagnostic:
    message = f"nothing reads column `{named.name}` here: only another version of the statement has it"
    hint = "it may stay, for statements of other periods"
    return Diagnostic("unread-column", message, named.place, hint, Severity.WARNING)


def is_head(head: Sequence[str], table: StatementTable) -> bool:
    """Whether the first line of a file is a head, and not a row where one is missing."""
    words = re.split("|".join(map(re.escape, OTHER_SEPARATORS)), head[0]) if len(head) == 1 else head
    return not table.by_name.keys().isdisjoint(words)


def written_head(table: StatementTable) -> str:
    """Return the head of a table as it is to be written."""
    return f"`{','.join(column.name for column in table.columns)}`"
