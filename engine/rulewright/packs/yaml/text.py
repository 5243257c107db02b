"""Writes texts as YAML scalars, and finds what an author wrote as one value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rulewright.source import Place

OPENING = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Sources:
    """The lines of files by their paths: a node's place says in which file an author wrote it."""

    files: Mapping[str, Sequence[str]]

    def line(self, place: Place) -> str:
        """Return the line in which a place lies; empty where there is none."""
        lines = self.files.get(place.path, ())
        return lines[place.line - 1] if place.line <= len(lines) else ""

    def text_at(self, place: Place) -> str:
        """Return what an author wrote from a place on as one value."""
        return text_at(self.files.get(place.path, ()), place)


def quoted(text: str) -> str:
    """Return a text as a YAML scalar in the quotes that need the fewest escapes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def text_at(lines: Sequence[str], place: Place) -> str:
    """Return what an author wrote from a place on as one value: to the end of the line, or of the item in brackets."""
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    before, rest = line[: place.column - 1], line[place.column - 1 :]
    is_item = bracket_depth(before) > 0
    depth = 0
    quote = ""
    for index, character in enumerate(rest):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "#" and index and rest[index - 1].isspace():
            return rest[:index].rstrip()
        elif character in "[{(":
            depth += 1
        elif character in "]})":
            depth -= 1
            if depth < 0 and is_item:
                return rest[:index].rstrip()
        elif character == "," and depth == 0 and is_item:
            return rest[:index].rstrip()
    return rest.rstrip()


def bracket_depth(text: str) -> int:
    """Return how many `[` and `{` are open at the end of a text, quotes aside."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", text)
    return sum(bare.count(mark) for mark in OPENING) - sum(bare.count(mark) for mark in OPENING.values())
