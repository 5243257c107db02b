"""Loads packs: from the cache where nothing has changed, else from their files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rulewright.evaluate.cache import open_cache
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.indexed_pack import IndexedPack
from rulewright.packs.files import PackFiles, find_pack, read_files

if TYPE_CHECKING:
    from rulewright.diagnostics import Diagnostic
    from rulewright.evaluate.tokens import Tokens
    from rulewright.packs.loading import PackReading
    from rulewright.packs.model.pack import Pack
    from rulewright.packs.model.timeline import Timeline, VersionKey


class PackError(ValueError):
    """Says that a pack cannot be used: there is none, or it has errors. `diagnostics` are all its problems."""

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics


def load_pack(name: str | Path, tokens: Tokens | None = None) -> Engine:
    """Return the engine of a pack: a bundled one by name, or a folder by its path.

    Outputs show personal values by `tokens`; where there are none, by tokens under a key of this engine alone.

    Raises:
        PackError: when there is no such pack, or when it has errors.
    """
    try:
        files = read_files(find_pack(name))
    except FileNotFoundError as error:
        raise PackError(str(error)) from error
    cache = open_cache(files.content_key())
    opening = Opening(files, Path(name).name)
    indexed = IndexedPack.cached(cache, opening.base) or IndexedPack.of(opening.base(), cache)
    if not indexed.index.timeline:
        return Engine(indexed, tokens)
    from rulewright.evaluate.versions import PackVersions  # noqa: PLC0415  (a pack with one version does without)

    versions = PackVersions(indexed, opening, tokens)
    return Engine(indexed, versions.tokens, versions)


class Opening:
    """Reads a pack, and versions of it, from its files: their trees are made once, for all that is read.

    They are kept until all versions are read: who starts without a cache has them beside the pack for so long.
    """

    def __init__(self, files: PackFiles, name: str) -> None:
        self._files = files
        self._name = name
        self._reading: PackReading | None = None
        self._known: set[VersionKey] = {()}

    def __reduce__(self) -> tuple[type[Opening], tuple[PackFiles, str]]:
        """Send the files; the other side makes trees of them if it needs any."""
        return Opening, (self._files, self._name)

    @property
    def may_be_personal(self) -> bool:
        """Whether an amendment may mark anything as personal: one that does has the word."""
        return any(b"personal" in content for _, content in self._files.amendments)

    def base(self) -> Pack:
        """Return the base.

        Raises:
            PackError: when it has errors.
        """
        return _sound(self._read(self._name, None).base)

    def version(self, id_: str, timeline: Timeline, key: VersionKey) -> Pack:
        """Return a version.

        Raises:
            PackError: when it has errors.
        """
        pack = self._read(id_, timeline).version(key)
        self._known.add(key)
        if self._known.issuperset(timeline.keys):
            self._reading = None
        return _sound(pack)

    def _read(self, name: str, timeline: Timeline | None) -> PackReading:
        from rulewright.packs.loading import PackReading  # noqa: PLC0415  (a warm start does without YAML and schemas)

        if self._reading is None:
            self._reading = PackReading(self._files, name, timeline)
        return self._reading


def _sound(pack: Pack) -> Pack:
    """Return a pack.

    Raises:
        PackError: when it has errors.
    """
    errors = [problem for problem in pack.diagnostics if problem.is_error]
    if errors:
        first = errors[0]
        more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
        raise PackError(f"the pack has errors: {first.place}: {first.message}{more}", pack.diagnostics)
    return pack
