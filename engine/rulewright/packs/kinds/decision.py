"""Reads decisions: formulas or a decision table, with steps, requirements and outputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from rulewright.language.types import BOOLEAN, ContextType, Type
from rulewright.packs.format.decode import NOWHERE, Keyed
from rulewright.packs.format.expressions import ExpressionReader, tree_type
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.inputs import WrittenInput, declare_inputs, input_types, optional_inputs, read_inputs
from rulewright.packs.format.kind import Declaration, Kind, RuleReader, Signature, WrittenRule
from rulewright.packs.format.rounding import WrittenRounding, read_rounding
from rulewright.packs.format.tables import WrittenTable, read_decision_table
from rulewright.packs.linking import HERE
from rulewright.packs.model.rules import Decision, Output, Requirement, Rule, Step
from rulewright.packs.types import TypeReader
from rulewright.packs.yaml.tree import TreeNode
from rulewright.source import Place


@dataclass(frozen=True, slots=True)
class WrittenOutput:
    """An output: a type, or `{type, title, formula, round, range}`."""

    BARE: ClassVar[str] = "type"

    type: TreeNode | None = None
    title: str = ""
    formula: TreeNode | None = None
    round: WrittenRounding | None = None
    range: TreeNode | None = None


@dataclass(frozen=True, slots=True)
class WrittenRequirement:
    """What must hold, and the message where it does not."""

    that: TreeNode | None = None
    message: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class WrittenDecision(WrittenRule):
    """A decision by formulas or by a table."""

    inputs: tuple[Keyed[WrittenInput], ...] = ()
    where: tuple[Keyed[TreeNode], ...] = ()
    requires: tuple[WrittenRequirement, ...] = ()
    outputs: tuple[Keyed[WrittenOutput], ...] = ()
    table: Keyed[WrittenTable] | None = None


def declare(written: WrittenDecision, types: TypeReader) -> Found[Signature]:
    """Return the inputs and outputs of a decision: one is its outcome, several make a record."""
    findings = Findings()
    inputs = findings.take(declare_inputs(written.inputs, types))
    results = tuple((each.name, findings.take(types.written(each.value.type))) for each in written.outputs)
    outcome: Type = results[0][1] if len(results) == 1 else ContextType(results)
    return findings.found(Signature(outcome, results, inputs, optional_inputs(written.inputs)))


def read(written: WrittenDecision, known: Declaration, signature: Signature, reader: RuleReader) -> Found[Rule]:
    """Return a decision with its formulas or its table."""
    findings = Findings()
    expressions = reader.expressions
    findings.take(_refuse_same_names(written))
    inputs = findings.take(read_inputs(written.inputs, signature.inputs, expressions))
    steps, local = findings.take(_steps(written, input_types(inputs), expressions))
    requirements = findings.take(_requirements(written, local, expressions))
    table = None
    if written.table is not None:
        table = findings.take(read_decision_table(written.table, signature.results, local, expressions))
    outputs = findings.take(_outputs(written, signature, local, expressions))
    decision = Decision(
        **known.common, inputs=inputs, steps=steps, requirements=requirements, outputs=outputs, table=table
    )
    return findings.found(decision)


def _refuse_same_names(written: WrittenDecision) -> Found[None]:
    """Report a name that two inputs, steps or outputs of a rule share."""
    findings = Findings()
    seen = {each.name: each.key.place for each in written.inputs}
    for key in (*(each.key for each in written.where), *(each.key for each in written.outputs)):
        first = seen.setdefault(key.text, key.place)
        if first is not key.place:
            message = f"`{key.text}` is the name of another input, step or output of the rule"
            findings.report("duplicate-name", message, key.place, "rename one", related=((first, "the first"),))
    return findings.found(None)


def _steps(
    written: WrittenDecision, local: Mapping[str, Type], expressions: ExpressionReader
) -> Found[tuple[tuple[Step, ...], Mapping[str, Type]]]:
    """Return the steps, and the names that outputs see with their types."""
    findings = Findings()
    names = dict(local)
    steps: list[Step] = []
    for index, each in enumerate(written.where):
        later = {after.name: "step" for after in written.where[index + 1 :]} | _as_later(written.outputs)
        expression = findings.take(expressions.read(each.value, names, None, later | {each.name: HERE}))
        names[each.name] = tree_type(expression)
        if expression:
            steps.append(Step(each.name, expression))
    return findings.found((tuple(steps), names))


def _requirements(
    written: WrittenDecision, local: Mapping[str, Type], expressions: ExpressionReader
) -> Found[tuple[Requirement, ...]]:
    """Return what must hold before there is an outcome."""
    findings = Findings()
    requirements: list[Requirement] = []
    for each in written.requires:
        condition = findings.take(expressions.read(each.that, local, BOOLEAN, _as_later(written.outputs)))
        if condition:
            requirements.append(Requirement(condition, each.message, each.place))
    return findings.found(tuple(requirements))


def _outputs(
    written: WrittenDecision, signature: Signature, local: Mapping[str, Type], expressions: ExpressionReader
) -> Found[tuple[Output, ...]]:
    """Return the outputs; each sees those before it."""
    findings = Findings()
    names = dict(local)
    outputs: list[Output] = []
    for index, (each, (name, type_)) in enumerate(zip(written.outputs, signature.results, strict=True)):
        later = _as_later(written.outputs[index + 1 :]) | {name: HERE}
        expression = findings.take(expressions.read(each.value.formula, names, type_, later))
        names[name] = type_
        within = findings.take(expressions.read_tests(each.value.range, names, type_))
        rounding = read_rounding(each.value.round)
        outputs.append(Output(name, type_, each.value.title, expression, rounding, within, each.key.place))
    return findings.found(tuple(outputs))


def _as_later(outputs: Iterable[Keyed[WrittenOutput]]) -> dict[str, str]:
    return {each.name: "output" for each in outputs}


DECISION = Kind("decisions", WrittenDecision, declare, read)
