"""Reads small packs from case files.

A case begins with `#### its title`. Sections `== path` hold the files of the pack; what stands before the first one
is the body of `base/rules.yaml`, below the head that every subject has. A line may end in `### column code …`: the
problems that are expected at it.
"""

import re

from rulewright.packs.files import PackFiles
from rulewright.packs.loading import PackReading

HEADER = """\
pack: small
title: A small pack
documents: {protocol: {title: Protocol}}
units: {USD: {title: dollars}, member: {title: members}, month: {title: months}}
types:
  money: {number: USD}
  rate: {number: USD/member/month}
  tier: {number: "", low: 1, high: 5, whole: true}
  period: {enum: [BP1, BP2, BP3], aliases: {PY1: BP1}}
  measure: {record: {points: number, eligible: boolean, due: "date?"}}
"""
SUBJECT = """\
subject: rules
title: Rules
namespace: small
source: {document: protocol, section: "1"}
"""
EXPECTED = re.compile(r" *### ([0-9a-z -]+)$")


def split_cases(text):
    for case in re.split(r"^#### ", text, flags=re.MULTILINE)[1:]:
        title, _, body = case.partition("\n")
        yield title.strip(), body


def read_case(body):
    """Return the files of a case by path, and the problems expected as (path, line, column, code)."""
    files, expected = {}, []
    path, lines = "base/rules.yaml", []
    pieces = re.split(r"^== (\S+)\n", body, flags=re.MULTILINE)
    sections = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    for name, text in sections:
        if not name and not text.strip():
            continue
        path = name or "base/rules.yaml"
        head = SUBJECT if not name else ""
        lines = (head + text).split("\n")
        for number, line in enumerate(lines):
            found = EXPECTED.search(line)
            if found:
                lines[number] = line[: found.start()]
                words = found[1].split()
                expected += [
                    (path, number + 1, int(column), code) for column, code in zip(words[::2], words[1::2], strict=True)
                ]
        files[path] = "\n".join(lines).rstrip("\n") + "\n"
    files.setdefault("pack.yaml", HEADER)
    return files, sorted(expected)


def pack_of(files):
    found = {folder: [] for folder in ("base", "examples", "statements", "amendments")}
    for path, text in sorted(files.items()):
        if path != "pack.yaml":
            found[path.split("/", maxsplit=1)[0]].append((path, text if isinstance(text, bytes) else text.encode()))
    header = files.get("pack.yaml", HEADER)
    header = header if isinstance(header, bytes) else header.encode()
    return reading_of(("pack.yaml", header), found).base


def reading_of(header, found):
    folders = (tuple(found[each]) for each in ("base", "examples", "statements", "amendments"))
    return PackReading(PackFiles(header, *folders), "")


def found_in(pack):
    return sorted((each.place.path, each.place.line, each.place.column, each.code) for each in pack.diagnostics)
