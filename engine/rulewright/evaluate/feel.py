"""Evaluates expressions that stand alone, against facts whose types nobody declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.evaluate.reference.parts import EvaluatedPart, evaluate_parts
from rulewright.language.checker import Environment, check_expression
from rulewright.language.checker.value_types import type_of
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.reading.case_words import Misread, read_case
from rulewright.language.syntax import AtLiteral, Node
from rulewright.language.types import ANY
from rulewright.language.values import Failure, Value
from rulewright.source import Mark, SourceText, Span


@dataclass(frozen=True, slots=True)
class FeelResult:
    """What an expression came to: its value, what there is to complain of, and its parts where they were asked for.

    `is_evaluated` is false where mistakes in the text kept it from being evaluated.
    """

    source: SourceText
    value: Value = None
    diagnostics: tuple[Diagnostic, ...] = ()
    parts: EvaluatedPart | None = None
    is_evaluated: bool = True

    @property
    def is_clean(self) -> bool:
        """Whether there is no error."""
        return not any(each.is_error for each in self.diagnostics)


@dataclass(slots=True)
class FeelSession:
    """Facts by name, to which a prompt may add."""

    facts: dict[str, Value] = field(default_factory=dict)

    def evaluate(self, source: SourceText, *, wants_parts: bool = False) -> FeelResult:
        """Return what an expression comes to."""
        parsed = parse_expression(source, names=tuple(self.facts))
        if parsed.tree is None or any(each.is_error for each in parsed.diagnostics):
            return FeelResult(source, None, parsed.diagnostics, is_evaluated=False)
        names = {name: type_of(value) for name, value in self.facts.items()}
        checked = check_expression(parsed.tree, source, Environment(names, fills_null=True))
        if any(each.is_error for each in checked.diagnostics):
            return FeelResult(source, None, checked.diagnostics, is_evaluated=False)
        return self._evaluated(checked.tree, source, checked.diagnostics, wants_parts)

    def _evaluated(
        self, tree: Node, source: SourceText, diagnostics: tuple[Diagnostic, ...], wants_parts: bool
    ) -> FeelResult:
        parts = None
        if wants_parts:
            evaluated, parts = evaluate_parts(tree, self.facts)
        else:
            evaluated = ReferenceEvaluator().explain(tree, self.facts)
        value = evaluated.value
        told = [_diagnostic(failure, source, Severity.WARNING) for failure in evaluated.warnings]
        if isinstance(value, Failure):
            told.append(_diagnostic(value, source, Severity.ERROR))
        return FeelResult(source, value, (*diagnostics, *told), parts)


def source_of(text: str, path: str = "<expression>", line: int = 1) -> SourceText:
    """Return the text of an expression that stands on a line of a file or stream."""
    whole = SourceText.of(text, path)
    return SourceText(path, text, tuple(Mark(mark.offset, mark.line + line - 1, mark.column) for mark in whole.marks))


def read_untyped(given: Mapping[str, object]) -> tuple[dict[str, Value], tuple[Misread, ...]]:
    """Return facts whose types nobody declared as values: JSON's own kinds, numbers exact; and what is no value."""
    values: dict[str, Value] = {}
    problems: tuple[Misread, ...] = ()
    for name, value in given.items():
        values[name], wrong = read_case(value, ANY, name)
        problems += wrong
    return values, problems


def read_literal(text: str) -> Value | None:
    """Return the value of a literal such as `@"2020-01-31"`; None where the text is none."""
    parsed = parse_expression(SourceText.of(text))
    value = (
        ReferenceEvaluator().evaluate(parsed.tree)
        if isinstance(parsed.tree, AtLiteral) and not parsed.diagnostics
        else None
    )
    return None if isinstance(value, Failure) else value


def _diagnostic(failure: Failure, source: SourceText, severity: Severity) -> Diagnostic:
    place = source.place(failure.span or Span(0, len(source.text)))
    return Diagnostic(failure.code, failure.reason, place, "", severity)
