"""Knows the names that take more than one word, and finds the longest that stands at a place (DMN 1.5, 10.3.1.4).

The text alone does not say whether `date and time` is one name or three words: the names in scope decide. Those of
the standard are here; a runner may supply others (`Full Name`, `Pre-Tax`, `a+b`), and an expression brings its own
(keys of contexts, iterators, formal parameters).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rulewright.language.builtins import BUILTINS
from rulewright.language.grammar.lexer import NAME, NUMBER, RESERVED, split_tokens
from rulewright.language.kinds import KINDS, NAMED_TYPES

KnownName = tuple[tuple[str, ...], str]
"""A name as its tokens, and as it is written."""


def by_first_word(*names: str) -> dict[str, tuple[KnownName, ...]]:
    """Return names of several words by their first word."""
    entries = [(tuple(name.split()), name) for name in names]
    return {words[0]: tuple(e for e in entries if e[0][0] == words[0]) for words, _ in entries}


BUILT_IN_NAMES: Mapping[str, tuple[KnownName, ...]] = by_first_word(*(name for name in BUILTINS if " " in name))
"""The names of built-in functions that take several words."""

PROPERTY_NAMES: Mapping[str, tuple[KnownName, ...]] = by_first_word(
    *{name for kind in KINDS for name in kind.properties if " " in name}
)
"""The properties of times and ranges that take several words."""

TYPE_NAMES: Mapping[str, tuple[KnownName, ...]] = by_first_word(*(name for name in NAMED_TYPES if " " in name))
"""The names of types that take several words."""

NAME_SYMBOLS = frozenset({"+", "-", "*", "**", "/", ".", "'"})
"""What may stand inside a name that is known, besides words and digits (rule 30)."""


_NOTHING = (0, "")


class KnownNames:
    """The names of several words that an expression may use at one place; grows and shrinks with the scope."""

    __slots__ = ("_counts", "_lengths", "_names", "_standard")

    def __init__(self, standard: Mapping[str, tuple[KnownName, ...]], names: Collection[KnownName] = ()) -> None:
        self._standard = standard
        self._names: dict[tuple[str, ...], str] = {}
        self._counts: dict[tuple[str, ...], int] = {}
        self._lengths: dict[str, list[int]] = {}
        for entry in names:
            self.add(entry)

    def add(self, entry: KnownName) -> None:
        """Add a name."""
        words, name = entry
        self._names.setdefault(words, name)
        self._counts[words] = self._counts.get(words, 0) + 1
        lengths = self._lengths.setdefault(words[0], [])
        if len(words) not in lengths:
            lengths.append(len(words))
            lengths.sort(reverse=True)

    def remove(self, entry: KnownName) -> None:
        """Take back a name that was added; it stays as long as it was added once more."""
        self._counts[entry[0]] -= 1

    def longest_at(self, texts: Sequence[str], index: int) -> tuple[int, str]:
        """Return how many tokens from `index` on make up a known name, and the name; 0 where none does."""
        word = texts[index]
        found = _NOTHING
        if word in self._lengths:
            for length in self._lengths[word]:
                words = tuple(texts[index : index + length])
                if self._counts.get(words):
                    found = (length, self._names[words])
                    break
        if word in self._standard:
            for words, name in self._standard[word]:
                if len(words) > found[0] and tuple(texts[index : index + len(words)]) == words:
                    found = (len(words), name)
        return found


def words_of(name: str) -> tuple[str, ...]:
    """Return the tokens of a name that takes several; none where it is one plain word, or no name at all.

    A single plain word needs no entry, as the parser takes it for a name anyway.
    """
    if name.isidentifier() and name.isascii():
        return ()
    tokens, mistakes = split_tokens(name)
    kinds = tokens.kinds[:-1]
    if mistakes or len(kinds) < 2 or (kinds[0] != NAME and kinds[0] not in RESERVED):
        return ()
    if all(kind in (NAME, NUMBER) or kind in NAME_SYMBOLS or kind in RESERVED for kind in kinds):
        return tuple(tokens.texts[:-1])
    return ()


def join_words(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> str:
    """Return the name that tokens make up: one space between words, none around symbols (rule 10.3.1.4)."""
    name = texts[0]
    for index in range(1, len(texts)):
        is_apart = starts[index] > ends[index - 1]
        if is_apart and texts[index] not in NAME_SYMBOLS and texts[index - 1] not in NAME_SYMBOLS:
            name += " "
        name += texts[index]
    return name
