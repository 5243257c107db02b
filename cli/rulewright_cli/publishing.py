"""Writes a folder of files whole or not at all: whoever looks sees the folder of before or the new one, never both.

The new folder is written beside the old one, on disk, and then takes its name in one step (where the file system has
no such step, in two, between which there is no folder of that name but both of them whole under others). What lies in
the old folder and is not of it goes into the new one by a second link. What a run that was killed has left is taken
away by the next.

A manifest among the files says which they are, with their digests. So the next run knows which files it may replace:
those that are as they were written. One that was changed since, or that no manifest lists, is replaced by force only.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rulewright.source import open_file, read_file, real_path

from rulewright_cli.exchange import exchange

SHOWN = 5
"""So many files are named in a message."""


class NotPublishedError(Exception):
    """Says why nothing was written, and what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True, slots=True)
class WrittenFolder:
    """A folder that was written. `strangers` lie in it and are not of it; `left` could not be removed.

    Without `is_lasting` the disk did not confirm the name: after a breakdown the old folder may have it.
    """

    folder: Path
    strangers: tuple[str, ...]
    left: Path | None
    is_lasting: bool = True


@dataclass(frozen=True, slots=True)
class _FolderContents:
    """What lies in a folder, by paths: files as they were written, files changed since, all else."""

    own: frozenset[str] = frozenset()
    changed: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()


def write_folder(folder: Path, contents: Mapping[str, str], manifest: str, *, is_forced: bool = False) -> WrittenFolder:
    """Write texts under their paths into a folder, in place of those that its `manifest` lists.

    Raises:
        NotPublishedError: when the folder holds what must not be replaced, or cannot be replaced as a whole.
        OSError: when there is no writing there. In both cases the folder is as it was.
    """
    target = real_path(folder)
    _refuse_unfit(target, folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target.parent) as is_alone:
        left = _clear(target, manifest) if is_alone else None
        found = _found(target, manifest)
        taken = (*found.changed, *(each for each in found.strangers if _collides(each, contents)))
        if taken and not is_forced:
            raise NotPublishedError(_refusal(folder, found.changed, taken), "`--force` replaces them; or name another")
        kept = tuple(each for each in found.strangers if not _collides(each, contents))
        ready = _written(target, contents, kept)
        made = ready.lstat()
        try:
            old = _take_name(ready, target)
        except BaseException:
            with suppress(OSError):
                if os.path.samestat(ready.lstat(), made):  # else it is the old folder, for the next run to see to
                    shutil.rmtree(ready, ignore_errors=True)
            raise
        is_lasting = _is_synced(target.parent)
        if old is not None:
            left = _retire(old, target, manifest, found.own | set(taken)) or left
        return WrittenFolder(folder, tuple(dict.fromkeys(each.split("/")[0] for each in kept)), left, is_lasting)


def shown_names(names: tuple[str, ...]) -> str:
    """Return a few names, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(f"`{name}`" for name in names[:SHOWN]) + more


def _refuse_unfit(target: Path, folder: Path) -> None:
    """Refuse a folder that cannot be replaced as a whole."""
    hint = "name a folder of its own"
    if target.exists() and not target.is_dir():
        raise NotPublishedError(f"{folder} is a file", hint)
    if Path.cwd().is_relative_to(target):
        raise NotPublishedError(f"{folder} is the working folder, or holds it, and cannot be replaced", hint)
    if target.is_mount():
        raise NotPublishedError(f"{folder} is a mount point and cannot be replaced", "name a folder inside it")


def _refusal(folder: Path, changed: tuple[str, ...], taken: tuple[str, ...]) -> str:
    if changed:
        return f"in {folder} there were changes since it was written: {shown_names(changed)}"
    return f"in {folder} there are files that no statement wrote: {shown_names(taken)}"


# ── What lies in a folder ─────────────────────────────────────────────────────────────────────────────────────────


def _found(folder: Path, manifest: str) -> _FolderContents:
    """Return what lies in a folder; folders are known by what is in them, or where they are empty."""
    digests = _listed(folder / manifest)
    own, changed, strangers = {manifest} if digests else set(), [], []
    for path, entry in _entries(folder):
        if path == manifest and digests:
            continue
        if path not in digests:
            strangers.append(path)
        elif entry.is_file(follow_symlinks=False) and _digest(folder / path) == digests[path]:
            own.add(path)
        else:
            changed.append(path)
    return _FolderContents(frozenset(own), tuple(sorted(changed)), tuple(sorted(strangers)))


def _entries(folder: Path, below: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield all that lies in a folder and below it: files, links and empty folders, with their paths."""
    if not (folder / below).is_dir():
        return
    with os.scandir(folder / below) as found:
        entries = sorted(found, key=lambda each: each.name)
    for entry in entries:
        path = f"{below}{entry.name}"
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and any(Path(entry).iterdir()):
            yield from _entries(folder, f"{path}/")
        else:
            yield path, entry


def _listed(manifest: Path) -> Mapping[str, str]:
    """Return the digests that a manifest lists, by path; none where it is no manifest."""
    try:
        files = json.loads(read_file(manifest))["files"]
        return {str(each["path"]): str(each["sha256"]) for each in files}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _digest(path: Path) -> str:
    with open_file(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _collides(path: str, contents: Mapping[str, str]) -> bool:
    """Whether a path is that of a file to be written, or stands above or below one."""
    here = PurePosixPath(path)
    return any(here.is_relative_to(each) or PurePosixPath(each).is_relative_to(here) for each in contents)


# ── One step ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _written(target: Path, contents: Mapping[str, str], kept: tuple[str, ...]) -> Path:
    """Return a folder beside the old one that is whole and on disk."""
    writing = target.parent / _name(target, "writing")
    try:
        writing.mkdir()
        if target.is_dir():
            _become_like(target, writing)
        for path, text in contents.items():
            (writing / path).parent.mkdir(parents=True, exist_ok=True)
            with (writing / path).open("xb") as stream:
                stream.write(text.encode("utf-8", "backslashreplace"))
                stream.flush()
                os.fsync(stream.fileno())
        for path in kept:
            _keep(target, writing, path)
        for each in (writing, *(path for path in writing.rglob("*") if path.is_dir() and not path.is_symlink())):
            _sync(each)
        ready = target.parent / _name(target, "ready")
        return writing.rename(ready)
    except BaseException:
        shutil.rmtree(writing, ignore_errors=True)
        raise


def _keep(old: Path, new: Path, path: str) -> None:
    """Give what is not of a folder a second link in the new one."""
    for above in reversed(PurePosixPath(path).parents[:-1]):
        if not (new / above).is_dir():
            (new / above).mkdir()
            _become_like(old / above, new / above)
    if (old / path).is_dir() and not (old / path).is_symlink():
        (new / path).mkdir()
        _become_like(old / path, new / path)
    else:
        os.link(old / path, new / path, follow_symlinks=False)


def _become_like(old: Path, new: Path) -> None:
    """Give a folder the owner, group and rights of the one that it stands for, as far as the system allows."""
    found = old.stat()
    if hasattr(os, "chown"):
        for owner in ((found.st_uid, -1), (-1, found.st_gid)):
            with suppress(OSError):  # who is not the administrator gives no folder away
                os.chown(new, *owner)
    shutil.copystat(old, new)


def _take_name(ready: Path, target: Path) -> Path | None:
    """Give a folder the name of another; return where that one is now, None where there was none."""
    if not target.exists():
        ready.rename(target)
        return None
    if exchange(ready, target):
        return ready
    old = target.parent / _name(target, "old")
    target.rename(old)
    try:
        ready.rename(target)
    except BaseException:
        old.rename(target)
        raise
    return old


def _retire(old: Path, target: Path, manifest: str, own: frozenset[str]) -> Path | None:
    """Remove a folder that was replaced; return it where something in it can neither be removed nor put into the new.

    What is of the folder goes, and what has its second link in the new one; what came into it meanwhile moves there.
    The manifest goes last, so that whoever must go on with this knows what is of the folder.
    """
    try:
        for path in sorted((path for path, _ in _entries(old)), key=lambda path: path == manifest):
            here, there = old / path, target / path
            if here.is_dir() and not here.is_symlink():
                continue
            if path in own or (os.path.lexists(there) and os.path.samestat(here.lstat(), there.lstat())):
                here.unlink()
            elif not os.path.lexists(there):
                there.parent.mkdir(parents=True, exist_ok=True)
                here.rename(there)
        for each in sorted((path for path in old.rglob("*") if path.is_dir()), reverse=True):
            each.rmdir()
        old.rmdir()
    except OSError:
        return old
    return None


# ── What a run that was killed has left ───────────────────────────────────────────────────────────────────────────


def _clear(target: Path, manifest: str) -> Path | None:
    """Take away what runs that were killed have left of this folder; return what must stay."""
    left = None
    for stage in ("old", "writing", "ready"):
        for each in sorted(target.parent.iterdir()):
            if not re.fullmatch(re.escape(_stem(target)) + rf"[0-9a-f]+\.{stage}", each.name) or not each.is_dir():
                continue
            if stage == "old" and not target.exists():
                each.rename(target)
            elif stage == "writing":
                shutil.rmtree(each, ignore_errors=True)
            else:
                left = _retire(each, target, manifest, _found(each, manifest).own) or left
    return left


def _stem(target: Path) -> str:
    return f".rulewright-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]}-"


def _name(target: Path, stage: str) -> str:
    return f"{_stem(target)}{secrets.token_hex(4)}.{stage}"


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Keep other runs from writing beside a folder; False where the system cannot say that nobody else does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        is_alone = False
        with suppress(ImportError, OSError):
            import fcntl  # noqa: PLC0415  (not every system has it)

            fcntl.flock(descriptor, fcntl.LOCK_EX)
            is_alone = True
        yield is_alone
    finally:
        os.close(descriptor)


def _is_synced(folder: Path) -> bool:
    """Have the names of a folder on disk; return False where the system does not say that they are."""
    try:
        _sync(folder)
    except OSError:
        return False
    return True


def _sync(folder: Path) -> None:
    """Have the names of a folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
