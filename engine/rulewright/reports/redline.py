"""Writes two texts as one, token by token: what is gone as `[-old-]`, what is new as `{+new+}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from rulewright.blocks import Words

TOKEN = re.compile(r'(\s*)("(?:[^"\\]|\\.)*"|[^\W]+(?:\.[^\W]+)*|\*\*|\.\.|[<>!]=|->|[^\w\s])')
"""A blank, and a token of a formula behind it: a text, a name or number, a sign."""


def redline(was: str, now: str) -> tuple[Words, ...]:
    """Return what became of a text, in pieces; blanks and breaks of lines are no difference."""
    one, other = _tokens(was), _tokens(now)
    found: list[Words] = []
    for verb, a, b, c, d in SequenceMatcher(
        None, [t for _, t in one], [t for _, t in other], autojunk=False
    ).get_opcodes():
        if verb == "equal":
            found += _piece(other[c:d], "", "", "")
            continue
        if b > a:
            found += _piece(one[a:b], "error", "[-", "-]")
        if d > c:
            new = other[c:d] if verb == "insert" else [("", other[c][1]), *other[c + 1 : d]]
            found += _piece(new, "label", "{+", "+}")
    return tuple(found)


def _tokens(text: str) -> list[tuple[str, str]]:
    return [(" " if blank else "", token) for blank, token in TOKEN.findall(text.strip())]


def _piece(tokens: list[tuple[str, str]], role: str, before: str, behind: str) -> Iterator[Words]:
    """Yield a run of tokens, its first blank outside of the marks."""
    text = "".join(blank + token for blank, token in tokens)
    if text.startswith(" "):
        yield Words(" ")
    yield Words(f"{before}{text.removeprefix(' ')}{behind}", role)  # type: ignore[arg-type]  # one of the roles
