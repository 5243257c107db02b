"""Defines the sets of characters that regular expressions name: categories, blocks, XML name characters.

A set is kept as text for RE2 and as a way to its ranges; the ranges are worked out only where one class subtracts
another, which RE2 cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Ranges = tuple[tuple[int, int], ...]
"""Ranges of code points, both ends included, in any order, perhaps overlapping."""

HIGHEST = 0x10FFFF
BLOCKS = Path(__file__).with_name("unicode_blocks.txt")

_GROUPS: Mapping[str, str] = {
    "L": "ultmo",
    "M": "nce",
    "N": "dlo",
    "P": "cdseifo",
    "Z": "slp",
    "S": "mcko",
    "C": "cfon",
}
_CATEGORIES = frozenset(group + letter for group, letters in _GROUPS.items() for letter in ("", *letters))

_NAME_STARTS = (
    "3A 41-5A 5F 61-7A C0-D6 D8-F6 F8-2FF 370-37D 37F-1FFF"
    " 200C-200D 2070-218F 2C00-2FEF 3001-D7FF F900-FDCF FDF0-FFFD 10000-EFFFF"
)
_FURTHER_IN_NAMES = "2D-2E 30-39 B7 300-36F 203F-2040"


@dataclass(frozen=True, slots=True)
class Characters:
    """A set of characters: `text` stands between the brackets of an RE2 class, `ranges` works out the code points."""

    text: str
    ranges: Callable[[], Ranges]
    is_negated: bool = False

    @property
    def pattern(self) -> str:
        """The class as RE2 reads it."""
        return f"[{'^' if self.is_negated else ''}{self.text}]"


def single(character: str) -> Characters:
    """Return the set of one character."""
    return span(character, character)


def span(start: str, end: str) -> Characters:
    """Return the characters from one to another."""
    return _of_ranges(((ord(start), ord(end)),))


def white_space() -> Characters:
    r"""Return what `\s` means."""
    return _of_ranges(((9, 10), (13, 13), (32, 32)))


def word_characters() -> Characters:
    r"""Return what `\w` means: all but punctuation, separators and others."""
    return Characters(r"\p{L}\p{M}\p{N}\p{S}", lambda: _category_ranges("LMNS"))


def name_starts() -> Characters:
    r"""Return what `\i` means: characters that begin an XML name."""
    return _of_ranges(_read(_NAME_STARTS))


def name_characters() -> Characters:
    r"""Return what `\c` means: characters of XML names."""
    return _of_ranges(_read(f"{_NAME_STARTS} {_FURTHER_IN_NAMES}"))


def category(name: str) -> Characters | None:
    """Return the characters of a Unicode category such as `Lu`, or of a group of categories such as `L`."""
    if name not in _CATEGORIES:
        return None
    if name in ("C", "Cn"):  # RE2 does not count what is unassigned
        return _of_ranges(_category_ranges(name))
    return Characters(f"\\p{{{name}}}", lambda: _category_ranges(name))


def named_block(name: str) -> Characters | None:
    """Return the characters of a Unicode block by its name without spaces, or None."""
    block = _blocks().get(name)
    return None if block is None else _of_ranges(_read(block))


@lru_cache(maxsize=1)
def _blocks() -> Mapping[str, str]:
    """Return the Unicode blocks that XPath names, each as `0370-03FF`."""
    lines = BLOCKS.read_text(encoding="ascii").splitlines()
    return {name: ends for ends, _, name in (line.partition(" ") for line in lines)}


def _read(text: str) -> Ranges:
    """Return ranges that are written in hexadecimal digits: `41-5A 5F`."""
    pairs = (each.partition("-") for each in text.split())
    return tuple((int(start, 16), int(end or start, 16)) for start, _, end in pairs)


def union(parts: Sequence[Characters]) -> Characters:
    """Return the characters of all parts."""
    return Characters(
        "".join(_text(inverted(part.ranges())) if part.is_negated else part.text for part in parts),
        lambda: tuple(each for part in parts for each in _true_ranges(part)),
    )


def complement(characters: Characters) -> Characters:
    """Return all other characters."""
    return Characters(characters.text, characters.ranges, not characters.is_negated)


def difference(characters: Characters, removed: Characters) -> Characters:
    """Return the characters that are not removed."""
    return _of_ranges(inverted((*inverted(_true_ranges(characters)), *_true_ranges(removed))))


def inverted(characters: Ranges) -> Ranges:
    """Return all other code points."""
    result = []
    start = 0
    for low, high in _ordered(characters):
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    if start <= HIGHEST:
        result.append((start, HIGHEST))
    return tuple(result)


def _of_ranges(ranges: Ranges) -> Characters:
    return Characters(_text(ranges), lambda: ranges)


def _true_ranges(characters: Characters) -> Ranges:
    return inverted(characters.ranges()) if characters.is_negated else characters.ranges()


def _category_ranges(names: str) -> Ranges:
    """Return the ranges of one category, or of the groups whose letters are given."""
    is_one = len(names) == 2 and names[1].islower()
    return tuple(
        each
        for name, ranges in _categories().items()
        if (name == names if is_one else name[0] in names)
        for each in ranges
    )


@lru_cache(maxsize=1)
def _categories() -> Mapping[str, Ranges]:
    """Return the ranges of each category; surrogates are no characters and stay out."""
    from unicodedata import category as category_of  # noqa: PLC0415 - only subtraction needs it

    found: dict[str, list[tuple[int, int]]] = {}
    start, current = 0, category_of("\0")
    for point in range(1, HIGHEST + 2):
        here = category_of(chr(point)) if point <= HIGHEST else ""
        if here != current:
            found.setdefault(current, []).append((start, point - 1))
            start, current = point, here
    return {name: tuple(ranges) for name, ranges in found.items() if name != "Cs"}


def _ordered(characters: Ranges) -> Ranges:
    """Return the ranges in ascending order without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(characters):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _text(characters: Ranges) -> str:
    """Return the inside of a class of RE2 with these characters."""
    if not characters:
        return r"^\x{0}-\x{10FFFF}"
    return "".join(
        f"\\x{{{start:X}}}" if start == end else f"\\x{{{start:X}}}-\\x{{{end:X}}}"
        for start, end in _ordered(characters)
    )
