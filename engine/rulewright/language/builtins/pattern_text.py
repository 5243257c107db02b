r"""Translates XPath regular expressions into those of RE2.

Both know groups, alternatives, quantifiers and classes; XPath differs in these: `.` leaves out carriage returns too;
`\d` and `\w` are classes of Unicode; `\i` and `\c` are the characters of XML names; a class can subtract another
(`[a-z-[aeiou]]`); `\p{IsGreek}` names a block; braces, brackets and backslashes have no lenient reading. Subtraction
is computed on sets of characters. What RE2 cannot do in linear time, back-references, is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rulewright.language.builtins.characters import (
    Characters,
    category,
    complement,
    difference,
    name_characters,
    name_starts,
    named_block,
    single,
    span,
    union,
    white_space,
    word_characters,
)
from rulewright.language.limits import DEFAULT_LIMITS

_SPACE = " \t\n\r"
_SINGLE = {"n": "\n", "r": "\r", "t": "\t"}
_SYNTAX = "\\|.-^?*+{}()[]$"
_DEEPEST = 100


class PatternError(Exception):
    """A pattern, its flags or a replacement that cannot be used; the text says why."""


def check_flags(flags: str) -> None:
    """Check that the flags are those of XPath.

    Raises:
        PatternError: when there is another one.
    """
    for flag in flags:
        if flag not in "smixq":
            raise PatternError(f"there is no flag `{flag}`, only `s`, `m`, `i`, `x` and `q`")


class Translated(NamedTuple):
    """A pattern for RE2, and how many characters stand in it when all that is counted is written out."""

    text: str
    places: int


def translate(pattern: str, flags: str = "") -> Translated:
    """Return the pattern for RE2; the flags `i` and `m` are left to RE2.

    Raises:
        PatternError: when the pattern is not of XPath, or has a back-reference.
    """
    if len(pattern) > DEFAULT_LIMITS.pattern_length:
        raise PatternError(f"it is longer than {DEFAULT_LIMITS.pattern_length} characters")
    if "x" in flags:
        pattern = _without_space(pattern)
    return _Translation(pattern, "s" in flags).run()


def split_replacement(replacement: str, groups: int) -> list[str | int]:
    """Return the texts and group numbers of a replacement.

    Raises:
        PatternError: when `$` or a backslash stands where it means nothing.
    """
    pieces: list[str | int] = []
    index = 0
    while index < len(replacement):
        character = replacement[index]
        following = replacement[index + 1 : index + 2]
        if character == "\\":
            if following not in ("\\", "$"):
                raise PatternError("a backslash in a replacement must be followed by `$` or a backslash")
            pieces.append(following)
            index += 2
        elif character == "$":
            if not (following.isascii() and following.isdigit()):
                raise PatternError("`$` in a replacement must be followed by the number of a group")
            end = index + 2
            while replacement[end : end + 1] in tuple("0123456789") and int(replacement[index + 1 : end + 1]) <= groups:
                end += 1
            group = int(replacement[index + 1 : end])
            pieces.append(group if group <= groups else "")
            index = end
        else:
            pieces.append(character)
            index += 1
    return pieces


def _without_space(pattern: str) -> str:
    """Return the pattern without white space outside of classes, as the flag `x` demands."""
    kept: list[str] = []
    depth = 0
    is_escaped = False
    for character in pattern:
        if depth == 0 and character in _SPACE:
            continue
        kept.append(character)
        if is_escaped:
            is_escaped = False
        elif character == "\\":
            is_escaped = True
        elif character == "[":
            depth += 1
        elif character == "]" and depth:
            depth -= 1
    return "".join(kept)


class _Translation:
    """One pass over a pattern, left to right."""

    def __init__(self, pattern: str, dot_takes_all: bool) -> None:
        self.pattern = pattern
        self.index = 0
        self.output: list[str] = []
        self.dot = r"(?s:.)" if dot_takes_all else r"[^\n\r]"
        self.places = [0]
        self.last = 0

    def run(self) -> Translated:
        depth = 0
        can_repeat = False
        while self.index < len(self.pattern):
            character = self.pattern[self.index]
            if character == "(":
                depth += 1
                if depth > _DEEPEST:
                    raise PatternError(f"its groups are nested more than {_DEEPEST} deep")
                self.open_group()
                self.places.append(0)
                can_repeat = False
            elif character == ")":
                if depth == 0:
                    raise PatternError("`)` closes no group")
                depth -= 1
                self.put(")")
                self.place(self.places.pop())
                can_repeat = True
            elif character == "|":
                self.put("|")
                can_repeat = False
            elif character in "*+?{":
                if not can_repeat:
                    raise PatternError(f"`{character}` repeats nothing")
                self.quantifier()
                can_repeat = False
            else:
                self.atom(character)
                self.place(1)
                can_repeat = True
        if depth:
            raise PatternError("a group is not closed")
        return Translated("".join(self.output), self.places[0])

    def put(self, text: str) -> None:
        self.output.append(text)
        self.index += 1

    def place(self, places: int) -> None:
        self.last = places
        self.places[-1] += places

    def open_group(self) -> None:
        if self.pattern.startswith("(?:", self.index):
            self.output.append("(?:")
            self.index += 3
        elif self.pattern.startswith("(?", self.index):
            raise PatternError("`(?` must be followed by a colon")
        else:
            self.put("(")

    def quantifier(self) -> None:
        if self.pattern[self.index] == "{":
            end = self.pattern.find("}", self.index)
            bounds = self.pattern[self.index + 1 : end] if end > 0 else ""
            low, comma, high = bounds.partition(",")
            if not _is_count(low) or (comma and high and not _is_count(high)) or (high and int(low) > int(high)):
                raise PatternError("`{` must be followed by how often: `{2}`, `{2,}` or `{2,5}`")
            self.output.append(f"{{{bounds}}}")
            self.places[-1] += self.last * max(int(high or low) - 1, 0)
            self.index = end + 1
        else:
            self.put(self.pattern[self.index])
        if self.pattern.startswith("?", self.index):
            self.put("?")

    def atom(self, character: str) -> None:
        if character == "\\":
            found = self.escape()
            # The flag `i` is for letters that are written, not for classes that are named.
            self.output.append(_quoted(found) if isinstance(found, str) else f"(?-i:{found.pattern})")
        elif character == "[":
            self.index += 1
            self.output.append(self.character_class(0).pattern)
        elif character == ".":
            self.put(self.dot)
        elif character in "^$":
            self.put(character)
        elif character in "]}":
            raise PatternError(f"`{character}` must be written with a backslash before it")
        else:
            self.put(_quoted(character))

    def escape(self) -> str | Characters:
        """Return the character or the set that a backslash and what follows it stand for."""
        letter = self.pattern[self.index + 1 : self.index + 2]
        self.index += 2
        if letter in _SINGLE:
            return _SINGLE[letter]
        if letter and letter in _SYNTAX:
            return letter
        if letter.isascii() and letter.isdigit():
            raise PatternError("it has a back-reference, which cannot be matched in safe time")
        lower = letter.lower()
        if lower == "p":
            found = self.property_set()
        elif letter and lower in "sdwic":
            found = _NAMED[lower]()
        else:
            raise PatternError(f"`\\{letter}` means nothing")
        return found if letter == lower else complement(found)

    def property_set(self) -> Characters:
        end = self.pattern.find("}", self.index)
        if not self.pattern.startswith("{", self.index) or end < 0:
            raise PatternError("`\\p` must be followed by a name in braces")
        name = self.pattern[self.index + 1 : end]
        self.index = end + 1
        found = named_block(name[2:]) if name.startswith("Is") else category(name)
        if found is None:
            raise PatternError(f"there is no class of characters `{name}`")
        return found

    def character_class(self, depth: int) -> Characters:
        """Return the set of a class whose `[` was read."""
        if depth > _DEEPEST:
            raise PatternError(f"its classes are nested more than {_DEEPEST} deep")
        is_negated = self.pattern.startswith("^", self.index)
        if is_negated:
            self.index += 1
        parts: list[Characters] = []
        removed: Characters | None = None
        while not self.pattern.startswith("]", self.index):
            if self.index >= len(self.pattern):
                raise PatternError("a class is not closed")
            if parts and self.pattern.startswith("-[", self.index):
                self.index += 2
                removed = self.character_class(depth + 1)
                if not self.pattern.startswith("]", self.index):
                    raise PatternError("a subtraction must end its class")
                break
            parts.append(self.class_part())
        if not parts:
            raise PatternError("a class is empty")
        self.index += 1
        result = complement(union(parts)) if is_negated else union(parts)
        return result if removed is None else difference(result, removed)

    def class_part(self) -> Characters:
        """Return a character, a range or a set inside a class."""
        start = self.class_character()
        if not isinstance(start, str):
            return start
        following = self.pattern[self.index + 1 : self.index + 2]
        if not self.pattern.startswith("-", self.index) or following in ("]", "[", ""):
            return single(start)
        self.index += 1
        end = self.class_character()
        if not isinstance(end, str) or end < start:
            raise PatternError("a range in a class must go from a lower to a higher character")
        return span(start, end)

    def class_character(self) -> str | Characters:
        character = self.pattern[self.index]
        if character == "\\":
            return self.escape()
        if character == "[":
            raise PatternError("`[` in a class must be written with a backslash before it")
        self.index += 1
        return character


def _decimal_digits() -> Characters:
    digits = category("Nd")
    assert digits is not None  # noqa: S101 - a category of Unicode
    return digits


_NAMED: Mapping[str, Callable[[], Characters]] = {
    "s": white_space,
    "d": _decimal_digits,
    "w": word_characters,
    "i": name_starts,
    "c": name_characters,
}


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _quoted(character: str) -> str:
    return f"\\{character}" if character in "\\|.-^?*+{}()[]$" else character
