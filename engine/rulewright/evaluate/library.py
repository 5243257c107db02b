"""Loads packs: from the cache where nothing has changed, else from their files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rulewright.evaluate.cache import open_cache
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.indexed_pack import IndexedPack
from rulewright.packs.files import PackFiles, find_pack, read_files
from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.diagnostics import Diagnostic
    from rulewright.evaluate.tokens import Tokens
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
    indexed = IndexedPack.cached(cache, lambda: _read(files, str(name)))
    indexed = indexed or IndexedPack.of(_read(files, str(name)), cache)
    if not indexed.index.timeline:
        return Engine(indexed, tokens)
    from rulewright.evaluate.versions import PackVersions  # noqa: PLC0415  (a pack with one version does without)

    versions = PackVersions(indexed, Opening(files), tokens)
    return Engine(indexed, versions.tokens, versions)


@dataclass(frozen=True, slots=True)
class Opening:
    """Reads versions of a pack from its files."""

    files: PackFiles

    @property
    def may_be_personal(self) -> bool:
        """Whether an amendment may mark anything as personal: one that does has the word."""
        return any(b"personal" in content for _, content in self.files.amendments)

    def __call__(self, id_: str, timeline: Timeline, key: VersionKey) -> Pack:
        """Return a version.

        Raises:
            PackError: when it has errors.
        """
        from rulewright.packs.loading import PackReading  # noqa: PLC0415  (a warm start does without YAML and schemas)

        return _sound(PackReading(self.files, id_, timeline).version(key))


def _read(files: PackFiles, name: str) -> Pack:
    from rulewright.packs.loading import build_pack  # noqa: PLC0415  (a warm start does without YAML and schemas)

    return _sound(build_pack(files, Path(name).name))


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
