"""Writes the value of an expression with its type, and what its parts came to.

if a > 2 then b * (1 + c) else 0 → 3.15
  a > 2 → true
    a → 5
  b * (1 + c) → 3.15
    …
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rulewright.diagnostics.terminal_text import Style, columns_of, plain_style, visible
from rulewright.evaluate.reference.parts import Part
from rulewright.language.display import MissingPartError, TextTooLongError, display, string_literal
from rulewright.language.kinds import kind_of
from rulewright.language.values import Failure, Value
from rulewright.reports.explanation_text import cut

MANY = 3
INDENT = "  "
NARROWEST = 24


def typed_value(value: Value, style: Style = plain_style) -> str:
    """Return a value as FEEL writes it, with its kind: `0.3 (number)`."""
    if value is None or isinstance(value, Failure):
        return style("null", "absent")
    return f"{style(literal(value), 'value')} {style(f'({kind_words(value)})', 'dim')}"


def literal(value: Value) -> str:
    """Return a value as FEEL writes it; a string is in quotes."""
    try:
        return visible(string_literal(value) if isinstance(value, str) else display(value))
    except TextTooLongError:
        return f"… too long to be shown: {len(value)} items" if isinstance(value, list | dict) else "… too long"
    except MissingPartError as error:
        return f"… with a part that is missing ({type(error.absence).__name__.lower()})"


def kind_words(value: Value) -> str:
    """Return the kind of a value; of a list also that of its items, where they have one in common."""
    kind = kind_of(value)
    kinds = {kind_of(item) for item in value} if isinstance(value, list) else set()
    return f"list<{kinds.pop()}>" if len(kinds) == 1 else kind


def parts_text(root: Part, text: str, *, width: int = 100, style: Style = plain_style) -> str:
    """Return what the parts of an expression came to, as an indented tree."""
    return "\n".join(_lines(root, text, "", width, style))


def _lines(part: Part, text: str, indent: str, width: int, style: Style) -> Iterator[str]:
    words = " ".join(text[part.span.start : part.span.end].split())
    value = _value_words(part.value)
    room = width - columns_of(f"{indent} → {value}")
    if room < min(NARROWEST, columns_of(words)):
        value = cut(value, max(NARROWEST, width - columns_of(indent) - NARROWEST - 3))
        room = width - columns_of(f"{indent} → {value}")
    shown = style(value, "absent" if part.value is None or isinstance(part.value, Failure) else "value")
    yield f"{indent}{cut(words, max(room, NARROWEST))} {style('→', 'dim')} {shown}"
    for _, group in groupby(_once(_telling(part), text), key=lambda each: each.span):
        same = list(group)
        for each in same[:MANY]:
            yield from _lines(each, text, indent + INDENT, width, style)
        if len(same) > MANY:
            yield f"{indent}{INDENT}{style(f'… {len(same) - MANY} more', 'dim')}"
    if part.is_cut:
        yield f"{indent}{INDENT}{style('… and so on', 'dim')}"


def _telling(part: Part) -> Iterator[Part]:
    """Yield the parts that tell something; brackets around the whole are passed through."""
    for each in part.parts:
        if each.is_plain:
            continue
        if each.span == part.span:
            yield from _telling(each)
        else:
            yield each


def _once(parts: Iterable[Part], text: str) -> Iterator[Part]:
    """Yield parts; a name that was told already, with the same value, is not told again."""
    told: list[tuple[str, Value]] = []
    for part in parts:
        name = (text[part.span.start : part.span.end], part.value)
        if part.parts or name not in told:
            yield part
        if not part.parts:
            told.append(name)


def _value_words(value: Value) -> str:
    if isinstance(value, Failure):
        return f"null ({value.reason})"
    return "null" if value is None else literal(value)
