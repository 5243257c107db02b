"""Reads files that others may have made: what is no regular file, has no end, or lies elsewhere is not read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import BufferedReader

LARGEST = 256 << 20
"""So many bytes a file may have at most."""

KINDS: Mapping[str, Callable[[int], bool]] = {
    "a pipe": stat.S_ISFIFO,
    "a device": lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode),
    "a socket": stat.S_ISSOCK,
}


def read_file(path: Path, *, within: Path | None = None, follows: bool = True, largest: int = LARGEST) -> bytes:
    """Return the bytes of a regular file.

    With `within` the file must lie in that folder, by whatever links; without `follows` it must be no link itself.

    Raises:
        OSError: when it cannot be read, is no regular file, lies elsewhere, or is larger than `largest`.
        ValueError: when the path is none.
    """
    if within is not None and not is_inside(path, within):
        raise OSError(errno.EXDEV, "it is a link to a place outside of the folder", str(path))
    with open_file(path, follows=follows) as stream:
        size = os.fstat(stream.fileno()).st_size
        content = b"" if size > largest else stream.read(size + 1)
        if len(content) > size:  # it grows, or does not say how large it is
            content += stream.read(largest + 1 - len(content))
        if max(size, len(content)) > largest:
            raise OSError(errno.EFBIG, f"it is larger than {largest >> 20} MiB", str(path))
        return content


def open_file(path: Path, *, follows: bool = True) -> BufferedReader:
    """Return a regular file, opened to read its bytes; without `follows` it must be no link.

    Raises:
        OSError: when it cannot be read, or is no regular file.
        ValueError: when the path is none.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    flags |= 0 if follows else getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))  # a pipe does not block so
    try:
        refuse_special(os.fstat(descriptor).st_mode, path)
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def refuse_special(mode: int, path: Path) -> None:
    """Refuse what the mode says to be no regular file.

    Raises:
        OSError: when it is none.
    """
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        kind = next((words for words, is_kind in KINDS.items() if is_kind(mode)), "something else")
        raise OSError(errno.EINVAL, f"it is {kind}, no file", str(path))


def is_inside(path: Path, folder: Path) -> bool:
    """Return whether a path, its links followed, leads into a folder."""
    return real_path(path).is_relative_to(real_path(folder))


def real_path(path: Path) -> Path:
    """Return a path without links; of links that lead to each other the first, which cannot be opened."""
    return Path(os.path.realpath(path))
