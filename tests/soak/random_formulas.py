"""Writes formulas by chance, of a given type and over given names, in a way that the checker mostly accepts.

A part of a formula is a name in reach, a literal, or made again in one of the ways of `formula_parts`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from formula_parts import FALLBACKS, LITERALS, UNITS, WAYS

PART = re.compile(r"«([^»]+)»")
ATOMS = re.compile(r"[\w.]*|@?\"[^\"]*\"|\[[^\[\]]*\]|\w[\w ]*\([^()]*\)")


class Formulas:
    """Writes formulas over names in reach; `calls` are texts that call rules, with marks for their arguments."""

    def __init__(self, source: random.Random, names: Mapping[str, str], calls: Mapping[str, list[str]]) -> None:
        self.source = source
        self.names: dict[str, list[str]] = {}
        for name, type_ in names.items():
            self.names.setdefault(type_, []).append(name)
        for type_, name in FALLBACKS.items():
            self.names.setdefault(type_, [name])
        self.calls = calls

    def make(self, type_: str, depth: int) -> str:
        """Return a formula of a type."""
        named, literals = self.names.get(type_, ()), LITERALS.get(type_, ())
        chance = self.source.random()
        if depth <= 0 or chance < 0.15:
            if named and (not literals or type_ in UNITS or self.source.random() < 0.85):
                return self.source.choice(named)
            if literals:
                return self.source.choice(literals)
        if named and chance < 0.3:
            return self.source.choice(named)
        calls = self.calls.get(type_, ())
        ways = self.ways(type_)
        if calls and (not ways or self.source.random() < 0.3):
            way = self.source.choice(calls)
        elif ways:
            way = self.source.choice(ways)
        else:
            return self.source.choice(named or literals)
        return PART.sub(lambda part: self._inner(part[1], depth - 1), way)

    def ways(self, type_: str) -> list[str]:
        """Return the ways that need no name that is not in reach."""
        names = {name for each in self.names.values() for name in each}
        ways = [
            way
            for way in WAYS.get(type_, ())
            if not (("nn" in way and "nn" not in names) or ("if due" in way and "due" not in names))
        ]
        return [way for way in ways if all(self._can(part) for part in PART.findall(way))]

    def _can(self, type_: str) -> bool:
        return type_ in LITERALS or type_ in self.names

    def _inner(self, type_: str, depth: int) -> str:
        text = self.make(type_, depth)
        return text if ATOMS.fullmatch(text) else f"({text})"
