"""Defines a statement as a pack declares it: tables, the party, what formulas see, lines, reconciliations, chart.

Every formula of a statement is a decision of its own, so that it is checked, compiled and traced like any rule.
`docs/reference/statement-format.md` describes the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from rulewright.language.types import ContextType, Type
from rulewright.language.values import Unknown
from rulewright.packs.model.rules import Citation, Rule
from rulewright.records import dataclass
from rulewright.source import Place

RowCount = Literal["one", "optional", "many"]


ROW_OF = "row of "
"""How the name of a row's type begins, so that it is of no type of the pack; digests have the table's name alone."""


@dataclass(frozen=True, slots=True)
class MayLack:
    """Says that a file may be without a column: in periods that are not among these; always where there are none."""

    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. A nullable type allows an empty cell; with `is_ratio` percents stand without their sign.

    `absence` says when a file may be without it; where it is None, never. `aliases` are names that it had before.
    """

    name: str
    type: Type
    title: str
    place: Place
    is_ratio: bool = False
    absence: MayLack | None = None
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, and those that it had before."""
        return (self.name, *self.aliases)

    def may_lack(self, period: str) -> bool:
        """Whether a file may be without the column in a period."""
        return self.absence is not None and period not in self.absence.periods


@dataclass(frozen=True, slots=True)
class StatementTable:
    """A CSV file: its columns, the columns that identify a row, and the tables whose keys its values must be.

    The file may be missing where the table `is_optional`, and in periods that are not among `periods`, if it has some.
    """

    id: str
    file: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    belongs_to: tuple[tuple[str, str], ...]
    place: Place
    is_optional: bool = False
    periods: tuple[str, ...] = ()

    def may_lack(self, period: str) -> bool:
        """Whether a folder may be without the file in a period."""
        return self.is_optional or bool(self.periods and period not in self.periods)

    @property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names, and by those that they had before."""
        return {name: column for column in self.columns for name in column.names}

    def not_given(self, column: Column) -> Unknown:
        """Return what stands in every row for a column that a file is without."""
        return Unknown(frozenset({f"{self.file}: column `{column.name}`"}))

    @property
    def record(self) -> ContextType:
        """The type of a row, its entries sorted: the order of columns says nothing."""
        return ContextType(
            tuple(sorted(((each.name, each.type) for each in self.columns), key=lambda entry: entry[0])),
            f"{ROW_OF}{self.id}",
            aliases=tuple(sorted((alias, each.name) for each in self.columns for alias in each.aliases)),
        )


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column must equal a column of the party's row, what `rule` comes to, or the period where both are empty."""

    column: str
    party_column: str
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What formulas see under `name`: the rows of a table that match, as one record, a record or null, or a list."""

    name: str
    table: str
    matches: tuple[ColumnMatch, ...]
    rows: RowCount
    type: Type

    def is_shared(self, party: str) -> bool:
        """Whether what is seen is the same for all parties; `party` is the name of their rows."""
        rules = (each.rule for each in self.matches if each.rule)
        of_party = any(each.name == party for rule in rules for each in rule.inputs)
        return not of_party and not any(each.party_column for each in self.matches)


@dataclass(frozen=True, slots=True)
class EarlierLines:
    """The lines of a party in another period, which `rule` names: formulas see them as a record, or null."""

    name: str
    rule: Rule
    type: Type


@dataclass(frozen=True, slots=True)
class RecordedTable:
    """A table whose rows are recorded decisions: which discretion, for which of its inputs, and by whom.

    `value` is the column of what was decided. With `entries` it is a map over these columns instead.
    """

    rule: str
    table: str
    keys: tuple[tuple[str, str], ...]
    value: str
    actor: str
    date: str
    reference: str
    approved_by: str = ""
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyTable:
    """Who the statement is about: the table of parties, the column shown to people, and who takes part when.

    Lines over all parties see those that take part under the name `all`, each with its row and its lines so far.
    """

    name: str
    title: str
    table: str
    label: str
    takes_part: Rule | None
    all: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One computed value for each party; one for all of them where `is_shared`."""

    id: str
    title: str
    group: str
    rule: Rule
    is_summary: bool
    is_total: bool
    is_shared: bool = False

    @property
    def type(self) -> Type:
        """The type of the line's value."""
        return self.rule.outcome


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """An equation that must hold for every party, or for the totals.

    Its sides may differ by at most `within`; where that is None, the unit of the amounts says by how much.
    """

    id: str
    title: str
    scope: Literal["party", "totals"]
    rule: Rule
    within: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar a party: the whole, and the parts that make it."""

    title: str
    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """A whole statement, ready to be computed."""

    id: str
    title: str
    about: str
    source: Citation
    period: str
    period_type: Type
    period_title: str
    tables: tuple[StatementTable, ...]
    party: PartyTable
    reads: tuple[Read, ...]
    recorded: tuple[RecordedTable, ...]
    lines: tuple[Line, ...]
    reconciliations: tuple[Reconciliation, ...]
    chart: Chart | None
    place: Place
    earlier: tuple[EarlierLines, ...] = ()

    @property
    def party_lines(self) -> tuple[Line, ...]:
        """The lines that are computed for each party."""
        return tuple(line for line in self.lines if not line.is_shared)

    @property
    def shared_lines(self) -> tuple[Line, ...]:
        """The lines that are computed once, over all parties."""
        return tuple(line for line in self.lines if line.is_shared)

    def seen_types(self, *, is_shared: bool = False) -> dict[str, Type]:
        """Return the types of what the lines of a party, or those over all, see of other things, by name.

        It is the period, the party's row, and what they use: reads, lines over all, the parties.
        """
        lines = self.shared_lines if is_shared else self.party_lines
        seen: dict[str, Type] = {self.period: self.period_type}
        if not is_shared:
            seen[self.party.name] = self.table(self.party.table).record
        own = {line.id for line in lines}
        return seen | {each.name: each.type for line in lines for each in line.rule.inputs if each.name not in own}

    def table(self, name: str) -> StatementTable:
        """Return a table by its id.

        Raises:
            KeyError: when there is none.
        """
        return next(table for table in self.tables if table.id == name)


def rules_of(plan: StatementPlan) -> Iterator[Rule]:
    """Yield every rule of a statement."""
    if plan.party.takes_part:
        yield plan.party.takes_part
    yield from (match.rule for read in plan.reads for match in read.matches if match.rule)
    yield from (each.rule for each in plan.earlier)
    yield from (line.rule for line in plan.lines)
    yield from (each.rule for each in plan.reconciliations)
