"""Defines the declaration of a rule, and what a kind of rule has at hand to declare one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from rulewright.language.types import ANY, FunctionType, Type
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.kind import Kind, Signature
from rulewright.packs.format.types import TypeReader, read_enumeration
from rulewright.packs.format.written import Keyed, WrittenInput, WrittenRule
from rulewright.packs.model.rules import Citation, Input, Reading
from rulewright.packs.yaml.tree import ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place


@dataclass(frozen=True, slots=True)
class Declaration:
    """A rule as far as others need to know it.

    Without a signature it does not fit the schema: it is known, and nothing more is said of it.
    """

    id: str
    kind: Kind
    key: ScalarNode
    written: WrittenRule
    subject: str
    source: Citation
    signature: Signature | None

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


@dataclass(frozen=True, slots=True)
class DeclarationReader:
    """What a kind of rule has at hand to declare a rule."""

    types: TypeReader

    def type(self, node: TreeNode | None) -> Found[Type]:
        """Return the type that a scalar denotes."""
        return self.types.written(node)

    def inputs(self, written: Sequence[Keyed[WrittenInput]]) -> Found[tuple[Input, ...]]:
        """Return inputs without their `otherwise`."""
        findings = Findings()
        inputs = [
            Input(each.name, findings.take(self.type(each.value.type)), each.value.title, None, each.key.place)
            for each in written
        ]
        return findings.found(tuple(inputs))

    def keys(self, written: Sequence[Keyed[TreeNode]]) -> Found[tuple[Input, ...]]:
        """Return the keys of a table; `name: [a, b]` makes an enumeration of its own."""
        findings = Findings()
        keys: list[Input] = []
        for each in written:
            if isinstance(each.value, SequenceNode):
                members = [item for item in each.value if isinstance(item, ScalarNode)]
                type_ = findings.take(read_enumeration(each.name, members, ()))
            else:
                type_ = findings.take(self.type(each.value))
            keys.append(Input(each.name, type_, place=each.key.place))
        return findings.found(tuple(keys))

    def optional(self, written: Sequence[Keyed[WrittenInput]]) -> frozenset[str]:
        """Return the names of the inputs that have an `otherwise`."""
        return frozenset(each.name for each in written if each.value.otherwise is not None)
