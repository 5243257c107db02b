"""Prints what an expression came to: its value, or what is wrong with it."""

from __future__ import annotations

import json

from rulewright.diagnostics import FileLines
from rulewright.evaluate import FeelResult, to_json
from rulewright.language import Failure
from rulewright.reports import kind_words, parts_text, typed_value

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
        errors = [each.message for each in answer.diagnostics if each.is_error]
        content = {"schema": SCHEMA, "value": to_json(value), "type": kind_words(value), "message": "; ".join(errors)}
        say_json(json.dumps(content, ensure_ascii=False))
    elif answer.is_evaluated:
        parts = [] if answer.parts is None else [parts_text(answer.parts, answer.source.text)]
        show([typed_value(answer.value), *parts])
