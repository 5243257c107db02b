"""Reads JSON with exact numbers, and text that may be JSON."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

from rulewright.language.relations import without_null
from rulewright.language.types import STRING, AnyType, EnumType, Nullable, Type

SHOWN = 40


def parse_json(text: str) -> object:
    """Read JSON with every number as `Decimal`; `NaN`, `Infinity` and a name given twice are refused.

    Raises:
        ValueError: when the text is no JSON.
    """
    return json.loads(
        text,
        parse_float=Decimal,
        parse_int=Decimal,
        parse_constant=_refuse_constant,
        object_pairs_hook=object_without_repeats,
    )


def read_json(text: str, shown: str) -> object:
    """Read JSON; an error says in a sentence what is none, under the name that is shown for it.

    Raises:
        ValueError: when it is no JSON.
    """
    try:
        return parse_json(text)
    except RecursionError:
        raise ValueError(f"`{shown}`: lists and objects stand too deep inside each other") from None
    except ValueError as error:
        reason = str(error)
        raise ValueError(f"`{shown}` is no JSON: {reason[:1].lower()}{reason[1:]}") from error


def given_by_text(text: str, type_: Type | None = None) -> object:
    """Return what a text gives for a type, or for one that is not known: the JSON value that it looks like.

    A list or object is one, `null` is null, and a text in quotes is what stands between them. A number stays text, as
    which it is exact, unless any type will do; so does a range. Where a text is wanted nothing else is one.

    Raises:
        ValueError: when the text begins like a list or object and is none.
    """
    bare = text.strip()
    inner = type_ if type_ is None else without_null(type_)
    if isinstance(inner, EnumType) or inner == STRING:
        if bare == "null" and isinstance(type_, Nullable):
            return None
        return _json_or_text(text) if bare[:1] == '"' else text
    if bare == "null":
        return None
    if bare[:1] in {"[", "{"}:
        if ".." in bare and _json_or_text(text) is text:
            return text
        return read_json(bare, bare if len(bare) <= SHOWN else f"{bare[:SHOWN]}…")
    return _json_or_text(text) if bare[:1] == '"' or isinstance(inner, AnyType) else text


def _json_or_text(text: str) -> object:
    try:
        return parse_json(text)
    except (ValueError, RecursionError):
        return text


def _refuse_constant(name: str) -> object:
    raise ValueError(f"`{name}` is no number")


def object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON.

    Raises:
        ValueError: when a name is given twice.
    """
    result = dict(pairs)
    if len(result) != len(pairs):
        repeated = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise ValueError(f"`{repeated}` stands twice in one object")
    return result
