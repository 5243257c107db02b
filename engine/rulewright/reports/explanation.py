"""Makes an explanation of a trace: what was evaluated, what it rests on, in words a reader of the protocol knows.

A trace knows rules by id and values as they are; an explanation has titles, written values, citations and formulas.
Text and pages are both drawn from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import NamedTuple

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
from rulewright.reports.values import as_rounded, format_value, named_parts

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
    return Explainer(pack).explain(node)


class Explainer:
    """Explains traces of one pack; what rules and figures say is put into words once, however often it is read."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._rules: dict[str, _RuleWords] = {}
        self._figures: dict[tuple[str, tuple[str, ...]], ExplainedFigure] = {}
        self._values: dict[tuple[int, int, str], tuple[Value, str, tuple[tuple[str, str], ...]]] = {}

    def explain(self, node: TraceNode) -> Explanation:
        """Return the explanation of a trace."""
        try:
            return replace(self._explained(node), version=answered_by(self._pack))
        finally:
            self._values.clear()  # values are known by their identity, which lasts as long as the trace

    def _explained(self, node: TraceNode) -> Explanation:
        pack, rule = self._pack, self._pack.rules[node.rule]
        words = self._rules.get(node.rule)
        if words is None:
            words = self._rules[node.rule] = _words_of(rule, pack)
        value, entries = self._written(node.value, words.outcome)
        return Explanation(
            rule=node.rule,
            title=rule.title,
            value=value,
            citation=words.citation,
            formulas=words.formulas,
            facts=tuple(self._fact(node, name, given, words.inputs.get(name)) for name, given in node.arguments),
            steps=tuple((name, self._written(step, words.steps.get(name))[0]) for name, step in node.steps),
            outputs=tuple((name, self._written(each, words.outputs.get(name))[0]) for name, each in node.outputs),
            figures=tuple(dict.fromkeys(map(self._figure, node.figures))),  # each once, as first read
            rows=tuple(rule.row_words(row) if isinstance(row, int) else f"row {row}" for row in node.rows),
            roundings=tuple(
                as_rounded(each.output, each.before, each.after, rule, pack.notation) for each in node.rounded
            ),
            readings=words.readings,
            decisions=() if node.decision is None else (decision_words(node.decision, pack),),
            is_absent=isinstance(node.value, Absence),
            parts=tuple(map(self._explained, node.children)),
            entries=entries,
        )

    def _fact(self, node: TraceNode, name: str, value: Value, type_: Type | None) -> ExplainedFact:
        written, entries = self._written(value, type_, name)
        return ExplainedFact(name, written, name in node.assumed, name in node.decided, entries)

    def _written(self, value: Value, type_: Type | None, given: str = "") -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return a value in words, and its entries; `given` is the name of a fact, which nobody may have given."""
        if not isinstance(value, list | Mapping):
            return format_value(as_given(value, given) if given else value, type_, self._pack.notation), ()
        key = id(value), id(type_), given
        known = self._values.get(key)
        if known is None:
            shown = as_given(value, given) if given else value
            text = format_value(shown, type_, self._pack.notation)
            known = self._values[key] = value, text, entries_of(shown, type_, self._pack.notation)
        return known[1:]

    def _figure(self, read: FigureRead) -> ExplainedFigure:
        key = read.parameter, read.key
        found = self._figures.get(key)
        if found is None:
            found = self._figures[key] = explain_figure(read, self._pack)
        return found


class _RuleWords(NamedTuple):
    """What every evaluation of a rule says, with the types of its outcome, inputs, steps and outputs."""

    outcome: Type
    inputs: Mapping[str, Type]
    steps: Mapping[str, Type | None]
    outputs: Mapping[str, Type]
    citation: str
    formulas: tuple[tuple[str, str], ...]
    readings: tuple[str, ...]


def _words_of(rule: Rule, pack: Pack) -> _RuleWords:
    steps = {name: expression.type for name, expression in reversed(tuple(rule.formulas()))}
    readings = tuple(f"{reading.id}: {reading.question} → {reading.reading}" for reading in rule.readings)
    inputs = {each.name: each.type for each in rule.inputs}
    citation = _cited(rule.source, _paths(rule), pack)
    return _RuleWords(rule.outcome, inputs, steps, dict(rule.results), citation, formulas_of(rule), readings)


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
    return tuple((name, format_value(entry, type_, notation)) for name, entry, type_ in named_parts(value, shape))


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


def formulas_of(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return the formulas of a rule by the name they give a value to, in the lines of their author."""
    return tuple((name, as_written(expression)) for name, expression in rule.formulas())
