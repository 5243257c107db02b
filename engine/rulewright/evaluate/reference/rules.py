"""Evaluates the rules of a pack: what each kind of rule answers, and what the trace tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial

from rulewright.evaluate.outcome import FigureRead, Rounded, TraceNode
from rulewright.evaluate.reference.absences import absence_of, waiting_of
from rulewright.evaluate.reference.calls import refusal
from rulewright.evaluate.reference.conformance import conforms
from rulewright.evaluate.reference.operations import passes
from rulewright.evaluate.reference.rounding import round_value
from rulewright.evaluate.reference.tables import Match, Row, answer_without_rows, combine_rows, match_row, select_rows
from rulewright.evaluate.reference.walker import Scope, Walker
from rulewright.language.display import key_text
from rulewright.language.parameters import Parameters
from rulewright.language.values import (
    Absence,
    Failure,
    FunctionValue,
    NotApplicable,
    Open,
    Unknown,
    Value,
    combine,
)
from rulewright.packs.model.parts import inputs_of
from rulewright.packs.model.rules import (
    Decision,
    DecisionTable,
    Definition,
    Discretion,
    Figure,
    Input,
    Output,
    Parameter,
    Rule,
    TableRow,
)

RecordedDecisions = Mapping[str, Mapping[tuple[str, ...], Value]]
"""The recorded decisions of a case: by the discretion's id and the texts of its inputs' values."""


@dataclass(slots=True)
class Notes:
    """What the trace tells of the evaluation of one rule, as it comes in."""

    figures: list[FigureRead] = field(default_factory=list)
    children: list[TraceNode] = field(default_factory=list)
    rounded: list[Rounded] = field(default_factory=list)
    steps: list[tuple[str, Value]] = field(default_factory=list)
    outputs: list[tuple[str, Value]] = field(default_factory=list)
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """The inputs of a rule with their values, in order, and the names of those that were assumed."""

    values: dict[str, Value]
    assumed: tuple[str, ...]


@lru_cache(maxsize=1024)
def _parameters(names: tuple[str, ...]) -> Parameters:
    """Return the parameters of a rule; an input that is left out is unknown, and the outcome says that it is needed."""
    return Parameters(names, optional=frozenset(names))


class RuleEvaluation:
    """One evaluation of a rule and of all the rules that it asks."""

    def __init__(self, rules: Mapping[str, Rule], recorded: RecordedDecisions, walker: Walker) -> None:
        self.rules = rules
        self.recorded = recorded
        self.walker = walker
        self.notes = Notes()
        walker.rules = self

    # ── Asked from a formula ──────────────────────────────────────────────────────────────────────────────────────

    def ask(self, id_: str, positional: tuple[Value, ...], named: Mapping[str, Value], /) -> Value:
        """Return the outcome of a rule for the arguments of a call, and note it in the trace of the rule that asks."""
        rule = self.rules.get(id_)
        if rule is None:
            return Failure(f"there is no rule `{id_}`", "unknown-rule")
        parameters = _parameters(tuple(input_.name for input_ in inputs_of(rule)))
        if refused := refusal(id_, parameters, len(positional), tuple(named)):
            return refused
        arguments = dict(zip(parameters.names, positional, strict=False)) if positional else named
        if isinstance(rule, Parameter):
            return self._read(rule, self._bind(rule.inputs, arguments).values)
        trace = self.evaluate(rule, arguments)
        self.notes.children.append(trace)
        return trace.value

    def value_of(self, id_: str, /) -> Value:
        """Return the outcome of a rule that needs no arguments, else the rule as a function."""
        rule = self.rules.get(id_)
        inputs = inputs_of(rule) if rule is not None else ()
        if all(input_.otherwise is not None for input_ in inputs):
            return self.ask(id_, (), {})
        return FunctionValue(id_, tuple(input_.name for input_ in inputs), partial(self._call, id_))

    def _call(self, id_: str, *arguments: Value) -> Value:
        return self.ask(id_, arguments, {})

    # ── One rule ──────────────────────────────────────────────────────────────────────────────────────────────────

    def evaluate(self, rule: Rule, arguments: Mapping[str, Value]) -> TraceNode:
        """Return the trace of a rule, with its value."""
        outer, self.notes = self.notes, Notes()
        outer_rule, self.walker.rule = self.walker.rule, rule.id
        bound = self._bind(inputs_of(rule), arguments)
        value = self._answer(rule, dict(bound.values))
        if isinstance(value, Failure):
            value = value if value.rule else Failure(value.reason, value.code, value.span, rule.id)
        notes, self.notes = self.notes, outer
        self.walker.rule = outer_rule
        return TraceNode(
            rule=rule.id,
            value=value,
            arguments=tuple(bound.values.items()),
            assumed=bound.assumed,
            steps=tuple(notes.steps),
            outputs=tuple(notes.outputs),
            rows=notes.rows,
            figures=tuple(notes.figures),
            rounded=tuple(notes.rounded),
            children=tuple(notes.children),
        )

    def _bind(self, inputs: tuple[Input, ...], arguments: Mapping[str, Value]) -> Bound:
        """Return every input's value: as given, else by its `otherwise`, else unknown."""
        values: dict[str, Value] = {}
        scope = Scope(values)
        assumed: list[str] = []
        for input_ in inputs:
            if input_.name in arguments:
                values[input_.name] = arguments[input_.name]
            elif input_.otherwise is None:
                values[input_.name] = Unknown(frozenset({input_.name}))
            else:
                value = self.walker.walk(input_.otherwise.tree, scope)
                if isinstance(value, Unknown):
                    value = Unknown(value.needs | {input_.name})
                values[input_.name] = value
                assumed.append(input_.name)
        return Bound(values, tuple(assumed))

    def _answer(self, rule: Rule, names: dict[str, Value]) -> Value:
        match rule:
            case Parameter():
                return self._read(rule, names)
            case Decision():
                return self._decide(rule, names)
            case Discretion():
                return self._recorded(rule, names)
            case Definition(text=text):
                return text
            case _:
                return Failure(f"`{rule.id}` is no kind of rule that can be evaluated", "unknown-rule")

    # ── Parameters ────────────────────────────────────────────────────────────────────────────────────────────────

    def _read(self, parameter: Parameter, keys: Mapping[str, Value]) -> Value:
        """Return the figure for the keys, or the figures over the collected key."""
        if parameter.status == "open" and not parameter.figures:
            value: Value = Unknown(frozenset({parameter.id}))
            self.notes.figures.append(FigureRead(parameter.id, (), value))
            return value
        absent = absence_of(tuple(keys.values()))
        if absent is not None:
            return absent
        key = tuple(key_text(value) for value in keys.values())
        if parameter.collected_key is None:
            figure = parameter.figures.get(key)
            return self._no_figure(parameter, key) if figure is None else self._figure(parameter, key, figure)
        figures = {full[-1]: (full, figure) for full, figure in parameter.figures.items() if full[:-1] == key}
        if not figures:
            return self._no_figure(parameter, key)
        return {last: self._figure(parameter, full, figure) for last, (full, figure) in figures.items()}

    def _figure(self, parameter: Parameter, key: tuple[str, ...], figure: Figure) -> Value:
        value: Value = figure.value
        if figure.status == "open":
            value = Unknown(frozenset({parameter.id}))
        elif value is None and figure.absence:
            value = NotApplicable(figure.absence)
        self.notes.figures.append(FigureRead(parameter.id, key, value))
        return value

    def _no_figure(self, parameter: Parameter, key: tuple[str, ...]) -> Failure:
        shown = ", ".join(f"`{part}`" for part in key)
        return Failure(f"`{parameter.id}` has no figure for {shown}", "no-figure")

    # ── Decisions ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _decide(self, decision: Decision, names: dict[str, Value]) -> Value:
        """Return the outcome: steps, then what must hold, then outputs, each seeing what stands before it."""
        scope = Scope(names)
        for step in decision.steps:
            names[step.name] = self.walker.walk(step.expression.tree, scope)
            self.notes.steps.append((step.name, names[step.name]))
        waiting = self._requirements(decision, scope)
        if isinstance(waiting, Failure):
            return waiting
        answers = self._table_answers(decision.table, decision.outputs, scope) if decision.table is not None else {}
        for output in decision.outputs:
            if output.expression is not None:
                value = self.walker.walk(output.expression.tree, scope)
            else:
                value = answers[output.name]
            if waiting is not None:
                value = combine([value, waiting]) if isinstance(value, Absence) else waiting
            names[output.name] = self._finished(output, value, scope)
            self.notes.outputs.append((output.name, names[output.name]))
        for _, value in self.notes.steps:
            if isinstance(value, Failure):
                self.walker.absorb(value)
        return dict(self.notes.outputs) if decision.is_record else self.notes.outputs[0][1]

    def _requirements(self, decision: Decision, scope: Scope) -> Absence | None:
        """Return the error of the first requirement that fails, else what requirements wait for."""
        waiting: list[Absence] = []
        for requirement in decision.requirements:
            tree = requirement.condition.tree
            truth = self.walker.walk(tree, scope)
            if isinstance(truth, Failure):
                return truth
            if isinstance(truth, Absence):
                waiting.append(truth)
            elif truth is not True:
                return Failure(requirement.message, "requirement-not-met", tree.span, decision.id)
        return combine(waiting) if waiting else None

    def _finished(self, output: Output, value: Value, scope: Scope) -> Value:
        """Return an output's value, rounded and checked as it declares."""
        if isinstance(value, Absence):
            return value
        if output.rounding is not None:
            before, value = value, round_value(value, output.rounding)
            self.notes.rounded.append(Rounded(output.name, before, value))
        if output.range is None or value is None:
            return value
        tree = output.range.tree
        is_within = passes(self.walker, tree, value, scope)
        if is_within is False:
            reason = f"`{output.name}` is {key_text(value)}, which is not in `{output.range.text}`"
            return Failure(reason, "out-of-range", tree.span, self.walker.rule)
        return is_within if isinstance(is_within, Absence) else value

    # ── Decision tables ───────────────────────────────────────────────────────────────────────────────────────────

    def _table_answers(self, table: DecisionTable, outputs: tuple[Output, ...], scope: Scope) -> Mapping[str, Value]:
        """Return the value of each output, or for each the absence that leaves the table undecided."""
        values = self._table_values(table, len(outputs), scope)
        if isinstance(values, Absence):
            if isinstance(values, Failure) and table.place is not None:
                values = values.at(table.inputs[0].tree.span, self.walker.rule)
            return {output.name: values for output in outputs}
        return {output.name: value for output, value in zip(outputs, values, strict=True)}

    def _table_values(self, table: DecisionTable, outputs: int, scope: Scope) -> tuple[Value, ...] | Absence:
        walk = self.walker.walk
        inputs = [walk(expression.tree, scope) for expression in table.inputs]
        failures: list[Failure] = []
        matches = ((row.number, self._match(row, inputs, scope, failures)) for row in table.rows)
        selected = select_rows(table.hit_policy, matches)
        if isinstance(selected, Absence):
            return selected
        for failure in failures:
            self.walker.absorb(failure)
        self.notes.rows = selected
        if not selected and table.defaults:
            return tuple(walk(expression.tree, scope) for expression in table.defaults)
        if not selected:
            return answer_without_rows(table.hit_policy, table.aggregation, outputs)
        results = {row.number: row.results for row in table.rows}
        rows = [Row(number, tuple(walk(e.tree, scope) for e in results[number])) for number in selected]
        return combine_rows(table.hit_policy, table.aggregation, rows, table.output_values)

    def _match(self, row: TableRow, inputs: list[Value], scope: Scope, failures: list[Failure]) -> Match:
        cells = zip(row.tests, inputs, strict=True)
        match = match_row(passes(self.walker, cell.tree, value, scope) for cell, value in cells)
        if isinstance(match, Failure):
            failures.append(match)
        return match

    # ── Discretions ───────────────────────────────────────────────────────────────────────────────────────────────

    def _recorded(self, discretion: Discretion, names: dict[str, Value]) -> Value:
        """Return what was decided, once it is of the right type and within its limits."""
        decisions = self.recorded.get(discretion.id, {})
        value: Value = Open(frozenset({discretion.id}))
        if () in decisions:
            value = decisions[()]
        elif decisions:
            absent = waiting_of(tuple(names.values()))
            if absent is not None:
                return absent
            value = decisions.get(tuple(key_text(name) for name in names.values()), value)
        if isinstance(value, Absence):
            return value
        if not conforms(value, discretion.type):
            return Failure(f"the recorded decision on `{discretion.id}` is not of its type", "type-mismatch")
        if discretion.limits is None:
            return value
        tree = discretion.limits.tree
        is_within = self.walker.walk(tree, Scope({**names, discretion.output: value}))
        if is_within is True or isinstance(is_within, Absence):
            return value if is_within is True else is_within
        reason = f"the recorded decision on `{discretion.id}` is outside its limits, `{discretion.limits.text}`"
        return Failure(reason, "outside-limits", tree.span, discretion.id)
