"""Knows how a text shows on a terminal: its look, its columns, and what of it a terminal would obey."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

Role = Literal["", "title", "value", "label", "dim", "absent", "error", "warning", "hint"]
"""What a piece of text is; a piece that is nothing in particular has none."""

Style = Callable[[str, Role], str]
"""Gives a text the look of its role."""

WIDE = frozenset("WF")


def plain_style(text: str, _role: Role) -> str:
    """Return a text as it is, whatever its role."""
    return text


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in WIDE else 1
        for character in text
    )


def visible(text: str) -> str:
    """Return a text whose characters a terminal shows and none of which it obeys; line breaks stay."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each == "\n" else "\N{REPLACEMENT CHARACTER}" for each in text)
