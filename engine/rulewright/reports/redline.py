"""Makes one text of two, token by token: what stayed, what is gone and what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rulewright.blocks import Became, Redline

TOKEN = re.compile(r'(\s*)("(?:[^"\\]|\\.)*"|[^\W]+(?:\.[^\W]+)*|\*\*|\.\.|[<>!]=|->|[^\w\s])')
"""A blank, and a token of a formula behind it: a text, a name or number, a sign."""

NEAR = 12
"""So many words of what stayed are shown before and behind a change."""
MOST = 60
"""So many words of what is gone or new are shown."""

ALIKE = 0.3
"""Texts that have less of the shorter one in common are shown one behind the other."""

RedlinePiece = tuple[Became, str]


def redline(was: str, now: str) -> Redline:
    """Return what became of a text; blanks and breaks of lines are no difference."""
    one, other = _tokens(was), _tokens(now)
    matcher = SequenceMatcher(None, [token for _, token in one], [token for _, token in other], autojunk=False)
    shorter = min(len(one), len(other))
    if shorter > 1 and sum(each.size for each in matcher.get_matching_blocks()) < ALIKE * shorter:
        return Redline((*_pieces("gone", one), ("", " "), *_pieces("new", other)))
    found: list[RedlinePiece] = []
    for verb, a, b, c, d in matcher.get_opcodes():
        if verb == "equal":
            found += _pieces("", other[c:d])
            continue
        if b > a:
            found += _pieces("gone", one[a:b])
        if d > c:
            new = other[c:d] if verb == "insert" else [("", other[c][1]), *other[c + 1 : d]]
            found += _pieces("new", new)
    return Redline(tuple(found))


def brief(whole: Redline) -> Redline:
    """Return a text of which long pieces are cut, where that is said with the number of words: `… 40 words …`."""
    last = len(whole.pieces) - 1
    return Redline(tuple((became, _brief(became, text, i, last)) for i, (became, text) in enumerate(whole.pieces)))


def _brief(became: Became, text: str, index: int, last: int) -> str:
    words = text.split()
    before, behind = (MOST, 0) if became else (NEAR if index else 0, NEAR if index < last else 0)
    left_out = len(words) - before - behind
    if left_out < NEAR or (not became and index == last == 0):
        return text
    pieces = [*words[:before], f"… {left_out} words{' …' if behind else ''}", *words[len(words) - behind :]]
    return f"{' ' * text.startswith(' ')}{' '.join(pieces)}{' ' * text.endswith(' ')}"


def _tokens(text: str) -> list[tuple[str, str]]:
    return [(" " if blank else "", token) for blank, token in TOKEN.findall(text.strip())]


def _pieces(became: Became, tokens: Sequence[tuple[str, str]]) -> Iterator[RedlinePiece]:
    """Yield a run of tokens, its first blank by itself."""
    text = "".join(blank + token for blank, token in tokens)
    if became and text.startswith(" "):
        yield "", " "
    yield became, text.removeprefix(" ") if became else text
