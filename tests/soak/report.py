"""Reports what soaks ran: cases, branches of the evaluators by function, kinds of nodes, differences.

    python tests/soak/report.py out/soak/results-*.json

adds up several runs. A side of a branch that is taken less than a thousand times is named, unless
`unreachable.toml` says why no pack that is in order comes there; what is named there and reached all the same is
reported, so that the list stays true.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from branches import ENOUGH
from results import Results, read_results

VALUES = ("value", "true", "false", "null", "absent")
UNREACHABLE = Path(__file__).with_name("unreachable.toml")


def report_of(results: Results) -> str:
    """Return the report on what was run."""
    sections = [f"seeds: {', '.join(results.seeds)}"]
    for part, counts in results.counts.items():
        lines = [part, *counted_lines(counts)]
        lines += [line for kind, text in results.found.get(part, {}).items() for line in (f"NEW {kind}", text)]
        sections.append("\n".join(lines))
    if results.sides:
        sections.append("\n".join(["branches of the evaluators", *branch_lines(results.sides, unreachable())]))
        sections.append("\n".join(["what nodes came to in the reference evaluator", *node_lines(results.nodes)]))
    return "\n\n".join(sections) + "\n"


def counted_lines(counts: Counter[str]) -> Iterator[str]:
    """Yield the lines of what was counted, in the order in which it was."""
    for name, count in counts.items():
        yield f"{count:>12,}  {name}"


def unreachable(path: Path = UNREACHABLE) -> Mapping[str, str]:
    """Return patterns of sides that no case reaches, each with the reason."""
    reasons: dict[str, str] = {}
    for each in tomllib.loads(path.read_text(encoding="utf-8"))["unreachable"]:
        reasons.update(dict.fromkeys(each["sides"], each["reason"]))
    return reasons


def branch_lines(sides: Counter[str], reasons: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each function: how many sides its branches have, how many were taken often enough, the least.

    Below stand the sides that were taken less often, then those of which the reason is known.
    """
    named = {side: _reason(side, reasons) for side in sides}
    wanted = Counter({side: count for side, count in sides.items() if not named[side]})
    below = sum(count < ENOUGH for count in wanted.values())
    yield f"{len(wanted):,} sides, {below:,} of them taken less than {ENOUGH:,} times"
    yield f"{'sides':>6} {f'>={ENOUGH}':>7} {'least':>11}  function"
    for function, group in groupby(wanted, key=lambda side: side.partition(": ")[0]):
        names = list(group)
        few = [side for side in names if wanted[side] < ENOUGH]
        yield f"{len(names):>6} {len(names) - len(few):>7} {min(wanted[side] for side in names):>11,}  {function}"
        yield from (f"{'':>15}{wanted[side]:>11,}  {side.partition(': ')[2]}" for side in few)
    left = [side for side in sides if named[side]]
    yield f"{len(left):,} sides are not reached by packs that are in order:"
    for reason in dict.fromkeys(named[side] for side in left):
        yield f"  {reason}"
        for side in (side for side in left if named[side] == reason):
            yield f"{'':>15}{sides[side]:>11,}  {side}{'  REACHED ALL THE SAME' if sides[side] else ''}"


def _reason(side: str, reasons: Mapping[str, str]) -> str:
    fitting = (reason for pattern, reason in reasons.items() if fits(side, pattern))
    return next(fitting, "")


def fits(side: str, pattern: str) -> bool:
    """Whether a pattern is a side, or with a star at its end how the side begins."""
    return side.startswith(pattern[:-1]) if pattern.endswith("*") else side == pattern


def node_lines(nodes: Counter[str]) -> Iterator[str]:
    """Yield a line for each kind of node: how often it came to a value, true, false, null, an absence."""
    yield f"{'':20}" + "".join(f"{side:>12}" for side in VALUES)
    for kind in sorted({name.partition(" ")[0] for name in nodes}):
        yield f"{kind:20}" + "".join(f"{nodes[f'{kind} {side}']:>12,}" for side in VALUES)


if __name__ == "__main__":
    sys.stdout.write(report_of(read_results(map(Path, sys.argv[1:]))))
