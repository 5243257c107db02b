"""Finds what formulas see of the tables: the rows whose cells are what a read matches.

Each table is indexed once by the columns that a read matches, and each read finds the rows for the same values once:
what is the same for all parties is one list, seen by all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rulewright.language.display import display
from rulewright.language.types import Type
from rulewright.language.values import Absence, Failure, Unknown, Value
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.statements import ColumnMatch, Read, StatementPlan
from rulewright.statements.table_file import Record
from rulewright.statements.tables import TableData

RowsByKey = Mapping[tuple[object, ...], list[Record]]
"""The rows of a table by the keys of the cells that a read matches."""

ValueOf = Callable[[Rule, Mapping[str, Value]], Value]
ShowValue = Callable[[Value, Type, str], Value]


class Reads:
    """What is read of the tables of a statement for one period.

    `value_of` evaluates the formula of what a column must equal, `shown` shows a value of a type as outputs have it.
    """

    def __init__(
        self, plan: StatementPlan, data: TableData, period: Value, value_of: ValueOf, shown: ShowValue
    ) -> None:
        self._plan = plan
        self._data = data
        self._period = period
        self._value_of = value_of
        self._shown = shown
        self._reads = {read.name: read for read in plan.reads}
        self._indexes: dict[tuple[str, tuple[str, ...]], RowsByKey] = {}
        self._found: dict[tuple[str, tuple[object, ...]], Value] = {}

    def of(self, party: Record | None, names: Iterable[str]) -> dict[str, Value]:
        """Return what is read under these names for a party; None reads what is read for none of them."""
        return {name: self._read(self._reads[name], party) for name in names}

    def _read(self, read: Read, party: Record | None) -> Value:
        if read.table in self._data.lacking:
            return Unknown(frozenset({self._plan.table(read.table).file}))
        wanted: dict[str, Value] = {}
        for match in read.matches:
            value = self._matched(match, party)
            if isinstance(value, Absence):
                return value
            wanted[match.column] = value
        key = tuple(map(_key, wanted.values()))
        place = read.name, key
        if place not in self._found:
            self._found[place] = self._rows(read, wanted, key)
        return self._found[place]

    def _matched(self, match: ColumnMatch, party: Record | None) -> Value:
        """Return what a column must equal."""
        if match.rule is not None:
            return self._value_of(match.rule, {self._plan.period: self._period, self._plan.party.name: party})
        return party[match.party_column] if party is not None and match.party_column else self._period

    def _rows(self, read: Read, wanted: Mapping[str, Value], key: tuple[object, ...]) -> Value:
        columns = tuple(wanted)
        index = self._indexes.get((read.table, columns))
        if index is None:
            index = self._indexes[read.table, columns] = self._index(read.table, columns)
        found = index.get(key, [])
        if read.rows == "many":
            return found
        if len(found) == 1:
            return found[0]
        table = self._plan.table(read.table)
        cells = self._shown(dict(wanted), table.record, table.file)
        shown = ", ".join(f"{column} `{display(value)}`" for column, value in cells.items())
        if found:
            return Failure(f"`{table.file}` has {len(found)} rows for {shown}, one is needed", "ambiguous-row")
        return None if read.rows == "optional" else Unknown(frozenset({f"{table.file}: {shown}"}))

    def _index(self, table: str, columns: tuple[str, ...]) -> RowsByKey:
        index: dict[tuple[object, ...], list[Record]] = {}
        for row in self._data.rows[table]:
            index.setdefault(tuple(_key(row.record[column]) for column in columns), []).append(row.record)
        return index


def _key(value: Value) -> object:
    """Return what equal values of a cell have in common; lists and records are distinguished by their text."""
    return display(value) if isinstance(value, list | dict) else value
