"""Runs the regular expressions of `matches`, `replace` and `split` on RE2, which takes linear time on any input.

FEEL's expressions are those of XPath; `rulewright.language.builtins.pattern_text` turns them into RE2's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rulewright.language.builtins.pattern_text import PatternError, check_flags, split_replacement, translate
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.values import Failure, Value

"""`replace` makes no longer text."""

_MEMORY = 8 << 20


def matches_pattern(text: str, pattern: str, flags: str | None = None) -> Value:
    """Return whether the pattern matches anywhere in the text."""
    try:
        match = _compiled(pattern, flags or "").search(text)
    except PatternError as error:
        return _refused(pattern, error)
    except UnicodeEncodeError:
        return _no_text()
    # By lines, RE2 sees an empty line behind a newline that ends the text; XPath sees none.
    is_behind_last_line = "m" in (flags or "") and text.endswith("\n") and match and match.start() == len(text)
    return match is not None and not is_behind_last_line


def replace_pattern(text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """Return the text with all matches replaced; `$1` in the replacement stands for the first group."""
    try:
        compiled = _compiled(pattern, flags or "")
        if compiled.search("") is not None:
            return _matches_nothing(pattern)
        pieces = [replacement] if "q" in (flags or "") else split_replacement(replacement, compiled.groups)
        room = DEFAULT_LIMITS.string_length
        result: list[str] = []
        end = 0
        for match in compiled.finditer(text):
            parts = [text[end : match.start()]]
            parts += [piece if isinstance(piece, str) else match.group(piece) or "" for piece in pieces]
            end = match.end()
            room -= sum(map(len, parts))
            if room < 0:
                return Failure(
                    f"`replace` makes texts of at most {DEFAULT_LIMITS.string_length} characters", "limit-string"
                )
            result += parts
        return "".join(result) + text[end:]
    except PatternError as error:
        return _refused(pattern, error)
    except UnicodeEncodeError:
        return _no_text()


def split_pattern(text: str, delimiter: str) -> Value:
    """Return the pieces of the text between the matches of a pattern."""
    try:
        compiled = _compiled(delimiter, "")
        if compiled.search("") is not None:
            return _matches_nothing(delimiter)
        pieces = []
        end = 0
        for match in compiled.finditer(text):
            pieces.append(text[end : match.start()])
            end = match.end()
        return [*pieces, text[end:]]
    except PatternError as error:
        return _refused(delimiter, error)
    except UnicodeEncodeError:
        return _no_text()


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> Any:
    """Return the compiled pattern.

    Raises:
        PatternError: when the pattern or the flags are not of XPath, or RE2 cannot run it.
    """
    # Imported here: few formulas have patterns, and the import takes longer than most evaluations.
    import re2  # type: ignore[import-untyped]  # noqa: PLC0415 - see above

    check_flags(flags)
    text = re2.escape(pattern) if "q" in flags else translate(pattern, flags)
    modes = "".join(flag for flag in "im" if flag in flags)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return re2.compile(f"(?{modes}){text}" if modes else text, options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise PatternError(reason) from None


def _refused(pattern: str, error: PatternError) -> Failure:
    shown = pattern if len(pattern) <= 100 else pattern[:100] + "…"
    return Failure(f"`{shown}` cannot be used as a pattern: {error}", "invalid-pattern")


def _matches_nothing(pattern: str) -> Failure:
    return _refused(pattern, PatternError("it matches an empty string"))


def _no_text() -> Failure:
    return Failure("the string has half a character (a lone surrogate)", "invalid-pattern")
