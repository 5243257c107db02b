"""Evaluates expressions against facts, one after another, for the command and for the prompt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import click
from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.reference.evaluator import Reference
from rulewright.evaluate.reference.parts import Part, evaluate_parts
from rulewright.language.checker import Scope, check_expression
from rulewright.language.checker.value_types import type_of
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.reading.case_words import read_case
from rulewright.language.syntax import AtLiteral, Node
from rulewright.language.types import ANY
from rulewright.language.values import Failure, Value
from rulewright.source import Mark, SourceText, Span

from rulewright_cli.facts import read_written


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expression came to: its value, what there is to complain of, and its parts where they were asked for.

    `is_evaluated` is false where mistakes in the text kept it from being evaluated.
    """

    source: SourceText
    value: Value = None
    diagnostics: tuple[Diagnostic, ...] = ()
    parts: Part | None = None
    is_evaluated: bool = True

    @property
    def is_clean(self) -> bool:
        """Whether there is no error."""
        return not any(each.is_error for each in self.diagnostics)


@dataclass(slots=True)
class Session:
    """Facts by name, to which a prompt may add."""

    facts: dict[str, Value] = field(default_factory=dict)

    def ask(self, source: SourceText, *, wants_parts: bool = False) -> Answer:
        """Return what an expression comes to."""
        parsed = parse_expression(source, names=tuple(self.facts))
        if parsed.tree is None or any(each.is_error for each in parsed.diagnostics):
            return Answer(source, None, parsed.diagnostics, is_evaluated=False)
        names = {name: type_of(value) for name, value in self.facts.items()}
        checked = check_expression(parsed.tree, source, Scope(names, fills_null=True))
        if any(each.is_error for each in checked.diagnostics):
            return Answer(source, None, checked.diagnostics, is_evaluated=False)
        return self._evaluated(checked.tree, source, checked.diagnostics, wants_parts)

    def _evaluated(
        self, tree: Node, source: SourceText, diagnostics: tuple[Diagnostic, ...], wants_parts: bool
    ) -> Answer:
        parts = None
        if wants_parts:
            evaluated, parts = evaluate_parts(tree, self.facts)
        else:
            evaluated = Reference().explain(tree, self.facts)
        value = evaluated.value
        told = [_diagnostic(failure, source, Severity.WARNING) for failure in evaluated.warnings]
        if isinstance(value, Failure):
            told.append(_diagnostic(value, source, Severity.ERROR))
        return Answer(source, value, (*diagnostics, *told), parts)


def source_of(text: str, path: str = "<expression>", line: int = 1) -> SourceText:
    """Return the text of an expression that stands on a line of a file or stream."""
    whole = SourceText.of(text, path)
    return SourceText(path, text, tuple(Mark(mark.offset, mark.line + line - 1, mark.column) for mark in whole.marks))


def read_facts(given: Mapping[str, object]) -> dict[str, Value]:
    """Return facts whose types nobody declared as values: JSON's own kinds, numbers exact.

    Raises:
        click.UsageError: when one is no value.
    """
    values: dict[str, Value] = {}
    for name, value in given.items():
        values[name], problems = read_case(value, ANY, name)
        if problems:
            hint = f"; {problems[0].hint}" if problems[0].hint else ""
            raise click.UsageError(f"{problems[0].message}{hint}")
    return values


def read_fact(_name: str, written: str) -> object:
    """Return what is written for a fact: JSON, a literal such as `@"2020-01-31"`, else text.

    Raises:
        click.UsageError: when it begins like one of them and is none.
    """
    text = written.strip()
    if not text.startswith("@"):
        return read_written(written, ANY)
    parsed = parse_expression(SourceText.of(text))
    value = Reference().evaluate(parsed.tree) if isinstance(parsed.tree, AtLiteral) and not parsed.diagnostics else None
    if value is None or isinstance(value, Failure):
        raise click.UsageError(f'`{text}` is no date, time or duration; write `@"2020-01-31"` or `@"P90D"`')
    return value


def _diagnostic(failure: Failure, source: SourceText, severity: Severity) -> Diagnostic:
    place = source.place(failure.span or Span(0, len(source.text)))
    return Diagnostic(failure.code, failure.reason, place, "", severity)
