"""Defines what a statement computed: lines by party, totals, and which equations held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rulewright.evaluate.choice import Choice
from rulewright.evaluate.outcome import Outcome
from rulewright.evaluate.recorded import ReadDecisions
from rulewright.language.personal import marked
from rulewright.language.types import Type
from rulewright.language.values import Value
from rulewright.packs.model.statements import Line, StatementPlan
from rulewright.source import Place
from rulewright.statements.reconcile import Reconciled

Versions = Mapping[str, Choice]
"""The versions of a pack by the periods whose lines they computed."""


@dataclass(frozen=True, slots=True)
class PartyStatement:
    """The lines of one party. `key` identifies it in the tables, `label` is what people call it.

    `seen` is what its formulas saw beside the lines: the period, its row, what was read for it, and the lines over all
    parties that it uses; `shown` is the same as outputs have it, with tokens for what is personal. Key and label are as
    outputs have them, too. The lines over all parties have neither. `versions` are those of the earlier periods on
    whose lines these rest; `places` say where the rows stand that were seen under a name.
    """

    key: str
    label: str
    outcomes: Mapping[str, Outcome]
    seen: Mapping[str, Value] = field(repr=False)
    shown: Mapping[str, Value]
    versions: Versions = field(default_factory=dict)
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a line over the parties whose line is known; `left_out` are the labels of the others.

    `amounts` says of how many.
    """

    line: Line
    value: Decimal
    left_out: tuple[str, ...]
    amounts: int

    @property
    def type(self) -> Type:
        """The type of the sum; of a personal line only the sum over one party, which is its own, is personal."""
        return self.line.type if self.amounts == 1 else marked(self.line.type, is_personal=False)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A party of the tables that takes no part in the period, with the reason."""

    key: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class StatementResult:
    """A whole statement of one period, with the digests of the tables it was computed from.

    `left_out` are the parties that take no part, `shared` the lines over all that do, `known_on` is the date up to
    which decisions count, if there is one. `choice` is the version, where the pack has amendments, and how it was
    chosen.
    """

    plan: StatementPlan
    period: str
    parties: tuple[PartyStatement, ...]
    totals: Mapping[str, Total]
    reconciliations: tuple[Reconciled, ...]
    table_digests: Mapping[str, str]
    recorded: ReadDecisions
    left_out: tuple[LeftOut, ...] = ()
    shared: PartyStatement = PartyStatement("", "", {}, {}, {})
    known_on: str = ""
    choice: Choice | None = None

    def __repr__(self) -> str:
        """Return how much there is: what is in it may be personal, and a representation goes to logs."""
        counts = f"{len(self.parties)} parties, {len(self.totals)} totals, {len(self.failures)} failures"
        return f"StatementResult({self.plan.id!r}, {self.period!r}, {counts})"

    @property
    def failures(self) -> tuple[Reconciled, ...]:
        """The equations that did not hold, or could not be evaluated."""
        return tuple(each for each in self.reconciliations if each.holds is False or each.is_error)
