"""Says how much things cost, in steps: a step is about a microsecond of work, or a hundred bytes of memory.

An evaluation counts its steps, whatever they are spent on, and ends where they exceed their limit. So one limit keeps
it from taking too long and from taking too much memory. Counted are nodes, by their kind; items that are visited; and
texts, lists and contexts, by their size, where they are made and where a function or a comparison goes through them.
Both evaluators go by this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from rulewright.language import syntax
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.syntax import Node
from rulewright.language.values import Range, Value

STEPS: Final[Mapping[type[Node], int]] = {
    syntax.AtLiteral: 8,
    syntax.ListLiteral: 2,
    syntax.ContextLiteral: 4,
    syntax.RangeLiteral: 4,
    syntax.FunctionDefinition: 24,
    syntax.Filter: 4,
    syntax.Invocation: 8,
    syntax.In: 8,
    syntax.InstanceOf: 2,
    syntax.ComparisonTest: 4,
    syntax.UnaryTests: 2,
}
"""The steps of a node, those inside it apart; one where its kind is not named."""
POWER: Final = 24
"""The further steps of `**`."""
RULE: Final = 16
"""The steps of a call of a rule, which leaves a node in the trace."""
CELL: Final = 1
"""The steps of a cell of a decision table."""
FUNCTION: Final = 3
"""The further steps of a function that is written in FEEL."""
FAILURE: Final = 6
"""The steps of an error, and of one that did not matter to the outcome."""
BYTES: Final = 64
"""So many bytes of a text are a step."""

UNCOUNTED: Final = DEFAULT_LIMITS.steps // 10
"""So many steps generated code may take without counting them: those of a rule apart from its loops and sizes."""

SIZED: Final = frozenset({list, dict, str, Range})
"""The kinds of values whose size is not that of a number."""


class Meter(Protocol):
    """What counts the steps of an evaluation."""

    def count_steps(self, steps: int, /) -> None:
        """Take note of work done, or of work that is about to be done; never return where it is too much."""

    def is_new(self, key: object, /) -> bool:
        """Return whether something is met for the first time in this evaluation."""


class Unmetered:
    """The meter of a function that is called for itself."""

    def count_steps(self, steps: int, /) -> None:
        """Count nothing."""

    def is_new(self, _key: object, /) -> bool:
        """Keep nothing."""
        return True


UNMETERED: Final = Unmetered()


def steps_of(node: Node) -> int:
    """Return the steps of a node, those inside it apart."""
    return STEPS.get(type(node), 1)


def compared_size(left: Value, right: Value) -> int:
    """Return what a comparison of two values may go through, which ends with the smaller one."""
    kind = type(left)
    if kind not in SIZED or kind is not type(right):
        return 0
    most = DEFAULT_LIMITS.steps
    return min(size_of(left, most), size_of(right, most))


def text_size(text: str) -> int:
    """Return the size of a text."""
    return (len(text) if text.isascii() else 4 * len(text)) // BYTES


def size_of(value: Value, most: int) -> int:
    """Return the size of a value with all that it holds, as it would be written out; more than `most` where it is more.

    A part that stands in several places counts in each, so that no value is larger on paper than was counted for it.
    """
    kind = type(value)
    if kind is str:
        return text_size(value)
    if kind not in SIZED:
        return 0
    size = 0
    waiting: list[Value] = [value]
    while waiting and size <= most:
        part = waiting.pop()
        kind = type(part)
        if kind is str:
            size += text_size(part)
            continue
        if kind is Range:
            size += 4
            part = (part.start, part.end)
        elif kind is dict:
            size += 2 * len(part)
            part = part.values()
        else:
            size += len(part)
        if not SIZED.isdisjoint(map(type, part)):
            waiting.extend(each for each in part if type(each) in SIZED)
    return size


def is_deeper(value: Value, levels: int) -> bool:
    """Return whether lists and contexts stand more than so many levels inside each other."""
    seen: dict[int, Value] = {}
    parts = [value]
    for _ in range(levels + 1):
        inner = (
            each
            for part in parts
            if type(part) in {list, dict}
            for each in (part.values() if type(part) is dict else part)
            if type(each) in {list, dict}
        )
        parts = [each for each in inner if seen.setdefault(id(each), each) is each]
        if not parts:
            return False
    return True
