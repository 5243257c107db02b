"""Finds where each character of a YAML scalar's value stands in its file.

A parser gives a scalar's value and where the scalar begins and ends; what stands in between differs by style: line
breaks fold into spaces, indentation goes, quotes are doubled, escapes are longer than what they mean. Each function
reads the file's own lines again and returns marks: from this offset of the value on, characters stand at this line
and column, one column each. The quoted and plain styles are decoded on the way, so that tests can compare the value
with the parser's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rulewright.source import Mark

ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
ESCAPE_DIGITS = {"x": 2, "u": 4, "U": 8}


class Extent(NamedTuple):
    """Where a scalar stands among the lines of a file: lines and columns count from 0, the end is excluded."""

    line: int
    column: int
    end_line: int
    end_column: int


def plain_marks(lines: Sequence[str], extent: Extent) -> tuple[str, tuple[Mark, ...]]:
    """Return the value and the marks of a plain scalar."""
    marks: list[Mark] = []
    value = ""
    breaks = 0
    for number in range(extent.line, extent.end_line + 1):
        line = lines[number]
        start = extent.column if number == extent.line else 0
        content = line[start : extent.end_column if number == extent.end_line else None]
        stripped = content.lstrip(" \t")
        column = start + len(content) - len(stripped)
        stripped = stripped.rstrip(" \t")
        if not stripped:
            breaks += 1
            continue
        if marks:
            value += " " if breaks == 1 else "\n" * (breaks - 1)
        marks.append(Mark(len(value), number + 1, column + 1))
        value += stripped
        breaks = 1
    return value, tuple(marks) or (Mark(0, extent.line + 1, extent.column + 1),)


def literal_marks(lines: Sequence[str], extent: Extent, value: str) -> tuple[Mark, ...]:
    """Return the marks of a literal (`|`) scalar: its lines stand below the header, behind their indentation."""
    marks: list[Mark] = []
    offset = 0
    number = extent.line + 1
    for content in value.split("\n"):
        if number >= len(lines):
            break
        marks.append(Mark(offset, number + 1, max(len(lines[number]) - len(content), 0) + 1))
        offset += len(content) + 1
        number += 1
    return tuple(marks) or (Mark(0, extent.line + 1, extent.column + 1),)


def quoted_marks(lines: Sequence[str], extent: Extent) -> tuple[str, tuple[Mark, ...]]:
    """Return the value and the marks of a single- or double-quoted scalar."""
    return _QuotedScalar(lines, extent).read()


class _QuotedScalar:
    """Reads one quoted scalar from its opening to its closing quote."""

    def __init__(self, lines: Sequence[str], extent: Extent) -> None:
        self.lines = lines
        self.quote = lines[extent.line][extent.column]
        self.line = extent.line
        self.column = extent.column + 1
        self.end = (extent.end_line, extent.end_column - 1)
        self.value: list[str] = []
        self.marks: list[Mark] = []

    def read(self) -> tuple[str, tuple[Mark, ...]]:
        self.mark()
        while (self.line, self.column) < self.end:
            text = self.lines[self.line]
            if self.column >= len(text):
                self.fold_breaks()
                continue
            character = text[self.column]
            if character == "\\" and self.quote == '"':
                self.escape(text)
            elif character == "'" == self.quote:
                self.take("'", 2)
                self.mark()
            elif character in " \t":
                self.blanks(text)
            else:
                self.take(character, 1)
        return "".join(self.value), tuple(self.marks)

    def mark(self) -> None:
        mark = Mark(len(self.value), self.line + 1, self.column + 1)
        if self.marks and self.marks[-1].offset == mark.offset:
            self.marks.pop()
        self.marks.append(mark)

    def take(self, character: str, width: int) -> None:
        self.value.append(character)
        self.column += width

    def blanks(self, text: str) -> None:
        """Take blanks, unless they end the line."""
        end = self.column
        while end < len(text) and text[end] in " \t":
            end += 1
        if end < len(text):
            self.value.extend(text[self.column : end])
        self.column = end

    def fold_breaks(self) -> None:
        """Read line breaks and the indentation behind them: one becomes a space, more become one fewer."""
        breaks = self.next_line()
        self.value.extend(" " if breaks == 1 else "\n" * (breaks - 1))
        self.mark()

    def next_line(self) -> int:
        """Go to the next line with text, or to the closing quote; return how many breaks were passed."""
        breaks = 0
        while True:
            self.line += 1
            breaks += 1
            text = self.lines[self.line]
            self.column = len(text) - len(text.lstrip(" \t"))
            if self.column < len(text):
                return breaks

    def escape(self, text: str) -> None:
        if self.column + 1 >= len(text):
            # An escaped line break joins the lines; each further break counts.
            self.value.extend("\n" * (self.next_line() - 1))
        else:
            kind = text[self.column + 1]
            digits = ESCAPE_DIGITS.get(kind)
            if digits is None:
                self.take(ESCAPES[kind], 2)
            else:
                code = text[self.column + 2 : self.column + 2 + digits]
                self.take(chr(int(code, 16)), 2 + digits)
        self.mark()
