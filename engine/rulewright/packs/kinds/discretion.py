"""Defines discretions: choices that belong to a named actor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rulewright.blocks import HANGING, Block, Prose, Stack
from rulewright.language.absences import waiting_of
from rulewright.language.description import describe
from rulewright.language.keys import key_text
from rulewright.language.types import BOOLEAN, Type
from rulewright.language.values import Absence, Failure, Open, Value
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.kind import Declaration, RuleKind, RuleSignature
from rulewright.packs.format.written import Keyed, WrittenForm, WrittenInput, WrittenRule
from rulewright.packs.model.rules import Awaited, Evaluation, Expression, Rule
from rulewright.packs.model.text import inputs_text, one_line
from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.packs.format.declaration import DeclarationReader
    from rulewright.packs.format.rule_reader import RuleReader
    from rulewright.packs.yaml.tree import ScalarNode, TreeNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Discretion(Rule):
    """A choice that belongs to a named actor: open until a recorded decision is in the case."""

    is_recorded: ClassVar[bool] = True

    decided_by: str
    type: Type
    limits: Expression | None = None
    approval: str = ""
    output: str = "value"
    informs_nothing: str = ""
    """Why no formula reads the choice; empty where one does."""

    @property
    def results(self) -> tuple[tuple[str, Type], ...]:
        """The choice."""
        return ((self.output, self.type),)

    @property
    def figure_status(self) -> str:
        """A choice is open."""
        return "open"

    def expressions(self) -> Iterator[Expression]:
        """Yield what its inputs are where they are not given, then the limits of the choice."""
        yield from (each.otherwise for each in self.inputs if each.otherwise is not None)
        if self.limits is not None:
            yield self.limits

    def authority(self) -> tuple[str, str]:
        """Return who decides, and whose approval that takes."""
        return self.decided_by, self.approval

    def awaited(self) -> Awaited:
        """Return whose decision an outcome waits for."""
        approval = f", approved by {self.approval}" if self.approval else ""
        return Awaited("decision", f"decided by {self.decided_by}{approval}", is_open=True)

    def body(self) -> Iterator[Block]:
        """Yield who decides what, within which limits."""
        limits = [Prose(f"within: {one_line(self.limits)}", HANGING)] if self.limits else []
        yield Stack((Prose(f"{self.awaited().words}: {self.output} ({describe(self.type)})", HANGING), *limits))
        yield from inputs_text(self.inputs)
        if self.informs_nothing:
            yield Prose(f"informs nothing: {self.informs_nothing}", HANGING)

    def evaluate(self, names: Mapping[str, Value], evaluation: Evaluation) -> Value:
        """Return what was decided, once it is of the right type and within its limits."""
        decisions = evaluation.recorded(self.id)
        decision = decisions.get(())
        if decision is None and decisions:
            absent = waiting_of(tuple(names.values()))
            if absent is not None:
                return absent
            decision = decisions.get(tuple(key_text(name) for name in names.values()))
        if decision is None:
            return Open(frozenset({self.id}))
        value = decision.value
        if isinstance(value, Absence):
            return value
        departure = evaluation.departure(value, self.type, self.output)
        if departure is not None:
            reason = f"the recorded decision on `{self.id}`: {departure.reason}"
            evaluation.refuse_decision(replace(departure, reason=reason, rule=self.id))
        if self.limits is not None:
            is_within = evaluation.evaluate(self.limits, {**names, self.output: value})
            if is_within is False or is_within is None:
                evaluation.refuse_decision(self._outside(self.limits))
            if isinstance(is_within, Failure):
                evaluation.refuse_decision(is_within)
            if isinstance(is_within, Absence):
                return is_within
        evaluation.note_decision(decision, {} if () in decisions else names)
        return value

    def _outside(self, limits: Expression) -> Failure:
        reason = f"the recorded decision on `{self.id}` is outside its limits, `{one_line(limits)}`"
        return Failure(reason, "outside-limits", limits.tree.span, self.id)


class WrittenInforms(WrittenForm):
    """What a choice informs, where that is nothing, and why."""

    nothing: str = ""


class WrittenDiscretion(WrittenRule):
    """A discretion as it is written."""

    decided_by: str = ""
    approval: str = ""
    inputs: tuple[Keyed[WrittenInput], ...] = ()
    output: str = ""
    type: ScalarNode | None = None
    limits: TreeNode | None = None
    informs: WrittenInforms = WrittenInforms()


def declare(written: WrittenDiscretion, reader: DeclarationReader) -> Found[RuleSignature]:
    """Return what the choice is made for, and its type."""
    findings = Findings()
    inputs = findings.take(reader.inputs(written.inputs))
    type_ = findings.take(reader.type(written.type))
    results = ((written.output or "value", type_),)
    return findings.found(RuleSignature(type_, results, inputs, reader.optional(written.inputs)))


def read(written: WrittenDiscretion, known: Declaration, signature: RuleSignature, reader: RuleReader) -> Found[Rule]:
    """Return a choice of a named actor."""
    findings = Findings()
    ((output, type_),) = signature.results
    inputs = findings.take(reader.inputs(written.inputs, signature.inputs))
    local = {**{each.name: each.type for each in inputs}, output: type_}
    discretion = Discretion(
        **known.common,
        decided_by=written.decided_by,
        inputs=inputs,
        type=type_,
        limits=findings.take(reader.formula(written.limits, local, BOOLEAN)),
        approval=written.approval,
        output=output,
        informs_nothing=written.informs.nothing,
    )
    return findings.found(discretion)


KIND = RuleKind(
    "discretions", Discretion, WrittenDiscretion, declare, read, order=3, prose=("approval", "decided_by", "nothing")
)
