"""Holds the text of a table's file: its bytes once, and where each line begins.

A text of Python takes up to four times the bytes of its file, and a list of lines fifty bytes more for each. So a line
is made when it is needed.
"""

from __future__ import annotations

import csv
import re
from array import array
from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterator

from rulewright.sequences import LazySequence

LINE_END = re.compile(rb"\r\n?|\n")
"""What ends a line for CSV: `splitlines` knows more ends."""


class TableLines(LazySequence[str]):
    """The lines of a file in UTF-8, without their ends; the mark at its beginning is no part of the first."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._begins = array("I", [len(BOM_UTF8) if content.startswith(BOM_UTF8) else 0])
        self._begins.extend(match.end() for match in LINE_END.finditer(content))

    def __len__(self) -> int:
        return len(self._begins)

    def _item(self, index: int) -> str:
        return self.with_end(index).rstrip("\r\n")

    def with_end(self, index: int) -> str:
        """Return a line with what ends it."""
        begins = self._begins
        end = begins[index + 1] if index + 1 < len(begins) else len(self._content)
        return self._content[begins[index] : end].decode()

    def line_of(self, byte: int) -> int:
        """Return the number of the line in which a byte of the file stands."""
        return max(1, bisect_right(self._begins, byte))

    def first_undecodable(self) -> int:
        """Return the number of the first line that is not UTF-8; 0 where all are."""
        if self._content.isascii():
            return 0
        for index in range(len(self)):
            try:
                self.with_end(index)
            except UnicodeDecodeError:
                return index + 1
        return 0


class WrittenRows:
    """Reads rows of CSV as the texts of their cells, in order or from any line where one begins.

    Raises:
        csv.Error: when what stands there is no row.
    """

    def __init__(self, lines: TableLines) -> None:
        self._feed = _Feed(lines)
        self._reader = csv.reader(self._feed, strict=True)

    @property
    def next_line(self) -> int:
        """The number of the line where the next row begins."""
        return self._feed.index + 1

    def at(self, line: int) -> list[str]:
        """Return the row that begins in a line."""
        self._feed.index = line - 1
        return next(self._reader)

    def __iter__(self) -> Iterator[list[str]]:
        return self._reader


class _Feed(Iterator[str]):
    """Gives lines to the reader of CSV, from any on."""

    def __init__(self, lines: TableLines) -> None:
        self._lines = lines
        self.index = 0

    def __next__(self) -> str:
        if self.index == len(self._lines):
            raise StopIteration
        line = self._lines.with_end(self.index)
        self.index += 1
        if not line:  # behind the end of the last line
            raise StopIteration
        return line
