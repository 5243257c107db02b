"""Says the value of an expression with its type, and what its parts came to.

if a > 2 then b * (1 + c) else 0 → 3.15
  a > 2 → true
    a → 5
  b * (1 + c) → 3.15
    …
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rulewright.blocks import Block, Tree, Words
from rulewright.diagnostics.terminal_text import Role, visible
from rulewright.evaluate.reference.parts import EvaluatedPart
from rulewright.language.display import MissingPartError, TextTooLongError, display, string_literal
from rulewright.language.kinds import kind_of
from rulewright.language.values import Failure, Value

MANY = 3
LEAST = 24
"""So many columns of an expression and of its value are always shown."""


def typed_value(value: Value) -> tuple[str | Words, ...]:
    """Return a value as FEEL writes it, with its kind: `0.3 (number)`."""
    if value is None or isinstance(value, Failure):
        return (Words("null", "absent"),)
    return (Words(feel_literal(value), "value"), " ", Words(f"({kind_words(value)})", "dim"))


def feel_literal(value: Value) -> str:
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


def part_tree(part: EvaluatedPart, text: str) -> Tree:
    """Return what an expression and its parts came to."""
    words = " ".join(text[part.span.start : part.span.end].split())
    role: Role = "absent" if part.value is None or isinstance(part.value, Failure) else "value"
    below: list[Block] = []
    for _, group in groupby(_once(_shown(part), text), key=lambda each: each.span):
        same = list(group)
        below += [part_tree(each, text) for each in same[:MANY]]
        if len(same) > MANY:
            below.append(Words(f"… {len(same) - MANY} more", "dim"))
    if part.is_cut:
        below.append(Words("… and so on", "dim"))
    shown = (Words(words, least=LEAST), " ", Words("→", "dim"), " ", Words(_value_words(part.value), role, LEAST))
    return Tree(shown, tuple(below))


def _shown(part: EvaluatedPart) -> Iterator[EvaluatedPart]:
    """Yield the parts that show something; brackets around the whole are passed through."""
    for each in part.parts:
        if each.is_plain:
            continue
        if each.span == part.span:
            yield from _shown(each)
        else:
            yield each


def _once(parts: Iterable[EvaluatedPart], text: str) -> Iterator[EvaluatedPart]:
    """Yield parts; a name that was shown already, with the same value, is not shown again."""
    seen: list[tuple[str, Value]] = []
    for part in parts:
        name = (text[part.span.start : part.span.end], part.value)
        if part.parts or name not in seen:
            yield part
        if not part.parts:
            seen.append(name)


def _value_words(value: Value) -> str:
    if isinstance(value, Failure):
        return f"null ({value.reason})"
    return "null" if value is None else feel_literal(value)
