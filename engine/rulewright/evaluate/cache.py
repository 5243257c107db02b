"""Keeps what was made from a pack in a folder of the user's, so that the next process starts at once.

An entry is a file in a folder named by the digest of everything it was made from: the pack's files, the engine's own
sources, the version of Python. Each installation of the engine has a folder for its entries, which it makes itself and
which bears a mark. It removes nothing but files of its own form in folders of its own form in there, so that no slip in
`RULEWRIGHT_CACHE` costs anybody anything, and two installations neither read nor remove each other's entries.

Entries are trusted like code, so nobody else may have written them (`private_folder.py`). Each carries a checksum; one
that is truncated, damaged or foreign is as good as none and is written anew. Whatever goes wrong with the folder, there
is just no cache.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path

from rulewright.evaluate.private_folder import is_out_of_reach, make_folders, opened
from rulewright.packs.files import PACKAGE, data_folder
from rulewright.records import dataclass

VARIABLE = "RULEWRIGHT_CACHE"
OFF = "off"
MAGIC = b"rulewright 1\n"
CHECKSUM_SIZE = 32
HEAD_SIZE = len(MAGIC) + CHECKSUM_SIZE
LENGTH_SIZE = 8
"""Of an entry in parts: how long its contents are, which stand before its parts."""
KEPT_PACKS = 12
"""Of so many packs (and versions of packs) an installation keeps entries; the oldest go first."""

LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Names of entries are letters, with digits at their end alone."""

MARK = "CACHEDIR.TAG"
MARK_CONTENT = b"""Signature: 8a477f597d28d172789f06886806bc55
# This folder was made by rulewright, which removes from it what it no longer needs. See https://bford.info/cachedir/.
"""
FOLDER_NAME = "[0-9a-f]{32}"
ENTRY_NAME = r"[a-z]+[0-9]*|\.[a-z]+[0-9]*\.[0-9]+\.[0-9a-f]{8}"
"""An entry, or what a writer that was ended left behind."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries of one pack, whose content has the digest `content`. With `folder` None nothing is kept.

    The names of entries begin with `version`, which is empty for the base version of the pack.
    """

    content: str = ""
    folder: Path | None = None
    version: str = ""

    def __reduce__(self) -> tuple[Callable[[str, str], Cache], tuple[str, str]]:
        """Send the digest alone: another process looks for a folder, and whether it may use it, for itself."""
        return open_cache, (self.content, self.version)

    def of_version(self, key: object) -> Cache:
        """Return the entries of another version of the pack, which lie in the same folder."""
        digest = blake2b(repr(key).encode(), digest_size=10).hexdigest()
        return replace(self, version="v" + digest.translate(LETTERS))

    def read(self, name: str) -> bytes | None:
        """Return an entry, or None where there is none that is whole."""
        name = self.version + name
        if self.folder is None:
            return None
        try:
            with opened(self.folder) as folder:
                content = folder.read(name)
        except OSError:
            return None
        payload = content[HEAD_SIZE:]
        return payload if content[:HEAD_SIZE] == _head(name, payload) else None

    def write(self, name: str, payload: bytes) -> None:
        """Write an entry; a folder that cannot be written to is left as it is."""
        self._write(name, payload)

    def read_parts(self, name: str) -> CachedParts | None:
        """Return an entry of which each part is read and checked when it is needed; None where there is none."""
        name = self.version + name
        if self.folder is None:
            return None
        try:
            with opened(self.folder) as folder:
                head = folder.read(name, size=HEAD_SIZE + LENGTH_SIZE)
                length = int.from_bytes(head[HEAD_SIZE:], "big")
                contents = folder.read(name, HEAD_SIZE, LENGTH_SIZE + length)
        except OSError:
            return None
        if head[:HEAD_SIZE] != _head(name, contents):
            return None
        spans = marshal.loads(contents[LENGTH_SIZE:])  # noqa: S302  (the user's own, with its checksum)
        return CachedParts(self.folder, name, HEAD_SIZE + len(contents), spans)

    def write_parts(self, name: str, parts: Mapping[str, bytes]) -> None:
        """Write an entry in parts; a folder that cannot be written to is left as it is."""
        spans: dict[str, tuple[int, int, bytes]] = {}
        start = 0
        for part, payload in parts.items():
            spans[part] = (start, len(payload), _checksum(payload))
            start += len(payload)
        contents = marshal.dumps(spans)
        self._write(name, len(contents).to_bytes(LENGTH_SIZE, "big") + contents, b"".join(parts.values()))

    def _write(self, name: str, checked: bytes, rest: bytes = b"") -> None:
        name = self.version + name
        if self.folder is None:
            return
        with suppress(OSError):
            if not self.folder.is_dir():
                _make(self.folder)
            with opened(self.folder) as folder:
                folder.write(name, _head(name, checked) + checked + rest)


class CachedParts(Mapping[str, "bytes | None"]):
    """The parts of an entry by name, each read when it is used; a part that is not whole is None."""

    def __init__(self, folder: Path, entry: str, begin: int, spans: Mapping[str, tuple[int, int, bytes]]) -> None:
        self._folder = folder
        self._entry = entry
        self._begin = begin
        self._spans = spans

    def __getitem__(self, name: str) -> bytes | None:
        start, size, checksum = self._spans[name]
        try:
            with opened(self._folder) as folder:
                part = folder.read(self._entry, self._begin + start, size)
        except OSError:
            return None
        return part if _checksum(part) == checksum else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)


def open_cache(content: str, version: str = "") -> Cache:
    """Return the cache for a pack by the digest of its content; `RULEWRIGHT_CACHE` names its folder, or is `off`.

    Where there is no folder that the user alone can write to, nothing is kept.
    """
    root = _root()
    if not content or root is None:
        return Cache(content, version=version)
    place = blake2b(str(PACKAGE).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    folder = root / f"engine-{place}"
    if not _is_own(folder):
        return Cache(content, version=version)
    key = blake2b(f"{content} {_engine_digest()} {sys.version}".encode(), digest_size=16).hexdigest()
    return Cache(content, folder / key, version)


def _root() -> Path | None:
    """Return the folder of all entries, as the user or the system's conventions name it."""
    configured = os.environ.get(VARIABLE, "")
    if configured == OFF:
        return None
    try:
        if configured:
            return Path(configured).resolve()
        if sys.platform == "win32":
            base = os.environ.get("LOCALAPPDATA", "") or Path.home() / "AppData/Local"
        elif sys.platform == "darwin":
            base = Path.home() / "Library/Caches"
        else:
            base = os.environ.get("XDG_CACHE_HOME", "") or Path.home() / ".cache"
        return Path(base).resolve() / "rulewright"
    except (OSError, RuntimeError):  # a user without a home, or links in a circle
        return None


@cache
def _engine_digest() -> str:
    """Return a digest of the engine's sources: a change that bears no new version or time is a change, too.

    It is taken once: when files change while a process runs, what the process keeps is still the work of the old ones.
    """
    digest = blake2b(digest_size=16)
    for folder in (PACKAGE, data_folder("schemas")):
        for path in sorted(_sources(folder)):
            content = _content(path)
            digest.update(f"{path.removeprefix(str(folder))} {len(content)} ".encode("utf-8", "surrogateescape"))
            digest.update(content)
    return digest.hexdigest()


def _content(path: str) -> bytes:
    """Return what a file holds; there are hundreds at each start, for which the layers of `open` take their time."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


def _sources(folder: Path | str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _sources(entry.path)
            elif entry.name.endswith((".py", ".json")):
                yield entry.path


def _head(name: str, payload: bytes) -> bytes:
    """Return what stands before an entry: it holds for this content under this name only."""
    return MAGIC + _checksum(payload, name)


def _checksum(payload: bytes, name: str = "") -> bytes:
    return blake2b(payload, digest_size=CHECKSUM_SIZE, key=name.encode()).digest()


# ── The folder of an installation ─────────────────────────────────────────────────────────────────────────────────


def _is_own(path: Path) -> bool:
    """Whether a folder was made by an engine for its entries, and is the user's alone; it is made if need be."""
    try:
        make_folders(path.parent)
        if not is_out_of_reach(path):
            return False
        if not path.is_dir():
            _make_marked(path)
        with opened(path) as folder:
            return folder.read(MARK) == MARK_CONTENT
    except OSError:
        return False


def _make_marked(path: Path) -> None:
    """Make a folder that bears the mark from its first moment."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    make_folders(beside)
    with opened(beside) as folder:
        folder.write(MARK, MARK_CONTENT)
    try:
        beside.rename(path)
    except OSError:  # another process was quicker
        with opened(beside) as folder:
            folder.remove(MARK)
        beside.rmdir()


def _make(path: Path) -> None:
    """Make the folder for the entries of one pack, and remove those of the packs that were made longest ago."""
    make_folders(path)
    others = [each for each in path.parent.iterdir() if re.fullmatch(FOLDER_NAME, each.name) and each != path]
    others.sort(key=lambda each: each.lstat().st_mtime, reverse=True)
    for each in others[KEPT_PACKS:]:
        with suppress(OSError):
            _remove(each)


def _remove(path: Path) -> None:
    """Remove a folder of entries; what else lies in it keeps it there."""
    with opened(path) as folder:
        for name in folder.names():
            if re.fullmatch(ENTRY_NAME, name):
                folder.remove(name)
    path.rmdir()
