"""Takes the recorded decisions of a statement from the tables that record them, as a case would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rulewright.evaluate.engine import Engine
from rulewright.evaluate.plain_json import to_json
from rulewright.language.ranges import order
from rulewright.language.reading.case_words import read_given
from rulewright.language.reading.giving import as_fact
from rulewright.language.temporal.values import Date
from rulewright.language.types import DATE, Type
from rulewright.language.values import Absence, Value
from rulewright.packs.model.statements import RecordedTable, StatementPlan, rules_of
from rulewright.statements.table_cells import Record
from rulewright.statements.table_rows import DataRow
from rulewright.statements.tables import TableData


def recorded_in(plan: StatementPlan, data: TableData, known_on: str | None) -> Mapping[str, object]:
    """Return the recorded decisions that stand in tables, as a case would give them."""
    day, wrong = read_given(known_on, DATE, "known_on") if known_on else (None, ())
    if wrong:
        raise ValueError(wrong[0].message)
    recorded = {
        rule: [_record(plan, table, row.record) for table, row in rows if _is_by(day, row.record, table)]
        for rule, rows in recording_rows(plan, data).items()
    }
    return {rule: records for rule, records in recorded.items() if records}  # a table without rows decides nothing


def recording_rows(plan: StatementPlan, data: TableData) -> Mapping[str, Sequence[tuple[RecordedTable, DataRow]]]:
    """Return the rows that record a decision under each discretion, in order."""
    found: dict[str, list[tuple[RecordedTable, DataRow]]] = {}
    for table in plan.recorded:
        cells = table.entries or (table.value,)
        rows = (row for row in data.rows[table.table] if any(_is_given(row.record[column]) for column in cells))
        found.setdefault(table.rule, []).extend((table, row) for row in rows)
    return found


def _is_by(day: Value, record: Record, table: RecordedTable) -> bool:
    date = record.get(table.date)
    return not (isinstance(date, Date) and isinstance(day, Date)) or order(date, day) <= 0


def deciding(engine: Engine, plan: StatementPlan, recorded: Mapping[str, object]) -> frozenset[str]:
    """Return the rules of a statement that may read one of these decisions."""
    rules = (rule.id for rule in rules_of(plan))
    return frozenset(id_ for id_ in rules if not recorded.keys().isdisjoint(engine.needs(id_).decisions))


def _record(plan: StatementPlan, table: RecordedTable, record: Record) -> Mapping[str, object]:
    types = {column.name: column.type for column in plan.table(table.table).columns}
    return {
        "value": _decided(record, table, types),
        "actor": record.get(table.actor) or "",
        "date": to_json(record.get(table.date)) or "",
        "reference": record.get(table.reference) or "",
        "approved_by": record.get(table.approved_by) or "",
        "for": {name: as_fact(record[column], types[column]) for name, column in table.keys},
    }


def _decided(record: Record, table: RecordedTable, types: Mapping[str, Type]) -> object:
    """Return what a row records: a cell, or a map of several with the names of their columns."""
    if not table.entries:
        return as_fact(record[table.value], types[table.value])
    return {name: as_fact(record[name], types[name]) for name in table.entries if _is_given(record[name])}


def _is_given(value: Value) -> bool:
    return value is not None and not isinstance(value, Absence)
