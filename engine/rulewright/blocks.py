"""What people read, as frozen values: each says what a piece of a text is, none how wide it is or how it looks.

Reports and kinds of rules return blocks. `reports/layout.py` draws them on a terminal and `reports/markdown.py` as
Markdown; these two alone know widths, looks and line breaks. This module stands low, so that every layer can speak of
itself in blocks.
"""

from __future__ import annotations

from typing import Literal

from rulewright.diagnostics.terminal_text import Role
from rulewright.records import dataclass

INDENT = 2
"""So far to the right stands what belongs to a line, and what goes on of a broken one."""
HANGING = 4
"""So far to the right goes on what is broken among lines that are indented themselves."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a line with its role.

    Where the line has no room for it, it is cut down to `least` columns; at 0 it is never cut.
    """

    text: str
    role: Role = ""
    least: int = 0


TextLine = str | Words | tuple[str | Words, ...]
"""A line that is never broken: a title with its value, a command to be copied."""


def pieces_of(line: TextLine) -> tuple[Words, ...]:
    """Return the pieces of a line, in words also where they have no role."""
    pieces = line if isinstance(line, tuple) else (line,)
    return tuple(Words(piece) if isinstance(piece, str) else piece for piece in pieces)


Became = Literal["", "gone", "new"]
"""What became of a piece of a text."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that is broken into lines, those after the first indented by `hanging`, or cut to one line.

    The note stands unbroken behind the text, or below it where it has no room.
    """

    text: TextLine
    hanging: int = 0
    note: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A formula with the name it gives a value to, and what it came to, written `= 3` or `≈ 0.33`.

    A formula that was not evaluated keeps the lines of its author.
    """

    name: Words
    formula: str
    result: str | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Redline:
    """Two versions of a text as one, in pieces: those that stayed, and those that are gone or new."""

    pieces: tuple[tuple[Became, str], ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A line, or what stands for one, with what belongs to it below and indented."""

    head: Block
    parts: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Labeled:
    """Labels in a column of at least so many columns, each with a block beside it.

    A text whose labels are long stands below, and so does what has other ways to be shown and no room for the first.
    """

    rows: tuple[tuple[TextLine, Block], ...]
    column: int = 0
    gap: int = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a head (none where it is empty), rows and a foot; the columns in `right` are aligned right.

    Where it has no room its cells are broken; where it `is_rigid`, columns without room follow in further tables,
    each with the first column. With more than `tallest` lines a row it does not fit.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    foot: tuple[str, ...] = ()
    tallest: int = 0
    is_rigid: bool = False


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines that stay as they are, such as those of a file; where there are `notes`, each has one before it."""

    lines: tuple[TextLine, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks below one another without an empty line between them."""

    parts: tuple[Block, ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Fitting:
    """Ways to show the same: the first whose lines fit is taken, else the last. A tree fits where its head does."""

    ways: tuple[Block, ...]


Block = TextLine | Prose | Code | Redline | Tree | Labeled | Grid | Verbatim | Stack | Fitting
