"""Writes a witness as an example that can be pasted into the pack."""

from __future__ import annotations

from rulewright.compare.examples import ExampleMove
from rulewright.evaluate.facts import read_facts
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.packs.example_text import ExpectedOutcome, example_text
from rulewright.packs.model.rules import Rule


def pasted(move: ExampleMove, rule: Rule, outcome: Outcome | None) -> str:
    """Return a witness as an example of the version that has this rule, and comes to this outcome.

    Empty where there is none, or a value of it cannot be written as text that reads back.
    """
    if outcome is None:
        return ""
    facts, problems = read_facts(move.example.facts, rule.inputs)
    if problems:
        return ""
    status = "" if outcome.status is Status.KNOWN else outcome.status.value
    expected = ExpectedOutcome(outcome.value, status, outcome.needs)
    return example_text(move.example.id, rule, facts, move.example.recorded, expected)
