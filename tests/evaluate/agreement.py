"""Runs a question by both evaluators and compares what they answer: all of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rulewright import Engine
from rulewright.evaluate.caselines import answer_of
from rulewright.language.types import ANY, Type
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Input, Output
from typed_rules import common, expression, typed

if TYPE_CHECKING:
    from rulewright.evaluate.outcome import Outcome
    from rulewright.language.syntax import Node

RULE = "rule"


def assert_same(mine: Outcome, reference: Outcome) -> None:
    assert answer_of(mine) == answer_of(reference)
    assert shown(mine) == shown(reference)
    assert mine.trace == reference.trace or shown(mine.trace) == shown(reference.trace)


def shown(value: object) -> str:
    """Return a value as text; of functions, which are equal to nothing else, without their place in memory."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def assert_agreement(engine: Engine, rule: str, facts: dict[str, object], **options: object) -> None:
    reference = engine.run(rule, facts, reference=True, **options)
    assert_same(engine.run(rule, facts, **options), reference)
    assert_same(engine.run(rule, facts, trace=True, **options), reference)


def engine_of(tree: Node, names: dict[str, Type], type_: Type = ANY) -> Engine:
    """Return the engine of a pack with one decision, of which the tree is the formula."""
    inputs = tuple(Input(name, each) for name, each in names.items())
    outputs = (Output("value", type_, expression=expression(tree, type_)),)
    rule = Decision(**common(RULE), inputs=inputs, outputs=outputs)
    return Engine(Pack("test", "Test", "base", "", {}, {}, (), typed({RULE: rule}), (), {}))
