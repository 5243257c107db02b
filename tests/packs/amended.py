"""Reads cases of amendments: files of `amendments` beside a pack that is the same for all.

A case begins with `#### its title`. What stands before its first section `== name` is the end of `amendments/one.yaml`,
below the head that every amendment has. A line may end in `### column code …`: the problems expected at it.
"""

import re
from pathlib import Path

from pack_cases import EXPECTED, reading_of, split_cases

HERE = Path(__file__).parent / "amendments"
PACK = HERE / "pack"
MANY = "  - {set: small.fee, was: 3, now: 4}\n" * 1001
HEAD = """\
amendment: one
pack: small
title: An amendment
adopted: 2020-02-01
authority: {document: letter, section: "2"}
reason: because
"""


def cases(name):
    return list(split_cases((HERE / name).read_text(encoding="utf-8")))


def read(body):
    """Return the files of a case, without those of the pack, and the problems expected."""
    files, expected = {}, []
    pieces = re.split(r"^== (\S+)\n", body, flags=re.MULTILINE)
    sections = [("amendments/one.yaml", HEAD + pieces[0])] if pieces[0].strip() else []
    sections += zip(pieces[1::2], pieces[2::2], strict=True)
    for path, text in sections:
        lines = text.replace("MANY\n", MANY).rstrip("\n").split("\n")
        for number, line in enumerate(lines):
            if found := EXPECTED.search(line):
                lines[number] = line[: found.start()]
                words = found[1].split()
                expected += [
                    (path, number + 1, int(at), code) for at, code in zip(words[::2], words[1::2], strict=True)
                ]
        files[path] = "\n".join(lines) + "\n"
    return files, sorted(expected)


def reading(files):
    """Return the reading of the pack with some files added or replaced."""
    base = {str(path.relative_to(PACK)): path.read_text(encoding="utf-8") for path in PACK.rglob("*.yaml")}
    every = {**base, **files}
    found = {
        folder: [(path, text.encode()) for path, text in sorted(every.items()) if path.startswith(folder)]
        for folder in ("base", "examples", "statements", "amendments")
    }
    return reading_of(("pack.yaml", every["pack.yaml"].encode()), found)
