"""A failed example says what was expected and what came out, in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rulewright.check.comparison import ComparedOutcome, Mismatch, MismatchKind
from rulewright.evaluate.outcome import Problem, Status
from rulewright.evaluate.trace import TraceNode
from rulewright.language.types import PERCENT
from rulewright.packs.model.pack import Expectation
from rulewright.reports.examples import mismatch_texts

THIRD = Decimal(1) / Decimal(3)


@pytest.mark.parametrize(
    ("mismatch", "expected", "got"),
    [
        (
            Mismatch(MismatchKind.VALUE, "", Decimal("0.76"), THIRD, PERCENT, "to 2 places, half_up"),
            "76% (to 2 places, half_up)",
            "33.33333333333333333333333333%",
        ),
        (
            Mismatch(MismatchKind.VALUE, "", {"a": [True, None]}, "a"),
            "{a: [true, null]}",
            "a",
        ),
        (
            Mismatch(MismatchKind.NEEDS, "", ("a", "b"), ()),
            "needs a, b",
            "needs nothing",
        ),
        (
            Mismatch(
                MismatchKind.STATUS,
                "",
                Expectation("", None, "", status="open", needs=("a",)),
                ComparedOutcome(Status.KNOWN, None, reason="reporting only"),
            ),
            "open, needs a",
            "null (reporting only)",
        ),
        (
            Mismatch(
                MismatchKind.STATUS,
                "",
                Expectation("", Decimal(1), "1"),
                ComparedOutcome(Status.ERROR, None, reason="division by zero"),
            ),
            "1",
            "error: division by zero",
        ),
        (
            Mismatch(MismatchKind.EXACT, "", "0.33", THIRD),
            "0.33 (exact)",
            "0.3333333333333333333333333333",
        ),
        (
            Mismatch(
                MismatchKind.EVALUATORS,
                "",
                {"status": Status.ERROR, "problem": Problem("no-figure", "none"), "trace": TraceNode("a", None)},
                {"status": Status.KNOWN, "problem": None, "trace": TraceNode("a", True)},
            ),
            "status: error; problem: no-figure, none; trace: differs",
            "status: known; problem: null; trace: differs",
        ),
    ],
)
def test_a_difference_is_reported_in_words(mismatch, expected, got):
    assert mismatch_texts(mismatch) == (expected, got)
