"""Reads discretions: choices that belong to a named actor."""

from __future__ import annotations

from dataclasses import dataclass

from rulewright.language.types import BOOLEAN
from rulewright.packs.format.decode import Keyed
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.inputs import WrittenInput, declare_inputs, input_types, optional_inputs, read_inputs
from rulewright.packs.format.kind import Declaration, Kind, RuleReader, Signature, WrittenRule
from rulewright.packs.model.rules import Discretion, Rule
from rulewright.packs.types import TypeReader
from rulewright.packs.yaml.tree import ScalarNode, TreeNode


@dataclass(frozen=True, slots=True)
class WrittenDiscretion(WrittenRule):
    """A choice, who makes it, and within which limits."""

    decided_by: str = ""
    approval: str = ""
    inputs: tuple[Keyed[WrittenInput], ...] = ()
    output: str = ""
    type: ScalarNode | None = None
    limits: TreeNode | None = None


def declare(written: WrittenDiscretion, types: TypeReader) -> Found[Signature]:
    """Return what the choice is made for, and its type."""
    findings = Findings()
    inputs = findings.take(declare_inputs(written.inputs, types))
    type_ = findings.take(types.written(written.type))
    return findings.found(
        Signature(type_, ((written.output or "value", type_),), inputs, optional_inputs(written.inputs))
    )


def read(written: WrittenDiscretion, known: Declaration, signature: Signature, reader: RuleReader) -> Found[Rule]:
    """Return a choice of a named actor."""
    findings = Findings()
    ((output, type_),) = signature.results
    inputs = findings.take(read_inputs(written.inputs, signature.inputs, reader.expressions))
    local = {**input_types(inputs), output: type_}
    discretion = Discretion(
        **known.common,
        decided_by=written.decided_by,
        inputs=inputs,
        type=type_,
        limits=findings.take(reader.expressions.read(written.limits, local, BOOLEAN)),
        approval=written.approval,
        output=output,
    )
    return findings.found(discretion)


DISCRETION = Kind("discretions", WrittenDiscretion, declare, read)
