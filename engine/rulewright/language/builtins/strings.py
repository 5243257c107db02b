"""Computes the built-in functions on strings; positions count characters (code points) from 1."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from rulewright.language.builtins.builtin import Builtin, Signature
from rulewright.language.builtins.patterns import matches_pattern, replace_pattern, split_pattern
from rulewright.language.types import BOOLEAN, NUMBER, STRING, ListType, Nullable, Type
from rulewright.language.values import Failure, Value

FAMILY = "string"


def substring(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    """Return the characters from a position on; a negative position counts from the end, fractions are dropped."""
    position = int(start)
    if position == 0 or abs(position) > len(text):
        return Failure(f"the string has {len(text)} characters and no position {position}", "wrong-argument")
    first = position - 1 if position > 0 else len(text) + position
    if length is None:
        return text[first:]
    if length < 1:
        return Failure("the length of a substring is at least 1", "wrong-argument")
    return text[first : first + int(length)]


def substring_before(text: str, match: str) -> Value:
    """Return what stands before the first match; an empty string where there is none."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


def substring_after(text: str, match: str) -> Value:
    """Return what stands after the first match; an empty string where there is none."""
    return text.partition(match)[2] if match else text


def string_join(texts: list[str | None], delimiter: str | None = None) -> Value:
    """Return the strings joined; nulls are left out."""
    return (delimiter or "").join(text for text in texts if text is not None)


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family."""
    pattern = (("input", STRING), ("pattern", STRING))
    flags = ("flags", Nullable(STRING))
    texts = ListType(Nullable(STRING))
    return (
        Builtin(
            "substring",
            FAMILY,
            (
                Signature((("string", STRING), ("start position", NUMBER)), STRING, substring),
                Signature((("string", STRING), ("start position", NUMBER), ("length", NUMBER)), STRING, substring),
            ),
            "Returns the characters from a position on; a negative position counts from the end",
            'substring("foobar", 3, 3)',
            '"oba"',
        ),
        _of_text("string length", NUMBER, lambda text: Decimal(len(text)), "Counts the characters", '"tes"', "3"),
        _of_text("upper case", STRING, lambda text: text.upper(), "Returns capital letters", '"aBc4"', '"ABC4"'),
        _of_text("lower case", STRING, lambda text: text.lower(), "Returns small letters", '"aBc4"', '"abc4"'),
        _of_match(
            "substring before",
            STRING,
            substring_before,
            "Returns what stands before a match",
            '"foobar", "bar"',
            '"foo"',
        ),
        _of_match(
            "substring after", STRING, substring_after, "Returns what stands after a match", '"foobar", "ob"', '"ar"'
        ),
        Builtin(
            "replace",
            FAMILY,
            (
                Signature((*pattern, ("replacement", STRING)), STRING, replace_pattern),
                Signature((*pattern, ("replacement", STRING), flags), STRING, replace_pattern),
            ),
            "Replaces all matches of a regular expression; `$1` stands for the first group",
            'replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")',
            '"[1=ab][2=]cd"',
        ),
        _of_match(
            "contains", BOOLEAN, lambda text, match: match in text, "Looks for a part", '"foobar", "of"', "false"
        ),
        _of_match(
            "starts with",
            BOOLEAN,
            lambda text, match: text.startswith(match),
            "Compares the beginning",
            '"foobar", "fo"',
            "true",
        ),
        _of_match(
            "ends with", BOOLEAN, lambda text, match: text.endswith(match), "Compares the end", '"foobar", "r"', "true"
        ),
        Builtin(
            "matches",
            FAMILY,
            (
                Signature(pattern, BOOLEAN, matches_pattern),
                Signature((*pattern, flags), BOOLEAN, matches_pattern),
            ),
            "Returns whether a regular expression matches anywhere; flags are `s`, `m`, `i`, `x` and `q`",
            'matches("foobar", "^fo*b")',
            "true",
        ),
        Builtin(
            "split",
            FAMILY,
            (Signature((("string", STRING), ("delimiter", STRING)), ListType(STRING), split_pattern),),
            "Splits where a regular expression matches",
            'split("John Doe", "\\\\s")',
            '["John", "Doe"]',
        ),
        Builtin(
            "string join",
            FAMILY,
            (
                Signature((("list", texts),), STRING, string_join),
                Signature((("list", texts), ("delimiter", Nullable(STRING))), STRING, string_join),
            ),
            "Joins strings, with a delimiter between them; nulls are left out",
            'string join(["a", "b", "c"], " and ")',
            '"a and b and c"',
        ),
    )


def _of_text(  # noqa: PLR0917 - a row of the table reads best in this order
    name: str, result: Type, function: Callable[[str], Value], summary: str, argument: str, value: str
) -> Builtin:
    signature = Signature((("string", STRING),), result, function)
    return Builtin(name, FAMILY, (signature,), summary, f"{name}({argument})", value)


def _of_match(  # noqa: PLR0917 - a row of the table reads best in this order
    name: str, result: Type, function: Callable[[str, str], Value], summary: str, arguments: str, value: str
) -> Builtin:
    signature = Signature((("string", STRING), ("match", STRING)), result, function)
    return Builtin(name, FAMILY, (signature,), summary, f"{name}({arguments})", value)
