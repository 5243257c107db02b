"""Knows how a text shows on a terminal: its look, its columns, and what of it a terminal would obey."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

Role = Literal["", "title", "value", "label", "dim", "absent", "error", "warning", "hint"]
"""What a piece of text is; a piece that is nothing in particular has none."""

Style = Callable[[str, Role], str]
"""Gives a text the look of its role."""

WIDE = frozenset("WF")


def plain_style(text: str, _role: Role) -> str:
    """Return a text as it is, whatever its role."""
    return text


OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
"""Control characters but the line feed, those that change the direction of a text, those that nobody sees, and halves.

The joiners of Persian and of the scripts of India stay, since names are spelt with them.
"""

PICTURES = 0x2400
"""Where the pictures of the control characters begin: ␛ stands for the one that terminals obey."""


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1


def visible(text: str) -> str:
    """Return a text whose characters a terminal shows and none of which it obeys; line feeds stay.

    Each is shown by one other: a control character by its picture, what has none by the replacement character.
    """
    return text if text.isprintable() else OBEYED.sub(_picture, text)


def in_one_line(text: str) -> str:
    """Return a text whose characters a terminal shows, line feeds too."""
    return visible(text).replace("\n", chr(PICTURES + ord("\n")))


def visible_json(text: str) -> str:
    """Return a JSON document with escapes for what a terminal would obey: the same values."""
    return text if text.isprintable() else OBEYED.sub(_escape, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < ord(" "):
        return chr(PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))
