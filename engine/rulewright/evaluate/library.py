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
    from rulewright.packs.model.pack import Pack


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
    return Engine(indexed or IndexedPack.of(_read(files, str(name)), cache), tokens)


def _read(files: PackFiles, name: str) -> Pack:
    from rulewright.packs.loading import build_pack  # noqa: PLC0415  (a warm start does without YAML and schemas)

    pack = build_pack(files, Path(name).name)
    errors = [problem for problem in pack.diagnostics if problem.is_error]
    if errors:
        first = errors[0]
        more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
        raise PackError(f"the pack has errors: {first.place}: {first.message}{more}", pack.diagnostics)
    return pack
