"""Keeps what was made from a pack in a folder of the user's, so that the next process starts at once.

An entry is a file under the digest of everything it was made from. It carries a checksum of its own: a truncated,
damaged or foreign entry is as good as none and is written anew. Writing goes to a file of its own that then takes the
entry's name, so that concurrent writers cannot mix. Whatever goes wrong with the folder, there is just no cache.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

VARIABLE = "RULEWRIGHT_CACHE"
OFF = "off"
MAGIC = b"rulewright 1\n"
CHECKSUM_SIZE = 32
HEAD_SIZE = len(MAGIC) + CHECKSUM_SIZE
KEPT_PACKS = 12
"""Folders of so many packs (and versions of packs) are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries of one digest. With `folder` None nothing is kept."""

    folder: Path | None

    def read(self, name: str) -> bytes | None:
        """Return an entry, or None where there is none that is whole."""
        if self.folder is None:
            return None
        try:
            content = (self.folder / name).read_bytes()
        except OSError:
            return None
        payload = content[HEAD_SIZE:]
        return payload if content[:HEAD_SIZE] == _head(name, payload) else None

    def write(self, name: str, payload: bytes) -> None:
        """Write an entry; a folder that cannot be written to is left as it is."""
        if self.folder is None:
            return
        temporary = self.folder / f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(mode=0o700, exist_ok=True)
                _forget_oldest(self.folder)
            temporary.write_bytes(_head(name, payload) + payload)
            temporary.replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                temporary.unlink()


def open_cache(digest: str) -> Cache:
    """Return the cache for what has this digest; `RULEWRIGHT_CACHE` names its folder, or is `off`.

    Where there is no folder that the user alone can write to, nothing is kept.
    """
    root = _root()
    if root is None or not _is_private(root):
        return Cache(None)
    return Cache(root / f"{digest[:32]}-{sys.implementation.cache_tag}")


def _root() -> Path | None:
    """Return the folder of all entries, as the user or the system's conventions name it."""
    configured = os.environ.get(VARIABLE, "")
    if configured == OFF:
        return None
    if configured:
        return Path(configured)
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "rulewright"
    except RuntimeError:  # a user without a home
        return None


def _head(name: str, payload: bytes) -> bytes:
    """Return what stands before an entry: it holds for this content under this name only."""
    return MAGIC + blake2b(payload, digest_size=CHECKSUM_SIZE, key=name.encode()).digest()


def _is_private(root: Path) -> bool:
    """Whether nobody else can put entries there, which are trusted like code; the folder is made if need be."""
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = root.stat()
    except OSError:
        return False
    own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return own and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _forget_oldest(newest: Path) -> None:
    """Remove the folders of packs that were made longest ago."""
    folders = [each for each in newest.parent.iterdir() if each.is_dir() and each != newest]
    folders.sort(key=lambda each: each.stat().st_mtime, reverse=True)
    for folder in folders[KEPT_PACKS:]:
        shutil.rmtree(folder, ignore_errors=True)
