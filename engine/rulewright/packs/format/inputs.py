"""Reads the inputs of a rule: their types when it is declared, what stands for them when its formulas are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rulewright.language.types import Type
from rulewright.packs.format.decode import Keyed
from rulewright.packs.format.expressions import ExpressionReader
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.linking import HERE
from rulewright.packs.model.rules import Input
from rulewright.packs.types import TypeReader
from rulewright.packs.yaml.tree import TreeNode


@dataclass(frozen=True, slots=True)
class WrittenInput:
    """A type, or `{type, title, otherwise}`."""

    BARE: ClassVar[str] = "type"

    type: TreeNode | None = None
    title: str = ""
    otherwise: TreeNode | None = None


def declare_inputs(written: Sequence[Keyed[WrittenInput]], types: TypeReader) -> Found[tuple[Input, ...]]:
    """Return inputs without their `otherwise`."""
    findings = Findings()
    inputs = [
        Input(each.name, findings.take(types.written(each.value.type)), each.value.title, None, each.key.place)
        for each in written
    ]
    return findings.found(tuple(inputs))


def optional_inputs(written: Sequence[Keyed[WrittenInput]]) -> frozenset[str]:
    """Return the names of the inputs that have an `otherwise`."""
    return frozenset(each.name for each in written if each.value.otherwise is not None)


def read_inputs(
    written: Sequence[Keyed[WrittenInput]], declared: Sequence[Input], expressions: ExpressionReader
) -> Found[tuple[Input, ...]]:
    """Return declared inputs with what stands for each where it is not given."""
    findings = Findings()
    inputs: list[Input] = []
    for each, input_ in zip(written, declared, strict=True):
        formula = each.value.otherwise
        if formula is None:
            inputs.append(input_)
            continue
        later = {other.name: "input" for other in declared[len(inputs) + 1 :]} | {each.name: HERE}
        otherwise = findings.take(expressions.read(formula, input_types(inputs), input_.type, later))
        inputs.append(replace(input_, otherwise=otherwise))
    return findings.found(tuple(inputs))


def input_types(inputs: Sequence[Input]) -> Mapping[str, Type]:
    """Return the types of inputs by name."""
    return {each.name: each.type for each in inputs}
