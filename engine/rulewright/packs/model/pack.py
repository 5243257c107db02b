"""Defines a pack as it is once read: its documents, subjects, rules, checks, examples and statements.

`rulewright.packs.loading` makes these values; the evaluators, checks and reports read them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING

from rulewright.language.types import Type
from rulewright.packs.model.links import Links, aliases_of, links_of
from rulewright.packs.model.notation import Notation
from rulewright.packs.model.rules import Citation, Expression, Input, Requirement, Rule
from rulewright.packs.model.timeline import Timeline
from rulewright.records import dataclass
from rulewright.source import Place

if TYPE_CHECKING:  # a question about a rule does without
    from rulewright.diagnostics import Diagnostic
    from rulewright.packs.model.statements import StatementPlan


@dataclass(frozen=True, slots=True)
class Document:
    """A source document of a pack."""

    id: str
    title: str
    file: str = ""
    adopted: str = ""


@dataclass(frozen=True, slots=True)
class CheckException:
    """Cases for which a check need not hold: values by input name, and the reading that says why."""

    cases: Mapping[str, tuple[str, ...]]
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A condition over figures that must hold for every member of its inputs' types (`for`).

    `message` says what is wrong where it does not; `{name}` in it stands for the value of that input.
    """

    id: str
    inputs: tuple[Input, ...]
    condition: Expression
    message: str
    subject: str
    place: Place
    exceptions: tuple[CheckException, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """One file of rules."""

    id: str
    title: str
    path: str
    namespace: str
    rules: tuple[str, ...]
    source: Citation


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an example expects: a value as printed, with the rounding or tolerance under which it is compared.

    An empty `output` means the outcome as a whole. `places` are decimal places of the value, so of the ratio where it
    is a percent.
    """

    output: str
    value: object
    written: str
    places: int | None = None
    mode: str = "half_up"
    tolerance: Decimal | None = None
    exact: str = ""
    status: str = "known"
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of a document, or a case of our own, with the rule it exercises.

    `as_of` and `known_on` are the dates by which the version is chosen that runs it; without them all run it.
    """

    id: str
    rule: str
    title: str
    source: Citation | None
    facts: Mapping[str, object]
    recorded: Mapping[str, object]
    expected: tuple[Expectation, ...]
    place: Place
    note: str = ""
    as_of: str = ""
    known_on: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether dates say which version runs it."""
        return bool(self.as_of or self.known_on)


@dataclass(frozen=True, slots=True)
class Pack:
    """A consolidated protocol. `requirements` are what records must meet, by the name of their type.

    `clock` names the enumeration whose members are the periods that outcomes may be about, `calendar` the figures that
    say when each of them is. `timeline` says which amendments make up which version; all versions of a pack have one.
    """

    id: str
    title: str
    version: str
    digest: str
    documents: Mapping[str, Document]
    types: Mapping[str, Type]
    subjects: tuple[Subject, ...]
    rules: Mapping[str, Rule]
    examples: Sequence[Example]
    statements: Mapping[str, StatementPlan]
    checks: Sequence[Check] = ()
    requirements: Mapping[str, tuple[Requirement, ...]] = field(default_factory=dict)
    clock: str = ""
    calendar: str = ""
    timeline: Timeline = Timeline()
    diagnostics: tuple[Diagnostic, ...] = ()
    notation: Notation = field(default_factory=Notation)
    kept_links: Links | None = None

    @property
    def links(self) -> Links:
        """What leads from rule to rule and to examples; a pack from the cache knows it without reading its rules."""
        return self.kept_links or links_of(self.rules, ((each.id, each.rule) for each in self.examples))

    @property
    def aliases(self) -> Mapping[str, str]:
        """The other names of rules, with the ids that they stand for; no id is among them."""
        return self.kept_links.aliases if self.kept_links else aliases_of(self.rules)

    def find_rule(self, name: str) -> Rule | None:
        """Return a rule by its id or an alias."""
        return self.rules.get(name) or self.rules.get(self.aliases.get(name, ""))

    def find_subject(self, name: str) -> Subject | None:
        """Return a subject by its id; a hyphen stands for an underscore."""
        id_ = name.replace("-", "_")
        return next((subject for subject in self.subjects if subject.id == id_), None)
