"""Defines what an evaluation answers: an outcome with its status and its reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, fields, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from rulewright.language.values import Value
from rulewright.records import dataclass
from rulewright.source import Place

if TYPE_CHECKING:
    from rulewright.evaluate.basis import Basis
    from rulewright.evaluate.plain_json import JsonValue
    from rulewright.evaluate.trace import TraceNode

SCHEMA = "rulewright/outcome/1"


class Status(Enum):
    """What kind of answer an outcome is."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    OPEN = "open"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an outcome is an error, or a warning beside a known one: code, reason, and the place in the rule file."""

    code: str
    reason: str
    rule: str = ""
    place: Place | None = None
    hint: str = ""

    def to_json(self) -> dict[str, JsonValue]:
        """Return the problem as values for `json.dumps`."""
        at = self.place
        return {
            "code": self.code,
            "reason": self.reason,
            "rule": self.rule,
            "place": None if at is None else {"path": at.path, "line": at.line, "column": at.column},
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one question.

    `needs` names facts, open figures and discretions that the answer waits for, sorted. `message` says in a sentence
    why there is no value. `warnings` are errors that the rules met and did not need (FEEL would call them null).
    `version` is the one that was chosen among several of the pack; empty where there was nothing to choose.
    `may_have_basis` is false where it is certain that `basis` is empty, so that nobody need look.
    `value` is the real one, whoever it is about; everything else holds no personal value, and `shown` is for outputs.
    """

    rule: str
    status: Status
    value: Value = None
    type: str = ""
    needs: tuple[str, ...] = ()
    message: str = ""
    problem: Problem | None = None
    warnings: tuple[Problem, ...] = ()
    make_trace: Callable[[], TraceNode] | None = field(default=None, compare=False, repr=False)
    may_have_basis: bool = field(default=True, compare=False, repr=False)
    mask: Callable[[Value], Value] | None = field(default=None, compare=False, repr=False)
    version: str = field(default="", compare=False, repr=False)

    @property
    def shown(self) -> Value:
        """The value as outputs have it: with a token for each part that is personal."""
        return self.mask(self.value) if self.mask else self.value

    @property
    def trace(self) -> TraceNode | None:
        """Why: the evaluation of the rule and of all it called; None where none was kept."""
        return self.make_trace() if self.make_trace else None

    @property
    def basis(self) -> Basis:
        """What the outcome rests on beside facts, figures and formulas: defaults, recorded decisions, roundings."""
        from rulewright.evaluate.basis import NO_BASIS, basis_of  # noqa: PLC0415  (few outcomes are looked at so)

        return basis_of(self.make_trace()) if self.may_have_basis and self.make_trace else NO_BASIS

    def to_json(self) -> dict[str, JsonValue]:
        """Return the outcome as values for `json.dumps`: schema `rulewright/outcome/1`, without the trace.

        Numbers are decimal text, dates and durations are text. A record of which entries are missing has null for
        them; an error has no value.
        """
        from rulewright.evaluate.plain_json import present_json  # noqa: PLC0415  (few outcomes become JSON)

        return {
            "schema": SCHEMA,
            "rule": self.rule,
            "status": self.status.value,
            "value": None if self.status is Status.ERROR else present_json(self.shown),
            "type": self.type,
            "needs": list(self.needs),
            "message": in_a_sentence(self.message, self.problem),
            "problem": None if self.problem is None else self.problem.to_json(),
            "warnings": [each.to_json() for each in self.warnings],
            "basis": self.basis.to_json(),
        }

    def __repr__(self) -> str:
        """Return the outcome for logs, which are outputs."""
        parts = ((each.name, getattr(self, each.name)) for each in fields(self) if each.repr)
        shown = (f"{name}={(self.shown if name == 'value' else part)!r}" for name, part in parts)
        return f"Outcome({', '.join(shown)})"

    def __reduce__(self) -> tuple[Callable[..., Outcome], tuple[object, ...]]:
        """Pickle the trace itself: what makes it holds on to an evaluation, which stays in its process."""
        others = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "make_trace"}
        return _restored, (self.trace, others)


def in_a_sentence(message: str, problem: Problem | None) -> str:
    """Return a message as JSON has it: with what to do, in brackets."""
    return f"{message} ({problem.hint})" if problem is not None and problem.hint else message


def _restored(trace: TraceNode | None, values: dict[str, Any]) -> Outcome:
    outcome = Outcome(**values)
    return outcome if trace is None else replace(outcome, make_trace=lambda: trace)
