"""Evaluates the rules of a pack: how they call each other, and what the trace records of it.

What a rule of each kind comes to stands with the kind, in `rulewright.packs.kinds`; a `Frame` gives it what it needs:
the values of expressions, decision tables, recorded decisions, and a place for what the trace records.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NoReturn

from rulewright.evaluate.hit_policy import Hit, answer_without_rows, combine_rows
from rulewright.evaluate.reference.conformance import Conformance
from rulewright.evaluate.reference.operations import passes_test
from rulewright.evaluate.reference.rounding import round_value
from rulewright.evaluate.reference.tables import Match, match_row, select_rows
from rulewright.evaluate.reference.walker import InvalidDecision, LimitReached, Scope, Walker, no_rule
from rulewright.evaluate.trace import FigureRead, Rounded, TraceNode, UsedDecision
from rulewright.language.parameters import parameters_of, refusal
from rulewright.language.types import Type
from rulewright.language.values import Absence, Failure, FunctionValue, Open, Unknown, Value, as_error
from rulewright.language.work import CELL, RULE
from rulewright.packs.model.function_types import function_type
from rulewright.packs.model.recorded import RecordedDecision, RecordedDecisions
from rulewright.packs.model.rules import (
    DecisionTable,
    Expression,
    Input,
    Requirement,
    Rounding,
    Rule,
    TableRow,
    discretion_of,
)

PART = re.compile(r"[.\[]")
"""Where in the name of what is needed a part of a fact begins."""


@dataclass(frozen=True, slots=True)
class BoundInputs:
    """The inputs of a rule with their values, in order, and the names of those that were assumed or decided."""

    values: dict[str, Value]
    assumed: tuple[str, ...]
    decided: tuple[str, ...]


def _are_facts(needs: frozenset[str], inputs: tuple[Input, ...]) -> bool:
    """Whether all that is needed are facts of these inputs, or parts of them: then they are enough."""
    names = {each.name for each in inputs}
    return all(PART.split(need, maxsplit=1)[0] in names for need in needs)


class RuleEvaluation:
    """What the rules of one evaluation share: the pack's rules, the recorded decisions, the walker with its limits."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        recorded: RecordedDecisions,
        walker: Walker,
        requirements: Mapping[str, tuple[Requirement, ...]],
    ) -> None:
        self.rules = rules
        self.recorded = recorded
        self.walker = walker
        apart = replace(walker)  # what types need is no part of what the rules cost, and calls no rule
        self.conformance = Conformance(requirements, lambda each, names: apart.walk(each.tree, Scope(names)))


@dataclass(slots=True)
class Frame:
    """One rule under evaluation, and what the trace records of it as it comes in.

    Formulas call other rules through the frame they are evaluated in. A function that was handed on is evaluated in the
    frame of the rule that calls it. The frame without a rule is that of an expression which stands alone.
    """

    evaluation: RuleEvaluation
    rule: str = ""
    figures: list[FigureRead] = field(default_factory=list)
    children: list[TraceNode] = field(default_factory=list)
    rounded: list[Rounded] = field(default_factory=list)
    steps: list[tuple[str, Value]] = field(default_factory=list)
    outputs: list[tuple[str, Value]] = field(default_factory=list)
    rows: tuple[int, ...] = ()
    decision: UsedDecision | None = None

    @property
    def walker(self) -> Walker:
        """The walker, which all rules of the evaluation share."""
        return self.evaluation.walker

    # ── Called by a formula ───────────────────────────────────────────────────────────────────────────────────────

    def refusal(self, id_: str, callee: str, count: int, names: tuple[str, ...], /) -> Failure | None:
        """Return the error of a call with so many arguments by position, or these by name; None where they fit."""
        rule = self.evaluation.rules.get(id_)
        if rule is None:
            return no_rule(id_)
        return refusal(callee, (parameters_of(function_type(rule.inputs, rule.outcome)),), count, names)

    def call(self, id_: str, positional: tuple[Value, ...], named: Mapping[str, Value], /) -> Value:
        """Return the outcome of a rule for the arguments of a call, and note it in the trace of the calling rule."""
        rule = self.evaluation.rules[id_]
        given = zip((input_.name for input_ in rule.inputs), positional, strict=False)
        arguments = dict(given) if positional else named
        if rule.is_figure:
            self.walker.count_steps(RULE)
            return rule.evaluate(self._bind(rule.inputs, arguments).values, self)
        for input_ in rule.inputs:
            departure = self.departure(arguments.get(input_.name), input_.type, input_.name)
            if departure is not None:
                return replace(departure, reason=f"{departure.reason} by `{id_}`")
        trace = Frame(self.evaluation, id_).trace(rule, arguments)
        self.children.append(trace)
        return trace.value

    def value_of(self, id_: str, /) -> Value:
        """Return the outcome of a rule that needs no arguments, else the rule as a function."""
        rule = self.evaluation.rules.get(id_)
        if rule is None:
            return no_rule(id_)
        if all(input_.otherwise is not None for input_ in rule.inputs):
            return self.call(id_, (), {})
        return FunctionValue(id_, partial(self._call_as_value, id_), function_type(rule.inputs, rule.outcome))

    def _call_as_value(self, id_: str, *arguments: Value, **named: Value) -> Value:
        rules = self.walker.rules  # in the trace of the rule that calls the function
        return rules.refusal(id_, id_, len(arguments), tuple(named)) or rules.call(id_, arguments, named)

    # ── One rule ──────────────────────────────────────────────────────────────────────────────────────────────────

    def trace(self, rule: Rule, arguments: Mapping[str, Value]) -> TraceNode:
        """Return the trace of the frame's rule, with its value."""
        self.walker.count_steps(RULE)
        bound = BoundInputs(dict(arguments), (), ())
        with self.walker.inside(self):
            try:
                bound = self._bind(rule.inputs, arguments)
                return self._trace(rule.evaluate(bound.values, self), bound)
            except LimitReached as reached:
                reached.locate(self.walker.place, self.rule)
                raise
            except InvalidDecision as invalid:
                if invalid.trace is not None:
                    self.children.append(invalid.trace)
                invalid.trace = self._trace(invalid.failure, bound)
                raise

    def _trace(self, value: Value, bound: BoundInputs) -> TraceNode:
        if isinstance(value, Failure):
            value = as_error(value) if value.rule else Failure(value.reason, value.code, value.span, self.rule)
        return TraceNode(
            rule=self.rule,
            value=value,
            arguments=tuple(bound.values.items()),
            assumed=bound.assumed,
            steps=tuple(self.steps),
            outputs=tuple(self.outputs),
            rows=self.rows,
            figures=tuple(self.figures),
            rounded=tuple(self.rounded),
            children=tuple(self.children),
            decided=bound.decided,
            decision=self.decision,
        )

    def _bind(self, inputs: tuple[Input, ...], arguments: Mapping[str, Value]) -> BoundInputs:
        """Return every input's value: as given, else as decided, else by its `otherwise`, else unknown."""
        values: dict[str, Value] = {}
        scope = Scope(values)
        assumed: list[str] = []
        decided: list[str] = []
        for input_ in inputs:
            if input_.name in arguments:
                given = arguments[input_.name]
                values[input_.name] = as_error(given) if isinstance(given, Failure) else given
            elif input_.otherwise is None:
                values[input_.name] = Unknown(frozenset({input_.name}))
            else:
                value = self._decided(input_.decided, scope) if input_.decided is not None else None
                (assumed if value is None else decided).append(input_.name)
                if value is None:
                    value = self.walker.walk(input_.otherwise.tree, scope)
                if isinstance(value, Unknown) and not _are_facts(value.needs, inputs):
                    value = Unknown(value.needs | {input_.name})
                departure = self.departure(value, input_.type, input_.name)
                if departure is not None:
                    value = departure.at(input_.otherwise.tree.span, self.rule)
                values[input_.name] = value
        return BoundInputs(values, tuple(assumed), tuple(decided))

    def _decided(self, decision: Expression, scope: Scope) -> Value:
        """Return what was decided for an input; None where nothing is, and then the outcome says nothing of it."""
        discretion = discretion_of(decision)
        if not self.evaluation.recorded.get(discretion):
            return None
        noted: list[tuple[list[Any], int]] = [
            (each, len(each)) for each in (self.children, self.figures, self.walker.absorbed)
        ]
        value = self.walker.walk(decision.tree, scope)
        if value != Open(frozenset({discretion})):
            return value
        for each, count in noted:
            del each[count:]
        return None

    # ── What a rule is evaluated with ─────────────────────────────────────────────────────────────────────────────

    def evaluate(self, expression: Expression, names: Mapping[str, Value], /) -> Value:
        """Return the value of an expression."""
        return self.walker.walk(expression.tree, Scope(names))

    def test(self, tests: Expression, value: Value, names: Mapping[str, Value], /) -> Value:
        """Return whether a value passes unary tests."""
        passed = passes_test(self.walker, tests.tree, value, Scope(names))
        return passed.at(tests.tree.span, self.rule) if isinstance(passed, Failure) else passed

    def decide(self, table: DecisionTable, outputs: int, names: Mapping[str, Value], /) -> tuple[Value, ...] | Absence:
        """Return a value for each output of a decision table, or why there is none; note the rows that it takes."""
        inputs = [self.evaluate(expression, names) for expression in table.inputs]
        found: dict[int, Match] = {}
        matches = ((row.number, found.setdefault(row.number, self._match(row, inputs, names))) for row in table.rows)
        by_number = {row.number: row for row in table.rows}
        selected = select_rows(
            table.hit_policy, matches, lambda hit, row: table.could_differ(by_number[hit], by_number[row])
        )
        if isinstance(selected, Absence):
            return selected
        for match in found.values():
            if isinstance(match, Failure):
                self.walker.absorb(match)
        self.rows = selected
        if not selected and table.defaults:
            return tuple(self.evaluate(expression, names) for expression in table.defaults)
        if not selected:
            return answer_without_rows(table.hit_policy, table.aggregation, outputs)
        results = {number: by_number[number].results for number in selected}
        rows = [Hit(number, tuple(self.evaluate(each, names) for each in results[number])) for number in selected]
        return combine_rows(table.hit_policy, table.aggregation, rows, table.output_values)

    def _match(self, row: TableRow, inputs: list[Value], names: Mapping[str, Value]) -> Match:
        self.walker.count_steps(CELL * len(row.tests))
        cells = zip(row.tests, inputs, strict=True)
        return match_row(self.test(cell, value, names) for cell, value in cells)

    def departure(self, value: Value, type_: Type, name: str, /) -> Failure | None:
        """Return the error of the first part of a value that is not of the type; None where all are."""
        return self.evaluation.conformance.departure(value, type_, name)

    def recorded(self, rule: str, /) -> Mapping[tuple[str, ...], RecordedDecision]:
        """Return the recorded decisions on a rule by the texts of its inputs' values."""
        return self.evaluation.recorded.get(rule, {})

    def note_decision(self, decision: RecordedDecision, names: Mapping[str, Value], /) -> None:
        """Note the recorded decision that is the outcome, and what it was made for."""
        self.decision = UsedDecision(self.rule, decision, tuple(names.items()))

    def refuse_decision(self, failure: Failure, /) -> NoReturn:
        """End the evaluation: a decision is recorded that cannot stand, so nothing may go on as if there were none."""
        raise InvalidDecision(failure)

    def round(self, output: str, value: Value, rounding: Rounding, /) -> Value:
        """Return a value rounded; note it."""
        after = round_value(value, rounding)
        self.rounded.append(Rounded(output, value, after))
        return after

    def note_step(self, name: str, value: Value, /) -> None:
        """Note the value of a step."""
        self.steps.append((name, value))

    def note_output(self, name: str, value: Value, /) -> None:
        """Note the value of an output."""
        self.outputs.append((name, value))

    def note_figure(self, rule: str, key: tuple[str, ...], value: Value, /) -> None:
        """Note a figure that was read."""
        self.figures.append(FigureRead(rule, key, value))

    def absorb(self, failure: Failure, /) -> None:
        """Note an error that does not matter to the outcome: a warning."""
        self.walker.absorb(failure)
