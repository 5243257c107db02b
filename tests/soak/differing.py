"""Looks for cases on which the evaluators differ, counts what was compared, and keeps what it finds, made small."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from comparison import Difference, compare, compared
from making import engine_of
from rulewright import Engine
from sample_packs import Example
from saved import FOLDER, Saved, read_saved, write_saved
from shrinking import Specimen, shrunk

SMALL = 1
"""Of differences of one kind so many are made small; the others are counted."""
NUMBERS = re.compile(r"\d+")


def kind_of(differences: tuple[Difference, ...]) -> str:
    """Return the kind of a difference: the fields, and how the first of them differs."""
    first = differences[0]
    said = NUMBERS.sub("#", f"{first.compiled[:40]} | {first.reference[:40]}")
    return f"{first.way}: {' '.join(each.field for each in differences)}: {said}"


class Finder:
    """Compares cases, and keeps what differs and is not named as open."""

    def __init__(self, folder: Path, saved: Path = FOLDER) -> None:
        self.folder = folder
        self.open = [each for each in read_saved(saved) if each.open]
        self.counts: Counter[str] = Counter()
        self.named: Counter[str] = Counter()
        self.new: Counter[str] = Counter()
        self.texts: dict[str, str] = {}

    def look(self, engine: Engine, files: Mapping[str, str], example: Example, number: int, origin: str) -> None:
        """Compare one case; one whose rule is not compiled is counted apart, since one evaluator answers twice."""
        status, differences = compared(engine, example, number)
        is_counted = is_compiled(engine, example.rule)
        self.counts["cases compared" if is_counted else "cases of rules that are not compiled"] += 1
        if is_counted:
            self.counts[f"cases compared that are {status}"] += 1
        if not differences:
            return
        name = next((each.name for each in self.open if each.names(differences)), "")
        if name:
            self.named[name] += 1
            return
        kind = kind_of(differences)
        self.new[kind] += 1
        if self.new[kind] <= SMALL:
            self._keep(Specimen(files, example), kind, f"{origin} {number}")

    def _keep(self, specimen: Specimen, kind: str, origin: str) -> None:
        if specimen.files:
            specimen = shrunk(specimen, lambda smaller: differs_so(smaller, kind))
            name = NUMBERS.sub(lambda digits: digits[0], origin).replace(" ", "-")
            write_saved(Saved(name, specimen), self.folder)
        engine = engine_of(specimen.files) if specimen.files else None
        differences = compare(engine, specimen.example) if engine else ()
        shown = "\n".join(each.text() for each in differences)
        self.texts[kind] = f"{origin}: {specimen.example.rule} {specimen.example.facts}\n{shown}"

    def counted(self) -> Counter[str]:
        """Return what was compared, and how often each difference was found, also those named as open."""
        named = {f"named as open: {name}": count for name, count in self.named.items()}
        return Counter({**self.counts, **named, **{f"NEW {kind}": count for kind, count in self.new.items()}})

    def found(self) -> dict[str, str]:
        """Return a case of each kind of difference that is not named as open."""
        return {kind: self.texts.get(kind, "") for kind in self.new}


def is_compiled(engine: Engine, rule: str) -> bool:
    """Whether there is code of a rule."""
    return engine._plans[rule].is_compiled


def differs_so(specimen: Specimen, kind: str) -> bool:
    """Whether the evaluators differ in this way on a specimen."""
    engine = engine_of(specimen.files)
    rule = specimen.example.rule
    if engine is None or rule not in engine.rules or not is_compiled(engine, rule):
        return False
    differences = compare(engine, specimen.example)
    return bool(differences) and kind_of(differences) == kind
