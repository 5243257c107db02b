"""Makes packs in memory from the texts of their files, and engines of those that are in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unittest.mock import patch

from random_packs import RandomPack
from rulewright import Engine
from rulewright.packs import loading
from rulewright.packs.files import PackFiles
from rulewright.packs.format.found import Findings
from rulewright.packs.loading import build_pack
from rulewright.packs.model.pack import Pack

MOST_ATTEMPTS = 4
RULE = re.compile(r"^  (\w+):", re.MULTILINE)


def pack_of(files: Mapping[str, str], *, is_judged: bool = True) -> Pack:
    """Return the pack of these files by path; where it is not judged, no schema is asked whether it is sound."""
    if not is_judged:
        with patch.object(loading, "validate", lambda *_: Findings().found(frozenset())):
            return pack_of(files)
    content = {path: (path, text.encode()) for path, text in files.items()}
    base = tuple(content[path] for path in sorted(files) if path.startswith("base/"))
    examples = tuple(content[path] for path in sorted(files) if path.startswith("examples/"))
    return build_pack(PackFiles(content.get("pack.yaml"), base, examples, ()), "generated")


def engine_of(files: Mapping[str, str]) -> Engine | None:
    """Return the engine of a pack, None where the pack has errors."""
    pack = pack_of(files)
    return None if any(problem.is_error for problem in pack.diagnostics) else Engine(pack)


def accepted(made: RandomPack, *, is_judged: bool = True) -> tuple[Engine | None, frozenset[str], dict[str, str]]:
    """Return the engine of a pack made by chance, the rules that had to be left out, and the files.

    A formula made by chance is now and then refused. Its rule is left out then, and those that call it.
    """
    without: set[str] = set()
    for _ in range(MOST_ATTEMPTS):
        files = made.files(without)
        pack = pack_of(files, is_judged=is_judged)
        lines = {each.place.line for each in pack.diagnostics if each.is_error}
        if not lines:
            return Engine(pack), frozenset(without), files
        refused = rules_at(files["base/rules.yaml"], lines)
        if not refused:
            break
        without |= refused
    return None, frozenset(without), files


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
