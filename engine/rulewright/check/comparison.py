"""Compares an outcome with what an example expects, as it is printed in the document.

A printed figure is compared after the value was rounded to its places, or within its tolerance (both ends included);
everything else must be equal. Lists, records and maps are compared item by item, and must have the same entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import Enum

from rulewright.diagnostics.wording import counted
from rulewright.evaluate.answers import absence_in
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.reference.rounding import round_value
from rulewright.language.equality import equality
from rulewright.language.numbers import DECIMAL128
from rulewright.language.types import Type
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Unknown, Value
from rulewright.packs.model.pack import Expectation
from rulewright.packs.model.rules import Rounding, Rule

EXACT = re.compile(r"(-?[0-9]*(?:\.([0-9]+))?) ?(%?)", re.ASCII)


class MismatchKind(Enum):
    """In what an outcome differs from what is expected."""

    STATUS = "status"
    VALUE = "value"
    NEEDS = "needs"
    EXACT = "exact"
    EVALUATORS = "evaluators"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One difference. An empty `output` means the outcome as a whole.

    `expected` and `got` are, for a wrong status, the expectation and the answer; for a wrong value, two values of
    `type`, and `terms` says how they were compared (`to 2 places, half_up`); for wrong needs, two sorted tuples of
    names; for wrong digits, the digits as written and the value; for evaluators that disagree, the differing parts of
    the reference evaluator's outcome and of the compiled one's.
    """

    kind: MismatchKind
    output: str
    expected: object
    got: object
    type: Type | None = None
    terms: str = ""


@dataclass(frozen=True, slots=True)
class ComparedOutcome:
    """What an outcome says, as a whole or of one output. `reason` says why there is no value."""

    status: Status
    value: Value
    needs: frozenset[str] = frozenset()
    reason: str = ""


def compare_outcome(outcome: Outcome, expected: tuple[Expectation, ...], rule: Rule) -> tuple[Mismatch, ...]:
    """Return in what an outcome differs from what is expected of it; nothing where it is as expected."""
    with localcontext(DECIMAL128):
        return tuple(
            mismatch
            for each in expected
            for mismatch in _differences(each, compared_outcome(outcome, each.output), _type_of(each, rule))
        )


def compared_outcome(outcome: Outcome, output: str = "") -> ComparedOutcome:
    """Return what an outcome says of one output, or as a whole.

    One output of a record may be known although another is not.
    """
    value = outcome.value
    if outcome.status is Status.ERROR and outcome.trace is not None:
        value = _with_failures(outcome.value, outcome.trace.value)
    if not output or not isinstance(value, Mapping):
        return ComparedOutcome(outcome.status, outcome.value, frozenset(outcome.needs), outcome.message)
    entry = value.get(output)
    match absence_in(entry):
        case Failure(reason=reason):
            return ComparedOutcome(Status.ERROR, None, frozenset(), reason)
        case Unknown(needs=needs):
            return ComparedOutcome(Status.UNKNOWN, None, needs)
        case Open(decisions=decisions, needs=needs):
            return ComparedOutcome(Status.OPEN, None, decisions | needs)
        case NotApplicable(reason=reason):
            return ComparedOutcome(Status.KNOWN, None, frozenset(), reason)
    return ComparedOutcome(Status.KNOWN, entry)


def _with_failures(left: Value, traced: Value) -> Value:
    """Return the entries of a record that are there beside those that failed, whose reasons the trace has."""
    if not isinstance(left, Mapping) or not isinstance(traced, Mapping):
        return traced
    return {name: failed if left.get(name) is None else left[name] for name, failed in traced.items()}


# ── One expectation ───────────────────────────────────────────────────────────────────────────────────────────────


def _type_of(expected: Expectation, rule: Rule) -> Type:
    """Return the type of what is expected: of the output that it names, else of the outcome as a whole."""
    return rule.output_type(expected.output) or rule.outcome


def _differences(expected: Expectation, answer: ComparedOutcome, type_: Type | None) -> Iterator[Mismatch]:
    output = expected.output
    if answer.status.value != expected.status:
        yield Mismatch(MismatchKind.STATUS, output, expected, answer, type_)
        return
    if expected.needs and answer.needs != set(expected.needs):
        yield Mismatch(MismatchKind.NEEDS, output, tuple(sorted(expected.needs)), tuple(sorted(answer.needs)))
    if answer.status is not Status.KNOWN:
        return
    if not _is_as_printed(expected.value, answer.value, expected):
        yield Mismatch(MismatchKind.VALUE, output, expected.value, answer.value, type_, _terms(expected))
    elif expected.exact and not _has_digits(expected.exact, answer.value):
        yield Mismatch(MismatchKind.EXACT, output, expected.exact, answer.value, type_)


def _terms(expected: Expectation) -> str:
    if expected.places is not None:
        return f"to {counted(expected.places, 'place')}, {expected.mode}"
    return f"within {expected.tolerance:f}" if expected.tolerance is not None else ""


def _is_as_printed(expected: Value, got: Value, terms: Expectation) -> bool:
    match expected, got:
        case (Decimal(), Decimal()):
            return _is_same_number(expected, got, terms)
        case (list(), list()):
            return len(expected) == len(got) and all(
                _is_as_printed(mine, other, terms) for mine, other in zip(expected, got, strict=True)
            )
        case (dict(), dict()):
            return expected.keys() == got.keys() and all(
                _is_as_printed(value, got[name], terms) for name, value in expected.items()
            )
        case (None, None | NotApplicable()):
            return True
        case (None, _) | (_, None | Absence()):
            return False
        case _:
            return equality(expected, got) is True


def _is_same_number(expected: Decimal, got: Decimal, terms: Expectation) -> bool:
    if terms.tolerance is not None:
        return abs(expected - got) <= terms.tolerance
    if terms.places is not None:
        return bool(round_value(got, Rounding(terms.places, terms.mode)) == expected)
    return expected == got


def _has_digits(exact: str, got: Value) -> bool:
    """Whether a number agrees with the digits of `exact`, however many there are."""
    written = EXACT.fullmatch(exact.strip())
    if written is None or not isinstance(got, Decimal):
        return False
    places = len(written[2] or "") + (2 if written[3] else 0)
    number = Decimal(written[1]).scaleb(-2 if written[3] else 0)
    return bool(round_value(got, Rounding(places, "half_up")) == number)
