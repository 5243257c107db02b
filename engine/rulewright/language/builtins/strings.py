"""Computes the built-in functions on strings; positions count characters (code points) from 1."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from types import ModuleType

from rulewright.language.builtins.builtin import builtin
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.values import Failure, Value
from rulewright.language.work import Meter

_LONGEST = DEFAULT_LIMITS.string_length


@builtin(
    "substring(string: string, start position: number, length?: number) -> string",
    example=('substring("foobar", 3, 3)', '"oba"'),
)
def substring(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    """Returns the characters from a position on; a negative position counts from the end."""
    position = int(start)
    if position == 0 or abs(position) > len(text):
        return Failure(f"the string has {len(text)} characters and no position {position}", "wrong-argument")
    first = position - 1 if position > 0 else len(text) + position
    if length is None:
        return text[first:]
    if length < 1:
        return Failure("the length of a substring is at least 1", "wrong-argument")
    return text[first : first + int(length)]


@builtin("string length(string: string) -> number", example=('string length("tes")', "3"))
def string_length(text: str) -> Value:
    """Counts the characters."""
    return Decimal(len(text))


@builtin("upper case(string: string) -> string", example=('upper case("aBc4")', '"ABC4"'))
def upper_case(text: str) -> Value:
    """Returns capital letters."""
    return text.upper()


@builtin("lower case(string: string) -> string", example=('lower case("aBc4")', '"abc4"'))
def lower_case(text: str) -> Value:
    """Returns small letters."""
    return text.lower()


@builtin(
    "substring before(string: string, match: string) -> string",
    example=('substring before("foobar", "bar")', '"foo"'),
)
def substring_before(text: str, match: str) -> Value:
    """Returns what stands before a match."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin(
    "substring after(string: string, match: string) -> string", example=('substring after("foobar", "ob")', '"ar"')
)
def substring_after(text: str, match: str) -> Value:
    """Returns what stands after a match."""
    return text.partition(match)[2] if match else text


@builtin(
    "replace(input: string, pattern: string, replacement: string, flags?: string?) -> string",
    example=('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '"[1=ab][2=]cd"'),
    pattern="pattern",
    is_metered=True,
    steps=20,
)
def replace(meter: Meter, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """Replaces all matches of a regular expression; `$1` stands for the first group."""
    return _patterns().replace_pattern(text, pattern, replacement, flags, meter)


@builtin("contains(string: string, match: string) -> boolean", example=('contains("foobar", "of")', "false"))
def contains(text: str, match: str) -> Value:
    """Looks for a part."""
    return match in text


@builtin("starts with(string: string, match: string) -> boolean", example=('starts with("foobar", "fo")', "true"))
def starts_with(text: str, match: str) -> Value:
    """Compares the beginning."""
    return text.startswith(match)


@builtin("ends with(string: string, match: string) -> boolean", example=('ends with("foobar", "r")', "true"))
def ends_with(text: str, match: str) -> Value:
    """Compares the end."""
    return text.endswith(match)


@builtin(
    "matches(input: string, pattern: string, flags?: string?) -> boolean",
    example=('matches("foobar", "^fo*b")', "true"),
    pattern="pattern",
    is_metered=True,
    steps=6,
)
def matches(meter: Meter, text: str, pattern: str, flags: str | None = None) -> Value:
    """Returns whether a regular expression matches anywhere; flags are `s`, `m`, `i`, `x` and `q`."""
    return _patterns().matches_pattern(text, pattern, flags, meter)


@builtin(
    "split(string: string, delimiter: string) -> list<string>",
    example=('split("John Doe", "\\\\s")', '["John", "Doe"]'),
    pattern="delimiter",
    is_metered=True,
    steps=20,
)
def split(meter: Meter, text: str, delimiter: str) -> Value:
    """Splits where a regular expression matches."""
    return _patterns().split_pattern(text, delimiter, meter)


@builtin(
    "string join(list: list<string?>, delimiter?: string?) -> string",
    example=('string join(["a", "b", "c"], " and ")', '"a and b and c"'),
)
def string_join(texts: list[str | None], delimiter: str | None = None) -> Value:
    """Joins strings, with a delimiter between them; nulls are left out."""
    pieces = [text for text in texts if text is not None]
    between = delimiter or ""
    if sum(map(len, pieces)) + len(between) * (len(pieces) - 1) > _LONGEST:
        return Failure(f"`string join` makes texts of at most {_LONGEST} characters", "limit-string")
    return between.join(pieces)


def _patterns() -> ModuleType:
    """Return the module that runs patterns; few formulas have any, and it is slow to import."""
    return import_module("rulewright.language.builtins.patterns")
