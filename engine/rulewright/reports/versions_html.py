"""Draws the versions of a pack as one HTML page: when each holds, and the amendments as bars over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rulewright.packs.model.pack import Pack
from rulewright.packs.model.timeline import Dated, Segment
from rulewright.packs.model.version_names import version_name, version_words
from rulewright.reports.pages import page_environment
from rulewright.reports.versions import DIGITS, Digests, found_words, reading_words, short_names


@dataclass(frozen=True, slots=True)
class Bar:
    """The segments in which an amendment is in force: from one column to before another, counted from 1."""

    first: int
    behind: int


@dataclass(frozen=True, slots=True)
class Track:
    """An amendment with its bars; `state` says why it does not count, where it does not."""

    amendment: Dated
    bars: tuple[Bar, ...]
    state: str


def versions_page(pack: Pack, known_on: str, digests: Digests, engine_version: str) -> str:
    """Return the page. It needs no network, follows the reader's light or dark setting, and prints."""
    template = page_environment().get_template("versions.html.j2")
    segments = pack.timeline.segments(known_on)
    return template.render(
        pack=pack,
        known_on=known_on,
        engine_version=engine_version,
        segments=segments,
        names=["" if each.problem else version_words(version_name(each.selection.key)) for each in segments],
        digests={version_words(name): digest[:DIGITS] for name, digest in digests.items()},
        short=short_names(segments),
        found_words=found_words,
        reading_words=reading_words,
        tracks=[_track(each, segments, known_on, pack) for each in pack.timeline.amendments],
    )


def _track(amendment: Dated, segments: Sequence[Segment], known_on: str, pack: Pack) -> Track:
    is_in = [(amendment.id, True) in each.selection.applied for each in segments]
    starts = [column for column, here in enumerate(is_in) if here and (column == 0 or not is_in[column - 1])]
    bars = tuple(Bar(start + 1, _behind(is_in, start) + 1) for start in starts)
    state = pack.timeline.state(amendment, known_on)
    return Track(amendment, bars, state)


def _behind(is_in: Sequence[bool], start: int) -> int:
    return next((column for column in range(start, len(is_in)) if not is_in[column]), len(is_in))
