"""Reads the files of a pack as they were at a revision of git, without a checkout."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from dataclasses import replace
from pathlib import Path
from shutil import which

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.files import FileBytes, PackFiles, read_files

MARK = "git:"


class VersionError(ValueError):
    """Says why a name stands for no version, or for two; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def read_revision(folder: Path, revision: str) -> PackFiles:
    """Return the files of a pack's folder at a revision; their paths begin with `git:` and the revision.

    Raises:
        VersionError: when there is no git, no such revision, or no such folder then.
    """
    if which("git") is None:
        raise VersionError(f"`{MARK}{revision}` needs git, which is not installed", "install it, or name a folder")
    inside = _git(folder, "rev-parse", "--show-prefix")
    if inside.returncode:
        raise VersionError(f"`{folder}` lies in no repository of git", "name a folder instead")
    prefix = inside.stdout.decode().strip()
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit.returncode:
        names = _git(folder, "for-each-ref", "--format=%(refname:short)").stdout.decode().split()
        hint = did_you_mean(revision, names) or "name a branch, a tag or a commit"
        raise VersionError(f"git knows no revision `{revision}`", hint)
    archive = _git(folder, "archive", "--format=tar", f"{commit.stdout.decode().strip()}:{prefix}", is_at_top=True)
    if archive.returncode:
        raise VersionError(
            f"there is no `{prefix or '.'}` at the revision `{revision}`", "the pack stood elsewhere then"
        )
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
            packed.extractall(scratch, filter="data")
        return _under(read_files(Path(scratch)), scratch, f"{MARK}{revision}")


def _git(folder: Path, *arguments: str, is_at_top: bool = False) -> subprocess.CompletedProcess[bytes]:
    """Return what git says; `git archive` of a tree is right at the top of a repository alone."""
    if is_at_top:
        folder = Path(_git(folder, "rev-parse", "--show-toplevel").stdout.decode().rstrip("\n"))
    return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603, S607


def _under(files: PackFiles, folder: str, name: str) -> PackFiles:
    """Return files whose paths begin with a name in the place of a folder."""

    def path(written: str) -> str:
        return name + written.removeprefix(folder)

    def file(each: FileBytes) -> FileBytes:
        return path(each[0]), each[1]

    def problem(each: Diagnostic) -> Diagnostic:
        return replace(each, place=replace(each.place, path=path(each.place.path)))

    return PackFiles(
        file(files.header) if files.header else None,
        tuple(map(file, files.base)),
        tuple(map(file, files.examples)),
        tuple(map(file, files.statements)),
        tuple(map(file, files.amendments)),
        tuple(map(problem, files.problems)),
    )
