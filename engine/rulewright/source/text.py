"""Defines a text that may be cut out of a larger file and still knows its places there."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from rulewright.records import dataclass
from rulewright.source.place import Place, Span


class Mark(NamedTuple):
    """From `offset` of the text on, characters stand at `line` and `column` of the file, one column each."""

    offset: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text with the marks that lead from its offsets to the file.

    `marks` is sorted by offset and begins with offset 0. A text that is a whole file has one mark a line;
    an expression inside a YAML scalar has one mark a line of the scalar, and one behind every escape.
    """

    path: str
    text: str
    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, text: str, path: str = "<expression>") -> SourceText:
        """Return a text that is a whole file (or stands alone)."""
        marks = [Mark(0, 1, 1)]
        for offset, character in enumerate(text):
            if character == "\n":
                marks.append(Mark(offset + 1, len(marks) + 1, 1))
        return cls(path, text, tuple(marks))

    def place(self, span: Span) -> Place:
        """Return the place of a span; a span over several lines is cut at the end of its first line."""
        mark = self._mark(span.start)
        column = mark.column + span.start - mark.offset
        end = span.end
        line_end = self.text.find("\n", span.start)
        if line_end != -1:
            end = min(end, line_end)
        last = self._mark(max(end - 1, span.start))
        if last.line == mark.line and end > span.start:
            return Place(self.path, mark.line, column, last.column + end - last.offset)
        return Place(self.path, mark.line, column, column + max(end - span.start, 0))

    def ends(self, span: Span) -> tuple[Place, Place]:
        """Return the places where a span begins and where it ends, behind its last character."""
        first, last = self._mark(span.start), self._mark(max(span.end - 1, span.start))
        return (
            Place(self.path, first.line, first.column + span.start - first.offset),
            Place(self.path, last.line, last.column + span.end - last.offset),
        )

    def offset_at(self, line: int, column: int) -> int | None:
        """Return the offset of the character that begins at a line and column of the file; None where none does."""
        for mark, following in zip(self.marks, (*self.marks[1:], None), strict=True):
            offset = mark.offset + column - mark.column
            if mark.line == line and mark.offset <= offset < (following.offset if following else len(self.text)):
                return offset
        return None

    def _mark(self, offset: int) -> Mark:
        """Return the last mark that is not behind an offset."""
        return self.marks[max(bisect_right(self.marks, offset, key=lambda mark: mark.offset) - 1, 0)]
