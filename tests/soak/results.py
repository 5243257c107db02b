"""Holds what a soak counted and found, so that several runs can be added up.

A run keeps its results in `results-SEED.json` beside its report. The sides of branches are known by the function and
the text of the condition, not by line numbers, which move.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from branches import Branches, Nodes


@dataclass(slots=True)
class Results:
    """What was counted, by part; what was found; the branches and kinds of nodes of the evaluators.

    `found` are the lines about what was found, by part and kind; `wrong` says how much of that is not named as open.
    `sides` are the counts of the sides of branches by function, text of the condition and side.
    """

    seeds: list[str] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    found: dict[str, dict[str, str]] = field(default_factory=dict)
    wrong: int = 0
    sides: Counter[str] = field(default_factory=Counter)
    nodes: Counter[str] = field(default_factory=Counter)

    def add(self, other: Results) -> None:
        """Add the results of another run; of what both found the first is kept."""
        self.seeds += other.seeds
        for part, counts in other.counts.items():
            self.counts.setdefault(part, Counter()).update(counts)
        for part, found in other.found.items():
            self.found[part] = {**found, **self.found.get(part, {})}
        self.wrong += other.wrong
        self.sides.update(other.sides)
        self.nodes.update(other.nodes)

    def write(self, path: Path) -> None:
        """Keep the results in a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {name: getattr(self, name) for name in self.__slots__}
        part = path.with_suffix(".part")
        part.write_text(json.dumps(content, indent=1), encoding="utf-8")
        part.replace(path)


def read_results(paths: Iterable[Path]) -> Results:
    """Return the results of several runs together."""
    together = Results()
    for path in paths:
        content = json.loads(path.read_text(encoding="utf-8"))
        counts = {part: Counter(each) for part, each in content.pop("counts").items()}
        sides, nodes = Counter(content.pop("sides")), Counter(content.pop("nodes"))
        together.add(Results(**content, counts=counts, sides=sides, nodes=nodes))
    return together


def counted_sides(branches: Branches) -> Counter[str]:
    """Return the counts of all sides by name; a condition that stands in a function twice has a number."""
    counts: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for branch, side, count in branches.by_side():
        name = f"{branch.name}: {branch.text}"
        if side == branch.sides[0]:
            seen[name] += 1
        number = f" ({seen[name]})" if seen[name] > 1 else ""
        counts[f"{name}{number}: {side}"] = count
    return counts


def counted_nodes(nodes: Nodes) -> Counter[str]:
    """Return the counts of what nodes came to."""
    return Counter({f"{kind} {side}": count for (kind, side), count in nodes.counts.items()})
