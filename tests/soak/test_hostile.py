"""What takes too much ends in the error of a limit, the same in both evaluators, before it takes much memory."""

from __future__ import annotations

import random
import sys
import tracemalloc
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "same"))

import pytest
from counting import counts_of
from hostile import hostile_expression
from hostile_pack import DEPTH, FORMULAS, facts_of, hostile_files
from making import pack_of
from measured import Measured, measured, packs
from rulewright import Engine, Status
from rulewright.evaluate.compiled import runtime
from rulewright.evaluate.feel import source_of
from rulewright.evaluate.reference import evaluator as module
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.limits import Limits
from rulewright.language.values import Failure
from rulewright.language.work import UNCOUNTED

STEPS = 40_000
PATTERN = 5_000
"""A pattern that is written out is compiled once, which generated code does not count."""
PEAK = 40 << 20
"""Bytes: that of so few steps, and of a single list or text that is as long as one may be."""
LIMITS = {"limit-steps", "limit-list", "limit-string", "limit-depth"}
ENGINE = Engine(pack_of(hostile_files()))


@pytest.fixture
def few_steps(monkeypatch):
    monkeypatch.setattr(runtime, "STEPS", STEPS - STEPS // 10)
    monkeypatch.setattr(
        module.ReferenceEvaluator,
        "of",
        classmethod(lambda cls, pack: cls(pack.rules, pack.types, Limits(steps=STEPS), requirements=pack.requirements)),
    )


def test_the_pack_is_sound_and_its_rules_are_compiled_but_for_functions_as_values():
    assert [each.message for each in ENGINE.pack.diagnostics if each.is_error] == []
    assert [each for each in FORMULAS if not ENGINE._plans[f"hostile.{each}"].is_compiled] == ["order"]


@pytest.mark.parametrize("name", FORMULAS)
def test_generated_code_never_counts_less_than_the_reference_evaluator(name):
    for size, times in ((3, 2), (30, 20), (150, 5)):
        counts = counts_of(ENGINE, f"hostile.{name}", facts_of(name, size, times))

        assert counts is None or counts.compiled + PATTERN >= counts.reference > times


@pytest.mark.usefixtures("few_steps")
@pytest.mark.parametrize("name", [name for name in FORMULAS if name != "shared"])
def test_a_rule_that_takes_too_much_ends_alike_in_both_evaluators(name):
    facts = facts_of(name, 250, 5000)
    outcome = ENGINE.run(f"hostile.{name}", facts)
    reference = ENGINE.run(f"hostile.{name}", facts, reference=True)

    assert outcome.status is Status.ERROR
    assert outcome.problem.code in LIMITS
    assert outcome.problem.place.path == "base/hostile.yaml"
    assert (outcome.message, outcome.problem) == (reference.message, reference.problem)


@pytest.mark.usefixtures("few_steps")
def test_calls_that_double_share_one_count_without_being_counted_one_by_one():
    assert not ENGINE._plans[f"hostile.doubled_{DEPTH}"].is_compiled
    assert ENGINE._plans["hostile.doubled_5"].is_compiled
    outcome = ENGINE.run(f"hostile.doubled_{DEPTH}", {"i": 1})

    assert (outcome.status, outcome.problem.code) == (Status.ERROR, "limit-steps")
    assert 2**DEPTH > UNCOUNTED


@pytest.mark.parametrize("part", range(8))
def test_hostile_expressions_have_a_value_or_an_error_with_a_place_within_steps_and_bytes(part):
    for number in range(25):
        text = hostile_expression(random.Random(f"suite {part} {number}"))  # noqa: S311  (chance that can be repeated)
        parsed = parse_expression(source_of(text))
        if parsed.tree is None or parsed.diagnostics:
            continue
        tracemalloc.start()
        value = ReferenceEvaluator(limits=Limits(steps=STEPS)).evaluate(parsed.tree)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert not isinstance(value, Failure) or (value.code and value.span is not None), text[:300]
        assert peak < PEAK, (peak >> 20, text[:300])


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [("1 + 1", 0, "2 (number)"), ("(" * 5000 + "1" + ")" * 5000, 1, "error[too-deep]")],
)
def test_a_command_is_measured_in_a_process_of_its_own(text, code, said):
    found = measured("it", ["feel", "--", text])

    assert (found.code, said in found.said) == (code, True)
    assert found.bytes > 10 << 20
    assert not found.is_wrong


@pytest.mark.parametrize(("seconds", "size", "code"), [(5.1, 0, 0), (0, 501 << 20, 0), (0, 0, 99), (0, 0, -9)])
def test_what_takes_too_much_or_ends_in_a_traceback_is_reported(seconds, size, code):
    assert Measured("it", seconds, size, code, "").is_wrong


def test_the_commands_on_hostile_packs_are_measured():
    first = next(packs("suite", 1))

    assert first.name.startswith("pack 0 (")
    assert first.name.endswith(": check")
    assert not first.is_wrong
