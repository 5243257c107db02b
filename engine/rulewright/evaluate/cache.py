"""Keeps what was made from a pack in a folder of the user's, so that the next process starts at once.

An entry is a file under the digest of everything it was made from: the pack's files and the state of the engine. Each
installation of the engine has a folder to itself, so that two of them neither read nor remove each other's entries. An
entry carries a checksum: a truncated, damaged or foreign one is as good as none and is written anew. Writing goes to a
file of its own that then takes the entry's name, so that concurrent writers cannot mix. Whatever goes wrong with the
folder, there is just no cache.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from rulewright.packs.files import PACKAGE, data_folder

VARIABLE = "RULEWRIGHT_CACHE"
OFF = "off"
MAGIC = b"rulewright 1\n"
CHECKSUM_SIZE = 32
HEAD_SIZE = len(MAGIC) + CHECKSUM_SIZE
KEPT_PACKS = 12
"""Of so many packs (and versions of packs) an installation keeps entries; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries of one pack, whose content has the digest `content`. With `folder` None nothing is kept."""

    content: str = ""
    folder: Path | None = None

    def __reduce__(self) -> tuple[Callable[[str], Cache], tuple[str]]:
        """Send the digest alone: another process looks for a folder, and whether it may use it, for itself."""
        return open_cache, (self.content,)

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
                for folder in (self.folder.parent, self.folder):
                    folder.mkdir(mode=0o700, exist_ok=True)
                _forget_oldest(self.folder)
            temporary.write_bytes(_head(name, payload) + payload)
            temporary.replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                temporary.unlink()


def open_cache(content: str) -> Cache:
    """Return the cache for a pack by the digest of its content; `RULEWRIGHT_CACHE` names its folder, or is `off`.

    Where there is no folder that the user alone can write to, nothing is kept.
    """
    root = _root()
    if not content or root is None or not _is_private(root):
        return Cache(content)
    place = blake2b(str(PACKAGE).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    key = blake2b(f"{content} {_fingerprint()} {sys.implementation.cache_tag}".encode(), digest_size=16).hexdigest()
    return Cache(content, root / place / key)


def _root() -> Path | None:
    """Return the folder of all entries, as the user or the system's conventions name it."""
    configured = os.environ.get(VARIABLE, "")
    if configured == OFF:
        return None
    if configured:
        return Path(configured)
    try:
        if sys.platform == "win32":
            base = os.environ.get("LOCALAPPDATA", "") or Path.home() / "AppData/Local"
        elif sys.platform == "darwin":
            base = Path.home() / "Library/Caches"
        else:
            base = os.environ.get("XDG_CACHE_HOME", "") or Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return None
    return Path(base) / "rulewright"


@cache
def _fingerprint() -> str:
    """Return what tells one state of the engine from another, changes that bear no new version included.

    It is taken once: when files change while a process runs, what the process keeps is still the work of the old ones.
    """
    return "\n".join(sorted(line for place in (PACKAGE, data_folder("schemas")) for line in _states(place)))


def _states(folder: Path) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _states(Path(entry.path))
        elif entry.name.endswith((".py", ".json")):
            found = entry.stat()
            yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"


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
