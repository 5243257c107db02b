"""Reads edits of a pack: what an analyst changes in a copy of its files.

An edit begins with `#### its title`, then come renames as they are confirmed, and hunks: `@ file`, then lines that are
taken out (`-`, or `-*` for the whole file) and what stands there instead (`+`). Pieces of lines match as well.
"""

import re
import shutil
from pathlib import Path

from pack_cases import split_cases
from rulewright.packs import Head, draft_amendment
from rulewright.packs.amendments.text import PackText
from rulewright.packs.files import read_files
from rulewright.packs.loading import PackReading
from rulewright.packs.yaml.tree import plain

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


BASE = files_of(PACK)
HEAD = Head("one", "An amendment", "2021-12-01", "letter", "because", (("Y2", ""),))


def draft(folder, files, renames):
    shutil.rmtree(folder, ignore_errors=True)
    write(files, folder)
    return draft_amendment(PACK, folder, HEAD, renames, path="amendments/one.yaml")


def version(text):
    """Return the text of the base with an amendment, and its digest."""
    files = read_files(PACK)
    files = type(files)(files.header, files.base, files.examples, files.statements, (("one.yaml", text.encode()),))
    reading = PackReading(files, "pack")
    made, problems = reading.amended("one")
    assert [each.message for each in problems if each.is_error] == []
    return PackText.of(made.trees), reading.of_text(made).digest


def sorted_rows(node, policy=""):
    """Return a plain tree in which the rows of tables that know no order are sorted, and keys have one spelling."""
    if isinstance(node, dict):
        policy = node.get("hit_policy", policy)
        return {
            {"first": "Y1"}.get(name, name): sorted_rows(each, policy if name == "rows" else "")
            for name, each in node.items()
        }
    if isinstance(node, list):
        rows = [sorted_rows(each) for each in node]
        return sorted(rows, key=str) if policy in {"unique", "any"} else rows
    return node


def said(text):
    """Return what each thing with a name says."""
    return {
        f"{owner}:{id_}": sorted_rows(plain(found[0].node))
        for (owner, id_), found in text.pieces.owners.known.items()
        if owner not in {"subject", "pack"}
    }
