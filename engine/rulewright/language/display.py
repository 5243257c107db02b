"""Writes values as FEEL text, the way the built-in `string` does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rulewright.language.kinds import TEMPORAL_KINDS, kind_of
from rulewright.language.numbers import number_text
from rulewright.language.temporal.text import temporal_text
from rulewright.language.values import Absence, Failure, FunctionValue, Range, Value
from rulewright.records import dataclass

TEXT_LIMIT = 1_000_000
"""No text written from a value is longer: lists that share parts can grow without end on paper."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PLAIN_KEY = r"[^\W\d]\w*"


class TextTooLongError(Exception):
    """The text of a value exceeds the limit."""


class MissingPartError(Exception):
    """A part of the value is still missing; `absence` says why."""

    def __init__(self, absence: Absence) -> None:
        super().__init__()
        self.absence = absence


def string_literal(text: str) -> str:
    """Return the text between quotes, as FEEL writes it."""
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def display(value: Value) -> str:
    """Return the value's text: strings bare, everything inside lists, contexts and ranges as it would be typed.

    Raises:
        TextTooLongError: when the text would exceed a million characters.
        MissingPartError: when a part of it waits for facts or decisions.
    """
    if type(value) is str:
        return value
    if kind_of(value) in TEMPORAL_KINDS:
        return temporal_text(value)
    pieces: list[str] = []
    room = TEXT_LIMIT
    for piece in _pieces(value):
        room -= len(piece)
        if room < 0:
            raise TextTooLongError
        pieces.append(piece)
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class _PlainText:
    """Text that stands between values."""

    text: str


def _pieces(value: Value) -> Iterator[str]:
    """Yield the value's text piece by piece, without recursion: values can be nested deeper than calls can."""
    waiting: list[Iterator[Value]] = [iter((value,))]
    while waiting:
        item = next(waiting[-1], waiting)
        if item is waiting:
            waiting.pop()
        elif isinstance(item, _PlainText):
            yield item.text
        elif type(item) is list:
            waiting.append(_list_parts(item))
        elif type(item) is dict:
            waiting.append(_context_parts(item))
        elif isinstance(item, Range):
            waiting.append(_range_parts(item))
        elif isinstance(item, Absence) and not isinstance(item, Failure):
            raise MissingPartError(item)
        else:
            yield _simple(item)


def _list_parts(items: list[Value]) -> Iterator[Value]:
    yield _PlainText("[")
    for index, item in enumerate(items):
        if index:
            yield _PlainText(", ")
        yield item
    yield _PlainText("]")


def _context_parts(context: dict[str, Value]) -> Iterator[Value]:
    yield _PlainText("{")
    for index, (key, item) in enumerate(context.items()):
        shown = key if re.fullmatch(_PLAIN_KEY, key) else string_literal(key)
        yield _PlainText(f"{', ' if index else ''}{shown}: ")
        yield item
    yield _PlainText("}")


def _range_parts(span: Range) -> Iterator[Value]:
    if span.operator:
        yield _PlainText(f"({span.operator} ")
        yield span.start
        yield _PlainText(")")
        return
    if (span.start is None) != (span.end is None):
        sign = "<" if span.start is None else ">"
        is_included = span.end_included if span.start is None else span.start_included
        yield _PlainText(f"({sign}{'=' if is_included else ''} ")
        yield span.end if span.start is None else span.start
        yield _PlainText(")")
        return
    yield _PlainText("[" if span.start_included else "(")
    if span.start is not None:
        yield span.start
    yield _PlainText("..")
    if span.end is not None:
        yield span.end
    yield _PlainText("]" if span.end_included else ")")


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
