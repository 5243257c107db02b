"""Draws aligned columns of text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from rulewright.diagnostics.terminal_text import columns_of

GAP = "  "


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return a text filled up with blanks to a width."""
    blanks = " " * max(0, width - columns_of(text))
    return blanks + text if right else text + blanks


def grid(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    width: int = 0,
) -> list[str]:
    """Return lines of aligned columns: the head, a rule below it, the rows. `right` are columns aligned right.

    A head wider than its column is broken into several lines at its blanks. With a `width`, so are the cells of the
    widest columns until the lines are no longer than that, where blanks allow it.
    """
    body = [max((columns_of(row[index]) for row in rows), default=0) for index in range(len(head))]
    if width:
        columns = [(text, *(row[index] for row in rows)) for index, text in enumerate(head)]
        body = [max(each, _longest_word([text])) for each, text in zip(body, head, strict=True)]
        body = _narrowed(body, [_longest_word(column) for column in columns], width - len(GAP) * (len(head) - 1))
    heads = [_broken(text, max([body[i], 1, *map(len, text.split())])) for i, text in enumerate(head)]
    widths = [max([body[i], *map(columns_of, heads[i])]) for i in range(len(head))]
    height = max(len(parts) for parts in heads)
    top = [[""] * (height - len(parts)) + parts for parts in heads]

    def line(cells: Sequence[str]) -> str:
        return GAP.join(pad(cell, widths[i], right=i in right) for i, cell in enumerate(cells)).rstrip()

    lines = [line(cells) for cells in zip(*top, strict=True)]
    lines.append(GAP.join("─" * each for each in widths))
    for row in rows:
        cells = [[cell] if columns_of(cell) <= widths[i] else _broken(cell, widths[i]) for i, cell in enumerate(row)]
        lines += [line(parts) for parts in zip_longest(*cells, fillvalue="")]
    return lines


def _narrowed(widths: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Return widths that fit into the room, the widest columns narrowed, none below its floor."""
    narrowed = list(widths)
    while sum(narrowed) > room:
        able = [index for index, width in enumerate(narrowed) if width > floors[index]]
        if not able:
            break
        narrowed[max(able, key=lambda index: narrowed[index])] -= 1
    return narrowed


def _longest_word(texts: Sequence[str]) -> int:
    return max((columns_of(word) for text in texts for word in text.split()), default=1)


def _broken(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]
