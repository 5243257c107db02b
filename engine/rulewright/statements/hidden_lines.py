"""Hides the cells of a table with personal columns in the lines that excerpts of messages show.

Every character of such a cell is a dot, so that a caret below still points to what is meant. Seen are the cells of
columns that are declared and not personal, and the head, where it is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from rulewright.sequences import LazySequence

DOT = "•"


class HiddenLines(LazySequence[str]):
    """The lines of a table's file. `seen` are the places of the columns that may be shown; None hides all but the head.

    Of a file whose cells hold line ends nobody can say from a line alone which cell it is a part of.
    """

    def __init__(self, lines: Sequence[str], seen: frozenset[int] | None, columns: int, *, has_head: bool) -> None:
        self._lines = lines
        self._seen = seen
        self._columns = columns
        self._has_head = has_head

    def __len__(self) -> int:
        return len(self._lines)

    def _item(self, index: int) -> str:
        """Return a line as it may be shown."""
        line = self._lines[index]
        if index == 0 and self._has_head:
            return line
        cells = line.split(",")
        if self._seen is None or '"' in line or len(cells) != self._columns:
            return DOT * len(line)
        return ",".join(cell if place in self._seen else DOT * len(cell) for place, cell in enumerate(cells))
