"""Runs what pages show: commands with their output, and examples in Python.

A comment before a fenced block says what the block is:

    <!-- run: COMMAND -->            what the command prints, both streams together
    <!-- shell: COMMAND -->          the same behind a line with the command
    <!-- file: PATH -->              a file that the commands below it find
    <!-- add to: PATH -->            what is added at the end of such a file
    <!-- change: PATH: OLD => NEW -->   a change in such a file; stands alone, without a block

A page with files runs its commands in a folder of its own, from top to bottom. A page that says `<!-- checkout -->`
does so in a copy of the project, with the code of the copy. Any other page runs them at the top of the project.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIRECTIVE = re.compile(
    r"^<!-- (?:(?P<kind>run|shell|file|add to): (?P<what>.+?) -->\n(?P<open>```\w*\n)(?P<body>.*?)(?P<close>^```$)"
    r"|change: (?P<path>\S+): (?P<old>.+?) => (?P<new>.*?) -->$)",
    re.MULTILINE | re.DOTALL,
)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CHECKOUT = "<!-- checkout -->"
COPIED = ("engine", "cli", "schemas", "rules", "tests", "docs")
SHELL = """\
python() { "$RULEWRIGHT_PYTHON" "$@"; }
rulewright() { python -m rulewright_cli "$@"; }
"""
SECONDS = 120
OWN = frozenset({"rulewright", "rulewright_cli"})


def problems(page: Path, *, writes: bool = False) -> list[str]:
    """Return where a page shows something else than what its commands print; with `writes` correct the page."""
    text = page.read_text(encoding="utf-8")
    try:
        fresh = refreshed(text)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return [f"{page.name}: {error}"]
    if fresh == text:
        return []
    if writes:
        page.write_text(fresh, encoding="utf-8")
        return []
    old, new = text.split("\n"), fresh.split("\n")
    line = next((n for n, (a, b) in enumerate(zip(old, new, strict=False), 1) if a != b), min(len(old), len(new)))
    return [f"{page.name}:{line}: not what the command prints; run `python docs/check.py --write`"]


def refreshed(text: str) -> str:
    """Return a page with the output that its commands print now.

    Raises:
        ValueError: when a change does not find its text.
    """
    has_files = any(each["kind"] == "file" for each in DIRECTIVE.finditer(text))
    is_checkout = CHECKOUT in text
    with _folder(is_own=has_files or is_checkout) as folder:
        if is_checkout:
            for name in COPIED:
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
            shutil.copy(ROOT / "pyproject.toml", folder)
        return DIRECTIVE.sub(lambda found: _replacement(found, folder), text)


def _replacement(found: re.Match[str], folder: Path) -> str:
    whole = found[0]
    if found["kind"] in {"run", "shell"}:
        head = whole[: found.start("body") - found.start()]
        command = f"$ {found['what']}\n" if found["kind"] == "shell" else ""
        return head + command + output_of(found["what"], folder) + found["close"]
    path = folder / (found["what"] or found["path"])
    if found["kind"] in {"file", "add to"}:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if found["kind"] == "file" else "a", encoding="utf-8") as file:
            file.write(found["body"])
        return whole
    content = path.read_text(encoding="utf-8")
    if content.count(found["old"]) != 1:
        raise ValueError(f"`{found['path']}` has `{found['old']}` {content.count(found['old'])} times, not once")
    path.write_text(content.replace(found["old"], found["new"]), encoding="utf-8")
    return whole


def output_of(command: str, folder: Path = ROOT) -> str:
    """Return what a command prints at 80 columns without colors, with a line end behind the last line."""
    settings = {"COLUMNS": "80", "NO_COLOR": "1", "RULEWRIGHT_PYTHON": sys.executable, "PYTHONIOENCODING": "utf-8"}
    if folder != ROOT:
        settings["PYTHONPATH"] = os.pathsep.join(str(folder / name) for name in ("engine", "cli"))
    shell = shutil.which("sh") or "/bin/sh"
    done = subprocess.run(  # noqa: S603 - the commands are those of our own pages
        [shell, "-c", SHELL + command],
        cwd=folder,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SECONDS,
        check=False,
    )
    return done.stdout.decode("utf-8").rstrip("\n") + "\n"


def python_problems(page: Path) -> list[str]:
    """Return the examples in Python on a page that fail; what one defines, those below it may use."""
    found = []
    names: dict[str, object] = {"__name__": "__main__"}
    text = page.read_text(encoding="utf-8")
    for block in PYTHON.finditer(text):
        line = text.count("\n", 0, block.start()) + 2
        try:
            exec(compile(block[1], str(page), "exec"), names)  # noqa: S102 - our own pages
        except Exception as error:  # noqa: BLE001 - whatever an example raises is what is wrong with it
            found.append(f"{page.name}:{line}: the example fails: {type(error).__name__}: {error}")
    return found


def import_problems(page: Path) -> list[str]:
    """Return the imports of examples in Python on a page that find nothing, those for type checkers alone included."""
    found = []
    text = page.read_text(encoding="utf-8")
    for block in PYTHON.finditer(text):
        first = text.count("\n", 0, block.start()) + 1
        for node in ast.walk(ast.parse(block[1])):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in OWN:
                missing = [each.name for each in node.names if not _is_there(node.module or "", each.name)]
                found += [f"{page.name}:{first + node.lineno}: there is no `{node.module}.{each}`" for each in missing]
    return found


def _is_there(module: str, name: str) -> bool:
    try:
        return hasattr(import_module(module), name)
    except ModuleNotFoundError:
        return False


@contextmanager
def _folder(*, is_own: bool) -> Iterator[Path]:
    if not is_own:
        yield ROOT
        return
    with tempfile.TemporaryDirectory(prefix="rulewright-docs-") as name:
        yield Path(name)
