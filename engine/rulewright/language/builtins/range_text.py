"""Reads ranges from text, such as `[18..21)`: their ends are literals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException

from rulewright.language.numbers import number
from rulewright.language.ranges import range_between
from rulewright.language.temporal.text import (
    parse_date,
    parse_date_and_time,
    parse_duration,
    parse_temporal,
    parse_time,
)
from rulewright.language.values import Failure, Value

_STRING = r'"(?:[^"\\]|\\.)*"'
_NUMBER = r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?"
_CALL = rf"(date and time|date|time|duration)\s*\(\s*({_STRING})\s*\)"
_END = rf"{_NUMBER}|@?{_STRING}|{_CALL.replace('(date', '(?:date').replace(f'({_STRING})', _STRING)}"
_RANGE = rf"\s*([\[(\]])\s*({_END})\s*\.\.\s*({_END})\s*([\])\[])\s*"
_LONGEST = 10_000

_FUNCTIONS: Mapping[str, Callable[[str], Value]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_and_time,
    "duration": parse_duration,
}
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def parse_range(text: str) -> Value:
    """Return the range that a text means, or a failure."""
    found = re.fullmatch(_RANGE, text, re.DOTALL) if len(text) <= _LONGEST else None
    if found is None:
        return Failure("a range is written with two literals, such as `[1..10)`", "wrong-argument")
    opening, start, end, closing = found.groups()
    return range_between(_end(start), _end(end), start_included=opening == "[", end_included=closing == "]")


def _end(text: str) -> Value:
    call = re.fullmatch(_CALL, text, re.DOTALL)
    if call is not None:
        return _FUNCTIONS[call[1]](_unescaped(call[2]))
    if text.startswith("@"):
        return parse_temporal(_unescaped(text[1:]))
    return _unescaped(text) if text.startswith('"') else _number(text)


def _number(text: str) -> Decimal | Failure:
    try:
        return number(text)
    except DecimalException:
        return Failure("the number exceeds the largest number", "number-out-of-range")


def _unescaped(literal: str) -> str:
    return re.sub(
        r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))",
        lambda found: _ESCAPES.get(found[3], found[3]) if found[3] else _character(found[1] or found[2]),
        literal[1:-1],
        flags=re.DOTALL,
    )


def _character(digits: str) -> str:
    point = int(digits, 16)
    return chr(point) if point <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
