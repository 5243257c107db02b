"""Prints what an expression came to: its value, or what is wrong with it."""

from __future__ import annotations

import json

from rulewright import Problem
from rulewright.diagnostics import Diagnostic, FileLines
from rulewright.evaluate import FeelResult, JsonValue, to_json
from rulewright.language import Failure
from rulewright.reports import kind_words, part_tree, typed_value

from rulewright_cli.terminal import print_problems, say_json, show

SCHEMA = "rulewright/value/1"


def print_answer(answer: FeelResult, format_: str = "text") -> None:
    """Print what an expression came to: the value to standard output, complaints to standard error."""
    before = [""] * (answer.source.marks[0].line - 1)
    lines = FileLines({answer.source.path: [*before, *answer.source.text.split("\n")]})
    for diagnostic in answer.diagnostics:
        print_problems((diagnostic,), lines, is_counted=False)
    if format_ == "json":
        value = None if isinstance(answer.value, Failure) else answer.value
        errors = [each for each in answer.diagnostics if each.is_error]
        others = [*errors[1:], *(each for each in answer.diagnostics if not each.is_error)]
        content = {
            "schema": SCHEMA,
            "value": to_json(value),
            "type": kind_words(value),
            "message": "; ".join(each.message for each in errors),
            "problem": _json(errors[0]) if errors else None,
            "warnings": [_json(each) for each in others],
        }
        say_json(json.dumps(content, ensure_ascii=False))
    elif answer.is_evaluated:
        parts = [] if answer.parts is None else [part_tree(answer.parts, answer.source.text)]
        show([typed_value(answer.value), *parts])


def _json(found: Diagnostic) -> dict[str, JsonValue]:
    return Problem(found.code, found.message, "", found.place, found.hint).to_json()
