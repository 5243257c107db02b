"""Completes drafts of amendments: examples whose outcomes move are ended, and come anew with their new outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulewright.check.comparison import MismatchKind
from rulewright.check.examples import ExampleResult, run_examples
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.outcome import Status
from rulewright.packs.proposing import MovedExample, with_moved_examples

if TYPE_CHECKING:
    from rulewright.packs.authoring import Draft


def with_examples(draft: Draft, amendment: str) -> Draft:
    """Return a draft with an ending, and an example in its place, for each example of the base that it makes fail."""
    if draft.pack is None or draft.has_errors:
        return draft
    engine = Engine(draft.pack)
    moved = [_moved(each, engine) for each in run_examples(engine) if not each.has_passed]
    return with_moved_examples(draft, amendment, moved)


def _moved(result: ExampleResult, engine: Engine) -> MovedExample:
    example, outcome = result.example, result.outcome
    is_lost = outcome.status is Status.ERROR or any(each.kind is MismatchKind.EVALUATORS for each in result.mismatches)
    status = "" if outcome.status is Status.KNOWN else outcome.status.value
    return MovedExample(example.id, engine.rule(example.rule), outcome.value, status, outcome.needs, is_lost)
