"""Defines what was published of a pack: the digests of its text at each time, as it was known on some dates.

`published.yaml` beside `pack.yaml` keeps them, a line for each text, sorted, so that lines of two branches merge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from rulewright.records import dataclass
from rulewright.source import Place

FORM = "2"
"""The form of the digests; one that computes them otherwise has another number."""

HEAD = "# Written by `rulewright publish`. Published versions never change; `rulewright check` compares them.\n"
NOWHERE = Place("", 1, 1)


@dataclass(frozen=True, slots=True)
class PublishedDate:
    """A date, and all amendments that were known on it, in their order, each with its adoption; this is settled."""

    known_on: str
    amendments: tuple[tuple[str, str], ...]
    place: Place = NOWHERE

    @property
    def line(self) -> str:
        """The line of the file."""
        amendments = ", ".join(f"{_quoted(id_)}: {_quoted(adopted)}" for id_, adopted in self.amendments)
        return f"{{known_on: {_quoted(self.known_on)}, amendments: {{{amendments}}}}}"


@dataclass(frozen=True, slots=True)
class PublishedText:
    """The text about a date or period, as it was known on a date: the name of its version, and its digests.

    `at` is empty where a pack knows no times. `text` counts every word, `outcome` what can move an outcome.
    """

    known_on: str
    at: str
    version: str
    text: str
    outcome: str
    place: Place = NOWHERE

    @property
    def line(self) -> str:
        """The line of the file."""
        names = ("known_on", "at", "version", "text", "outcome")
        given = [(name, getattr(self, name)) for name in names if getattr(self, name)]
        return f"{{{', '.join(f'{name}: {_quoted(value)}' for name, value in given)}}}"


@dataclass(frozen=True, slots=True)
class Published:
    """All that was published of a pack."""

    dates: tuple[PublishedDate, ...] = ()
    texts: tuple[PublishedText, ...] = ()


def written_published(pack: str, dates: Iterable[PublishedDate], texts: Iterable[PublishedText]) -> str:
    """Return the content of the file."""
    parts = [HEAD, f"pack: {pack}\ndigests: {FORM}\n"]
    for name, lines in (("dates", {each.line for each in dates}), ("texts", {each.line for each in texts})):
        parts.append(f"{name}:\n" + "".join(f"  - {line}\n" for line in sorted(lines)))
    return "".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
