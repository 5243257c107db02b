"""Defines the trace of an evaluation: what each rule read and computed, and which rules it called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rulewright.language.values import Value
from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.packs.model.recorded import RecordedDecision


@dataclass(frozen=True, slots=True)
class FigureRead:
    """A figure that was read: the parameter's id, the key it was read with, and the value or absence found."""

    parameter: str
    key: tuple[str, ...]
    value: Value


@dataclass(frozen=True, slots=True)
class Rounded:
    """A declared rounding that was applied to an output."""

    output: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class UsedDecision:
    """A recorded decision that was used: the discretion's id, the record, and what it was made for, if not for all."""

    rule: str
    record: RecordedDecision
    made_for: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class TraceNode:
    """One evaluation of one rule: what it read, what it computed, and the rules it called, in order.

    `arguments` are the facts read (by the rule's input names, in order); `assumed` names those taken from the
    input's `otherwise`, `decided` those whose recorded decision went before it; `steps` are the values of `where`;
    `outputs` the values of the outputs (after rounding); `value` the outcome (a record where there are several
    outputs); `rows` the numbers of the table rows that hit, or a token for all of them. `decision` is the recorded
    decision that the outcome of a discretion is. `crosses` names the version that held for the period that the rule was
    called for, where the rule was another one then.
    """

    rule: str
    value: Value
    arguments: tuple[tuple[str, Value], ...] = ()
    assumed: tuple[str, ...] = ()
    steps: tuple[tuple[str, Value], ...] = ()
    outputs: tuple[tuple[str, Value], ...] = ()
    rows: tuple[int | str, ...] = ()
    figures: tuple[FigureRead, ...] = ()
    rounded: tuple[Rounded, ...] = ()
    children: tuple[TraceNode, ...] = ()
    decided: tuple[str, ...] = ()
    decision: UsedDecision | None = None
    crosses: str = ""

    def evaluations(self) -> Iterator[TraceNode]:
        """Yield this evaluation and all that it led to, each before those that it led to itself."""
        pending = [self]
        while pending:
            each = pending.pop()
            yield each
            pending.extend(reversed(each.children))
