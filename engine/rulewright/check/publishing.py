"""Publishes a pack: settles what it says at each time, as it was known on a date and on the dates before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rulewright.check.examples import run_examples
from rulewright.check.pack import examine
from rulewright.check.published import PackTexts
from rulewright.diagnostics import Diagnostic
from rulewright.evaluate.dates import misread_dates
from rulewright.evaluate.library import load_pack
from rulewright.packs.files import PUBLISHED, find_pack
from rulewright.packs.model.published import Published, PublishedDate, PublishedText, written_published
from rulewright.packs.model.timeline import Timeline, day_after
from rulewright.packs.model.version_names import version_words

SHOWN = 5
"""So many examples are named in a message."""


class NotPublishableError(Exception):
    """Says why a pack cannot be published, and what to do. `diagnostics` are the problems of a pack that has any.

    `is_of_date` where it is the date that is wrong or missing, and nothing about the pack.
    """

    def __init__(
        self, reason: str, hint: str, diagnostics: tuple[Diagnostic, ...] = (), *, is_of_date: bool = False
    ) -> None:
        super().__init__(reason)
        self.hint = hint
        self.diagnostics = diagnostics
        self.is_of_date = is_of_date


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
        NotPublishableError: when the date is none, when the pack has errors (one is that it is not what was published),
            when an example fails, or when an erratum is of what was never published.
    """
    for misread in misread_dates(None, None, known_on):
        raise NotPublishableError(misread.message, misread.hint, is_of_date=True)
    folder = find_pack(name)
    checked, texts, published = examine(folder)
    if texts is None:
        hint = "mend what `rulewright check` reports"
        raise NotPublishableError("a pack with errors is not published", hint, checked.diagnostics)
    last = known_on or texts.timeline.latest
    if not last:
        hint = "give the day as `--known-on`; from then on it changes by amendments alone"
        reason = "the pack has no amendments, which would say up to when it is known"
        raise NotPublishableError(reason, hint, is_of_date=True)
    _refuse_unpublished(published, texts.timeline, last, checked.diagnostics)
    _refuse_failing(folder)
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


def _refuse_unpublished(
    published: Published, timeline: Timeline, last: str, diagnostics: tuple[Diagnostic, ...]
) -> None:
    """Refuse to settle an erratum together with the text that it corrects: nobody could say then which was in use.

    Raises:
        NotPublishableError: when there is one of what was not published before it was found.
    """
    for each in timeline.amendments:
        if (
            each.is_erratum
            and each.adopted <= last
            and not any(date.known_on < each.adopted for date in published.dates)
        ):
            before = day_after(each.adopted, -1)
            reason = f"`{each.id}` is an erratum of {each.adopted}, and nothing was published before"
            hint = f"correct the text itself, or settle what was in use until then with `--known-on {before}` first"
            raise NotPublishableError(reason, hint, diagnostics)


def _refuse_failing(folder: Path) -> None:
    """Refuse a pack whose examples fail: what is published never changes, so it is right before.

    Raises:
        NotPublishableError: when an example of any version fails.
    """
    failed = [
        f"`{result.example.id}` ({result.example.place}){in_version}"
        for version in load_pack(folder).versions
        for in_version in (f" in the version `{version_words(version.version)}`" if version.is_version else "",)
        for result in run_examples(version, version.pack.examples)
        if not result.has_passed
    ]
    if failed:
        more = f" and {len(failed) - SHOWN} more" if len(failed) > SHOWN else ""
        hint = "`rulewright test` shows each; mend the pack, or end the example by the amendment that moves it"
        raise NotPublishableError(f"examples fail: {', '.join(failed[:SHOWN])}{more}", hint)


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
