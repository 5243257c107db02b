"""Writes result files so that nobody ever sees half of one: all of them beside their places, then renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_files(folder: Path, contents: Mapping[str, str]) -> tuple[Path, ...]:
    """Write texts under their names in a folder, which is made where it is missing, and return their paths.

    Every text is written under a passing name first; only when all are on disk do they get their own names. When
    anything fails before that, nothing of the folder has changed.

    Raises:
        OSError: when the folder cannot be made or written.
    """
    passing: list[tuple[Path, Path]] = []
    try:
        for name, text in contents.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            passing.append((Path(beside), path))
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(beside).chmod(0o644)
        for beside_path, path in passing:
            beside_path.replace(path)
    except BaseException:
        for beside_path, _ in passing:
            beside_path.unlink(missing_ok=True)
        raise
    return tuple(path for _, path in passing)
