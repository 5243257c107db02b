"""Reads the events that compiled rules note and makes them the tree of reasons.

A compiled rule notes one tuple when it is done, behind those of the rules it asked; a figure that is read notes
itself. The tuple begins with the rule's layout and the number of events there were when it began: what was noted
since is what it asked and read. Reading events is left until somebody asks why.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rulewright.evaluate.outcome import FigureRead, Rounded, TraceNode

FIRST = 4
"""Layout, mark, value and rows stand first in an event."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where in the event of one rule: behind the first four, in this order."""

    rule: str
    optional: tuple[str, ...]
    inputs: tuple[str, ...]
    steps: tuple[str, ...]
    outputs: tuple[str, ...]
    rounded: tuple[str, ...]


def read_trace(events: Sequence[Any]) -> TraceNode:
    """Return the tree of an evaluation; the first element of `events` is the count of steps."""
    places: list[int] = []
    pending: list[TraceNode | FigureRead] = []
    for number in range(1, len(events)):
        event = events[number]
        if event.__class__ is FigureRead:
            pending.append(event)
        else:
            start = bisect_left(places, event[1])
            node = _node(event, pending[start:])
            del pending[start:], places[start:]
            pending.append(node)
        places.append(number)
    (root,) = pending
    if not isinstance(root, TraceNode):
        raise TypeError("the events of a rule end with its own")
    return root


def _node(event: tuple[Any, ...], asked: list[TraceNode | FigureRead]) -> TraceNode:
    layout: Layout = event[0]
    inputs = FIRST + len(layout.optional)
    steps = inputs + len(layout.inputs)
    outputs = steps + len(layout.steps)
    rounded = outputs + len(layout.outputs)
    assumed: tuple[str, ...] = ()
    if layout.optional:
        flags = zip(layout.optional, event[FIRST:inputs], strict=True)
        assumed = tuple(name for name, is_assumed in flags if is_assumed)
    roundings: tuple[Rounded, ...] = ()
    if layout.rounded:
        after = dict(zip(layout.outputs, event[outputs:rounded], strict=True))
        before = zip(layout.rounded, event[rounded:], strict=True)
        roundings = tuple(Rounded(name, value, after[name]) for name, value in before)
    return TraceNode(
        layout.rule,
        event[2],
        tuple(zip(layout.inputs, event[inputs:steps], strict=True)),
        assumed,
        tuple(zip(layout.steps, event[steps:outputs], strict=True)),
        tuple(zip(layout.outputs, event[outputs:rounded], strict=True)),
        event[3],
        tuple([each for each in asked if each.__class__ is FigureRead]),
        roundings,
        tuple([each for each in asked if each.__class__ is TraceNode]),
    )
