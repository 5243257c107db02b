"""Keeps the pieces that amendments change by their trails, so that those which a piece overlaps are found at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from rulewright.packs.format.figures import EVERY


class HasTrail(Protocol):
    """What has a trail: the names on the way to a piece."""

    @property
    def trail(self) -> tuple[str, ...]:
        """The trail."""


T = TypeVar("T", bound=HasTrail)


class Trails(Generic[T]):
    """Pieces in a tree by the names of their trails; a `*` stands for every name in its place."""

    __slots__ = ("here", "inside")

    def __init__(self) -> None:
        self.here: list[T] = []
        self.inside: dict[str, Trails[T]] = {}

    def add(self, piece: T) -> None:
        """Keep a piece."""
        node = self
        for name in piece.trail:
            node = node.inside.setdefault(name, Trails())
        node.here.append(piece)

    def overlapping(self, trail: Sequence[str]) -> Iterator[T]:
        """Yield the pieces that are the one at a trail, hold it, or lie in it."""
        nodes = [self]
        for name in trail:
            deeper: list[Trails[T]] = []
            for node in nodes:
                yield from node.here
                if name == EVERY:
                    deeper += node.inside.values()
                else:
                    deeper += [node.inside[each] for each in (name, EVERY) if each in node.inside]
            nodes = deeper
        for node in nodes:
            yield from node.all()

    def all(self) -> Iterator[T]:
        """Yield all pieces."""
        yield from self.here
        for each in self.inside.values():
            yield from each.all()
