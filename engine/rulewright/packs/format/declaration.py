"""Defines what a kind of rule has at hand to declare a rule: the types of what it takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rulewright.language.types import Type
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.types import TypeReader, read_enumeration
from rulewright.packs.format.written import Keyed, WrittenInput
from rulewright.packs.model.rules import Input
from rulewright.packs.yaml.tree import ScalarNode, SequenceNode, TreeNode


@dataclass(frozen=True, slots=True)
class DeclarationReader:
    """What a kind of rule has at hand to declare a rule."""

    types: TypeReader

    def type(self, node: TreeNode | None, personal: str = "") -> Found[Type]:
        """Return the type that a scalar denotes, with what is written beside it."""
        return self.types.declared_as(node, personal)

    def inputs(self, written: Sequence[Keyed[WrittenInput]]) -> Found[tuple[Input, ...]]:
        """Return inputs without their `otherwise`."""
        findings = Findings()
        take = findings.take
        inputs = [
            Input(
                each.name, take(self.type(each.value.type, each.value.personal)), each.value.title, None, each.key.place
            )
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
