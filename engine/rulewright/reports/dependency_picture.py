"""Lays out which rules rest on which as a picture: from the left to the right, in a band for each group.

A node stands right of all on which it rests. A line that only repeats a longer way is left out, and so are nodes
without any. Where that would be too much for one picture there is one of the groups, and one of each group with what it
rests on directly, in which every line stands once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST = 60
"""So many nodes are shown in one picture."""
SWEEPS = 4
"""So often the nodes of a column are put in the order of their neighbors."""

LETTERS = 27
"""So many letters a line of a label has."""
WIDTH, PITCH = 228, 288
"""The width of a node, and from one column to the next, in pixels."""
LINE, PAD, GAP = 16, 5, 8
"""The height of a line of a label, what is above and below it, and between two nodes."""
HEAD, EDGE = 28, 12
"""The height of a band's title, and the margin of a band."""

Resting = Mapping[str, Sequence[str]]
"""By node, those on which it rests."""


@dataclass(frozen=True, slots=True)
class NamedNode:
    """How a node is called, and the title of its group."""

    name: str
    group: str


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node at its place, with the lines of its label."""

    id: str
    label: tuple[str, ...]
    x: int
    y: int
    height: int
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Band:
    """The nodes of a group, below its title."""

    title: str
    y: int
    height: int
    nodes: tuple[PlacedNode, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line from a node to one that rests on it, as a path of SVG."""

    start: str
    end: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its size in pixels; its title is empty where it shows all."""

    title: str
    width: int
    height: int
    bands: tuple[Band, ...]
    curves: tuple[Curve, ...]


def pictures_of(rests_on: Resting, named: Mapping[str, NamedNode]) -> Iterator[Picture]:
    """Yield the pictures of what rests on what; `named` has every node, in the order of the groups."""
    shortest = _without_detours(rests_on)
    linked = {id_ for id_, found in shortest.items() if found} | {each for found in shortest.values() for each in found}
    if not linked:
        return
    nodes = [id_ for id_ in named if id_ in linked]
    if len(nodes) <= MOST:
        yield _picture("", nodes, shortest, named)
        return
    titles = list(dict.fromkeys(named[id_].group for id_ in nodes))
    between: dict[str, list[str]] = {title: [] for title in titles}
    for id_ in nodes:
        between[named[id_].group] += [named[each].group for each in shortest.get(id_, ())]
    groups = {title: [each for each in dict.fromkeys(found) if each != title] for title, found in between.items()}
    counts = Counter(named[id_].group for id_ in nodes)
    yield _picture("", titles, groups, {title: NamedNode(f"{title} ({counts[title]})", "") for title in titles})
    for title in titles:
        own = [id_ for id_ in nodes if named[id_].group == title]
        shown = dict.fromkeys([*own, *(each for id_ in own for each in shortest.get(id_, ()))])
        lines = {id_: shortest.get(id_, ()) for id_ in own}
        if any(lines.values()):
            yield _picture(title, [id_ for id_ in nodes if id_ in shown], lines, named)


def _picture(title: str, nodes: Sequence[str], rests_on: Resting, named: Mapping[str, NamedNode]) -> Picture:
    columns = _columns(nodes, rests_on)
    order = _ordered(nodes, rests_on, columns)
    bands, top = [], 0
    groups: dict[str, list[str]] = {}
    for id_ in sorted(nodes, key=order.__getitem__):
        groups.setdefault(named[id_].group, []).append(id_)
    for group in dict.fromkeys(each.group for each in named.values() if each.group in groups):
        band = _band(group, groups[group], columns, named, top)
        bands.append(band)
        top += band.height + GAP
    placed = {node.id: node for band in bands for node in band.nodes}
    curves = tuple(
        Curve(start, end, _path(placed[start], placed[end]))
        for end in nodes
        for start in rests_on.get(end, ())
        if start in placed
    )
    width = max(columns.values()) * PITCH + WIDTH + 2 * EDGE
    return Picture(title, width, top - GAP, tuple(bands), curves)


def _band(
    title: str, members: Sequence[str], columns: Mapping[str, int], named: Mapping[str, NamedNode], top: int
) -> Band:
    """Return the nodes of a group, each below those of its column that come before it."""
    head = HEAD if title else EDGE
    ends: dict[int, int] = {}
    nodes = []
    for id_ in members:
        label = tuple(_label(named[id_].name))
        height = len(label) * LINE + 2 * PAD
        y = ends.get(columns[id_], top + head)
        ends[columns[id_]] = y + height + GAP
        nodes.append(PlacedNode(id_, label, EDGE + columns[id_] * PITCH, y, height))
    return Band(title, top, max(ends.values()) - GAP + EDGE - top, tuple(nodes))


def _label(name: str) -> Iterator[str]:
    """Yield a name in one or two lines, broken behind a dot, a score or a blank; what is too long is cut there."""
    if len(name) <= LETTERS:
        yield name
        return
    places = [found.end() for found in re.finditer(r"[._ ]", name) if found.end() <= LETTERS]
    at = places[-1] if places else LETTERS
    yield name[:at].rstrip()
    rest = name[at:]
    yield rest if len(rest) <= LETTERS else f"{rest[: LETTERS - 1]}…"


def _path(start: PlacedNode, end: PlacedNode) -> str:
    x1, y1 = start.x + WIDTH, start.y + start.height // 2
    x2, y2 = end.x, end.y + end.height // 2
    middle = max((x2 - x1) // 2, 24)
    return f"M{x1} {y1}C{x1 + middle} {y1} {x2 - middle} {y2} {x2} {y2}"


# ── What stands where ─────────────────────────────────────────────────────────────────────────────────────────────


def _in_order(rests_on: Resting, nodes: Iterable[str]) -> Iterator[str]:
    """Yield nodes behind those on which they rest; in a circle, one is first."""
    done: set[str] = set()
    for first in nodes:
        pending: list[tuple[str, Iterator[str]]] = [("", iter((first,)))]
        while pending:
            id_, below = pending[-1]
            following = next((each for each in below if each not in done), None)
            if following is None:
                pending.pop()
                if id_:
                    yield id_
            else:
                done.add(following)
                pending.append((following, iter(rests_on.get(following, ()))))


def _without_detours(rests_on: Resting) -> dict[str, tuple[str, ...]]:
    """Return what rests on what without the lines that a longer way makes, as sets of bits."""
    order = list(_in_order(rests_on, rests_on))
    bit = {id_: 1 << number for number, id_ in enumerate(order)}
    below: dict[str, int] = {}
    shortest: dict[str, tuple[str, ...]] = {}
    for id_ in order:
        found = [each for each in rests_on.get(id_, ()) if each in below]  # what closes a circle has none yet
        reached = 0
        for each in found:
            reached |= below[each]
        shortest[id_] = tuple(each for each in dict.fromkeys(found) if not reached & bit[each])
        below[id_] = reached
        for each in found:
            below[id_] |= bit[each]
    return shortest


def _columns(nodes: Sequence[str], rests_on: Resting) -> dict[str, int]:
    """Return the column of each node: one right of the rightmost on which it rests, counted from 0."""
    columns: dict[str, int] = {}
    shown = frozenset(nodes)
    for id_ in _in_order(rests_on, nodes):
        if id_ in shown:
            below = [columns[each] for each in rests_on.get(id_, ()) if each in columns]
            columns[id_] = 1 + max(below, default=-1)
    return columns


def _ordered(nodes: Sequence[str], rests_on: Resting, columns: Mapping[str, int]) -> dict[str, float]:
    """Return where nodes stand among each other, so that few lines cross: near the middle of their neighbors."""
    beside: dict[str, list[str]] = {id_: [] for id_ in nodes}
    for id_ in nodes:
        for each in rests_on.get(id_, ()):
            if each in beside:
                beside[id_].append(each)
                beside[each].append(id_)
    order: dict[str, float] = {id_: float(number) for number, id_ in enumerate(nodes)}
    for sweep in range(SWEEPS):
        for id_ in sorted(nodes, key=columns.__getitem__, reverse=bool(sweep % 2)):
            if beside[id_]:
                order[id_] = sum(order[each] for each in beside[id_]) / len(beside[id_])
    return order
