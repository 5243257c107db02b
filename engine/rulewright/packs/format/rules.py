"""Builds the rules of a pack from their declarations: figures, formulas, tables, choices and definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from rulewright.diagnostics import Diagnostic
from rulewright.language.types import BOOLEAN, Type
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.declarations import Declaration, Result
from rulewright.packs.format.expressions import ExpressionReader, tree_type
from rulewright.packs.format.parameters import FigureReader, read_table
from rulewright.packs.format.tables import read_decision_table
from rulewright.packs.linking import HERE
from rulewright.packs.model.rules import (
    Decision,
    Definition,
    Discretion,
    Figure,
    FigureStatus,
    Input,
    Output,
    Parameter,
    Reading,
    Requirement,
    Rounding,
    Rule,
    Step,
)
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode


@dataclass(slots=True)
class RuleReader:
    """Builds one rule after the other; `expressions` reads their formulas."""

    expressions: ExpressionReader
    citations: CitationReader
    problems: list[Diagnostic]

    def read(self, known: Declaration) -> Rule | None:
        """Return a rule; None where its text does not fit the schema."""
        if not known.is_sound:
            return None
        match known.section:
            case "parameters":
                return self.parameter(known)
            case "decisions":
                return self.decision(known)
            case "discretions":
                return self.discretion(known)
            case _:
                return self.definition(known)

    def common(self, known: Declaration) -> dict[str, Any]:
        """Return the fields that every rule has."""
        body = known.body
        return {
            "id": known.id,
            "source": known.source,
            "place": known.place,
            "subject": known.subject,
            "readings": tuple(_readings(body.get("readings"))),
            "aliases": _texts(body.get("aliases")),
            "depends": _texts(body.get("depends")),
            **{name: body.text(name) for name in ("title", "kind", "modality", "about", "effective", "amendable")},
        }

    # ── Figures, choices, definitions ─────────────────────────────────────────────────────────────────────────────

    def parameter(self, known: Declaration) -> Parameter:
        """Return a figure or a table of figures."""
        body = known.body
        result = known.results[0]
        status = cast("FigureStatus", body.text("status") or "enacted")
        reader = FigureReader(result.type, status, known.source, self.citations, known.file.lines, self.problems)
        keys = (*known.inputs, *([known.collected_key] if known.collected_key else []))
        value, table = body.get("value"), body.get("table")
        figures: Mapping[tuple[str, ...], Figure] = {}
        if value is not None:
            figures = {(): reader.read(value)}
        elif table is not None:
            figures = read_table(table, keys, reader)
        if status == "open" and figures:
            message = f"`{known.id}` is open, but has figures"
            node = body.get("status") or body
            hint = "take the figures out, or give the status that they have"
            self.problems.append(Diagnostic("open-with-figures", message, node.place, hint))
        return Parameter(
            **self.common(known),
            type=result.type,
            inputs=known.inputs,
            figures=figures,
            status=status,
            changed_by=body.text("changed_by"),
            approval=body.text("approval"),
            collected_key=known.collected_key,
            output=result.name,
        )

    def discretion(self, known: Declaration) -> Discretion:
        """Return a choice of a named actor."""
        body = known.body
        result = known.results[0]
        inputs = self.inputs(known)
        local = {**_types(inputs), result.name: result.type}
        return Discretion(
            **self.common(known),
            decided_by=body.text("decided_by"),
            inputs=inputs,
            type=result.type,
            limits=self.expressions.read(body.get("limits"), local, BOOLEAN),
            approval=body.text("approval"),
            output=result.name,
        )

    def definition(self, known: Declaration) -> Definition:
        """Return a rule in words."""
        table = known.body.get("table")
        rows = tuple(_texts(row) for row in table) if isinstance(table, SequenceNode) else ()
        return Definition(**self.common(known), text=known.body.text("text"), table=rows)

    # ── Decisions ─────────────────────────────────────────────────────────────────────────────────────────────────

    def decision(self, known: Declaration) -> Decision:
        """Return a decision with its formulas or its table."""
        body = known.body
        self.refuse_same_names(known)
        inputs = self.inputs(known)
        steps, local = self.steps(known, _types(inputs))
        requirements = self.requirements(known, local)
        table_node = body.get("table")
        table = None
        if isinstance(table_node, MappingNode):
            table = read_decision_table(table_node, known, local, self.expressions)
        return Decision(
            **self.common(known),
            inputs=inputs,
            steps=steps,
            requirements=requirements,
            outputs=self.outputs(known, local),
            table=table,
        )

    def refuse_same_names(self, known: Declaration) -> None:
        """Report a name that two inputs, steps or outputs of a rule share."""
        seen: dict[str, Any] = {each.name: each.place for each in known.inputs}
        where = known.body.get("where")
        others = [entry.key for entry in where] if isinstance(where, MappingNode) else []
        for key in (*others, *(result.key for result in known.results)):
            first = seen.setdefault(key.text, key.place)
            if first is not key.place:
                message = f"`{key.text}` is the name of another input, step or output of the rule"
                problem = Diagnostic(
                    "duplicate-name", message, key.place, "rename one", related=((first, "the first"),)
                )
                self.problems.append(problem)

    def inputs(self, known: Declaration) -> tuple[Input, ...]:
        """Return the inputs with what stands for each where it is not given."""
        node = known.body.get("inputs")
        inputs: list[Input] = []
        for each in known.inputs:
            declared = node.get(each.name) if isinstance(node, MappingNode) else None
            formula = declared.get("otherwise") if isinstance(declared, MappingNode) else None
            if formula is None:
                inputs.append(each)
                continue
            later = {other.name: "input" for other in known.inputs[len(inputs) + 1 :]} | {each.name: HERE}
            otherwise = self.expressions.read(formula, _types(inputs), each.type, later)
            inputs.append(replace(each, otherwise=otherwise))
        return tuple(inputs)

    def steps(self, known: Declaration, local: Mapping[str, Type]) -> tuple[tuple[Step, ...], dict[str, Type]]:
        """Return the steps, and the names that outputs see with their types."""
        names = dict(local)
        steps: list[Step] = []
        where = known.body.get("where")
        entries = where.entries if isinstance(where, MappingNode) else ()
        for index, entry in enumerate(entries):
            later = {after.name: "step" for after in entries[index + 1 :]} | _as_later(known.results)
            expression = self.expressions.read(entry.value, names, None, later | {entry.name: HERE})
            names[entry.name] = tree_type(expression)
            if expression:
                steps.append(Step(entry.name, expression))
        return tuple(steps), names

    def requirements(self, known: Declaration, local: Mapping[str, Type]) -> tuple[Requirement, ...]:
        """Return what must hold before there is an outcome."""
        node = known.body.get("requires")
        requirements: list[Requirement] = []
        for item in node if isinstance(node, SequenceNode) else ():
            if isinstance(item, MappingNode):
                condition = self.expressions.read(item.get("that"), local, BOOLEAN, _as_later(known.results))
                if condition:
                    requirements.append(Requirement(condition, item.text("message"), item.place))
        return tuple(requirements)

    def outputs(self, known: Declaration, local: Mapping[str, Type]) -> tuple[Output, ...]:
        """Return the outputs; each sees those before it."""
        names = dict(local)
        outputs: list[Output] = []
        for index, result in enumerate(known.results):
            node = result.node
            later = _as_later(known.results[index + 1 :]) | {result.name: HERE}
            formula = node.get("formula") if isinstance(node, MappingNode) else None
            expression = self.expressions.read(formula, names, result.type, later)
            names[result.name] = result.type
            within = node.get("range") if isinstance(node, MappingNode) else None
            outputs.append(
                Output(
                    result.name,
                    result.type,
                    node.text("title") if isinstance(node, MappingNode) else "",
                    expression,
                    _rounding(node),
                    self.expressions.read_tests(within, names, result.type),
                    result.key.place,
                )
            )
        return tuple(outputs)


def _types(inputs: Sequence[Input]) -> dict[str, Type]:
    return {each.name: each.type for each in inputs}


def _as_later(results: Sequence[Result]) -> dict[str, str]:
    return {result.name: "output" for result in results}


def _rounding(node: TreeNode) -> Rounding | None:
    rounding = node.get("round") if isinstance(node, MappingNode) else None
    if not isinstance(rounding, MappingNode):
        return None
    places = rounding.text("places")
    return Rounding(int(places), rounding.text("mode")) if places.lstrip("-").isdecimal() else None


def _readings(node: TreeNode | None) -> list[Reading]:
    items = node.items if isinstance(node, SequenceNode) else ()
    return [
        Reading(item.text("id"), item.text("question"), item.text("reading"))
        for item in items
        if isinstance(item, MappingNode)
    ]


def _texts(node: TreeNode | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, SequenceNode) else ()
    return tuple(item.text for item in items if isinstance(item, ScalarNode))
