"""Makes the two sides that are compared: an environment with the old wheel, and the tests of its commit.

The wheel is installed into an environment of its own, which takes the packages it needs from the current one. The
tests and sample packs of the old side are those of the commit that the wheel was built from: the newest commit of
which every file of the wheel is a file.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {
    "rulewright/rules/": "rules/",
    "rulewright/schemas/": "schemas/",
    "rulewright/": "engine/rulewright/",
    "rulewright_cli/": "cli/rulewright_cli/",
    "rulewright_rules/": "rules/",
    "rulewright_schemas/": "schemas/",
}
TREE = ("tests", "rules", "schemas")
COMMITS = 2000
"""So many commits are searched for the wheel's."""


@dataclass(frozen=True)
class Side:
    """One of the two: the Python that runs it, the tests that know its names, and a folder to work in."""

    name: str
    python: Path
    tests: Path
    folder: Path


def make_sides(wheel: Path, work: Path, tests: Path | None = None) -> tuple[Side, Side]:
    """Return the old side and the new one; `tests` are the old side's tests, if they are not to be looked for.

    Raises:
        LookupError: when no commit has the files of the wheel.
    """
    content = wheel.read_bytes()
    kept = work / hashlib.sha256(content).hexdigest()[:16]
    python = installed(wheel, kept / "environment")
    tree = kept / "tree"
    if tests is not None:
        tree = tests.resolve().parent
    elif not tree.exists():
        extract(commit_of(content), tree)
    sides = (
        Side("old", python, tree / "tests", work / "old"),
        Side("new", Path(sys.executable), ROOT / "tests", work / "new"),
    )
    for side in sides:
        shutil.rmtree(side.folder, ignore_errors=True)
        for name in TREE:
            if (tree / name).exists():
                shutil.copytree(tree / name, side.folder / "tree" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return sides


def installed(wheel: Path, environment: Path) -> Path:
    """Return the Python of an environment with the wheel, made anew where it is not there."""
    python = environment / "bin" / "python"
    if not (environment / "complete").exists():
        shutil.rmtree(environment, ignore_errors=True)
        venv.create(environment, with_pip=False)
        purelib = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
        (purelib / "packages.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
        install = (
            "-m",
            "pip",
            "--python",
            python,
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--ignore-installed",
        )
        subprocess.run([sys.executable, *install, "--disable-pip-version-check", wheel], check=True)
        (environment / "complete").touch()
    return python


def commit_of(wheel: bytes) -> str:
    """Return the newest commit that has every file of a wheel.

    Raises:
        LookupError: when there is none.
    """
    wanted = {}
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        for path in archive.namelist():
            inside = next((each for each in FOLDERS if path.startswith(each)), None)
            if inside is not None:
                content = archive.read(path)
                head = b"blob %d\0" % len(content)
                digest = hashlib.sha1(head + content, usedforsecurity=False)
                wanted[FOLDERS[inside] + path.removeprefix(inside)] = digest.hexdigest()
    for commit in git("rev-list", f"--max-count={COMMITS}", "HEAD").decode().split():
        listed = git("ls-tree", "-r", commit, *FOLDERS.values()).decode().splitlines()
        found = {path: entry.split()[2] for entry, _, path in (line.partition("\t") for line in listed)}
        if wanted.items() <= found.items():
            return commit
    raise LookupError("no commit of this branch has the files of the wheel; name the folder of its tests")


def extract(commit: str, tree: Path) -> None:
    """Write the tests and packs of a commit into a folder."""
    present = [name for name in TREE if git("ls-tree", commit, name)]
    with tarfile.open(fileobj=io.BytesIO(git("archive", commit, *present))) as archive:
        archive.extractall(tree, filter="data")


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=True).stdout  # noqa: S607
