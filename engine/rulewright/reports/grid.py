"""Draws aligned columns of text."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

WIDE = frozenset("WF")


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in WIDE else 1
        for character in text
    )


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return a text filled up with blanks to a width."""
    blanks = " " * max(0, width - columns_of(text))
    return blanks + text if right else text + blanks


def grid(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), gap: str = "  "
) -> list[str]:
    """Return lines of aligned columns: the head, a rule below it, the rows. `right` are columns aligned right.

    A head wider than its column is broken into several lines at its blanks.
    """
    body = [max((columns_of(row[index]) for row in rows), default=0) for index in range(len(head))]
    heads = [
        textwrap.wrap(text, max([body[i], 1, *map(len, text.split())]), break_long_words=False) or [""]
        for i, text in enumerate(head)
    ]
    widths = [max([body[i], *map(columns_of, heads[i])]) for i in range(len(head))]
    height = max(len(parts) for parts in heads)
    top = [[""] * (height - len(parts)) + parts for parts in heads]

    def line(cells: Sequence[str]) -> str:
        return gap.join(pad(cell, widths[i], right=i in right) for i, cell in enumerate(cells)).rstrip()

    lines = [line(cells) for cells in zip(*top, strict=True)]
    return [*lines, gap.join("─" * width for width in widths), *(line(row) for row in rows)]
