"""Publishes a pack: settles what it says at each time, as it was known on a date and on the dates before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rulewright.check.pack import examine
from rulewright.check.published import PackTexts
from rulewright.diagnostics import Diagnostic
from rulewright.evaluate.dates import misread_dates
from rulewright.packs.files import PUBLISHED, find_pack
from rulewright.packs.model.published import Published, PublishedDate, PublishedText, written_published
from rulewright.packs.model.timeline import Timeline, day_after


class NotPublishableError(Exception):
    """Says why a pack cannot be published, and what to do. `diagnostics` are the problems of a pack that has any."""

    def __init__(self, reason: str, hint: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(reason)
        self.hint = hint
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published of a pack as known on a date: the `content` of `file`, and the texts that are new in it.

    `reworded` are those that were published before in other words.
    """

    pack: str
    known_on: str
    file: Path
    content: str
    added: tuple[PublishedText, ...]
    reworded: tuple[PublishedText, ...]


def publish(name: str | Path, known_on: str | None = None, *, is_editorial: bool = False) -> Publication:
    """Return what is to be written in order to publish a pack; nothing is written.

    Without `known_on` everything counts that is adopted. What is published stays as it is, and is compared; with
    `is_editorial` texts that differ in words alone take the place of those that were published.

    Raises:
        FileNotFoundError: when there is no such pack.
        OSError: when the folder cannot be read.
        NotPublishableError: when the date is none, or the pack has errors; one is that it is not what was published.
    """
    for misread in misread_dates(None, None, known_on):
        raise NotPublishableError(misread.message, misread.hint)
    folder = find_pack(name)
    checked, texts, published = examine(folder)
    if texts is None:
        hint = "mend what `rulewright check` reports"
        raise NotPublishableError("a pack with errors is not published", hint, checked.diagnostics)
    last = known_on or texts.timeline.latest
    if not last:
        hint = "give the day as `--known-on`; from then on it changes by amendments alone"
        raise NotPublishableError("the pack has no amendments, which would say up to when it is known", hint)
    reworded = tuple(_reworded(published, texts))
    if reworded and not is_editorial:
        hint = "`--editorial` locks the new words; to keep the old ones, take the change back"
        raise NotPublishableError("what was published has other words now", hint, checked.diagnostics)
    settled = {each.known_on for each in published.dates}
    dates = [each for each in _dates(texts.timeline, last) if each not in settled]
    added = tuple(text for each in dates for text in texts.published(each))
    known = (
        PublishedDate(date, tuple((each.id, each.adopted) for each in texts.known_on(date).amendments))
        for date in dates
    )
    changed = {(each.known_on, each.at): each for each in reworded}
    kept = (changed.get((each.known_on, each.at), each) for each in published.texts)
    content = written_published(checked.pack.id, (*published.dates, *known), (*kept, *added))
    return Publication(checked.pack.id, last, folder / PUBLISHED, content, added, reworded)


def _dates(timeline: Timeline, last: str) -> Iterator[str]:
    """Yield the dates that see each text which was known up to the last one: the first sees the base."""
    adopted = [each for each in timeline.adoptions() if each <= last]
    if adopted:
        yield day_after(adopted[0], -1)
    yield from adopted
    if last not in adopted:
        yield last


def _reworded(published: Published, texts: PackTexts) -> Iterator[PublishedText]:
    for each in published.texts:
        words, _ = texts.now(each)
        if words != each.text:
            yield replace(each, text=words)
