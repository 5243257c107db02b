"""Examples are compared as they are printed; the pack says of each in what it differs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rulewright import Outcome, load_pack
from rulewright.check.comparison import MismatchKind
from rulewright.check.examples import run_example, run_examples

ENGINE = load_pack(Path(__file__).parent / "packs" / "compared")


class DisagreeingEngine:
    """An engine whose compiled evaluator answers otherwise than its reference evaluator."""

    pack = ENGINE.pack

    def run(self, rule: str, facts: Any, *, recorded: Any, reference: bool = False) -> Outcome:
        outcome = ENGINE.run(rule, facts, recorded=recorded, reference=reference)
        return outcome if reference else replace(outcome, message="made up")


@pytest.mark.parametrize("example", ENGINE.pack.examples, ids=lambda each: each.id)
def test_an_example_differs_in_what_its_note_says(example):
    result = run_example(ENGINE, example)
    assert [each.kind.value for each in result.mismatches] == example.note.split()
    assert result.has_passed is (not example.note)


def test_all_examples_are_run_in_their_order():
    assert [each.example for each in run_examples(ENGINE)] == list(ENGINE.pack.examples)


def test_only_the_selected_examples_are_run():
    chosen = ENGINE.pack.examples[2:4]
    assert [each.example for each in run_examples(ENGINE, chosen)] == list(chosen)


def test_evaluators_that_disagree_fail_an_example_that_is_as_expected():
    result = run_example(DisagreeingEngine(), ENGINE.pack.examples[0])
    assert [each.kind for each in result.mismatches] == [MismatchKind.EVALUATORS]
    assert result.mismatches[0].expected == {"message": ""}
    assert result.mismatches[0].got == {"message": "made up"}
    assert result.reference is not None
