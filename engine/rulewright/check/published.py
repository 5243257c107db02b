"""Compares a pack with what was published of it: published versions never change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from rulewright.diagnostics import Diagnostic, Severity, counted
from rulewright.language.reading.scalars import DATE_TEXT
from rulewright.packs.model.published import Published, PublishedDate, PublishedText
from rulewright.packs.model.timeline import Dated, Timeline, UnplacedError, VersionKey
from rulewright.packs.model.version_names import version_name, version_words
from rulewright.source import Place

MEND = "take the change back: a mistake in a published text is mended by an `erratum`, all else is an amendment"


@dataclass(frozen=True, slots=True)
class PackTexts:
    """The texts that a pack has at any time: what is in force when, and the digests of each text.

    The digests are of the text and of the outcomes. `places` say where the id of each amendment stands.
    """

    timeline: Timeline
    digests: Mapping[VersionKey, tuple[str, str]]
    places: Mapping[str, Place]

    def known_on(self, date: str) -> Timeline:
        """Return the timeline of what was known on a date."""
        amendments = tuple(each for each in self.timeline.amendments if each.adopted <= date)
        return replace(self.timeline, amendments=amendments)

    def published(self, known_on: str) -> Iterator[PublishedText]:
        """Yield the text of each segment of time, as it was known on a date; without times the one text."""
        timeline = self.known_on(known_on)
        for at, selection in timeline.selections(known_on) or [("", timeline.select("", known_on))]:
            yield PublishedText(known_on, at, version_name(selection.key), *self.digests[selection.key])

    def now(self, text: PublishedText) -> tuple[str, str]:
        """Return the digests of what the text of a time is now; empty where the pack knows no such time any more."""
        nothing = ("", "")
        if text.at and not self.timeline.clock.member(text.at) and not DATE_TEXT.fullmatch(text.at):
            return nothing
        try:
            return self.digests.get(self.timeline.select(text.at, text.known_on).key, nothing)
        except UnplacedError:
            return nothing


def find_changes(published: Published, texts: PackTexts) -> Iterator[Diagnostic]:
    """Yield what makes a pack another one than was published: amendments too early or gone, texts that differ.

    Texts that differ in words alone are warned of, and errata of texts that were never published.
    """
    adopted = {each.id: each.adopted for each in texts.timeline.amendments}
    changed: set[str] = set()
    newcomers: dict[str, PublishedDate] = {}
    strayed: dict[str, PublishedDate] = {}
    for date in published.dates:
        new = [id_ for id_, day in adopted.items() if day <= date.known_on and id_ not in dict(date.amendments)]
        gone = [id_ for id_, day in date.amendments if adopted.get(id_) != day]
        newcomers |= dict.fromkeys(new, date)  # the latest date is reported
        strayed |= dict.fromkeys(gone, date)
        if new or gone:
            changed.add(date.known_on)
    for id_, date in strayed.items():
        yield _strayed(id_, date, texts)
    for each in texts.timeline.amendments:
        if each.id in newcomers and each.id not in strayed:
            yield _too_early(each, newcomers[each.id], texts)
        if each.is_erratum and not any(date.known_on < each.adopted for date in published.dates):
            yield _unpublished(each, texts.places[each.id])
    rest = [each for each in published.texts if each.known_on not in changed]
    yield from _reported_once(rest, lambda each: _moved(each, texts), _other_outcomes)
    yield from _reported_once(rest, lambda each: _reworded(each, texts), _other_words)


def _moved(text: PublishedText, texts: PackTexts) -> bool:
    return texts.now(text)[1] != text.outcome


def _reworded(text: PublishedText, texts: PackTexts) -> bool:
    words, outcome = texts.now(text)
    return outcome == text.outcome and words != text.text


def _reported_once(
    texts: list[PublishedText],
    is_reported: Callable[[PublishedText], bool],
    diagnosed: Callable[[PublishedText, int], Diagnostic],
) -> Iterator[Diagnostic]:
    """Yield one problem for each published text, however many segments have it."""
    found: dict[tuple[str, str], list[PublishedText]] = {}
    for each in filter(is_reported, texts):
        found.setdefault((each.version, each.text), []).append(each)
    for same in found.values():
        yield diagnosed(same[0], len(same) - 1)


def _where(text: PublishedText, others: int) -> str:
    about = f" about `{text.at}`" if text.at else ""
    more = f" (and in {counted(others, 'other segment')})" if others else ""
    return f"the version `{version_words(text.version)}`{about}, as known on {text.known_on}{more},"


def _other_outcomes(text: PublishedText, others: int) -> Diagnostic:
    message = f"{_where(text, others)} can give other outcomes than what was published"
    return Diagnostic("published-outcome", message, text.place, MEND)


def _other_words(text: PublishedText, others: int) -> Diagnostic:
    message = f"{_where(text, others)} has other words than what was published; no outcome moves"
    hint = "where the change is meant, `rulewright publish --editorial` locks the new words"
    return Diagnostic("published-words", message, text.place, hint, Severity.WARNING)


def _strayed(id_: str, date: PublishedDate, texts: PackTexts) -> Diagnostic:
    later = next((each for each in texts.timeline.amendments if each.id == id_), None)
    what = f"it is of {later.adopted} now" if later else "it is gone"
    message = f"the amendment `{id_}` of {dict(date.amendments)[id_]} was published as known on {date.known_on}: {what}"
    hint = "bring it back as it was; what no longer holds is annulled by another amendment"
    related = ((texts.places[id_], f"`{id_}`"),) if id_ in texts.places else ()
    return Diagnostic("published-gone", message, date.place, hint, related=related)


def _too_early(newcomer: Dated, date: PublishedDate, texts: PackTexts) -> Diagnostic:
    selections = texts.known_on(date.known_on).selections(date.known_on)
    moments = [moment for moment, selection in selections if newcomer.id in {id_ for id_, _ in selection.key}]
    changed = f"; it would change what is known about {', '.join(f'`{each}`' for each in moments)}" if moments else ""
    message = f"`{newcomer.id}` is known from {newcomer.adopted} on, and {date.known_on} is published without it"
    verb = "found" if newcomer.is_erratum else "adopted"
    hint = f"give the day on which it was {verb}, later than what is published"
    related = ((date.place, "what was published"),)
    return Diagnostic("adopted-before-published", message + changed, texts.places[newcomer.id], hint, related=related)


def _unpublished(erratum: Dated, place: Place) -> Diagnostic:
    message = f"`{erratum.id}` is an erratum of {erratum.adopted}, and nothing was published before"
    hint = "correct the text itself; an erratum is for what `rulewright publish` has settled"
    return Diagnostic("unpublished-erratum", message, place, hint, Severity.WARNING)
