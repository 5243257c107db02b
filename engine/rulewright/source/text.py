"""Defines a text that may be cut out of a larger file and still knows its places there."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

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
        index = bisect_right(self.marks, span.start, key=lambda mark: mark.offset) - 1
        mark = self.marks[max(index, 0)]
        column = mark.column + span.start - mark.offset
        end = span.end
        line_end = self.text.find("\n", span.start)
        if line_end != -1:
            end = min(end, line_end)
        last = self.marks[max(bisect_right(self.marks, max(end - 1, span.start), key=lambda m: m.offset) - 1, 0)]
        if last.line == mark.line and end > span.start:
            return Place(self.path, mark.line, column, last.column + end - last.offset)
        return Place(self.path, mark.line, column, column + max(end - span.start, 0))
