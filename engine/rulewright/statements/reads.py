"""Finds what formulas see of the tables: the rows whose cells are what a read matches.

Each table is indexed once by the columns that a read matches; the index has the numbers of rows, which are made when a
read finds them. Each read finds the rows for the same values once: what is the same for all parties is one list, seen
by all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from rulewright.language.display import display
from rulewright.language.types import Type
from rulewright.language.values import Absence, Failure, Unknown, Value
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.statements import ColumnMatch, Read, StatementPlan
from rulewright.source import Place
from rulewright.statements.table_cells import Record
from rulewright.statements.table_rows import values_of
from rulewright.statements.tables import TableData

RowsByKey = Mapping[tuple[object, ...], Sequence[int]]
"""The numbers of a table's rows by the keys of the cells that a read matches."""

ValueOf = Callable[[Rule, Mapping[str, Value]], Value]
ShowValue = Callable[[Value, Type, str], Value]


class SeenRows(NamedTuple):
    """What a formula sees of a table, and where the rows stand."""

    value: Value
    places: tuple[Place, ...] = ()


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
        self._found: dict[tuple[str, tuple[object, ...]], SeenRows] = {}

    def of(self, party: Record | None, names: Iterable[str]) -> Mapping[str, SeenRows]:
        """Return what is read under these names for a party; None reads what is read for none of them."""
        return {name: self._read(self._reads[name], party) for name in names}

    def _read(self, read: Read, party: Record | None) -> SeenRows:
        if read.table in self._data.lacking:
            return SeenRows(Unknown(frozenset({self._plan.table(read.table).file})))
        wanted: dict[str, Value] = {}
        for match in read.matches:
            value = self._matched(match, party)
            if isinstance(value, Absence):
                return SeenRows(value)
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

    def _rows(self, read: Read, wanted: Mapping[str, Value], key: tuple[object, ...]) -> SeenRows:
        columns = tuple(wanted)
        index = self._indexes.get((read.table, columns))
        if index is None:
            index = self._indexes[read.table, columns] = self._index(read.table, columns)
        found = index.get(key, ())
        if read.rows == "many" or len(found) == 1:
            rows = [self._data.rows[read.table][number] for number in found]
            records = [row.record for row in rows]
            return SeenRows(records if read.rows == "many" else records[0], tuple(row.place for row in rows))
        table = self._plan.table(read.table)
        cells = self._shown(dict(wanted), table.record, table.file)
        shown = ", ".join(f"{column} `{display(value)}`" for column, value in cells.items())
        if found:
            message = f"`{table.file}` has {len(found)} rows for {shown}, one is needed"
            return SeenRows(Failure(message, "ambiguous-row"))
        return SeenRows(None if read.rows == "optional" else Unknown(frozenset({f"{table.file}: {shown}"})))

    def _index(self, table: str, columns: tuple[str, ...]) -> RowsByKey:
        index: dict[tuple[object, ...], list[int]] = {}
        for number, values in enumerate(values_of(self._data.rows[table], columns)):
            index.setdefault(tuple(map(_key, values)), []).append(number)
        return index


def _key(value: Value) -> object:
    """Return what equal values of a cell have in common; lists and records are distinguished by their text."""
    return display(value) if isinstance(value, list | dict) else value
