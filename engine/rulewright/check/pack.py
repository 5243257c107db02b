"""Checks a pack as a whole: what is wrong in its files, and where these are sound, in its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rulewright.check.dated_examples import problems_of_dates
from rulewright.check.figures import check_figures, run_checks
from rulewright.check.published import PackTexts, find_changes
from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.crossings import calls_across, full_text
from rulewright.packs.canonical import outcome_digest_of
from rulewright.packs.files import find_pack, published_file, read_files
from rulewright.packs.format.found import Found
from rulewright.packs.loading import PackReading
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.published import Published
from rulewright.packs.model.timeline import Timeline, VersionKey
from rulewright.packs.model.version_names import version_name, version_words
from rulewright.source import Place


@dataclass(frozen=True, slots=True)
class CheckedPack:
    """A pack, as far as it can be read, with all its problems. One with errors is there to be shown, not evaluated.

    `versions` is how many there are, the base and those that amendments make.
    """

    pack: Pack
    diagnostics: tuple[Diagnostic, ...]
    versions: int = 1

    @property
    def has_errors(self) -> bool:
        """Whether any of the problems is an error; warnings do not refuse a pack."""
        return _has_errors(self.diagnostics)


def check_pack(name: str | Path) -> CheckedPack:
    """Return a pack, a bundled one by name or a folder by its path, with everything that is wrong in it.

    What only its figures can show is looked for when the rest is sound, and in each version that amendments make. So is
    whether it still is what was published.

    Raises:
        FileNotFoundError: when there is no such pack.
        OSError: when the folder cannot be read.
    """
    return examine(find_pack(name))[0]


def examine(folder: Path) -> tuple[CheckedPack, PackTexts | None, Published]:
    """Return a pack with all that is wrong in it, its texts, and what was published of it.

    Of a pack with errors nothing is said of its texts.
    """
    reading = PackReading(read_files(folder), folder.resolve().name)
    pack = reading.base
    if _has_errors(pack.diagnostics):
        return CheckedPack(pack, pack.diagnostics), None, Published()
    found = [*pack.diagnostics, *_figures(pack)]
    digests: dict[VersionKey, tuple[str, str]] = {(): (pack.digest, outcome_digest_of(pack))}
    versions = [pack]
    of_versions: dict[Diagnostic, list[VersionKey]] = {}
    for text in reading.versions:
        version = reading.of_text(text)
        versions.append(version)
        problems = version.diagnostics
        problems += () if _has_errors(problems) else _figures(version)
        for each in problems:
            of_versions.setdefault(each, []).append(text.key)
        digests[text.key] = version.digest, outcome_digest_of(version)
    known = frozenset(found)
    sources = ProblemSources(tuple(digests), reading.amendment_places)
    found += [sources.named(each, keys) for each, keys in of_versions.items() if each not in known]
    found += _crossings(versions, reading.timeline)
    found += problems_of_dates(versions) if not _has_errors(found) else ()
    texts = PackTexts(pack.timeline, digests, reading.amendment_places)
    published, problems, _ = _published(folder, reading)
    found += problems
    if not _has_errors(found):
        found += find_changes(published, texts)
    return CheckedPack(pack, tuple(found), len(digests)), None if _has_errors(found) else texts, published


@dataclass(frozen=True)
class ProblemSources:
    """Says of problems that the base does not have in which versions they are, and which amendments lead to them."""

    versions: tuple[VersionKey, ...]
    places: Mapping[str, Place]

    def named(self, problem: Diagnostic, keys: Sequence[VersionKey]) -> Diagnostic:
        """Return a problem of some versions with their names, and with the places of the amendments."""
        names = [f"`{version_words(version_name(each))}`" for each in keys]
        named = f"version {names[0]}" if len(names) == 1 else f"versions {', '.join(names)}"
        related = tuple((self.places[id_], f"`{id_}` leads to it") for id_ in self._leading(keys))
        message = f"{problem.message} (in the {named})"
        return replace(problem, message=message, related=(*problem.related, *related))

    def _leading(self, keys: Sequence[VersionKey]) -> Sequence[str]:
        """Return the amendments that all these versions have and no other has; where there is none, all they share."""
        others = {id_ for key in self.versions if key not in keys for id_, _ in key}
        shared = [id_ for id_, _ in keys[0] if all(id_ in dict(key) for key in keys)]
        return [id_ for id_ in shared if id_ not in others] or shared


def _published(folder: Path, reading: PackReading) -> Found[Published]:
    file = published_file(folder)
    if isinstance(file, Diagnostic):
        return Found(Published(), (file,))
    return Found(Published()) if file is None else reading.published(file)


def _crossings(versions: Sequence[Pack], timeline: Timeline) -> Iterator[Diagnostic]:
    """Yield the places at which a rule may call another for a period in which another version of that one holds."""
    if len(versions) == 1 or any(_has_errors(each.diagnostics) for each in versions):
        return
    named = {each.version: each for each in versions}
    together = {
        frozenset(version_name(selection.key) for _, selection in timeline.selections(known_on))
        for known_on in timeline.adoptions()
    }

    @cache
    def differs(rule: str) -> bool:
        return any(len({full_text(rule, named[name]) for name in names if name in named}) > 1 for names in together)

    for call in dict.fromkeys(call for pack in versions for call in calls_across(pack, timeline.clock)):
        if differs(call.called):
            message = f"`{call.called}` is called for a period in which another version of it may hold"
            hint = "the case is answered by one version: take what it was then as an input, with its receipt"
            yield Diagnostic("crosses-versions", message, call.place, hint, Severity.WARNING)


def _figures(pack: Pack) -> tuple[Diagnostic, ...]:
    return (*check_figures(pack), *run_checks(pack))


def _has_errors(problems: Iterable[Diagnostic]) -> bool:
    return any(each.is_error for each in problems)
