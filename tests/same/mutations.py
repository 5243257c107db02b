"""Makes one mistake by chance in a file of a pack."""

from __future__ import annotations

import random
import re
from pathlib import Path

WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
CHARACTERS = "\"'{}[]():,.;#&*!|>%@-?=<+/ \t0aZé\0"


def mutated(folder: Path, source: random.Random) -> dict[str, str]:
    """Return the files of a pack, one of them changed in a place or two."""
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))
    }
    name = source.choice(sorted(files))
    for _ in range(source.choice((1, 1, 1, 2))):
        files[name] = source.choice(MISTAKES)(files[name], source)
    return files


def _without_line(text: str, source: random.Random) -> str:
    lines = text.split("\n")
    lines.pop(source.randrange(len(lines)))
    return "\n".join(lines)


def _line_twice(text: str, source: random.Random) -> str:
    lines = text.split("\n")
    place = source.randrange(len(lines))
    return "\n".join([*lines[:place], lines[place], *lines[place:]])


def _indented(text: str, source: random.Random) -> str:
    lines = text.split("\n")
    place = source.randrange(len(lines))
    lines[place] = lines[place][2:] if source.random() < 0.5 else "  " + lines[place]
    return "\n".join(lines)


def _other_character(text: str, source: random.Random) -> str:
    place = source.randrange(max(len(text), 1))
    return text[:place] + source.choice(CHARACTERS) + text[place + source.randint(0, 1) :]


def _without_character(text: str, source: random.Random) -> str:
    place = source.randrange(max(len(text), 1))
    return text[:place] + text[place + 1 :]


def _other_word(text: str, source: random.Random) -> str:
    words = list(WORD.finditer(text))
    if len(words) < 2:
        return text
    left, right = source.choice(words), source.choice(words)
    return text[: left.start()] + right[0] + text[left.end() :]


def _misspelt(text: str, source: random.Random) -> str:
    words = [each for each in WORD.finditer(text) if len(each[0]) > 3]
    if not words:
        return text
    word = source.choice(words)
    place = word.start() + source.randrange(len(word[0]) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _other_figure(text: str, source: random.Random) -> str:
    figures = list(re.finditer(r"\d+(\.\d+)?", text))
    if not figures:
        return text
    figure = source.choice(figures)
    other = source.choice(["", "0", "-1", "1e5", "1,5", "75%", "true", "[1..2]", "999999999999", "0.0001", "null"])
    return text[: figure.start()] + other + text[figure.end() :]


MISTAKES = (
    _without_line,
    _line_twice,
    _indented,
    _other_character,
    _without_character,
    _other_word,
    _other_word,
    _misspelt,
    _other_figure,
)
