"""Makes packs in memory from the texts of their files, and engines of those that are in order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from random_packs import RandomPack
from rulewright import Engine
from rulewright.packs.files import PackFiles
from rulewright.packs.loading import build_pack
from rulewright.packs.model.pack import Pack

RULE = re.compile(r"^  (\w+):", re.MULTILINE)
WORD = re.compile(r"\w+")


def pack_of(files: Mapping[str, str]) -> Pack:
    """Return the pack of these files by path."""
    content = {path: (path, text.encode()) for path, text in files.items()}
    base = tuple(content[path] for path in sorted(files) if path.startswith("base/"))
    examples = tuple(content[path] for path in sorted(files) if path.startswith("examples/"))
    return build_pack(PackFiles(content.get("pack.yaml"), base, examples, ()), "generated")


def engine_of(files: Mapping[str, str]) -> Engine | None:
    """Return the engine of a pack, None where the pack has errors."""
    pack = pack_of(files)
    return None if any(problem.is_error for problem in pack.diagnostics) else Engine(pack)


def accepted(made: RandomPack) -> tuple[Engine | None, frozenset[str], dict[str, str]]:
    """Return the engine of a pack made by chance, the rules of it that must not be run, and the files without these.

    A formula made by chance is now and then refused. Its rule is left out then, and those that call it. None where a
    problem is that of no rule.
    """
    files = made.files()
    pack = pack_of(files)
    lines = {each.place.line for each in pack.diagnostics if each.is_error}
    refused = rules_at(files["base/rules.yaml"], lines)
    if not refused:
        return (None if lines else Engine(pack)), frozenset(), files
    without = _with_callers(made, refused)
    return Engine(pack), without, made.files(without)


def _with_callers(made: RandomPack, refused: Collection[str]) -> frozenset[str]:
    """Return the rules that were refused, and those that name them or each other."""
    without = frozenset(refused)
    named = {id_: frozenset(WORD.findall(text)) for id_, text in made.texts().items()}
    while True:
        callers = frozenset(id_ for id_, words in named.items() if words & without)
        if callers <= without:
            return without
        without |= callers


def rules_at(text: str, lines: set[int]) -> set[str]:
    """Return the ids of the rules that stand at these lines."""
    found: set[str] = set()
    id_ = ""
    for number, line in enumerate(text.split("\n"), 1):
        start = RULE.match(line)
        id_ = start[1] if start else id_
        if number in lines and id_:
            found.add(id_)
    return found
