"""Writes values as FEEL text, the way the built-in `string` does."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from rulewright.language.kinds import TEMPORAL_KINDS, kind_of
from rulewright.language.temporal_text import temporal_text
from rulewright.language.values import Absence, FunctionValue, Range, Value

TEXT_LIMIT = 1_000_000
"""No text written from a value is longer: lists that share parts can grow without end on paper."""

_EXACT = Context(prec=7000)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PLAIN_KEY = r"[^\W\d]\w*"


class TextTooLongError(Exception):
    """The text of a value exceeds the limit."""


def number_text(number: Decimal) -> str:
    """Return the number's digits without exponent and without zeros at the end, so that equal numbers look equal."""
    if not number:
        return "0"
    return format(number.normalize(_EXACT), "f")


def string_literal(text: str) -> str:
    """Return the text between quotes, as FEEL writes it."""
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def display(value: Value) -> str:
    """Return the value's text: strings bare, everything inside lists, contexts and ranges as it would be typed.

    Raises:
        TextTooLongError: when the text would exceed a million characters.
    """
    if type(value) is str:
        return value
    if kind_of(value) in TEMPORAL_KINDS:
        return temporal_text(value)
    pieces: list[str] = []
    _write(value, pieces, TEXT_LIMIT)
    return "".join(pieces)


def _write(value: Value, pieces: list[str], room: int) -> int:
    """Add the pieces of a value and return the room that is left."""
    if type(value) is list:
        room = _put("[", pieces, room)
        for index, item in enumerate(value):
            if index:
                room = _put(", ", pieces, room)
            room = _write(item, pieces, room)
        return _put("]", pieces, room)
    if type(value) is dict:
        room = _put("{", pieces, room)
        for index, (key, item) in enumerate(value.items()):
            shown = key if re.fullmatch(_PLAIN_KEY, key) else string_literal(key)
            room = _put(f"{', ' if index else ''}{shown}: ", pieces, room)
            room = _write(item, pieces, room)
        return _put("}", pieces, room)
    if isinstance(value, Range):
        return _write_range(value, pieces, room)
    return _put(_simple(value), pieces, room)


def _write_range(span: Range, pieces: list[str], room: int) -> int:
    room = _put("[" if span.start_included else "(", pieces, room)
    if span.start is not None:
        room = _write(span.start, pieces, room)
    room = _put("..", pieces, room)
    if span.end is not None:
        room = _write(span.end, pieces, room)
    return _put("]" if span.end_included else ")", pieces, room)


def _simple(value: Value) -> str:
    if value is None or isinstance(value, Absence):
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, str):
        return string_literal(value)
    if isinstance(value, FunctionValue):
        return f"function({', '.join(value.parameters)})"
    return f'@"{temporal_text(value)}"'


def _put(text: str, pieces: list[str], room: int) -> int:
    if len(text) > room:
        raise TextTooLongError
    pieces.append(text)
    return room - len(text)
