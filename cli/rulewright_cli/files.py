"""Writes files whole or not at all, one or several together."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rulewright_cli.packs import unreadable


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that takes its name only when everything went well; until then the old one stands.

    Raises:
        click.UsageError: when there is no writing there.
    """
    try:
        descriptor, part = _make_part(path)
    except OSError as error:
        raise unreadable(OSError(error.errno, error.strerror, str(path)), str(path)) from error
    except ValueError as error:
        raise unreadable(error, str(path)) from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        part.chmod(_usual_mode())
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


def write_together(folder: Path, contents: Mapping[str, str]) -> tuple[Path, ...]:
    """Write texts under their names in a folder, which is made where it is missing, and return their paths.

    Every text is written under a passing name first; only when all are on disk do they get their own names. When
    anything fails before that, no file of the folder has changed.

    Raises:
        OSError: when the folder cannot be made or written.
    """
    passing: list[tuple[Path, Path]] = []
    try:
        for name, text in contents.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, part = _make_part(path)
            passing.append((part, path))
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(text.encode("utf-8", "backslashreplace"))
            part.chmod(_usual_mode())
        for part, path in passing:
            part.replace(path)
    finally:
        for part, _ in passing:
            part.unlink(missing_ok=True)
    return tuple(path for _, path in passing)


def _make_part(path: Path) -> tuple[int, Path]:
    """Make the file that will take the name of another, beside it; return its descriptor and its path."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    return descriptor, Path(name)


def _usual_mode() -> int:
    """Return the mode of a file that a program makes without saying one."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
