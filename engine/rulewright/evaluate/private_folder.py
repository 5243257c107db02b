"""Opens folders and files that nobody but the user can have written, and makes such.

What is opened is looked at through the handle that is then read, so that nothing can take its place in between: owner
and mode of the folder and of each file, and before that those of all folders above. A system without owners, where the
user's own folders are closed to others by other means, is taken at its word.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rulewright.records import dataclass

HAS_OWNERS = hasattr(os, "getuid") and os.open in os.supports_dir_fd
FOR_OTHERS = stat.S_IWGRP | stat.S_IWOTH
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


class NotPrivateError(OSError):
    """Says that somebody else can write there."""


@dataclass(frozen=True, slots=True)
class PrivateFolder:
    """An open folder of the user's own. `handle` is None on systems without owners."""

    path: Path
    handle: int | None

    def read(self, name: str, start: int = 0, size: int = -1) -> bytes:
        """Return what a file of the user's own holds, or `size` bytes of it from `start` on.

        Raises:
            OSError: when there is none, or when somebody else can write to it.
        """
        found = self._open(name, os.O_RDONLY | NO_LINK)
        with os.fdopen(found, "rb") as file:
            state = os.fstat(found)
            _see_that_private(state, self._at(name), stat.S_ISREG)
            file.seek(start)
            return file.read(min(size, state.st_size))  # what is wanted may come from a damaged file

    def write(self, name: str, content: bytes) -> None:
        """Write a file beside, then give it the name, so that nobody ever reads half of it.

        Raises:
            OSError: when the system refuses; nothing is left behind then.
        """
        temporary = f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
        try:
            with os.fdopen(self._open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK), "wb") as file:
                file.write(content)
            os.replace(self._at(temporary), self._at(name), src_dir_fd=self.handle, dst_dir_fd=self.handle)
        except OSError:
            with suppress(OSError):
                self.remove(temporary)
            raise

    def remove(self, name: str) -> None:
        """Remove a file."""
        os.unlink(self._at(name), dir_fd=self.handle)

    def names(self) -> list[str]:
        """Return the names of all that lies in the folder."""
        return os.listdir(self.path if self.handle is None else self.handle)  # noqa: PTH208  (by the handle)

    def _open(self, name: str, flags: int) -> int:
        return os.open(self._at(name), flags | getattr(os, "O_BINARY", 0), PRIVATE_FILE, dir_fd=self.handle)

    def _at(self, name: str) -> str:
        return str(self.path / name) if self.handle is None else name


@contextmanager
def opened(path: Path) -> Iterator[PrivateFolder]:
    """Open a folder of the user's own for as long as the block takes.

    Raises:
        OSError: when there is none, or when somebody else can write to it.
    """
    if not HAS_OWNERS:
        yield PrivateFolder(path, None)
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | NO_LINK)
    try:
        _see_that_private(os.fstat(handle), path, stat.S_ISDIR)
        yield PrivateFolder(path, handle)
    finally:
        os.close(handle)


def make_folders(path: Path) -> None:
    """Make a folder, and those above it that are missing, for the user alone, whatever the mask of new files is.

    Raises:
        OSError: when the system refuses.
    """
    if not path.is_dir():
        make_folders(path.parent)
        with suppress(FileExistsError):  # another process was quicker
            path.mkdir(PRIVATE_FOLDER)


def is_out_of_reach(path: Path) -> bool:
    """Whether nobody else can put another folder in the place of this one, which has no links in its path.

    The folders above belong to the user or to the system, and others cannot write there, or only to what is theirs.
    """
    return not HAS_OWNERS or all(_is_closed(folder.lstat()) for folder in path.parents)


def _is_closed(found: os.stat_result) -> bool:
    is_for_others = bool(found.st_mode & FOR_OTHERS) and not found.st_mode & stat.S_ISVTX
    return stat.S_ISDIR(found.st_mode) and found.st_uid in {0, os.getuid()} and not is_for_others


def _see_that_private(found: os.stat_result, path: object, is_kind: Callable[[int], bool]) -> None:
    is_own = not HAS_OWNERS or (found.st_uid == os.getuid() and not found.st_mode & FOR_OTHERS)
    if not is_kind(found.st_mode) or not is_own:
        raise NotPrivateError(f"`{path}` is not the user's alone")
