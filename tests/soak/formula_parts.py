"""Reads what formulas are made of, by type, from `formulas.txt`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

UNITS = ("money", "points", "members", "rate")
PART = re.compile(r"«([^»#]+)(#\d)?»")
"""A part of a way: its type, and its mark where the same name stands in several places."""
FALLBACKS = {
    "boolean": "base_flag",
    "date": "base_day",
    "list<row>": "base_rows",
    "members": "base_members",
    "money": "base_money",
    "number": "base_number",
    "points": "base_points",
    "rate": "base_rate",
    "string": "base_word",
    "tier": "base_tier",
    "range<number>": "base_span",
    "map<tier, number>": "base_map",
    "list<number>": "base_numbers",
    "row": "base_row",
}
"""Figures that every pack has, for types of which nothing is in reach: of literals alone the checker says too much."""


@dataclass(slots=True)
class Parts:
    """The literals of a type, the ways to make a formula of it, those left to the reference evaluator, and others.

    `dynamic` are those with values of which nothing is known.
    """

    literals: list[str] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    uncompiled: list[str] = field(default_factory=list)
    dynamic: list[str] = field(default_factory=list)


def read_parts(text: str) -> Mapping[str, Parts]:
    """Return the parts by type."""
    parts: dict[str, Parts] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and "«" not in line:
            current = parts[line[1:-1]] = Parts()
        elif line.startswith("= "):
            current.literals.append(line[2:])
        elif line.startswith("~ "):
            current.uncompiled.append(line[2:])
        elif line.startswith("? "):
            current.dynamic.append(line[2:])
        else:
            current.ways.append(line)
    return parts


PARTS = read_parts(Path(__file__).with_name("formulas.txt").read_text(encoding="utf-8"))
LITERALS: Mapping[str, list[str]] = {type_: parts.literals for type_, parts in PARTS.items()}
