"""Exchanges the names of two folders in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

HERE = -100
"""What stands for the working folder in calls that take a folder (`AT_FDCWD`)."""

EXCHANGE = 2
"""The flag of both calls: `RENAME_EXCHANGE` of Linux, `RENAME_SWAP` of macOS."""

CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders; return False where the system or the file system has no way to do it.

    Raises:
        OSError: when it has, and it fails; both then have the names that they had.
    """
    first, second = os.fsencode(one), os.fsencode(other)
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "renameat2"):
        result = library.renameat2(HERE, first, HERE, second, EXCHANGE)
    elif hasattr(library, "renamex_np"):
        result = library.renamex_np(first, second, EXCHANGE)
    else:
        return False
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))
