"""Reads edits of a pack: what an analyst changes in a copy of its files.

An edit begins with `#### its title`, then come renames as they are confirmed, and hunks: `@ file`, then lines that are
taken out (`-`, or `-*` for the whole file) and what stands there instead (`+`). Pieces of lines match as well.
"""

import re
from pathlib import Path

from pack_cases import split_cases

HERE = Path(__file__).parent / "authoring"
PACK = HERE / "pack"
HUNK = re.compile(r"((?:^-.*\n)*)((?:^\+.*\n)*)", re.MULTILINE)


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))}


def edits():
    """Return the edits by title: the confirmed renames and the replacements by file."""
    found = {}
    for title, body in split_cases((HERE / "edits.txt").read_text(encoding="utf-8")):
        renames = dict(line.split("=") for line in re.findall(r"^rename: (.*)$", body, re.MULTILINE))
        hunks = []
        pieces = re.split(r"^@ (\S+)\n", body, flags=re.MULTILINE)
        for file, text in zip(pieces[1::2], pieces[2::2], strict=True):
            for out, into in HUNK.findall(text):
                if out or into:
                    hunks.append((file, *("\n".join(line[1:] for line in each.splitlines()) for each in (out, into))))
        found[title] = (renames, hunks)
    return found


def edited(files, hunks):
    """Return files with an edit made in them; None where another edit has changed what it is about."""
    files = dict(files)
    for file, old, new in hunks:
        if old == "*":
            files.pop(file, None)
        elif not old:
            files[file] = new + "\n"
        elif file not in files or files[file].count(old) != 1:
            return None
        else:
            files[file] = files[file].replace(old, new)
    return files


def write(files, folder):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder
