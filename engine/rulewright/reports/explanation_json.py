"""Writes an explanation as JSON values, for programs that show it in their own way."""

from __future__ import annotations

from dataclasses import fields

from rulewright.evaluate.plain_json import JsonValue
from rulewright.reports.explanation import Explained, ExplainedFact, ExplainedFigure


def explanation_json(part: Explained) -> dict[str, JsonValue]:
    """Return one rule's part of an explanation with the parts of the rules it asked; what is empty is left out."""
    written: dict[str, JsonValue] = {
        "rule": part.rule,
        "title": part.title,
        "value": part.value,
        "citation": part.citation,
        "facts": [_fields(fact) for fact in part.facts],
        "figures": [_fields(figure) for figure in part.figures],
        "table_rows": list(part.rows),
        "formulas": dict(part.formulas),
        "steps": dict(part.steps),
        "outputs": dict(part.outputs),
        "roundings": list(part.roundings),
        "readings": list(part.readings),
        "asked": [explanation_json(each) for each in part.parts],
    }
    return {name: each for name, each in written.items() if each or name == "value"}


def _fields(part: ExplainedFact | ExplainedFigure) -> dict[str, JsonValue]:
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    return {name: _written(value) for name, value in values.items() if value or name == "value"}


def _written(value: JsonValue) -> JsonValue:
    return dict(value) if isinstance(value, tuple) else value
