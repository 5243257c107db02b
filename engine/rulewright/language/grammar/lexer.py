"""Cuts the text of an expression into tokens (DMN 1.5, 10.3.1.2, rules 27 to 64).

Names are cut into single words: which words make up one name (`date and time`, `Full Name`) depends on the names in
scope, so the parser joins them. The kind of a token is its own text for punctuation and reserved words, and one of
`name`, `number`, `string` and `end` for the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from rulewright.language.foreign import QUOTES, SIGNS, sign_hint
from rulewright.language.numbers import number_text
from rulewright.source import Span

NAME = "name"
NUMBER = "number"
STRING = "string"
END = "end"

RESERVED = frozenset(
    {"true", "false", "null", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies"}
    | {"and", "or", "between", "function", "instance"}
)
"""Words that are never a name by themselves; `not`, `of` and `external` mean something in their place only."""

_SPACE = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_NAME_START = (
    r"?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u180d\u180f-\u1fff"
    r"\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    r"\U00010000-\U000effff"
)
_NAME_PART = _NAME_START + r"0-9\u00b7\u0300-\u036f\u203f-\u2040"

_TOKEN = re.compile(
    rf"""[{_SPACE}]*
    (?: ([{_NAME_START}][{_NAME_PART}]*)
      | ((?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | "([^"\\\n-\r]*(?:\\[^\n-\r][^"\\\n-\r]*)*)"
      | (//[^\n-\r]*|/\*(?s:.*?)\*/)
      | (\*\*|\.\.|<=|>=|!=|->|/(?!\*)|[-+*(){{}}\[\],:.<>=@'])
    )""",
    re.VERBOSE,
)
_BLANK = re.compile(rf"[{_SPACE}]*")
_LINE = re.compile(r"[^\n-\r]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F][0-9A-Fa-f]{2}")
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_LAST_CODE_POINT = 0x10FFFF
_NUMBER_BEFORE = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,20})?[ ]?$")
_OPERAND_BEHIND = re.compile(r"\s*[\w(]")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A place where the text cannot be cut into tokens."""

    code: str
    message: str
    span: Span
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TokenList:
    """Tokens as parallel lists; the last is of kind `end`. The text of a string is its value, escapes resolved.

    `comments` are the spans of comments.
    """

    kinds: list[str]
    texts: list[str]
    starts: list[int]
    ends: list[int]
    comments: list[Span]


MistakenToken = tuple[int, str, str, tuple[Mistake, ...]]
"""Where to go on, kind and text of the token that was meant (empty where none was), and what is wrong."""


def split_tokens(text: str, most_mistakes: int = 50) -> tuple[TokenList, tuple[Mistake, ...]]:
    """Return the tokens of a text, and the places where it has none; never raises.

    The rest of the text is left aside where there are `most_mistakes`.
    """
    kinds: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    comments: list[Span] = []
    mistakes = [] if text.isascii() and "\0" not in text else _forbidden_characters(text, most_mistakes)
    position = 0
    match_token = _TOKEN.match
    reserved = RESERVED
    while True:
        match = match_token(text, position)
        if match is None:
            start = _end_of(_BLANK, text, position)
            if start == len(text) or len(mistakes) >= most_mistakes:
                break
            position, kind, word, wrong = _read_mistake(text, start, mistakes)
            mistakes += wrong
            if kind:
                kinds.append(kind)
                texts.append(word)
                starts.append(start)
                ends.append(position)
            continue
        position = match.end()
        group = match.lastindex or 0
        if group == 4:
            comments.append(Span(match.start(group), position))
            continue
        word = match[group]
        start = match.start(group)
        if group == 1:
            kinds.append(word if word in reserved else NAME)
        elif group == 5:
            kinds.append(word)
        elif group == 2:
            kinds.append(NUMBER)
        else:
            kinds.append(STRING)
            start -= 1
            if "\\" in word:
                word, invalid = _resolve_escapes(word, start + 1)
                mistakes += invalid
        texts.append(word)
        starts.append(start)
        ends.append(position)
    kinds.append(END)
    texts.append("")
    starts.append(len(text))
    ends.append(len(text))
    return TokenList(kinds, texts, starts, ends, comments), tuple(mistakes)


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _forbidden_characters(text: str, most: int) -> list[Mistake]:
    """Return a mistake for every null byte and lone surrogate, in strings and comments too: no output can hold one."""
    return [
        Mistake(
            "unexpected-character",
            f"character `{_name_of(match[0])}` cannot stand in a text",
            Span(match.start(), match.end()),
            "remove it; in a string write the character that was meant, or its escape such as `\\u00e9`",
        )
        for match in islice(_FORBIDDEN.finditer(text), most)
    ]


def _read_mistake(text: str, start: int, before: Sequence[Mistake]) -> MistakenToken:
    """Return what stands at a place where no token begins; `before` are the mistakes in front of it.

    A sign of another language counts as FEEL's own, so that one slip gives one message.
    """
    character = text[start]
    if character == '"':
        end = _end_of(_LINE, text, start)
        hint = 'close it with `"`; a line break inside a string is written `\\n`'
        wrong = Mistake("unterminated-string", "the string is not closed on its line", Span(start, end), hint)
        return end, STRING, text[start + 1 : end], (wrong,)
    if text.startswith("/*", start):
        span = Span(start, start + 2)
        wrong = Mistake("unterminated-comment", "the comment is not closed", span, "close it with `*/`")
        return len(text), "", "", (wrong,)
    if _FORBIDDEN.match(character):
        return start + 1, "", "", ()  # already noted
    if character in QUOTES:
        return _read_quotes(text, start)
    longest = (text[start : start + length] for length in (4, 2, 1))
    sign = next((sign for sign in longest if sign in SIGNS), "")
    end = _end_of(_LINE, text, start) if character == "#" else start + (len(sign) or 1)
    written = sign or _name_of(character)
    message = f"`{written}` is no operator here" if sign else f"character `{written}` means nothing here"
    hint = sign_hint(sign, text[:start], text[end:]) if sign else _hint_for(text, start)
    meant = SIGNS.get(sign, "*" if character == "%" and _OPERAND_BEHIND.match(text, end) else "")
    if any(each.message == message for each in before if sign):  # the first of them stands for all
        return end, meant, meant, ()
    return end, meant, meant, (Mistake("unexpected-character", message, Span(start, end), hint),)


def _read_quotes(text: str, start: int) -> MistakenToken:
    """Read a text between quotes of a word processor as a string; a quote that nothing closes is left aside."""
    line_end = _end_of(_LINE, text, start)
    closers = QUOTES[text[start]]
    end = next((index + 1 for index in range(start + 1, line_end) if text[index] in closers), 0)
    hint = 'strings are written between straight double quotes: `"text"`'
    if not end:
        message = f"character `{text[start]}` means nothing here"
        return start + 1, "", "", (Mistake("unexpected-character", message, Span(start, start + 1), hint),)
    word = text[start + 1 : end - 1]
    message = f"`{text[start:end]}` stands between quotes that mean nothing here"
    if '"' not in word and "\\" not in word:
        hint = f'write `"{word}"`'
    return end, STRING, word, (Mistake("unexpected-character", message, Span(start, end), hint),)


def _name_of(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"


def _hint_for(text: str, start: int) -> str:
    character = text[start]
    if character == "%":
        found = _NUMBER_BEFORE.search(text[:start])
        if found and not _OPERAND_BEHIND.match(text, start + 1):
            return f"write a percent as a ratio: `{number_text(Decimal(found[0].strip()) / 100)}`"
        return "write a percent as a ratio, `0.75` for 75 %; what a division leaves is `modulo(a, b)`"
    if unicodedata.category(character) == "Sc":
        return "write the number alone: its type says of what it is"
    return {
        "!": "write `!=` for unequal, `not(…)` for a negation",
        "#": "a comment begins with `//`",
    }.get(character, "remove it")


def _resolve_escapes(raw: str, offset: int) -> tuple[str, list[Mistake]]:
    r"""Return the value of a string, and what is wrong. A backslash before other characters is one, as in `"\s"`."""
    mistakes: list[Mistake] = []

    def replacement(match: re.Match[str]) -> str:
        four, six, one = match.groups()
        if one is None:
            code = int(four or six, 16)
            if code <= _LAST_CODE_POINT:
                return chr(code)
            mistakes.append(_invalid_escape(match[0], offset + match.start()))
            return ""
        return {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}.get(one, match[0])

    value = _ESCAPE.sub(replacement, raw)
    if not value.isascii():
        value = _SURROGATE_PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), value)
        escape = _SURROGATE_ESCAPE.search(raw)
        if escape and _SURROGATE.search(value):
            mistakes.append(_invalid_escape(escape[0], offset + escape.start()))
    return value, mistakes


def _invalid_escape(written: str, start: int) -> Mistake:
    return Mistake(
        "invalid-escape",
        f"`{written}` denotes no character",
        Span(start, start + len(written)),
        "write `\\u` and four hexadecimal digits, or `\\U` and six, up to `\\U10FFFF`; surrogates come in pairs",
    )
