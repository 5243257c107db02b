"""Evaluates expressions that stand alone, against facts whose types nobody declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.reference.evaluator import Evaluated, ReferenceEvaluator
from rulewright.evaluate.reference.parts import EvaluatedPart, evaluate_parts
from rulewright.language.absences import hint_of
from rulewright.language.builtins import BUILTINS, Builtin
from rulewright.language.checker import Environment, check_expression
from rulewright.language.checker.value_types import type_of
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.reading.case_words import Misread, read_given
from rulewright.language.syntax import AtLiteral, Node
from rulewright.language.temporal.values import Date, DateTime, Time
from rulewright.language.types import ANY
from rulewright.language.values import Failure, Value
from rulewright.source import Mark, SourceText, Span


@dataclass(frozen=True, slots=True)
class FeelResult:
    """What an expression came to: its value, the problems found, and its parts where they were wanted.

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
        """Return what an expression comes to.

        The standard gives many expressions a value that a pack would refuse (`false and null`), so the evaluator
        decides: what the checker found is an error where there is no value, and then in place of the evaluator's own
        reason; where there is one it is a warning.
        """
        parsed = parse_expression(source, names=tuple(self.facts))
        if parsed.tree is None or any(each.is_error for each in parsed.diagnostics):
            return FeelResult(source, None, parsed.diagnostics, is_evaluated=False)
        names = {name: type_of(value) for name, value in self.facts.items()}
        checked = check_expression(parsed.tree, source, Environment(names, forbid_clock=False, fills_null=True))
        evaluated, parts = self._evaluated(checked.tree, wants_parts)
        value = evaluated.value
        if isinstance(value, Failure) and any(each.is_error for each in checked.diagnostics):
            return FeelResult(source, None, (*parsed.diagnostics, *checked.diagnostics), is_evaluated=False)
        found = [replace(each, severity=Severity.WARNING) for each in (*parsed.diagnostics, *checked.diagnostics)]
        places = {(each.code, each.place) for each in found}
        for failure in evaluated.warnings:
            warning = _diagnostic(failure, source, Severity.WARNING)
            if (warning.code, warning.place) not in places:
                found.append(warning)
        if isinstance(value, Failure):
            found.append(_diagnostic(value, source, Severity.ERROR))
        return FeelResult(source, value, tuple(found), parts)

    def _evaluated(self, tree: Node, wants_parts: bool) -> tuple[Evaluated, EvaluatedPart | None]:
        reference = ReferenceEvaluator(built_ins=_built_ins_now())
        if wants_parts:
            return evaluate_parts(reference, tree, self.facts)
        return reference.evaluate_with_warnings(tree, self.facts), None


def _built_ins_now() -> Mapping[str, Builtin]:
    """Return the built-in functions with the clock stopped, so that `now()` is one moment in an expression."""
    now = datetime.now().astimezone()
    offset = int((now.utcoffset() or timedelta()).total_seconds())
    time = Time(now.hour, now.minute, now.second, now.microsecond * 1000, offset)
    moment = DateTime(Date(now.year, now.month, now.day), time)
    return {name: each.at(moment) for name, each in BUILTINS.items()}


def source_of(text: str, path: str = "<expression>", line: int = 1) -> SourceText:
    """Return the text of an expression that stands on a line of a file or stream."""
    whole = SourceText.of(text, path)
    return SourceText(path, text, tuple(Mark(mark.offset, mark.line + line - 1, mark.column) for mark in whole.marks))


def read_untyped(given: Mapping[str, object]) -> tuple[dict[str, Value], tuple[Misread, ...]]:
    """Return facts whose types nobody declared as values: JSON's own kinds, numbers exact; and what is no value."""
    values: dict[str, Value] = {}
    problems: tuple[Misread, ...] = ()
    for name, value in given.items():
        values[name], wrong = read_given(value, ANY, name)
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
    return Diagnostic(failure.code, failure.reason, place, hint_of(failure), severity)
