"""Finds the known word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import chain

CLOSE_ENOUGH = 0.7


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`; None where none is close. Case and separators count little.

    Of equally close words the first in alphabetical order is taken, so that a message never depends on the order of
    a mapping.
    """
    wanted = _folded(word)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    best, best_ratio = None, CLOSE_ENOUGH
    for candidate in sorted(set(known)):
        matcher.set_seq1(_folded(candidate))
        if matcher.real_quick_ratio() < best_ratio or matcher.quick_ratio() < best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio > best_ratio or (best is None and ratio >= best_ratio):
            best, best_ratio = candidate, ratio
    return best


def did_you_mean(word: str, *known: Iterable[str]) -> str:
    """Return a hint that names the nearest of all known words, or an empty text."""
    found = nearest(word, chain.from_iterable(known))
    return f"did you mean `{found}`?" if found is not None else ""


def _folded(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")
