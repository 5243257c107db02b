"""Checks the dates of a case: the one that its outcome is about, and the one up to which amendments count."""

from __future__ import annotations

from collections.abc import Iterable

from rulewright.language.reading.case_words import Misread, read_case
from rulewright.language.types import DATE, EnumType, Type


def misread_dates(types: Iterable[Type], as_of: str | None, known_on: str | None) -> tuple[Misread, ...]:
    """Return what is wrong with an `as_of` that is neither date nor period, or a `known_on` that is no date.

    Periods are the members of the pack's enumerations, and their aliases.
    """
    periods = {
        word
        for type_ in types
        if isinstance(type_, EnumType)
        for word in (*type_.members, *(alias for alias, _ in type_.aliases))
    }
    problems: tuple[Misread, ...] = ()
    if as_of is not None and as_of not in periods:
        problems += read_case(as_of, DATE, "as_of")[1]
    if known_on is not None:
        problems += read_case(known_on, DATE, "known_on")[1]
    return problems
