"""Defines what a kind of rule is to the reader of a pack, and the declaration of a rule.

A rule is read in two steps. What it is called, takes and gives is declared first, for formulas may use rules of every
subject in any order; its formulas are read once all declarations are known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypedDict

from rulewright.language.types import ANY, FunctionType, Type
from rulewright.packs.format.found import Found
from rulewright.packs.format.written import WrittenRule
from rulewright.packs.model.rules import Citation, Input, Reading, Rule
from rulewright.records import dataclass
from rulewright.source import Place

if TYPE_CHECKING:
    from rulewright.packs.format.declaration import DeclarationReader
    from rulewright.packs.format.rule_reader import RuleReader
    from rulewright.packs.yaml.tree import ScalarNode


@dataclass(frozen=True, slots=True)
class RuleSignature:
    """What a rule takes and gives.

    `inputs` have no `otherwise` yet; `optional` names those that will. `results` are the names and types of what its
    outcome is made of. `collected_key` is that of a parameter with `answers: map`.
    """

    outcome: Type
    results: tuple[tuple[str, Type], ...]
    inputs: tuple[Input, ...] = ()
    optional: frozenset[str] = frozenset()
    collected_key: Input | None = None


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A kind of rule: its section in subjects, the class and the written form of its rules, and how they are read.

    Subjects list kinds by `order`, then by section. Of two forms of one kind, `deciding` are the keys that say which
    one it is. `prose` are keys whose values are for people.
    `read` returns None where there is no rule without what cannot be read.
    """

    section: str
    rule: type[Rule]
    written: type[WrittenRule]
    declare: Callable[[Any, DeclarationReader], Found[RuleSignature]]
    read: Callable[[Any, Declaration, RuleSignature, RuleReader], Found[Rule | None]]
    order: int = 100
    deciding: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """A rule as far as others need to know it.

    Without a signature it does not fit the schema: it is known, and nothing more is said of it.
    """

    id: str
    kind: RuleKind
    key: ScalarNode
    written: WrittenRule
    subject: str
    source: Citation
    signature: RuleSignature | None

    @property
    def place(self) -> Place:
        """Where the rule's id stands."""
        return self.key.place

    @property
    def type(self) -> Type:
        """The type of a reference to the rule: a function where it has inputs, else its outcome."""
        signature = self.signature
        if signature is None:
            return ANY
        if not signature.inputs:
            return signature.outcome
        parameters = tuple((each.name, each.type) for each in signature.inputs)
        return FunctionType(parameters, signature.outcome, optional=signature.optional)

    @property
    def common(self) -> CommonFields:
        """The fields that every rule has."""
        written = self.written
        return {
            "id": self.id,
            "source": self.source,
            "place": self.place,
            "subject": self.subject,
            "title": written.title,
            "kind": written.kind,
            "modality": written.modality,
            "about": written.about,
            "effective": written.effective,
            "amendable": written.amendable,
            "readings": tuple(Reading(each.id, each.question, each.reading) for each in written.readings),
            "aliases": written.aliases,
            "depends": written.depends,
        }


class CommonFields(TypedDict):
    """The fields that every rule has."""

    id: str
    source: Citation
    place: Place
    subject: str
    title: str
    kind: str
    modality: str
    about: str
    effective: str
    amendable: str
    readings: tuple[Reading, ...]
    aliases: tuple[str, ...]
    depends: tuple[str, ...]
