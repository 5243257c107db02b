"""Finds the files of a pack and reads their bytes.

This much is needed to know whether a pack has changed, so nothing here knows YAML.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.diagnostics.suggest import did_you_mean, nearest
from rulewright.records import dataclass
from rulewright.source import Place
from rulewright.source.files import is_inside, read_file

HEADER = "pack.yaml"
OTHER_HEADER = "pack.yml"
PUBLISHED = "published.yaml"
"""What was published of a pack. It says what a pack must be and makes it no other, so loading does without."""

BASE = "base"
FOLDERS = (BASE, "examples", "statements", "amendments")
OTHER_BASES = frozenset({"rules", "rule", "subjects", "src", "source", "policies", "protocol", "main"})
"""What others call the folder of their rules."""
PACKAGE = Path(__file__).resolve().parents[1]

UNREAD_FOLDER = "a pack has the folders `base`, `examples`, `statements` and `amendments`, and no others"
LARGEST = 64 << 20
"""So many bytes a file of a pack has at most."""

UNREADABLE = "cannot be read"
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
    """The bytes of a pack's files by folder.

    `lacking` are the folders of which something could not be read, so that nobody knows what is in them.
    """

    header: FileBytes | None
    base: tuple[FileBytes, ...]
    examples: tuple[FileBytes, ...]
    statements: tuple[FileBytes, ...]
    amendments: tuple[FileBytes, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    lacking: frozenset[str] = frozenset()

    def content_key(self) -> str:
        """Return a digest of every path and byte: another key means that something has changed, if only a comment."""
        digest = hashlib.sha256()
        header = [self.header] if self.header else []
        for path, content in (*header, *self.base, *self.examples, *self.statements, *self.amendments):
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
    header, problems = _header(path)
    read: dict[str, tuple[FileBytes, ...]] = {}
    lacking: set[str] = set()
    misnamed = _misnamed(path)
    for folder in FOLDERS:
        found = _files(path / (misnamed if folder == BASE else folder), path)
        read[folder] = tuple(each for each in found if not isinstance(each, Diagnostic))
        wrong = [each for each in found if isinstance(each, Diagnostic)]
        problems += wrong
        if any(UNREADABLE in each.message for each in wrong):
            lacking.add(folder)
    if misnamed != BASE:
        message = f"the rules stand in `{misnamed}`, but a pack has them in `{BASE}`"
        place = Place(str(path / misnamed), 1, 1)
        problems.append(Diagnostic("missing-file", message, place, f"rename the folder to `{BASE}`"))
    elif not (path / BASE).exists() and header is not None:
        hint = "write its rules there, a file for each subject"
        problems.append(Diagnostic("missing-file", f"there is no folder `{BASE}`", Place(str(path / BASE), 1, 1), hint))
    problems += _strangers(path, {*FOLDERS, misnamed})
    base, examples, statements, amendments = (read[folder] for folder in FOLDERS)
    return PackFiles(header, base, examples, statements, amendments, tuple(problems), frozenset(lacking))


def published_file(path: Path) -> FileBytes | Diagnostic | None:
    """Return the file that says what was published of the pack in a folder, or why it cannot be read."""
    file = path / PUBLISHED
    return _content(file, path) if file.exists() or file.is_symlink() else None


def _header(path: Path) -> tuple[FileBytes | None, list[Diagnostic]]:
    """Return pack.yaml; where it has another ending it is read all the same, and reported."""
    header, other = path / HEADER, path / OTHER_HEADER
    if header.exists() or header.is_symlink():
        problems = []
    elif other.is_file():
        message = f"the file is called `{OTHER_HEADER}`, but a pack's is `{HEADER}`"
        problems = [Diagnostic("missing-file", message, Place(str(other), 1, 1), f"rename it to `{HEADER}`")]
        header = other
    else:
        hint = "write one with the pack's id, title and documents"
        return None, [Diagnostic("missing-file", f"there is no `{HEADER}`", Place(str(header), 1, 1), hint)]
    content = _content(header, path)
    return (None, [content, *problems]) if isinstance(content, Diagnostic) else (content, problems)


def _misnamed(path: Path) -> str:
    """Return the name of the folder that the rules stand in: another one where there is no `base`."""
    if (path / BASE).exists() or not path.is_dir():
        return BASE
    others = [each.name for each in sorted(path.iterdir()) if each.is_dir() and each.name not in FOLDERS]
    near = nearest(BASE, others)
    holding = [each for each in others if each in OTHER_BASES and any((path / each).glob("*.y*ml"))]
    return near or (holding[0] if holding else BASE)


def _strangers(path: Path, folders: Collection[str]) -> Iterator[Diagnostic]:
    """Warn of what beside the header looks like part of the pack and is none."""
    for entry in sorted(path.iterdir()) if path.is_dir() else ():
        if entry.is_dir():
            hint = ""
            if entry.name not in folders:
                hint = did_you_mean(entry.name, FOLDERS) or (UNREAD_FOLDER if any(entry.glob("*.yaml")) else "")
        else:
            is_stray = entry.suffix == ".yaml" and entry.name not in {HEADER, PUBLISHED}
            hint = (
                "rules stand in `base`, examples in `examples`, statements in `statements`, amendments in `amendments`"
                if is_stray
                else ""
            )
        if hint:
            message = f"`{entry.name}` is not read: it is no part of a pack"
            yield Diagnostic("unread-file", message, Place(str(entry), 1, 1), hint, Severity.WARNING)


def _files(folder: Path, pack: Path) -> tuple[FileBytes | Diagnostic, ...]:
    """Return the files of a folder, and what is wrong with it; one that ends in `.yml` is read, and reported."""
    if not folder.is_dir():
        is_there = folder.exists() or folder.is_symlink()
        hint = f"a pack has a folder of that name, with its files: move `{folder.name}` elsewhere"
        return (_unread(folder, "it is no folder", hint),) if is_there else ()
    if not is_inside(folder, pack):
        return (_unread(folder, "it is a link to a place outside of the folder", HINTS[errno.EXDEV]),)
    found: list[FileBytes | Diagnostic] = []
    for file in sorted(folder.iterdir()):
        if file.name.startswith("."):
            continue
        if file.suffix != ".yaml":
            message = f"`{file.name}` is not read: a file here ends in `.yaml`"
            hint = "rename it, or move it elsewhere"
            if file.suffix == ".yml":
                message, hint = f"`{file.name}` ends in `.yml`", f"rename it to `{file.stem}.yaml`"
            found.append(Diagnostic("unread-file", message, Place(str(file), 1, 1), hint))
        if file.suffix in {".yaml", ".yml"}:
            found.append(_content(file, pack))
    return tuple(found)


def _content(file: Path, pack: Path) -> FileBytes | Diagnostic:
    """Return a file with its bytes, or why it cannot be read."""
    try:
        return str(file), read_file(file, within=pack, largest=LARGEST)
    except OSError as error:
        is_loose = file.is_symlink() and not file.exists()
        said = error.strerror or str(error)
        reason = "the link leads nowhere" if is_loose else said[:1].lower() + said[1:]
        return _unread(file, reason, HINTS.get(error.errno or 0, "put the file itself there"))


def _unread(file: Path, reason: str, hint: str) -> Diagnostic:
    return Diagnostic("unread-file", f"`{file.name}` {UNREADABLE}: {reason}", Place(str(file), 1, 1), hint)
