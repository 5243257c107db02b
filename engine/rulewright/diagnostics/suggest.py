"""Finds the known name that a misspelled one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

LARGE = 200
"""Of a group with more names than that, not all are looked at."""

SHORT = 2
"""Names of so many letters say nothing about one another."""

LOOKED_AT = 50
"""So many names of a large group are."""


def nearest(written: str, *known: Iterable[str]) -> str:
    """Return the known name nearest to `written`, or an empty text where none is near.

    Near means at most a third of the letters differ (insertions, deletions, replacements and swaps of neighbors
    count one each). Names of one or two letters are all near to one another, so that such a name is suggested only for
    itself in other letters, or for a longer one. `known` are groups in the order of their importance: of two names
    equally near, the one in the earlier group wins, then the alphabetically first. Of a large group only names with
    the same first letter and about as long are looked at, so that a file with thousands of misspelt names is answered
    in time.
    """
    limit = max(1, len(written) // 3)
    letters = set(written.casefold())
    best = ""
    best_distance = limit + 1
    for group in known:
        for name in _candidates(written, group, limit):
            if name == written or abs(len(name) - len(written)) >= best_distance:
                continue
            if max(len(name), len(written)) <= SHORT and name.casefold() != written.casefold():
                continue
            others = set(name.casefold())
            if max(len(letters - others), len(others - letters)) >= best_distance:
                continue  # each letter that only one of them has takes a change of its own
            distance = edit_distance(written, name, best_distance)
            if distance < best_distance:
                best, best_distance = name, distance
    return best


def _candidates(written: str, group: Iterable[str], limit: int) -> list[str]:
    names = frozenset(group)
    if len(names) <= LARGE:
        return sorted(names)
    index, first, length = _by_letter_and_length(names), written[:1].casefold(), len(written)
    found: list[str] = []
    for apart in range(limit + 1):
        alike = (index.get((first, each), ()) for each in {length - apart, length + apart})
        found += sorted(name for names in alike for name in names[:LOOKED_AT])
    return sorted(found[:LOOKED_AT])


@lru_cache(maxsize=8)
def _by_letter_and_length(names: frozenset[str]) -> Mapping[tuple[str, int], list[str]]:
    """Return the names of a large group by their first letter and length: many are looked for in one group."""
    found: dict[tuple[str, int], list[str]] = {}
    for name in sorted(names):
        found.setdefault((name[:1].casefold(), len(name)), []).append(name)
    return found


def did_you_mean(written: str, *known: Iterable[str]) -> str:
    """Return the hint that names the nearest known name, or an empty text."""
    name = nearest(written, *known)
    return f"did you mean `{name}`?" if name else ""


def edit_distance(left: str, right: str, enough: int | None = None) -> int:
    """Return the optimal string alignment distance; letters that differ only in case are equal.

    A name that differs only in case has distance 0 to the one meant. Where it is at least `enough`, that is returned.
    """
    left, right = _where_they_differ(left.casefold(), right.casefold())
    most = len(left) + len(right) if enough is None else enough
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        line = [row]
        for column, other in enumerate(right, start=1):
            cost = min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
        if min(*before, *above) >= most:
            return most  # a swap goes two rows back, nothing further
    return min(above[-1], most)


def _where_they_differ(left: str, right: str) -> tuple[str, str]:
    """Return two texts without what they begin and end with alike: that takes no change."""
    start = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        start += 1
    left, right = left[start:], right[start:]
    end = 0
    for one, other in zip(reversed(left), reversed(right), strict=False):
        if one != other:
            break
        end += 1
    return (left[:-end], right[:-end]) if end else (left, right)
