"""Holds what is shared while a pack is written by chance: its source of chance, what can be called, its flavor."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from random_formulas import Formulas

Inputs = Mapping[str, tuple[str, bool]]
"""The types of a rule's inputs by name, and whether each is needed."""


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as it is written: its text, its inputs, and by type the texts that call it, with marks for arguments."""

    id: str
    text: str
    inputs: Inputs = field(default_factory=dict)
    calls: tuple[tuple[str, str], ...] = ()


class Writing:
    """A pack under way. What can be called grows with it.

    In a pack of the first flavor everything is compiled; in one of the second there are parts that are left to the
    reference evaluator; in one of the third values of which nothing is known stand where something is declared.
    """

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self.calls: dict[str, list[str]] = {}
        chance = source.random()
        self.has_uncompiled = chance < 0.15
        self.is_dynamic = 0.15 <= chance < 0.3
        self.discretions: dict[str, Discretion] = {}

    def formulas(self, names: Mapping[str, str], *, has_calls: bool = True) -> Formulas:
        """Return what writes formulas over names in reach."""
        calls = self.calls if has_calls else {}
        return Formulas(
            self.source, names, calls, has_uncompiled=self.has_uncompiled, is_dynamic=self.is_dynamic and has_calls
        )

    def learn(self, written: Written) -> None:
        """Remember how a rule is called."""
        for type_, text in written.calls:
            self.calls.setdefault(type_, []).append(text)

    def formula(self, name: str, formula: str, indent: int) -> str:
        """Return a formula as a value of YAML, in one of the ways that an author has."""
        space = " " * indent
        if self.source.random() < 0.2:
            return f"{space}{name}: |\n{space}  {formula}\n"
        return f"{space}{name}: {quoted(formula)}\n"


@dataclass(frozen=True, slots=True)
class Discretion:
    """A choice: its type, the types of its inputs by name, and whether it takes an approval."""

    type: str
    inputs: Mapping[str, str]
    is_approved: bool


def quoted(text: str) -> str:
    """Return a text as YAML's single-quoted scalar."""
    return "'" + text.replace("'", "''") + "'"
