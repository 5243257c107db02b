"""Names versions: whole, and as people read them."""

from __future__ import annotations

from collections.abc import Iterable

from rulewright.packs.model.timeline import BASE, Selected

PLUS = " + "
"""What stands between the amendments in the name of a version."""

LONGEST_NAME = 60
"""A longer name is not shown to people as a whole."""


def version_words(name: str) -> str:
    """Return how people read the name of a version: what is long is short, and no other version of a pack has it."""
    *before, last = name.split(PLUS)
    if len(name) <= LONGEST_NAME or not before:
        return name
    from hashlib import blake2b  # noqa: PLC0415  (few names are long)

    return f"{last} after {len(before)} others ({blake2b(name.encode(), digest_size=4).hexdigest()})"


def is_version_named(name: str, given: str) -> bool:
    """Whether a version of a name is meant by that which is given, whole or as people read it."""
    return given in {name, version_words(name)}


def version_name(key: Iterable[Selected]) -> str:
    """Return the name of a version: the ids of its amendments; one that is there by keys alone is in brackets."""
    return PLUS.join(id_ if is_in_force else f"({id_})" for id_, is_in_force in key) or BASE
