"""Reads the tables of a statement, and what its formulas and recorded decisions take from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import cast

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.reading.giving import percents_in
from rulewright.language.types import ANY, AnyType, ListType, Nullable, Type
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.types import TypeReader
from rulewright.packs.format.values import key_written
from rulewright.packs.format.written import Keyed, WrittenForm
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.statements import (
    Column,
    ColumnMatch,
    MayLack,
    PartyTable,
    Read,
    RecordedTable,
    RowCount,
    StatementTable,
)
from rulewright.packs.yaml.tree import ScalarNode, SequenceNode, TreeNode

NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
FormulaOf = Callable[[str, TreeNode, Type], Found[Rule]]
"""Reads a formula over the period and the party's row as a rule of this name and type."""


class WrittenColumn(WrittenForm):
    """A type, or `{type, title, as, personal, optional, periods, aliases}`."""

    BARE = "type"

    type: TreeNode | None = None
    title: str = ""
    as_: ScalarNode | None = None
    personal: str = ""
    optional: ScalarNode | None = None
    periods: tuple[ScalarNode, ...] = ()
    aliases: tuple[ScalarNode, ...] = ()


class WrittenStatementTable(WrittenForm):
    """A CSV file."""

    file: str = ""
    title: str = ""
    key: tuple[ScalarNode, ...] = ()
    belongs_to: tuple[Keyed[ScalarNode], ...] = ()
    optional: str = ""
    periods: tuple[ScalarNode, ...] = ()
    columns: tuple[Keyed[WrittenColumn], ...] = ()


class WrittenRead(WrittenForm):
    """What formulas see of a table."""

    table: ScalarNode | None = None
    match: tuple[Keyed[ScalarNode], ...] = ()
    rows: str = ""


class WrittenRecorded(WrittenForm):
    """A table of recorded decisions."""

    rule: ScalarNode | None = None
    table: ScalarNode | None = None
    for_: tuple[Keyed[ScalarNode], ...] = ()
    value: TreeNode | None = None
    actor: ScalarNode | None = None
    date: ScalarNode | None = None
    reference: ScalarNode | None = None
    approved_by: ScalarNode | None = None


def _column(written: Keyed[WrittenColumn], types: TypeReader, period: Type) -> Found[Column]:
    """Return a column; only percents can be given as ratios."""
    findings = Findings()
    body = written.value
    type_ = findings.take(types.declared_as(body.type, body.personal))
    if body.as_ is not None and type_ != ANY and not percents_in(type_):
        message = f"`{written.name}` has no percents that could be ratios"
        findings.report("needless-ratio", message, body.as_.place, "drop `as`, or give the column a percent's type")
    is_optional = body.optional is not None and body.optional.text == "true"
    periods = findings.take(_periods(body.periods, period))
    title = body.title or written.name
    absence = MayLack(() if is_optional else periods) if is_optional or periods else None
    aliases = tuple(each.text for each in body.aliases if each.text != written.name)
    return findings.found(Column(written.name, type_, title, written.key.place, body.as_ is not None, absence, aliases))


def _periods(written: Sequence[ScalarNode], period: Type) -> Found[tuple[str, ...]]:
    """Return the periods to which a table or a column belongs."""
    findings = Findings()
    return findings.found(
        tuple(text for node in written if (text := findings.take(key_written(node, period))) is not None)
    )


def declared_tables(
    written: Sequence[Keyed[WrittenStatementTable]], types: TypeReader, period: Type
) -> Found[Mapping[str, StatementTable]]:
    """Return the tables by id; `period` is the type of the periods to which some belong."""
    findings = Findings()
    tables: dict[str, StatementTable] = {}
    for each in written:
        body = each.value
        columns = tuple(findings.take(_column(column, types, period)) for column in body.columns)
        names = findings.take(_names(columns))
        key = tuple(findings.take(_known_column(name, names)) for name in body.key)
        relations = tuple(
            (findings.take(_known_column(relation.key, names)), relation.value.text) for relation in body.belongs_to
        )
        title = body.title or each.name
        periods = findings.take(_periods(body.periods, period))
        for column in (one for one in columns if one.absence and one.name in key):
            message = f"`{column.name}` identifies the rows of `{each.name}`, and cannot be missing"
            findings.report(
                "missing-column", message, column.place, "drop `optional` and `periods`, or take another key"
            )
        tables[each.name] = StatementTable(
            each.name, body.file, title, columns, key, relations, each.key.place, body.optional == "true", periods
        )
    for relation in (relation for each in written for relation in each.value.belongs_to):
        parent = findings.take(find_table(relation.value, tables))
        if parent is not None and len(parent.key) != 1:
            message = f"`{parent.id}` is not identified by one column"
            hint = "a value belongs to a table with a key of one column"
            findings.report("unknown-name", message, relation.value.place, hint)
    return findings.found(tables)


def _names(columns: Sequence[Column]) -> Found[Mapping[str, Column]]:
    """Return columns by their names, those that they had before too; each name is that of one column."""
    findings = Findings()
    named = {column.name: column for column in columns}
    for column in columns:
        for alias in column.aliases:
            other = named.setdefault(alias, column)
            if other is not column:
                message = f"`{alias}` is another name of `{column.name}`, and means `{other.name}` already"
                related = ((other.place, f"`{other.name}`"),)
                findings.report("duplicate-column", message, column.place, "drop the alias", related=related)
    return findings.found(named)


def _known_column(node: ScalarNode, columns: Mapping[str, Column]) -> Found[str]:
    """Return the name of the column that a scalar names, by that or another name."""
    name, problems, _ = known_name(node, columns, "column")
    return Found(columns[name].name if name in columns else name, problems)


def read_recorded_table(
    written: WrittenRecorded,
    tables: Mapping[str, StatementTable],
    rules: Mapping[str, Rule],
    unread: Collection[str] = (),
) -> Found[RecordedTable]:
    """Return a table of recorded decisions; `unread` are the ids of rules that are there and could not be read."""
    findings = Findings()
    name = written.rule.text if written.rule else ""
    rule = rules.get(name)
    inputs: list[str] = []
    if rule is not None and rule.is_recorded:
        inputs = [each.name for each in rule.inputs]
    elif written.rule is not None and name not in unread:
        discretions = [id_ for id_, each in rules.items() if each.is_recorded]
        hint = did_you_mean(name, discretions) or "recorded decisions belong to discretions"
        findings.report("unknown-rule", f"`{name}` is no discretion", written.rule.place, hint)
    table = findings.take(find_table(written.table, tables))
    keys: list[tuple[str, str]] = []
    for each in written.for_:
        if inputs:
            findings.take(known_name(each.key, inputs, "input"))
        keys.append((each.name, findings.take(find_column(each.value, table))))
    named = {each.name for each in written.for_}
    missing = [each for each in inputs if each not in named]
    if missing and written.rule is not None:
        names = ", ".join(f"`{each}`" for each in missing)
        message = f"`for` leaves out {names} of `{name}`: each decision would count for all its values"
        place = written.for_[0].key.place if written.for_ else written.rule.place
        columns = ", ".join(f"{each}: column" for each in missing)
        hint = f"add `{columns}` to `for`" if written.for_ else f"write `for: {{{columns}}}`"
        findings.report("missing-input", message, place, hint)
    value = written.value if isinstance(written.value, ScalarNode) else None
    entries = written.value.items if isinstance(written.value, SequenceNode) else ()
    recorded = RecordedTable(
        rule=name,
        table=written.table.text if written.table else "",
        keys=tuple(keys),
        value=findings.take(find_column(value, table)),
        actor=findings.take(find_column(written.actor, table)),
        date=findings.take(find_column(written.date, table)),
        reference=findings.take(find_column(written.reference, table)),
        approved_by=findings.take(find_column(written.approved_by, table)),
        entries=tuple(findings.take(find_column(each, table)) for each in entries if isinstance(each, ScalarNode)),
    )
    return findings.found(recorded)


def find_table(node: ScalarNode | None, tables: Mapping[str, StatementTable]) -> Found[StatementTable | None]:
    """Return the table that a scalar names."""
    if node is None:
        return Found(None)
    name, problems, _ = known_name(node, tables, "table")
    return Found(tables.get(name), problems)


def find_column(node: ScalarNode | None, table: StatementTable | None) -> Found[str]:
    """Return the column of a table that a scalar names; empty where nothing does."""
    if node is None or table is None:
        return Found("" if node is None else node.text)
    return _known_column(node, table.by_name)


def known_name(node: ScalarNode, names: Iterable[str], kind: str) -> Found[str]:
    """Return a name, and report it where it is none of the known ones."""
    findings = Findings()
    known = list(names)
    if node.text not in known:
        hint = did_you_mean(node.text, known) or f"known are {', '.join(f'`{name}`' for name in known[:8])}"
        findings.report("unknown-name", f"unknown {kind} `{node.text}`", node.place, hint)
    return findings.found(node.text)


def read_read(
    written: Keyed[WrittenRead],
    tables: Mapping[str, StatementTable],
    period: str,
    party: PartyTable,
    formula_of: FormulaOf,
) -> Found[Read]:
    """Return what formulas see under one name; `formula_of` reads what a column must equal."""
    findings = Findings()
    body = written.value
    table = findings.take(find_table(body.table, tables))
    party_table = tables.get(party.table)
    types = {column.name: column.type for column in table.columns} if table else {}
    of_party = party_table.by_name if party_table else {}
    matches: list[ColumnMatch] = []
    for each in body.match:
        name = findings.take(find_column(each.key, table))
        path = each.value.text
        column = path.removeprefix(f"{party.name}.")
        if path == period:
            matches.append(ColumnMatch(name, ""))
        elif path != column and NAME.fullmatch(column):
            if party_table and column not in of_party:
                message = f"unknown column `{column}`"
                findings.report("unknown-name", message, each.value.place, f"of `{party_table.id}`")
            matches.append(ColumnMatch(name, of_party[column].name if column in of_party else column))
        else:
            type_ = types.get(name, ANY)
            expected = type_ if isinstance(type_, Nullable | AnyType) else Nullable(type_)
            rule = findings.take(formula_of(f"reads.{written.name}.{name}", each.value, expected))
            matches.append(ColumnMatch(name, "", rule))
    record: Type = table.record if table else ANY
    rows = cast("RowCount", body.rows)
    seen = ListType(record) if rows == "many" else Nullable(record) if rows == "optional" else record
    return findings.found(Read(written.name, body.table.text if body.table else "", tuple(matches), rows, seen))
