"""Makes an explanation of a trace: what was evaluated, what it rests on, in words a reader of the protocol knows.

A trace knows rules by id and values as they are; an explanation has titles, written values, citations and formulas.
Text and pages are both drawn from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from functools import partial

from rulewright.evaluate.plain_json import JsonValue
from rulewright.evaluate.trace import FigureRead, TraceNode
from rulewright.language.types import Type
from rulewright.language.values import Absence, Unknown, Value
from rulewright.packs.model.notation import Notation
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Citation, Rule
from rulewright.packs.model.text import as_written
from rulewright.records import dataclass
from rulewright.reports.basis import decision_words
from rulewright.reports.outcomes import answered_by
from rulewright.reports.values import as_rounded, format_value, parts_of

NOT_GIVEN = "not given"
NO_FIGURE = "no figure yet"


@dataclass(frozen=True, slots=True)
class ExplainedFact:
    """A fact that was read, with the entries of a record, each written.

    `is_assumed` where nobody gave it and its `otherwise` stands for it, `is_decided` where a recorded decision does.
    """

    name: str
    value: str
    is_assumed: bool = False
    is_decided: bool = False
    entries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedFigure:
    """A figure that was read, with its key, its citation and, unless it is enacted, its status."""

    id: str
    title: str
    key: str
    value: str
    citation: str
    status: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rule's part of an explanation. `parts` are the rules it called, in order.

    `entries` are those of a value that is a record or a map. A citation names the amendments that have written what the
    rule, or the figure, says. `version` is the one that answered, in words, at the rule that was run.
    """

    rule: str
    title: str
    value: str
    citation: str
    formulas: tuple[tuple[str, str], ...] = ()
    facts: tuple[ExplainedFact, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    figures: tuple[ExplainedFigure, ...] = ()
    rows: tuple[str, ...] = ()
    roundings: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    is_absent: bool = False
    parts: tuple[Explanation, ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    version: str = ""

    def to_json(self) -> dict[str, JsonValue]:
        """Return the explanation as values for `json.dumps`, with the parts of the rules called; nothing empty."""
        written: dict[str, JsonValue] = {
            "rule": self.rule,
            "title": self.title,
            "value": self.value,
            "citation": self.citation,
            "facts": [_fields(fact) for fact in self.facts],
            "figures": [_fields(figure) for figure in self.figures],
            "table_rows": list(self.rows),
            "formulas": dict(self.formulas),
            "steps": dict(self.steps),
            "outputs": dict(self.outputs),
            "roundings": list(self.roundings),
            "readings": list(self.readings),
            "decisions": list(self.decisions),
            "calls": [each.to_json() for each in self.parts],
        }
        return {name: each for name, each in written.items() if each or name == "value"}


def _fields(part: ExplainedFact | ExplainedFigure) -> dict[str, JsonValue]:
    values = {each.name: getattr(part, each.name) for each in fields(part)}
    return {
        name: dict(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value or name == "value"
    }


def explain(node: TraceNode | None, pack: Pack) -> Explanation:
    """Return the explanation of a trace.

    Raises:
        CaseError: when there is none, since the facts of the case were refused before any rule was evaluated.
    """
    if node is None:
        from rulewright.evaluate.caselines import CaseError  # noqa: PLC0415  (a warm start does without)

        raise CaseError("there is no trace to explain", "the case was refused: `Outcome.problem` says why")
    return replace(_explained(node, pack), version=answered_by(pack))


def _explained(node: TraceNode, pack: Pack) -> Explanation:
    """Return the explanation of a trace, or of a part of it."""
    rule = pack.rules[node.rule]
    types = {each.name: each.type for each in rule.inputs}
    written = partial(format_value, notation=pack.notation)
    entries = partial(entries_of, notation=pack.notation)
    return Explanation(
        rule=node.rule,
        title=rule.title,
        value=written(node.value, rule.outcome),
        citation=_cited(rule.source, _paths(rule), pack),
        formulas=formulas_of(rule),
        facts=tuple(
            ExplainedFact(
                name,
                written(value, types.get(name)),
                name in node.assumed,
                name in node.decided,
                entries(value, types.get(name)),
            )
            for name, value in ((name, as_given(value, name)) for name, value in node.arguments)
        ),
        steps=tuple((name, written(value, step_type(rule, name))) for name, value in node.steps),
        outputs=tuple((name, written(value, rule.output_type(name))) for name, value in node.outputs),
        figures=tuple(dict.fromkeys(explain_figure(read, pack) for read in node.figures)),  # each once, as first read
        rows=tuple(rule.row_words(row) if isinstance(row, int) else f"row {row}" for row in node.rows),
        roundings=tuple(as_rounded(each.output, each.before, each.after, rule, pack.notation) for each in node.rounded),
        readings=tuple(f"{reading.id}: {reading.question} → {reading.reading}" for reading in rule.readings),
        decisions=() if node.decision is None else (decision_words(node.decision, pack),),
        is_absent=isinstance(node.value, Absence),
        parts=tuple(_explained(child, pack) for child in node.children),
        entries=entries(node.value, rule.outcome),
    )


def explain_figure(read: FigureRead, pack: Pack) -> ExplainedFigure:
    """Return a figure that was read in words."""
    rule = pack.rules[read.parameter]
    figure = rule.figure(read.key)
    source, status = (figure.source, figure.status) if figure else (rule.source, rule.figure_status)
    paths = {figure.place.path} if figure else _paths(rule)
    return ExplainedFigure(
        id=rule.id,
        title=rule.title,
        key=", ".join(read.key),
        value=NO_FIGURE
        if isinstance(read.value, Unknown)
        else format_value(read.value, rule.results[0][1], pack.notation),
        citation=_cited(source, paths, pack),
        status="" if status == "enacted" else status,
    )


def _paths(rule: Rule) -> set[str]:
    """Return the paths of the files that say what a rule computes."""
    return {rule.place.path, *(each.source.path for each in rule.expressions())}


def _cited(source: Citation, paths: Collection[str], pack: Pack) -> str:
    """Return a citation, with the amendments whose files have written what is cited, and the authority of each."""
    amended = [
        each.id + (f" ({each.authority})" if each.authority else "")
        for each in pack.timeline.amendments
        if each.path and each.path in paths
    ]
    return f"{source}, as amended by {', '.join(amended)}" if amended else str(source)


def entries_of(value: Value, shape: Type | None, notation: Notation) -> tuple[tuple[str, str], ...]:
    """Return the entries of a record, written; none for other values."""
    if not isinstance(value, Mapping):
        return ()
    return tuple((name, format_value(entry, type_, notation)) for name, entry, type_ in parts_of(value, shape))


def as_given(value: Value, path: str) -> Value:
    """Return a fact with the words `not given` for what nobody gave, itself or in its parts."""
    match value:
        case Unknown(needs=needs) if needs == {path}:
            return NOT_GIVEN
        case dict():
            return {name: as_given(each, f"{path}.{name}") for name, each in value.items()}
        case list():
            return [as_given(each, f"{path}[{number}]") for number, each in enumerate(value, start=1)]
        case _:
            return value


def step_type(rule: Rule, name: str) -> Type | None:
    """Return the inferred type of a step."""
    return next((expression.type for step, expression in rule.formulas() if step == name), None)


def formulas_of(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return the formulas of a rule by the name they give a value to, in the lines of their author."""
    return tuple((name, as_written(expression)) for name, expression in rule.formulas())
