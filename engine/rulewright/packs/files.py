"""Finds the files of a pack and reads their bytes.

This much is needed to know whether a pack has changed, so nothing here knows YAML.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable
from pathlib import Path

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.records import dataclass
from rulewright.source import Place
from rulewright.source.files import lies_within, read_file

HEADER = "pack.yaml"
OTHER_HEADER = "pack.yml"
FOLDERS = ("base", "examples", "statements")
PACKAGE = Path(__file__).resolve().parents[1]

UNREAD_FOLDER = "a pack has the folders `base`, `examples` and `statements`, and no others yet"
LARGEST = 64 << 20
"""So many bytes a file of a pack has at most."""

HINTS = {
    errno.EACCES: "look at the rights of the file",
    errno.EFBIG: "split it",
    errno.EXDEV: "a pack is whole in its own folder: put a copy there",
}
"""What to do about a file that cannot be read, by the number of the error."""

FileBytes = tuple[str, bytes]
"""The path that messages show, and the content."""


@dataclass(frozen=True, slots=True)
class PackFiles:
    """The bytes of a pack's files by folder."""

    header: FileBytes | None
    base: tuple[FileBytes, ...]
    examples: tuple[FileBytes, ...]
    statements: tuple[FileBytes, ...]
    problems: tuple[Diagnostic, ...] = ()

    def content_key(self) -> str:
        """Return a digest of every path and byte: another key means that something has changed, if only a comment."""
        digest = hashlib.sha256()
        header = [self.header] if self.header else []
        for path, content in (*header, *self.base, *self.examples, *self.statements):
            for part in (path.encode("utf-8", "surrogateescape"), content):
                digest.update(len(part).to_bytes(8, "big"))
                digest.update(part)
        return digest.hexdigest()


def find_pack(name: str | Path) -> Path:
    """Return the folder of a pack: a path, or the name of a bundled pack.

    Raises:
        FileNotFoundError: when there is neither; the message names the bundled packs.
    """
    path = Path(name)
    try:
        if path.is_dir():
            return path
        if path.name == HEADER and path.is_file():
            return path.parent
    except OSError as error:  # no path of this system, such as one that is too long
        raise FileNotFoundError(f"there is no pack `{name}`: {str(error.strerror or error).lower()}") from error
    bundled = bundled_packs()
    if str(name) in bundled:
        return bundled[str(name)]
    known = ", ".join(f"`{each}`" for each in bundled)
    raise FileNotFoundError(f"there is no pack `{name}`: neither a folder nor a bundled pack ({known})")


def bundled_packs() -> dict[str, Path]:
    """Return the folders of the packs that come with the engine, by name."""
    return {each.name: each for each in sorted(data_folder("rules").iterdir()) if (each / HEADER).is_file()}


def data_folder(name: str) -> Path:
    """Return a folder of data: inside the package where that was installed from a wheel, else at the checkout's top."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parents[1] / name


def read_files(path: Path) -> PackFiles:
    """Return the bytes of a pack's files; what is missing or in the wrong place is reported."""
    problems: list[Diagnostic] = []
    header = path / HEADER
    content: FileBytes | None = None
    if header.exists() or header.is_symlink():
        found_bytes = _content(header, path, problems)
        content = None if found_bytes is None else (str(header), found_bytes)
    elif (twin := path / OTHER_HEADER).is_file():
        found_bytes = _content(twin, path, problems)
        content = None if found_bytes is None else (str(twin), found_bytes)
        message = f"the file is called `{OTHER_HEADER}`, but a pack's is `{HEADER}`"
        problems.append(Diagnostic("missing-file", message, Place(str(twin), 1, 1), f"rename it to `{HEADER}`"))
    else:
        hint = "write one with the pack's id, title and documents"
        problems.append(Diagnostic("missing-file", f"there is no `{HEADER}`", Place(str(header), 1, 1), hint))
    problems.extend(_strangers(path))
    found = {folder: tuple(_files(path / folder, path, problems)) for folder in FOLDERS}
    return PackFiles(content, found["base"], found["examples"], found["statements"], tuple(problems))


def _strangers(path: Path) -> Iterable[Diagnostic]:
    """Warn of what beside the header looks like part of the pack and is none."""
    for entry in sorted(path.iterdir()) if path.is_dir() else ():
        if entry.is_dir():
            hint = ""
            if entry.name not in FOLDERS:
                hint = did_you_mean(entry.name, FOLDERS) or (UNREAD_FOLDER if any(entry.glob("*.yaml")) else "")
        else:
            is_stray = entry.suffix == ".yaml" and entry.name != HEADER
            hint = "rules stand in `base`, examples in `examples`, statements in `statements`" if is_stray else ""
        if hint:
            message = f"`{entry.name}` is not read: it is no part of a pack"
            yield Diagnostic("unread-file", message, Place(str(entry), 1, 1), hint, Severity.WARNING)


def _files(folder: Path, pack: Path, problems: list[Diagnostic]) -> Iterable[FileBytes]:
    if folder.is_dir() and not lies_within(folder, pack):
        problems.append(_unread(folder, "it is a link to a place outside of the folder", HINTS[errno.EXDEV]))
        return
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.name.startswith("."):
            continue
        if file.suffix == ".yaml":
            content = _content(file, pack, problems)
            if content is not None:
                yield str(file), content
        else:
            message = f"`{file.name}` is not read: a file here ends in `.yaml`"
            hint = f"rename it to `{file.stem}.yaml`" if file.suffix == ".yml" else "rename it, or move it elsewhere"
            problems.append(Diagnostic("unread-file", message, Place(str(file), 1, 1), hint))


def _content(file: Path, pack: Path, problems: list[Diagnostic]) -> bytes | None:
    try:
        return read_file(file, within=pack, largest=LARGEST)
    except OSError as error:
        is_loose = file.is_symlink() and not file.exists()
        reason = "the link leads nowhere" if is_loose else str(error.strerror or error).lower()
        problems.append(_unread(file, reason, HINTS.get(error.errno or 0, "put the file itself there")))
        return None


def _unread(file: Path, reason: str, hint: str) -> Diagnostic:
    return Diagnostic("unread-file", f"`{file.name}` cannot be read: {reason}", Place(str(file), 1, 1), hint)
