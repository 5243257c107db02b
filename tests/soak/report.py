"""Tells what a soak ran: cases, branches of the evaluators by function, kinds of nodes, differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from branches import ENOUGH, Branches, Nodes

SIDES = ("value", "true", "false", "null", "absent")


def counted_lines(counts: Counter[str]) -> Iterator[str]:
    """Yield the lines of what was counted, in the order in which it was."""
    for name, count in counts.items():
        yield f"{count:>12,}  {name}"


def branch_lines(branches: Branches) -> Iterator[str]:
    """Yield a line for each function: how many sides its branches have, how many were taken often enough, the least.

    The sides that were taken less often are named by their lines.
    """
    yield f"{'sides':>6} {f'>={ENOUGH}':>7} {'least':>9}  function"
    for (module, function), sides in sorted(branches.by_function().items()):
        few = [(branch.line, side, count) for branch, side, count in sides if count < ENOUGH]
        least = min(count for _, _, count in sides)
        name = f"{module.removeprefix('rulewright.')}.{function}"
        yield f"{len(sides):>6} {len(sides) - len(few):>7} {least:>9,}  {name}"
        if few:
            yield f"{'':>26}{', '.join(f'{line} {side} {count}' for line, side, count in few)}"


def node_lines(nodes: Nodes) -> Iterator[str]:
    """Yield a line for each kind of node: how often it came to a value, true, false, null, an absence."""
    yield f"{'':20}" + "".join(f"{side:>12}" for side in SIDES)
    kinds = sorted({kind for kind, _ in nodes.counts})
    for kind in kinds:
        yield f"{kind:20}" + "".join(f"{nodes.counts[kind, side]:>12,}" for side in SIDES)


def text_of(sections: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Return sections with their titles as one text."""
    return "\n\n".join("\n".join([title, *lines]) for title, lines in sections) + "\n"
