"""Writes formulas by chance, of a given type and over given names, in a way that the checker mostly accepts.

A part of a formula is a name in reach, a literal, or made again in one of the ways of `formulas.txt`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from formula_parts import FALLBACKS, LITERALS, PART, PARTS, UNITS, Parts

ATOMS = re.compile(r"[\w.]*|@?\"[^\"]*\"|\[[^\[\]]*\]|\w[\w ]*\([^()]*\)")
NOTHING = Parts()


class Formulas:
    """Writes formulas over names in reach; `calls` are texts that call rules, with marks for their arguments.

    With `has_uncompiled` there are ways that the compiler leaves to the reference evaluator, with `is_dynamic` values
    of which nothing is known stand where something is declared.
    """

    def __init__(
        self,
        source: random.Random,
        names: Mapping[str, str],
        calls: Mapping[str, list[str]],
        *,
        has_uncompiled: bool = True,
        is_dynamic: bool = False,
    ) -> None:
        self.source = source
        self.names: dict[str, list[str]] = {}
        for name, type_ in names.items():
            self.names.setdefault(type_, []).append(name)
        self.is_dynamic = is_dynamic
        self.dynamic = self.names.get("any", []) if is_dynamic else []
        for type_, name in FALLBACKS.items():
            self.names.setdefault(type_, [name])
        self.calls = calls
        self.has_uncompiled = has_uncompiled
        self._ways: dict[str, list[str]] = {}

    def make(self, type_: str, depth: int) -> str:
        """Return a formula of a type."""
        named, literals = self.names.get(type_, ()), LITERALS.get(type_, ())
        chance = self.source.random()
        if self.dynamic and self.source.random() < 0.05:
            return self.source.choice(self.dynamic)
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
        return self.filled(way, depth - 1)

    def filled(self, way: str, depth: int) -> str:
        """Return a way with its parts made."""
        same: dict[str, str] = {}

        def part(found: re.Match[str]) -> str:
            type_, mark = found.groups()
            if not mark:
                return self._inner(type_, depth)
            if mark not in same:
                same[mark] = self.source.choice(self.names[type_])
            return same[mark]

        return PART.sub(part, way)

    def ways(self, type_: str) -> list[str]:
        """Return the ways whose parts can be made."""
        if type_ not in self._ways:
            parts = PARTS.get(type_, NOTHING)
            ways = [*parts.ways, *(parts.uncompiled if self.has_uncompiled else ())]
            ways += parts.dynamic * 3 if self.is_dynamic else ()
            self._ways[type_] = [way for way in ways if self._can(way)]
        return self._ways[type_]

    def _can(self, way: str) -> bool:
        found = (part.groups() for part in PART.finditer(way))
        return all(type_ in self.names or (not mark and LITERALS.get(type_)) for type_, mark in found)

    def _inner(self, type_: str, depth: int) -> str:
        text = self.make(type_, depth)
        return text if ATOMS.fullmatch(text) else f"({text})"
