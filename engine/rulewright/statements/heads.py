"""Reads the head of a table: which column stands where, and what is wrong with it, each mistake as one problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import nearest
from rulewright.packs.model.statements import StatementTable
from rulewright.source import Place

OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class _Stray:
    """A name in a head that is no column, or one that stands there already."""

    name: str
    place: Place
    is_twice: bool


def read_head(
    head: Sequence[str], table: StatementTable, path: str, period: str = ""
) -> tuple[Mapping[str, int] | None, tuple[Diagnostic, ...]]:
    """Return the position of each declared column that is there, and what is wrong with the head.

    None instead of positions says that a column is missing that may not be missing in the period.
    """
    start = Place(path, 1, 1)
    if other := next((mark for mark in OTHER_SEPARATORS if len(head) == 1 and mark in head[0]), ""):
        message = f"the columns are separated by {OTHER_SEPARATORS[other]}, not by commas"
        hint = "save it as `CSV UTF-8`, with commas; which mark a spreadsheet writes is set by the region"
        return None, (Diagnostic("table-syntax", message, start, hint),)
    if not is_head(head, table):
        message = "the first line is not the head of the table: it names none of its columns"
        return None, (Diagnostic("missing-column", message, start, f"its head is {written_head(table)}"),)
    names = [column.name for column in table.columns]
    found: dict[str, int] = {}
    strays: list[_Stray] = []
    column_at = 1
    for position, name in enumerate(head):
        place = Place(path, 1, column_at, column_at + len(name))
        column_at += len(name) + 1
        if name not in names or name in found:
            strays.append(_Stray(name, place, name in found))
        else:
            found[name] = position
    missing = [name for name in names if name not in found]
    needed = frozenset(column.name for column in table.columns if not column.may_lack(period))
    problems = _problems(strays, missing, needed, table, start)
    return None if needed.intersection(missing) else found, problems


def _problems(
    strays: Sequence[_Stray], missing: Sequence[str], needed: frozenset[str], table: StatementTable, start: Place
) -> tuple[Diagnostic, ...]:
    """Return what is wrong: a column that a stray name was meant for is not missing as well."""
    left = list(missing)
    meant: dict[_Stray, str] = {}
    for each in strays:
        near = "" if each.is_twice else nearest(each.name, left)
        if near:
            left.remove(near)
            meant[each] = f"did you mean `{near}`?"
    others = [each for each in strays if each not in meant]
    if len(others) == len(left) == 1:
        meant[others[0]] = f"should it be `{left.pop()}`, which is missing?"
    problems = [_stray(each, meant.get(each, "")) for each in strays]
    hint = f"the head is {written_head(table)}"
    problems += [
        Diagnostic("missing-column", f"column `{name}` is missing", start, hint) for name in left if name in needed
    ]
    return tuple(problems)


def _stray(stray: _Stray, meant: str) -> Diagnostic:
    if stray.is_twice:
        return Diagnostic("duplicate-column", f"column `{stray.name}` stands twice", stray.place, meant or "delete one")
    hint = meant or "delete it, or declare it in the statement"
    return Diagnostic("unknown-column", f"unknown column `{stray.name}`", stray.place, hint)


def is_head(head: Sequence[str], table: StatementTable) -> bool:
    """Whether the first line of a file is a head, and not a row where one is missing."""
    names = {column.name for column in table.columns}
    words = re.split("|".join(map(re.escape, OTHER_SEPARATORS)), head[0]) if len(head) == 1 else head
    return not names.isdisjoint(words)


def written_head(table: StatementTable) -> str:
    """Return the head of a table as it is to be written."""
    return f"`{','.join(column.name for column in table.columns)}`"
