"""Finds the versions that two names stand for, and compares them.

A name is `base`; `amended`, all amendments; the id of an amendment, for the text after it; `as_of@known_on`, either of
which may be left out; `git:REVISION`; or a folder, with a slash. A folder and a revision stand for all amendments as
well. What fits two of these is refused with both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from rulewright.compare.comparison import Elsewhere, Side, VersionComparison, compare_sides
from rulewright.compare.revisions import MARK, VersionError, read_revision
from rulewright.compare.witness.search import SECONDS
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.evaluate.dates import misread_dates
from rulewright.packs.amendments.address import AddressError
from rulewright.packs.comparing import differences_of
from rulewright.packs.files import find_pack, read_files
from rulewright.packs.loading import PackReading
from rulewright.packs.model.timeline import BASE, Selection, Timeline, UnplacedError, VersionKey
from rulewright.packs.model.version_names import version_name
from rulewright.packs.version_texts import Rename, VersionText

AMENDED = "amended"
FORMS = "`base`, `amended`, the id of an amendment, `as_of@known_on`, `git:REVISION` or a folder with a slash"


@dataclass(frozen=True, slots=True)
class _Named:
    """A version that was found: in words, and its text; `selection` says which amendments hold, and which do not.

    It `is_whole` where a pack was named, and no time.
    """

    words: str
    text: VersionText
    selection: Selection
    is_whole: bool = False

    @property
    def is_stripped(self) -> bool:
        """Whether the pack has amendments that nobody could read, since its base has errors."""
        reading = self.text.reading
        return bool(reading.amendments_by_path) and not reading.timeline.amendments


def compare_versions(
    folder: Path | None,
    before: str,
    after: str,
    *,
    as_of: str | None = None,
    renames: Sequence[tuple[str, str]] = (),
    seconds: float = SECONDS,
) -> VersionComparison:
    """Return the comparison of two versions of a pack, given by their names; see the module for these.

    `folder` is that of the pack; without one both names are folders. `as_of` is the date or period about which
    `amended`, folders and revisions are compared, without it the last one; it is then also looked whether folders and
    revisions differ about others. `renames` are addresses in the earlier version with the names that the pieces have in
    the later one. `seconds` of a processor are the most that a search for a witness takes for each decision that is not
    identical; 0 for none.

    Where the amendments of one pack cannot be read, since its base has errors, the other is compared without its own.

    Raises:
        VersionError: when a name stands for no version, or for two, or a rename for nothing that there is.
        OSError: when a folder cannot be read.
    """
    opening = _NamedVersions(folder, as_of)
    one, other = _alike(opening.named(before), opening.named(after))
    confirmed = [Rename(*each) for each in renames]
    _require(confirmed, (before, one.text), (after, other.text))
    found = differences_of(one.text, other.text, confirmed)
    sides = _side(before, one, found.before), _side(after, other, found.after)
    comparison = compare_sides(*sides, found.changes, found.questions, seconds=seconds)
    is_whole = as_of is None and one.is_whole and other.is_whole
    elsewhere = tuple(_elsewhere(one.text, other.text, confirmed)) if is_whole else ()
    return replace(comparison, elsewhere=elsewhere)


def _alike(one: _Named, other: _Named) -> tuple[_Named, _Named]:
    """Return two versions as far as both can be read: without amendments where those of one pack cannot."""
    if one.is_stripped == other.is_stripped:
        return one, other
    return (one, _stripped(other)) if one.is_stripped else (_stripped(one), other)


def _stripped(found: _Named) -> _Named:
    """Return a version without its amendments."""
    why = "those of the other version cannot be read"
    left_out = tuple((id_, why) for id_, _ in found.text.key)
    selection = replace(found.selection, applied=(), key=(), left_out=(*left_out, *found.selection.left_out))
    return replace(found, text=VersionText.of(found.text.reading, ()), selection=selection)


def _require(renames: Sequence[Rename], one: tuple[str, VersionText], other: tuple[str, VersionText]) -> None:
    """Raise an error where the earlier version has not what is renamed, or the later one not what it is then."""
    owners = {each.address: each.to for each in renames}
    for each in renames:
        for name, text in (one, other):
            try:
                address = each.address if text is one[1] else each.new_address(owners)
                is_there = text.text.pieces.piece(address).node is not None
            except AddressError as error:
                raise VersionError(f"`--rename`: in `{name}`: {error}", error.hint) from error
            if not is_there:
                raise VersionError(f"`--rename`: `{name}` has no `{address}`", "write ADDRESS-IN-A=NAME-IN-B")


def _elsewhere(one: VersionText, other: VersionText, confirmed: Sequence[Rename]) -> Iterator[Elsewhere]:
    """Yield what two packs say differently about other times than those of two versions."""
    times: dict[tuple[VersionKey, VersionKey], list[str]] = {}
    timelines = one.reading.timeline, other.reading.timeline
    clocks = [each.clock for each in timelines]
    for moment in dict.fromkeys(moment for timeline in timelines for moment in timeline.moments()):
        if any(moment != clock.member(moment) and clock.moment(moment).period >= 0 for clock in clocks):
            continue  # a day of a period, which stands among the moments itself
        try:
            first, second = (each.select(moment, each.latest).key for each in timelines)
        except UnplacedError:
            continue
        times.setdefault((first, second), []).append(moment)
    for (first, second), moments in times.items():
        if (first, second) == (one.key, other.key) or one.reading is other.reading:
            continue
        pair = VersionText.of(one.reading, first), VersionText.of(other.reading, second)
        found = differences_of(*pair, confirmed)
        before, after = (
            Side("", "", each.name, each.pack, problems=each.problems) for each in (found.before, found.after)
        )
        comparison = compare_sides(before, after, with_examples=False)
        if not comparison.is_identical:
            yield Elsewhere(tuple(moments), comparison.movements, comparison.has_errors)


def _side(name: str, found: _Named, text: VersionText) -> Side:
    applied = tuple(id_ for id_, _ in found.text.key)
    left_out = found.selection.left_out
    return Side(name, found.words, version_name(found.text.key), text.pack, applied, left_out, found.text.problems)


@dataclass(slots=True)
class _NamedVersions:
    """Reads the packs that names stand for, each once."""

    folder: Path | None
    as_of: str | None
    readings: dict[Path, PackReading] = field(default_factory=dict)

    def named(self, name: str) -> _Named:
        """Return the version that a name stands for.

        Raises:
            VersionError: when it stands for none, or for two.
        """
        found = list(self.meanings(name))
        if len(found) > 1:
            words = " and ".join(each for each, _ in found)
            raise VersionError(f"`{name}` means two things: {words}", "rename one, or name the version in another way")
        if not found:
            raise self.unknown(name)
        words, read = found[0]
        return _Named(words, *read(), is_whole="/" in name or name.startswith(MARK))

    def meanings(self, name: str) -> Iterator[tuple[str, Callable[[], tuple[VersionText, Selection]]]]:
        """Yield in words what a name may stand for, each with what reads it."""
        if "/" in name and _is_folder(name):
            path = find_pack(name)
            yield f"the folder `{name}`", lambda: self.amended(self.reading(path))
        if self.folder is None:
            return
        folder = self.folder
        if name.startswith(MARK):
            revision = name.removeprefix(MARK)
            yield f"the revision `{revision}`", lambda: self.amended(_at_revision(folder, revision))
            return
        if "/" in name:
            return
        reading = self.reading(folder)
        timeline = reading.timeline
        if name == BASE:
            yield "the base", lambda: _version(reading, Selection((), (), ()))
        if name == AMENDED:
            yield f"all amendments, {_dated_words(self.as_of or '', '')}", lambda: self.amended(reading)
        if "@" in name:
            as_of, _, known_on = name.rpartition("@")
            yield _dated_words(as_of, known_on), lambda: _version(reading, _at(reading, as_of, known_on))
        elif any(each.id == name for each in timeline.amendments):
            yield f"the text after the amendment `{name}`", lambda: _version(reading, _after(timeline, name))
        elif name not in {BASE, AMENDED} and _may_be_hidden(reading, name):
            words = f"the base: `{name}` cannot be read"
            yield words, lambda: _version(reading, Selection((), (), ()))

    def reading(self, folder: Path) -> PackReading:
        """Return the reading of a folder."""
        known = self.readings.get(folder.resolve())
        if known is None:
            known = self.readings[folder.resolve()] = PackReading(read_files(folder), folder.resolve().name)
        return known

    def amended(self, reading: PackReading) -> tuple[VersionText, Selection]:
        """Return the version with all amendments, about the time that was given, or the last one."""
        return _version(reading, _at(reading, self.as_of or "", ""))

    def unknown(self, name: str) -> VersionError:
        """Return the error of a name that stands for nothing."""
        if "/" in name:
            return VersionError(f"there is no folder `{name}` with a pack", "a folder of a pack has `pack.yaml`")
        if self.folder is None:
            return VersionError(f"`{name}` is no folder, and no pack is named", f"name the pack first: {FORMS}")
        ids = [each.id for each in self.reading(self.folder).timeline.amendments]
        hint = did_you_mean(name, [BASE, AMENDED, *ids]) or f"a version is {FORMS}"
        return VersionError(f"there is no version `{name}`", hint)


def _is_folder(name: str) -> bool:
    try:
        find_pack(name)
    except (OSError, ValueError):
        return False
    return True


def _at_revision(folder: Path, revision: str) -> PackReading:
    return PackReading(read_revision(folder, revision), folder.resolve().name)


def _version(reading: PackReading, selection: Selection) -> tuple[VersionText, Selection]:
    return VersionText.of(reading, selection.key), selection


def _may_be_hidden(reading: PackReading, name: str) -> bool:
    """Whether a name may be that of an amendment that cannot be read."""
    is_broken = any(each.is_error for each in reading.base.diagnostics)
    return is_broken and not reading.timeline.amendments and name in reading.amendments_by_path.values()


def _dated_words(as_of: str, known_on: str) -> str:
    about = f"about {as_of}" if as_of else "about the last period"
    return f"{about}, as known on {known_on}" if known_on else about


def _at(reading: PackReading, as_of: str, known_on: str) -> Selection:
    """Return what holds about a date or period, without one the last, as it was known on a date, or is now.

    Raises:
        VersionError: when one is neither, or it is not clear what holds then.
    """
    pack, timeline = reading.base, reading.timeline
    misread = misread_dates(pack.types.get(pack.clock), as_of or None, known_on or None)
    if misread:
        raise VersionError(misread[0].message, misread[0].hint)
    known = known_on or timeline.latest
    try:
        if as_of:
            return timeline.select(as_of, known)
        selections = timeline.selections(known)
        return selections[-1][1] if selections else timeline.select("", known)
    except UnplacedError as error:
        raise VersionError(str(error), "give `as_of` as a date") from error


def _after(timeline: Timeline, name: str) -> Selection:
    """Return what holds after an amendment, about the first time that it is in force: itself, and those before it.

    Raises:
        VersionError: when it is not clear what holds then.
    """
    ids = [each.id for each in timeline.amendments]
    known = timeline.amendments[: ids.index(name) + 1]
    earlier = replace(timeline, amendments=known)
    amendment = known[-1]
    moments = timeline.moments()
    covers = partial(_covers, timeline, amendment.spans)
    about = next(filter(covers, moments), moments[-1] if moments else "")
    try:
        return earlier.select(about, amendment.adopted)
    except UnplacedError as error:
        raise VersionError(str(error), "write `as_of@known_on`") from error


def _covers(timeline: Timeline, spans: Sequence[object], moment: str) -> bool:
    clock = timeline.clock
    try:
        return any(clock.covers(span, clock.moment(moment)) for span in spans)  # type: ignore[arg-type]
    except UnplacedError:
        return False
