"""Defines what stands at an address, and what amendments have made of it."""

from __future__ import annotations

from dataclasses import dataclass

from rulewright.source import Place


@dataclass(frozen=True, slots=True)
class WrittenPiece:
    """What stands at an address: the address in full, where that is, and what is written there.

    `by` has, for each line of the text, the amendments that have written in it.
    """

    address: str
    place: Place
    text: str
    is_under_star: bool
    by: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A change of a piece: by which amendment, what was, what is; texts are empty where there is none.

    `spans` are in words. `annulled_by` is the amendment that has taken this one back. An erratum is adopted on the day
    on which the mistake was found; `found_by` says by whom, `passage` what the document says. Where the document
    gives a `month` and no day, that is its last day. `readings` are id, question and reading of each. What was is
    a list of spans where it `is_by_span`.
    """

    amendment: str
    title: str
    adopted: str
    spans: tuple[str, ...]
    authority: str
    reason: str
    verb: str
    address: str
    was: str
    now: str
    place: Place
    annulled_by: str = ""
    is_erratum: bool = False
    found_by: str = ""
    passage: str = ""
    month: str = ""
    readings: tuple[tuple[str, str, str], ...] = ()
    is_by_span: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What became of a piece: what the base says, if it has it, and every change, in the order in which they apply."""

    address: str
    base: WrittenPiece | None
    events: tuple[Event, ...]
