"""Reads the events that compiled rules note and makes them the tree of reasons.

A compiled rule notes one tuple when it is done, behind those of the rules it called; a figure that is read notes
itself. The tuple begins with the rule's layout and the number of events there were when it began: what was noted
since is what it called and read. Of each input that may be left out it notes whether it was: it is None where a
recorded decision stands for it. Reading events is left until the trace is wanted.
"""

from __future__ import annotations

from bisect import bisect_left
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rulewright.evaluate.compiled.known import trace_node
from rulewright.evaluate.trace import FigureRead, Rounded, TraceNode, UsedDecision

if TYPE_CHECKING:
    from rulewright.packs.model.recorded import RecordedDecisions

FIRST = 4
"""Layout, mark, value and rows stand first in an event; of a discretion in place of rows what is recorded."""

NO_DECISIONS: RecordedDecisions = MappingProxyType({})


Events = list[Any]
"""The count of steps, what an evaluation may use of the recorded decisions of its case, and then its events.

A plain list: Python appends to it in a third of the time that it takes with one of a class of ours.
"""

DECISIONS = 1
FIRST_EVENT = 2


def no_events(decisions: RecordedDecisions = NO_DECISIONS) -> Events:
    """Return what an evaluation that begins notes its events in."""
    return [0, decisions]


class EventLayout:
    """What stands where in the event of one rule: behind the first four, in the order of the parameters."""

    __slots__ = (
        *("arguments", "inputs", "is_recorded", "optional", "outputs"),
        *("results", "rounded", "rule", "step_values", "steps"),
    )

    def __init__(  # noqa: PLR0917  (generated code gives them in this order)
        self,
        rule: str,
        optional: tuple[str, ...],
        inputs: tuple[str, ...],
        steps: tuple[str, ...],
        outputs: tuple[str, ...],
        rounded: tuple[str, ...],
        is_recorded: bool = False,
    ) -> None:
        self.rule = rule
        self.is_recorded = is_recorded
        self.optional = optional
        self.inputs = inputs
        self.steps = steps
        self.outputs = outputs
        self.rounded = rounded
        first = FIRST + len(optional)
        self.arguments = slice(first, first + len(inputs))
        self.step_values = slice(self.arguments.stop, self.arguments.stop + len(steps))
        self.results = slice(self.step_values.stop, self.step_values.stop + len(outputs))


def read_trace(events: Events) -> TraceNode:
    """Return the tree of an evaluation."""
    places: list[int] = []
    pending: list[Any] = []
    for number in range(FIRST_EVENT, len(events)):
        event = events[number]
        if event.__class__ is FigureRead:
            pending.append(event)
        elif places and places[-1] >= event[1]:
            start = bisect_left(places, event[1])
            node = _node(event, pending[start:])
            del pending[start:], places[start:]
            pending.append(node)
        else:
            pending.append(_node(event, []))
        places.append(number)
    (root,) = pending
    if not isinstance(root, TraceNode):
        raise TypeError("the events of a rule end with its own")
    return root


def _node(event: tuple[Any, ...], noted: list[Any]) -> TraceNode:
    layout: EventLayout = event[0]
    arguments = tuple(zip(layout.inputs, event[layout.arguments]))  # noqa: B905  (the layout says how many there are)
    return trace_node(
        layout.rule,
        event[2],
        arguments,
        _assumed(layout, event) if layout.optional else (),
        tuple(zip(layout.steps, event[layout.step_values])),  # noqa: B905  (the same)
        tuple(zip(layout.outputs, event[layout.results])),  # noqa: B905  (the same)
        () if layout.is_recorded else event[3],
        tuple([each for each in noted if each.__class__ is FigureRead]),
        _rounded(layout, event) if layout.rounded else (),
        tuple([each for each in noted if each.__class__ is TraceNode]),
        _decided(layout, event) if layout.optional else (),
        UsedDecision(layout.rule, event[3].record, arguments if event[3].is_for_one else ())
        if layout.is_recorded
        else None,
    )


def _assumed(layout: EventLayout, event: tuple[Any, ...]) -> tuple[str, ...]:
    flags = event[FIRST : layout.arguments.start]
    return tuple(name for name, is_assumed in zip(layout.optional, flags, strict=True) if is_assumed)


def _decided(layout: EventLayout, event: tuple[Any, ...]) -> tuple[str, ...]:
    flags = event[FIRST : layout.arguments.start]
    return tuple(name for name, is_assumed in zip(layout.optional, flags, strict=True) if is_assumed is None)


def _rounded(layout: EventLayout, event: tuple[Any, ...]) -> tuple[Rounded, ...]:
    after = dict(zip(layout.outputs, event[layout.results], strict=True))
    before = zip(layout.rounded, event[layout.results.stop :], strict=True)
    return tuple(Rounded(name, value, after[name]) for name, value in before)
