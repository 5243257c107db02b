"""Defines places in files and spans of characters in a text."""

from __future__ import annotations

from typing import NamedTuple

from rulewright.records import dataclass


class Span(NamedTuple):
    """A run of characters in one text: offsets from 0, `end` excluded."""

    start: int
    end: int

    def joined(self, other: Span) -> Span:
        """Return the shortest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file. Lines and columns count from 1; `end_column` is excluded.

    `end_column` is 0 where only the point is known.
    """

    path: str
    line: int
    column: int
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
