"""Computes the lines of earlier periods of which a statement makes use, each period once, from the same tables.

Each period is computed by the version of the pack that was in force in it, as it was known on the statement's date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple, cast

from rulewright.evaluate.choice import Choice
from rulewright.evaluate.engine import Engine
from rulewright.language.display import display
from rulewright.language.types import Nullable
from rulewright.language.values import Absence, Failure, NotApplicable, Unknown, Value
from rulewright.packs.model.statements import StatementPlan, StatementTable
from rulewright.statements.result import Versions
from rulewright.statements.table_cells import Record
from rulewright.statements.table_rows import ChangedRows
from rulewright.statements.tables import TableData


class PartyLines(NamedTuple):
    """The lines of a party with those over all, as formulas see them, and the versions of what these rest on."""

    lines: Mapping[str, Value]
    versions: Versions


class PeriodLines(NamedTuple):
    """The lines of all parties in one period, by the party's key, of a version if the pack has several."""

    choice: Choice | None
    parties: Mapping[str, PartyLines]


Compute = Callable[[Value], PeriodLines | Absence]


class EarlierPeriods:
    """The lines of other periods; `compute` computes those of all parties in one, or says why there is no doing so.

    A period is closed to those that it makes use of itself: lines that rest on themselves are unknown.
    """

    def __init__(self, compute: Compute) -> None:
        self._compute = compute
        self._found: dict[str, PeriodLines | Absence] = {}

    def begin(self, period: Value) -> None:
        """Close a period that is being computed."""
        name = display(period)
        self._found[name] = Unknown(frozenset({f"the lines of {name}, which rest on themselves"}))

    def lines_of(self, plan: StatementPlan, party: Record, period: Value) -> tuple[Value, Versions]:
        """Return the lines of a party in a period as a record that the lines of a plan see, and of which versions.

        It is null without a period, where the party took no part, and where the version had no such statement.
        """
        if period is None or isinstance(period, Absence):
            return period, {}
        name = display(period)
        if name not in self._found:
            self.begin(period)
            self._found[name] = self._compute(period)
        found = self._found[name]
        if isinstance(found, Absence):
            return found, {}
        own: Versions = {} if found.choice is None else {name: found.choice}
        lines = found.parties.get(party_key(plan, party))
        if lines is None:
            return None, own
        return _seen(plan, name, found, lines.lines), {**own, **lines.versions}


def _seen(plan: StatementPlan, period: str, found: PeriodLines, lines: Mapping[str, Value]) -> Value:
    """Return lines under the names that a plan has; one that there was not in their version is not applicable."""
    seen: dict[str, Value] = {}
    for line in plan.lines:
        if line.id in lines:
            seen[line.id] = lines[line.id]
        elif isinstance(line.type, Nullable):
            seen[line.id] = None
        else:
            version = f" of {period}, `{chosen_version(found.choice)}`," if found.choice else ""
            seen[line.id] = NotApplicable(f"the version{version} has no line `{line.id}`")
    return seen


def party_key(plan: StatementPlan, party: Record) -> str:
    """Return what identifies a party in all periods."""
    return display(party[plan.table(plan.party.table).key[0]])


def chosen_version(choice: Choice) -> str:
    """Return the name of the version that was chosen."""
    return choice.engine.pack.version


def version_in(choice: Choice, period: Value) -> Choice | Absence:
    """Return the version that was in force in another period, as it was known on the same date."""
    if choice.versions is None:
        return choice  # that of a pack with one version
    found = choice.versions.at(display(period), choice.known_on)
    if found.problems:
        problem = found.problems[0]
        return Failure(problem.message, problem.code)
    return found


def engine_of(choice: Choice) -> Engine:
    """Return the engine of the version that was chosen."""
    return cast("Engine", choice.engine)


def as_read_by(plan: StatementPlan, data: TableData, reader: StatementPlan) -> TableData:
    """Return tables that were read for a plan as another version of it sees them.

    A column that the reader alone has is not known in any row, and so are the rows of a table that it alone has.
    """
    own = {table.id: _form(table) for table in reader.tables}
    read = {table.id: _form(table) for table in plan.tables}
    if own == read:
        return data
    rows = {
        table.id: data.rows.get(table.id, ())
        if own[table.id] == read.get(table.id)
        else ChangedRows(data.rows.get(table.id, ()), partial(_with_columns, _Renamed.of(table, plan)))
        for table in reader.tables
    }
    return replace(data, rows=rows, lacking=frozenset(own.keys() - read.keys()))


def _form(table: StatementTable) -> object:
    return tuple((column.name, column.type) for column in table.columns)


class _Renamed(NamedTuple):
    """A table, and the names that its columns have in rows that were read for another version of it."""

    table: StatementTable
    names: Mapping[str, str]

    @classmethod
    def of(cls, table: StatementTable, read: StatementPlan) -> _Renamed:
        """Return a table with the names that a plan has for its columns, if it has the table."""
        own = table.by_name
        columns = next((each.columns for each in read.tables if each.id == table.id), ())
        names = {own[name].name: column.name for column in columns for name in column.names if name in own}
        return cls(table, names)


def _with_columns(renamed: _Renamed, record: Record) -> Record:
    table, names = renamed
    return {
        column.name: record[names[column.name]] if column.name in names else table.not_given(column)
        for column in table.columns
    }
