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
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

VARIABLE = "RULEWRIGHT_CACHE"
OFF = "off"
MAGIC = b"rulewright 1\n"
CHECKSUM_SIZE = 32
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
        head = len(MAGIC) + CHECKSUM_SIZE
        payload = content[head:]
        if content[:head] != MAGIC + _checksum(payload):
            return None
        return payload

    def write(self, name: str, payload: bytes) -> None:
        """Write an entry; a folder that cannot be written to is left as it is."""
        if self.folder is None:
            return
        temporary = self.folder / f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
        try:
            if not self.folder.is_dir():
                _make_private(self.folder)
                _forget_oldest(self.folder)
            temporary.write_bytes(MAGIC + _checksum(payload) + payload)
            temporary.replace(self.folder / name)
        except OSError:
            temporary.unlink(missing_ok=True)


def open_cache(digest: str) -> Cache:
    """Return the cache for what has this digest; `RULEWRIGHT_CACHE` names its folder, or is `off`."""
    configured = os.environ.get(VARIABLE, "")
    if configured == OFF:
        return Cache(None)
    if configured:
        root = Path(configured)
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        root = (Path(base) if base else Path("~/.cache").expanduser()) / "rulewright"
    if not _is_private(root):
        return Cache(None)
    return Cache(root / f"{digest[:32]}-{sys.implementation.cache_tag}")


def _checksum(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=CHECKSUM_SIZE).digest()


def _is_private(root: Path) -> bool:
    """Whether nobody else can have put entries there, which are trusted like code. A folder yet to be made is."""
    try:
        found = root.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and own and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _make_private(folder: Path) -> None:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def _forget_oldest(newest: Path) -> None:
    """Remove the folders of packs that were made longest ago."""
    folders = [each for each in newest.parent.iterdir() if each.is_dir() and each != newest]
    folders.sort(key=lambda each: each.stat().st_mtime, reverse=True)
    for folder in folders[KEPT_PACKS:]:
        shutil.rmtree(folder, ignore_errors=True)
