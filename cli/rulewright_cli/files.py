"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from rulewright.source import refuse_special

from rulewright_cli.packs import unreadable


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that takes its name only when everything went well; until then the old one stands.

    What is there and is no regular file, such as `/dev/null`, would be gone afterwards, and is refused.

    Raises:
        click.UsageError: when there is no writing there.
    """
    try:
        if path.exists():
            refuse_special(path.stat().st_mode, path)
        descriptor, part = _make_part(path)
    except OSError as error:
        raise unreadable(OSError(error.errno, error.strerror, str(path)), str(path)) from error
    except ValueError as error:
        raise unreadable(error, str(path)) from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(_mode(path))
        part.replace(path)
    except OSError as error:
        raise unreadable(OSError(error.errno, error.strerror, str(path)), str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text file.

    Raises:
        click.UsageError: when there is no writing there.
    """
    with replacing(path) as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))


def _make_part(path: Path) -> tuple[int, Path]:
    """Make the file that will take the name of another, beside it; return its descriptor and its path.

    It is locked while it is written. What a run that was killed has left is not, and goes.
    """
    part = re.compile(rf"\.{re.escape(path.name)}\.\w{{8}}\.part")
    for left in [each for each in path.absolute().parent.iterdir() if part.fullmatch(each.name)]:
        with suppress(OSError):
            descriptor = os.open(left, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                if _is_locked(descriptor):
                    left.unlink()
            finally:
                os.close(descriptor)
    while True:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        _is_locked(descriptor)
        if os.path.lexists(name):  # else another run took it for one that was left
            return descriptor, Path(name)
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    """Lock a file against other runs; False where one of them has it, or the system cannot say."""
    with suppress(ImportError, OSError):
        import fcntl  # noqa: PLC0415  (not every system has it)

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _mode(path: Path) -> int:
    """Return the mode of a file that is replaced, or that of one which a program makes without saying one."""
    with suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
