"""Defines the values of FEEL and the absences that may stand where a value should.

A FEEL value is held as:

====================  ==========================================================================
number                `decimal.Decimal`, finite, at most 34 digits after every operation
string, boolean       `str`, `bool`
null                  `None`
list                  `list` (never changed after it was made)
context               `dict` from `str` (never changed after it was made)
date, time, …         the classes of `rulewright.language.temporal.values`
range                 `Range`
function              `FunctionValue`
====================  ==========================================================================

An absence carries its reason with it. FEEL calls every absence null; here `Failure` is the null that stems from an
error (it behaves as null wherever the standard says so, and keeps its reason), and `Unknown` and `Open` are answers
that a case does not yet allow: they never become null.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from rulewright.language.types import FunctionType
from rulewright.records import dataclass
from rulewright.source import Span

Value = Any
"""A FEEL value or an absence."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Something that stands where a value should, with the reason."""


@dataclass(frozen=True, slots=True)
class Failure(Absence):
    """A null that stems from an error.

    `reason` is a sentence without a full stop, in lower case, user text in backticks. `code` names the kind of
    error (each has a manual page). `span` and `rule` are filled in by the evaluator that saw it first.
    """

    reason: str
    code: str = "evaluation"
    span: Span | None = None
    rule: str = ""

    def at(self, span: Span, rule: str = "") -> Failure:
        """Return the failure with its place, unless it already has one."""
        return self if self.span is not None else replace(self, span=span, rule=rule)


@dataclass(frozen=True, slots=True)
class NothingFound(Failure):
    """The null of a lookup that found nothing: a list has no such item, a context no such entry.

    It may be tested (`found = null`) as long as it only has a name; what is computed from it is a plain error.
    """


def as_error(failure: Failure) -> Failure:
    """Return the error of what is computed from a failure."""
    if isinstance(failure, NothingFound):
        return Failure(failure.reason, failure.code, failure.span, failure.rule)
    return failure


@dataclass(frozen=True, slots=True)
class NotApplicable(Absence):
    """A cell or case for which the document says that there is no value ("reporting only"); the outcome is null."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown(Absence):
    """A value that needs facts or open figures, named in `needs` (facts by name or path, figures by id)."""

    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Open(Absence):
    """A value that needs somebody's recorded decision; `decisions` are ids of discretions."""

    decisions: frozenset[str]
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers, strings, dates … `None` at an end means unbounded there.

    `operator` is that of `(= 10)`, all that equals the start, or of `(!= 10)`, all that does not; else empty.
    """

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    operator: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FunctionValue:
    """A function: a built-in or a rule with its name, or written in FEEL (then `call` closes over its scope).

    `type` has its formal parameters. `call` takes arguments by position, and refuses those that do not meet them.
    """

    name: str
    call: Callable[..., Value]
    type: FunctionType

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the formal parameters, in order."""
        return tuple(name for name, _ in self.type.parameters)


def combine(absences: Sequence[Absence]) -> Absence:
    """Return the absence of a strict operation over operands of which these are absent.

    An error comes first (no fact would mend it), then what does not apply, then what is needed: facts and open
    figures (`Unknown`) together with decisions, else decisions alone (`Open`).
    """
    for kind in (Failure, NotApplicable):
        for absence in absences:
            if isinstance(absence, kind):
                return absence
    needs: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    is_unknown = False
    for absence in absences:
        if isinstance(absence, Unknown):
            is_unknown = True
            needs |= absence.needs
        elif isinstance(absence, Open):
            decisions |= absence.decisions
            needs |= absence.needs
    if is_unknown:
        return Unknown(needs | decisions)
    return Open(decisions, needs)
