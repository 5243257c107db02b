"""Reads the events that compiled rules note and makes them the tree of reasons.

A compiled rule notes one tuple when it is done, behind those of the rules it asked; a figure that is read notes
itself. The tuple begins with the rule's layout and the number of events there were when it began: what was noted
since is what it asked and read. Reading events is left until somebody asks why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rulewright.evaluate.outcome import FigureRead, Rounded, TraceNode

BEFORE_TELLING = 4
"""Layout, mark, value and rows stand first in an event."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where in the event of one rule."""

    rule: str
    optional: tuple[str, ...]
    inputs: tuple[str, ...]
    steps: tuple[str, ...]
    outputs: tuple[str, ...]
    rounded: tuple[str, ...]


def read_trace(events: Sequence[Any]) -> TraceNode:
    """Return the tree of an evaluation; the first element of `events` is the count of steps."""
    pending: list[tuple[int, TraceNode | FigureRead]] = []
    for number in range(1, len(events)):
        event = events[number]
        if isinstance(event, FigureRead):
            pending.append((number, event))
            continue
        mark = event[1]
        start = len(pending)
        while start and pending[start - 1][0] >= mark:
            start -= 1
        asked = [each for _, each in pending[start:]]
        del pending[start:]
        pending.append((number, _node(event, asked)))
    (_, root), *_ = pending
    if not isinstance(root, TraceNode):
        raise TypeError("the events of a rule end with its own")
    return root


def _node(event: Sequence[Any], asked: Sequence[TraceNode | FigureRead]) -> TraceNode:
    layout: Layout = event[0]
    values = iter(event[BEFORE_TELLING:])
    flags = [next(values) for _ in layout.optional]
    arguments = tuple((name, next(values)) for name in layout.inputs)
    steps = tuple((name, next(values)) for name in layout.steps)
    outputs = tuple((name, next(values)) for name in layout.outputs)
    after = dict(outputs)
    return TraceNode(
        rule=layout.rule,
        value=event[2],
        arguments=arguments,
        assumed=tuple(name for name, flag in zip(layout.optional, flags, strict=True) if flag),
        steps=steps,
        outputs=outputs,
        rows=event[3],
        figures=tuple(each for each in asked if isinstance(each, FigureRead)),
        rounded=tuple(Rounded(name, next(values), after[name]) for name in layout.rounded),
        children=tuple(each for each in asked if isinstance(each, TraceNode)),
    )
