"""Checks the dates of a case: the one that its outcome is about, and the one up to which amendments count."""

from __future__ import annotations

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.evaluate.outcome import Problem
from rulewright.language.reading.case_words import Misread, read_given
from rulewright.language.reading.hints import date_hint
from rulewright.language.types import DATE, EnumType, Type

SHOWN_MEMBERS = 12
"""A hint lists so many members."""


def misread_dates(clock: Type | None, as_of: str | None, known_on: str | None) -> tuple[Misread, ...]:
    """Return what is wrong with an `as_of` that is neither date nor period, or a `known_on` that is no date.

    Periods are the members of the type that the pack names as its `clock`, and their aliases.
    """
    given = (("as_of", as_of), ("known_on", known_on))
    no_text = tuple(_no_text(name, each) for name, each in given if each is not None and not isinstance(each, str))
    if no_text:
        return no_text
    periods = (*clock.members, *(alias for alias, _ in clock.aliases)) if isinstance(clock, EnumType) else ()
    problems: tuple[Misread, ...] = ()
    if as_of is not None and as_of not in periods:
        wrong = read_given(as_of, DATE, "as_of")[1]
        if isinstance(clock, EnumType) and wrong:
            message = f"`as_of` is `{as_of}`, neither a date nor a member of `{clock.name}`"
            members = f"give a date, or one of {', '.join(f'`{each}`' for each in clock.members[:SHOWN_MEMBERS])}"
            more = " …" if len(clock.members) > SHOWN_MEMBERS else ""
            hint = date_hint(as_of) or f"{did_you_mean(as_of, periods)} {members}{more}".strip()
            wrong = (Misread("wrong-type", "as_of", message, hint),)
        problems += wrong
    if known_on is not None:
        problems += read_given(known_on, DATE, "known_on")[1]
    return problems


def _no_text(name: str, given: object) -> Misread:
    """Return the problem of a date that is no text, such as a `datetime.date`."""
    hint = f"write it as text: `{given}`" if hasattr(given, "year") else "write a date as text: `2020-01-31`"
    return Misread("wrong-type", name, f"`{name}` is of the type `{type(given).__name__}`, but a text is needed", hint)


def dates_without_effect(
    rule: str, reason: str, version: str, as_of: str | None, known_on: str | None
) -> tuple[Problem, ...]:
    """Return a warning for each date that changes nothing, and why it does: that a version answers."""
    from rulewright.packs.model.version_names import version_words  # noqa: PLC0415  (few cases give dates)

    return tuple(
        Problem("date-without-effect", f"`{name}` changes nothing: {reason}, `{version_words(version)}`", rule)
        for name, given in (("as_of", as_of), ("known_on", known_on))
        if given is not None
    )
