"""Defines what an outcome rests on beside facts, figures and formulas, and finds it in a trace.

That is what nobody sees in the value: defaults taken for facts that were not given, recorded decisions, and what
rounding took away, in the rule itself and in all that it called.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from rulewright.evaluate.plain_json import JsonValue, to_json
from rulewright.evaluate.trace import TraceNode, UsedDecision
from rulewright.language.values import Absence, Value
from rulewright.records import dataclass

Part = TypeVar("Part", "TakenDefault", UsedDecision, "AppliedRounding")


@dataclass(frozen=True, slots=True)
class TakenDefault:
    """An input of a rule that was not given, with the value that its `otherwise` came to."""

    rule: str
    input: str
    value: Value


@dataclass(frozen=True, slots=True)
class AppliedRounding:
    """A declared rounding that changed an output of a rule."""

    rule: str
    output: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Basis:
    """What an outcome rests on. Of each kind what the rule itself took comes first; what is the same stands once."""

    defaults: tuple[TakenDefault, ...] = ()
    decisions: tuple[UsedDecision, ...] = ()
    roundings: tuple[AppliedRounding, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.defaults or self.decisions or self.roundings)

    def to_json(self) -> dict[str, JsonValue]:
        """Return the basis as values for `json.dumps`."""
        return {
            "defaults": [
                {"rule": each.rule, "input": each.input, "value": to_json(each.value)} for each in self.defaults
            ],
            "decisions": [decision_json(each) for each in self.decisions],
            "roundings": [
                {
                    "rule": each.rule,
                    "output": each.output,
                    "before": to_json(each.before),
                    "after": to_json(each.after),
                }
                for each in self.roundings
            ],
        }


NO_BASIS = Basis()


def basis_of(trace: TraceNode) -> Basis:
    """Return what the outcome of a trace rests on."""
    nodes = tuple(trace.evaluations())
    return Basis(
        _once(each for node in nodes if node.assumed for each in _defaults(node)),
        _once(node.decision for node in nodes if node.decision is not None),
        _once(each for node in nodes if node.rounded for each in _roundings(node)),
    )


def decision_json(used: UsedDecision) -> dict[str, JsonValue]:
    """Return a recorded decision that was used as values for `json.dumps`."""
    record = used.record
    return {
        "rule": used.rule,
        "for": {name: to_json(value) for name, value in used.made_for},
        "value": to_json(record.value),
        "actor": record.actor,
        "date": record.date,
        "reference": record.reference,
        "approved_by": record.approved_by,
    }


def _defaults(node: TraceNode) -> Iterator[TakenDefault]:
    values = dict(node.arguments)
    for name in node.assumed:
        if not isinstance(values[name], Absence):
            yield TakenDefault(node.rule, name, values[name])


def _roundings(node: TraceNode) -> Iterator[AppliedRounding]:
    for each in node.rounded:
        if each.before != each.after:
            yield AppliedRounding(node.rule, each.output, each.before, each.after)


def _once(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts without those that say the same as an earlier one."""
    found: dict[Hashable, Part] = {}
    for each in parts:
        found.setdefault(_key(each), each)
    return tuple(found.values())


def _key(part: Part) -> Hashable:
    match part:
        case TakenDefault():
            return part.rule, part.input, _text(part.value)
        case UsedDecision():
            return part.rule, _text(dict(part.made_for)), _text(part.record.value)
        case AppliedRounding():
            return part.rule, part.output, _text(part.before)


def _text(value: Value) -> str:
    return repr(to_json(value))
