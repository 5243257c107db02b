"""Defines decisions: outcomes by formulas or by a decision table, with steps, requirements and outputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rulewright.blocks import INDENT, Block, Fitting, Grid, Prose, Stack
from rulewright.language.description import describe
from rulewright.language.keys import key_text
from rulewright.language.types import ANY, BOOLEAN, STRING, ContextType, ListType, Type
from rulewright.language.values import Absence, Failure, Open, Unknown, Value, combine
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.kind import Declaration, RuleKind, RuleSignature
from rulewright.packs.format.written import (
    Keyed,
    WrittenDecisionTable,
    WrittenForm,
    WrittenInput,
    WrittenRequirement,
    WrittenRounding,
    WrittenRule,
)
from rulewright.packs.model.rules import (
    DecisionTable,
    Evaluation,
    Expression,
    Output,
    Reachable,
    Requirement,
    Rounding,
    Rule,
    Step,
    discretion_of,
    of_inputs,
)
from rulewright.packs.model.text import columns, formulas_text, inputs_text, labeled, mark_of, one_line
from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.packs.format.declaration import DeclarationReader
    from rulewright.packs.format.rule_reader import RuleReader
    from rulewright.packs.yaml.tree import TreeNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Rule):
    """A rule with an outcome, computed by formulas (`outputs`) or by a decision table."""

    steps: tuple[Step, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    outputs: tuple[Output, ...]
    table: DecisionTable | None = None

    @property
    def is_record(self) -> bool:
        """Whether the outcome is a record (several outputs) rather than a bare value."""
        return len(self.outputs) > 1

    @property
    def results(self) -> tuple[tuple[str, Type], ...]:
        """The outputs."""
        return tuple((output.name, output.type) for output in self.outputs)

    def expressions(self) -> Iterator[Expression]:
        """Yield every expression of the decision, in the order in which they are evaluated."""
        yield from of_inputs(self.inputs)
        yield from (step.expression for step in self.steps)
        for requirement in self.requirements:
            parts = (requirement.condition, requirement.names, requirement.needs, requirement.awaits)
            yield from (each for each in parts if each is not None)
        if self.table is not None:
            yield from self.table.inputs
            for row in self.table.rows:
                yield from (*row.tests, *row.results)
            yield from self.table.defaults
        for output in self.outputs:
            yield from (each for each in (output.expression, output.range) if each is not None)

    def formulas(self) -> Iterator[tuple[str, Expression]]:
        """Yield the steps and the outputs that have a formula."""
        yield from ((step.name, step.expression) for step in self.steps)
        yield from ((output.name, output.expression) for output in self.outputs if output.expression is not None)

    def assignments(self) -> Iterator[tuple[str, Expression]]:
        """Yield the steps, the cells of the table by output, and the outputs that have a formula."""
        yield from ((step.name, step.expression) for step in self.steps)
        if self.table is not None:
            answered = [output.name for output in self.outputs if output.expression is None]
            for results in (*(row.results for row in self.table.rows), self.table.defaults):
                yield from zip(answered, results, strict=False)
        yield from ((output.name, output.expression) for output in self.outputs if output.expression is not None)

    def conditions(self) -> tuple[Requirement, ...]:
        """Return the requirements."""
        return self.requirements

    def rounding(self, output: str) -> Rounding | None:
        """Return how an output is rounded."""
        return next((each.rounding for each in self.outputs if each.name == output), None)

    def reachable(self) -> Iterator[Reachable]:
        """Yield the requirements, each as not met, and the rows of the table."""
        for each in self.requirements:
            if each.message:
                what = f"the requirement is not met: {each.message}"
                yield Reachable("requirement", each.message, what, each.place)
        if self.table is not None:
            for row in self.table.rows:
                yield Reachable("row", row.number, f"row {row.number}", row.place)
            if self.table.defaults:
                first = self.table.defaults[0]
                place = first.source.place(first.tree.span)
                yield Reachable("row", None, "no row matches, and `otherwise` answers", place)

    def row_tests(self) -> Iterator[Expression]:
        """Yield the inputs of the table, and the tests of its rows."""
        if self.table is not None:
            yield from self.table.inputs
            yield from (test for row in self.table.rows for test in row.tests)

    def row_words(self, number: int) -> str:
        """Return which row of the table hit, with its conditions."""
        if self.table is None:
            return f"row {number}"
        row = next((each for each in self.table.rows if each.number == number), None)
        if row is None:
            return "no row: the default applies"
        tests = [
            f"{question.text} {test.text}"
            for question, test in zip(self.table.inputs, row.tests, strict=True)
            if test.text.strip() != "-"
        ]
        words = f"row {number}" + (f" ({', '.join(tests)})" if tests else "")
        return f"{words}: {row.note}" if row.note else words

    # ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def body(self) -> Iterator[Block]:
        """Yield what the decision takes, computes and gives, and its table."""
        yield from inputs_text(self.inputs)
        yield from formulas_text("where", [(step.name, step.expression) for step in self.steps])
        if self.requirements:
            required = (Prose(f"{one_line(each.condition)}: {each.words}", INDENT) for each in self.requirements)
            yield labeled("requires", required)
        rows = []
        for output in self.outputs:
            notes = [*mark_of(output.type), *([f"within {one_line(output.range)}"] if output.range else [])]
            if output.rounding:
                notes.append(f"rounded to {output.rounding.places} places, {output.rounding.mode.replace('_', ' ')}")
            rows.append((output.name, describe(output.type), output.title, ", ".join(notes)))
        yield labeled("gives", [columns(rows)])
        yield from formulas_text("by", [(o.name, o.expression) for o in self.outputs if o.expression])
        if self.table is not None:
            policy = f"{self.table.hit_policy} {self.table.aggregation}".strip()
            yield labeled(f"table, hit policy {policy}", [self._table_text(self.table)])

    def _table_text(self, table: DecisionTable) -> Block:
        """Return the rows of the table with their tests, results and notes; in words where it is too wide."""
        inputs = [one_line(each) for each in table.inputs]
        rows = [
            (str(row.number), [*map(one_line, row.tests)], [*map(one_line, row.results)], row.note)
            for row in table.rows
        ]
        if table.defaults:
            rows.append(("else", [""] * len(inputs), [*map(one_line, table.defaults)], ""))
        head = ("", *inputs, *(f"→ {output.name}" for output in self.outputs), "")
        grid = Grid(head, tuple((number, *tests, *results, note) for number, tests, results, note in rows))
        words = []
        for number, tests, results, note in rows:
            pairs = zip(inputs, tests, strict=False)
            met = "; ".join(f"{name} {test}" for name, test in pairs if test not in {"-", ""})
            given = "; ".join(f"{output.name} {cell}" for output, cell in zip(self.outputs, results, strict=False))
            words.append(Prose(f"{number}  {met} → {given}" + (f" ({note})" if note else ""), hanging=3))
        return Fitting((grid, Stack(tuple(words))))

    # ── Evaluation ────────────────────────────────────────────────────────────────────────────────────────────────

    def evaluate(self, names: Mapping[str, Value], evaluation: Evaluation) -> Value:
        """Return the outcome: steps, then what must hold, then outputs, each seeing what stands before it."""
        seen = dict(names)
        for step in self.steps:
            seen[step.name] = evaluation.evaluate(step.expression, seen)
            evaluation.note_step(step.name, seen[step.name])
        waiting, is_lacking = self._waiting(seen, evaluation)
        if isinstance(waiting, Failure):
            return waiting
        answers = self._answers(self.table, seen, evaluation) if self.table is not None else {}
        outcome: dict[str, Value] = {}
        for output in self.outputs:
            if output.expression is not None:
                value = evaluation.evaluate(output.expression, seen)
            else:
                value = answers[output.name]
            if waiting is not None:
                value = waiting if is_lacking or not isinstance(value, Absence) else combine([value, waiting])
            seen[output.name] = outcome[output.name] = self._finished(output, value, seen, evaluation)
            evaluation.note_output(output.name, outcome[output.name])
        for step in self.steps:
            if isinstance(failure := seen[step.name], Failure):
                evaluation.absorb(failure)
        return outcome if self.is_record else outcome[self.outputs[0].name]

    def _waiting(self, seen: Mapping[str, Value], evaluation: Evaluation) -> tuple[Absence | None, bool]:
        """Return the error of the first requirement that fails, else what requirements wait for.

        And whether they lack facts or a decision: what outputs would come to without these says nothing.
        """
        waiting: list[Absence] = []
        is_lacking = False
        for requirement in self.requirements:
            holds = evaluation.evaluate(requirement.condition, seen)
            if isinstance(holds, Failure):
                return holds, False
            if isinstance(holds, Absence):
                waiting.append(holds)
            elif holds is not True:
                absence = self._unmet(requirement, seen, evaluation)
                if isinstance(absence, Failure):
                    return absence, False
                waiting.append(absence)
                is_lacking = True
        return (combine(waiting) if waiting else None), is_lacking

    def _unmet(self, requirement: Requirement, seen: Mapping[str, Value], evaluation: Evaluation) -> Absence:
        """Return what there is instead of an outcome where a requirement does not hold."""
        if requirement.awaits is not None:
            return Open(frozenset({discretion_of(requirement.awaits)}))
        if requirement.needs is not None:
            return self._lacking(requirement.needs, seen, evaluation)
        names = evaluation.evaluate(requirement.names, seen) if requirement.names is not None else None
        shown = ", ".join(f"`{each}`" for each in names if isinstance(each, str)) if isinstance(names, list) else ""
        reason = f"{requirement.message}: {shown}" if shown else requirement.message
        return Failure(reason, "requirement-not-met", requirement.condition.tree.span, self.id)

    def _lacking(self, needs: Expression, seen: Mapping[str, Value], evaluation: Evaluation) -> Absence:
        """Return the facts that a requirement says are missing; that it names none is a mistake of the rule."""
        names = evaluation.evaluate(needs, seen)
        departure = evaluation.departure(names, ListType(STRING), "needs")
        if departure is not None:
            return departure.at(needs.tree.span, self.id)
        if isinstance(names, Absence):
            return names
        if not names or None in names:
            reason = f"a requirement is not met, and `{needs.text}` names no fact that is missing"
            return Failure(reason, "requirement-not-met", needs.tree.span, self.id)
        return Unknown(frozenset(names))

    def _answers(self, table: DecisionTable, seen: Mapping[str, Value], evaluation: Evaluation) -> Mapping[str, Value]:
        """Return the value of each output, or for each the absence that leaves the table undecided."""
        values = evaluation.decide(table, len(self.outputs), seen)
        if isinstance(values, Absence):
            if isinstance(values, Failure) and table.place is not None:
                values = values.at(table.inputs[0].tree.span, self.id)
            return {output.name: values for output in self.outputs}
        return {output.name: value for output, value in zip(self.outputs, values, strict=True)}

    def _finished(self, output: Output, value: Value, seen: Mapping[str, Value], evaluation: Evaluation) -> Value:
        """Return an output's value, rounded and checked as it declares."""
        if isinstance(value, Absence):
            return value
        if output.rounding is not None:
            value = evaluation.round(output.name, value, output.rounding)
        departure = evaluation.departure(value, output.type, output.name)
        if departure is not None:
            formula = self.table.inputs[0] if output.expression is None and self.table else output.expression
            return departure if formula is None else departure.at(formula.tree.span, self.id)
        if output.range is None or value is None:
            return value
        is_within = evaluation.test(output.range, value, seen)
        if is_within is False:
            reason = f"`{output.name}` is {key_text(value)}, which is not in `{output.range.text}`"
            return Failure(reason, "out-of-range", output.range.tree.span, self.id)
        return is_within if isinstance(is_within, Absence) else value


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────


class WrittenOutput(WrittenForm):
    """An output: a type, or `{type, title, formula, round, range, personal}`."""

    BARE = "type"

    type: TreeNode | None = None
    title: str = ""
    formula: TreeNode | None = None
    round: WrittenRounding | None = None
    range: TreeNode | None = None
    personal: str = ""


class WrittenDecision(WrittenRule):
    """A decision by formulas or by a table."""

    inputs: tuple[Keyed[WrittenInput], ...] = ()
    where: tuple[Keyed[TreeNode], ...] = ()
    requires: tuple[WrittenRequirement, ...] = ()
    outputs: tuple[Keyed[WrittenOutput], ...] = ()
    table: Keyed[WrittenDecisionTable] | None = None


def declare(written: WrittenDecision, reader: DeclarationReader) -> Found[RuleSignature]:
    """Return the inputs and outputs of a decision: one is its outcome, several make a record."""
    findings = Findings()
    inputs = findings.take(reader.inputs(written.inputs))
    results = tuple(
        (each.name, findings.take(reader.type(each.value.type, each.value.personal))) for each in written.outputs
    )
    outcome: Type = results[0][1] if len(results) == 1 else ContextType(results)
    return findings.found(RuleSignature(outcome, results, inputs, reader.optional(written.inputs)))


def read(written: WrittenDecision, known: Declaration, signature: RuleSignature, reader: RuleReader) -> Found[Rule]:
    """Return a decision with its formulas or its table."""
    findings = Findings()
    findings.take(_refuse_same_names(written))
    inputs = findings.take(reader.inputs(written.inputs, signature.inputs))
    steps, local = findings.take(_read_steps(written, {each.name: each.type for each in inputs}, reader))
    requirements = findings.take(_read_requirements(written, local, reader))
    table = None
    if written.table is not None:
        table = findings.take(reader.table(written.table, signature.results, local))
    outputs = findings.take(_read_outputs(written, signature, local, reader))
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


def _read_steps(
    written: WrittenDecision, local: Mapping[str, Type], reader: RuleReader
) -> Found[tuple[tuple[Step, ...], Mapping[str, Type]]]:
    """Return the steps, and the names that outputs see with their types."""
    findings = Findings()
    names = dict(local)
    steps: list[Step] = []
    for index, each in enumerate(written.where):
        later = {after.name: "step" for after in written.where[index + 1 :]} | _as_later(written.outputs)
        expression = findings.take(reader.formula(each.value, names, None, later, computes=each.name))
        names[each.name] = expression.type if expression else ANY
        if expression:
            steps.append(Step(each.name, expression))
    return findings.found((tuple(steps), names))


def _read_requirements(
    written: WrittenDecision, local: Mapping[str, Type], reader: RuleReader
) -> Found[tuple[Requirement, ...]]:
    """Return what must hold before there is an outcome."""
    findings = Findings()
    requirements: list[Requirement] = []
    for each in written.requires:
        later = _as_later(written.outputs)
        condition = findings.take(reader.formula(each.that, local, BOOLEAN, later))
        names = findings.take(reader.formula(each.names, local, ListType(STRING), later))
        needs = findings.take(reader.formula(each.needs, local, ListType(STRING), later))
        awaits = findings.take(reader.decision(each.awaits, local, None, later))
        if condition:
            requirements.append(Requirement(condition, each.message, each.place, needs, awaits, names))
    return findings.found(tuple(requirements))


def _read_outputs(
    written: WrittenDecision, signature: RuleSignature, local: Mapping[str, Type], reader: RuleReader
) -> Found[tuple[Output, ...]]:
    """Return the outputs; each sees those before it."""
    findings = Findings()
    names = dict(local)
    outputs: list[Output] = []
    for index, (each, (name, type_)) in enumerate(zip(written.outputs, signature.results, strict=True)):
        later = _as_later(written.outputs[index + 1 :])
        expression = findings.take(reader.formula(each.value.formula, names, type_, later, computes=name))
        names[name] = type_
        within = findings.take(reader.tests(each.value.range, names, type_))
        rounding = each.value.round.rounding if each.value.round else None
        outputs.append(Output(name, type_, each.value.title, expression, rounding, within, each.key.place))
    return findings.found(tuple(outputs))


def _as_later(outputs: Iterable[Keyed[WrittenOutput]]) -> dict[str, str]:
    return {each.name: "output" for each in outputs}


KIND = RuleKind("decisions", Decision, WrittenDecision, declare, read, order=2, deciding=("table",))
