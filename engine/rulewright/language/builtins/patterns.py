"""Runs the regular expressions of `matches`, `replace` and `split` on RE2, which takes linear time on any input.

FEEL's expressions are those of XPath; `rulewright.language.builtins.pattern_text` turns them into RE2's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import re2  # type: ignore[import-untyped]

from rulewright.language.builtins.pattern_text import (
    PatternError,
    Translated,
    check_flags,
    split_replacement,
    translate,
)
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.values import Failure, Value
from rulewright.language.work import UNMETERED, Meter

_MEMORY = 8 << 20
_LONGEST = DEFAULT_LIMITS.string_length
_MATCH = 4
"""The steps of a match."""
_PLACES = 32
"""So many bytes times places are a step."""
_SUBTRACTION = 64
"""The steps of a character of a pattern in which classes are subtracted."""


class _Pattern(NamedTuple):
    """A compiled pattern, and the number of its places for a character."""

    expression: Any
    places: int


def matches_pattern(text: str, pattern: str, flags: str | None = None, meter: Meter = UNMETERED) -> Value:
    """Return whether the pattern matches anywhere in the text."""

    def matches(compiled: Any) -> Value:
        match = compiled.search(text)
        # By lines, RE2 sees an empty line behind a newline that ends the text; XPath sees none.
        is_behind_last_line = "m" in (flags or "") and text.endswith("\n") and match and match.start() == len(text)
        return match is not None and not is_behind_last_line

    return _answer(meter, text, (pattern, flags or ""), matches)


def replace_pattern(
    text: str, pattern: str, replacement: str, flags: str | None = None, meter: Meter = UNMETERED
) -> Value:
    """Return the text with all matches replaced; `$1` in the replacement stands for the first group."""

    def replaced(compiled: Any) -> Value:
        _refuse_empty_match(compiled)
        pieces = [replacement] if "q" in (flags or "") else split_replacement(replacement, compiled.groups)
        room = _LONGEST
        result: list[str] = []
        end = 0
        for match in compiled.finditer(text):
            meter.count_steps(_MATCH + len(pieces))
            parts = [text[end : match.start()]]
            parts += [piece if isinstance(piece, str) else match.group(piece) or "" for piece in pieces]
            end = match.end()
            room -= sum(map(len, parts))
            if room < 0:
                return Failure(f"`replace` makes texts of at most {_LONGEST} characters", "limit-string")
            result += parts
        return "".join(result) + text[end:]

    meter.count_steps(len(replacement) // 2)
    return _answer(meter, text, (pattern, flags or ""), replaced)


def split_pattern(text: str, delimiter: str, meter: Meter = UNMETERED) -> Value:
    """Return the pieces of the text between the matches of a pattern."""

    def pieces(compiled: Any) -> Value:
        _refuse_empty_match(compiled)
        found: list[Value] = []
        end = 0
        for match in compiled.finditer(text):
            meter.count_steps(_MATCH)
            found.append(text[end : match.start()])
            end = match.end()
        return [*found, text[end:]]

    return _answer(meter, text, (delimiter, ""), pieces)


def _answer(meter: Meter, text: str, written: tuple[str, str], use: Callable[[Any], Value]) -> Value:
    """Return what is made of a compiled pattern, or why the pattern or the text cannot be used.

    RE2 keeps as many states at once as the pattern has places for a character, at worst, and goes through them all for
    each byte. Compiling costs once in an evaluation, since what was compiled is kept.
    """
    pattern, flags = written
    is_new = meter.is_new(written)
    if is_new:
        meter.count_steps(len(pattern) * (_SUBTRACTION if "-[" in pattern else 1))
    try:
        compiled = _compiled(pattern, flags)
        if is_new:
            meter.count_steps(compiled.expression.programsize)
        size = len(text) if text.isascii() else 4 * len(text)
        meter.count_steps(size * compiled.places // _PLACES)
        return use(compiled.expression)
    except PatternError as error:
        shown = pattern if len(pattern) <= 100 else pattern[:100] + "…"
        return Failure(f"`{shown}` cannot be used as a pattern: {error}", "invalid-pattern")
    except UnicodeEncodeError:
        return Failure("the string has half a character (a lone surrogate)", "invalid-pattern")


def _refuse_empty_match(compiled: Any) -> None:
    if compiled.search("") is not None:
        raise PatternError("it matches an empty string")


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> _Pattern:
    """Return the compiled pattern.

    Raises:
        PatternError: when the pattern or the flags are not of XPath, or RE2 cannot run it.
    """
    check_flags(flags)
    text, places = Translated(re2.escape(pattern), 1) if "q" in flags else translate(pattern, flags)
    modes = "".join(flag for flag in "im" if flag in flags)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return _Pattern(re2.compile(f"(?{modes}){text}" if modes else text, options), places)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise PatternError(reason) from None
