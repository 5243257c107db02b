"""Writes the cells of decision tables by chance."""

from __future__ import annotations

import random
from collections.abc import Mapping


def rows_of(source: random.Random, names: Mapping[str, str], *, is_apart: bool) -> list[list[str]]:
    """Return the cells of some rows; with `is_apart` the first column keeps the rows apart."""
    first = next(iter(names.values()))
    apart = {
        "number": ("< 0", "[0..5)", "[5..20)", ">= 20"),
        "money": ("<= 0", "(0..100]", "> 100"),
        "score": ("[0..3]", "(3..10]"),
        "date": ('< @"2020-01-01"', '[@"2020-01-01"..@"2020-12-31"]', '> @"2020-12-31"'),
        "tier": ('"low"', '"high"', '"none"'),
        "boolean": ("true", "false"),
        "string": ('"a"', '"b", "c"', 'not("a", "b", "c")'),
        "number?": ("null", "< 1", ">= 1"),
        "list<number>": ("count(?) = 0", "count(?) > 0"),
        "row": ("?.ok", "not(?.ok)"),
    }[first]
    if is_apart:
        chosen = source.sample(apart, source.randint(1, len(apart)))
        return [[cell, *(test(source, type_) for type_ in list(names.values())[1:])] for cell in chosen]
    return [[test(source, type_) for type_ in names.values()] for _ in range(source.randint(1, 4))]


def test(source: random.Random, type_: str) -> str:
    """Return the cell of an input of a type."""
    if source.random() < 0.25:
        return "-"
    number = source.choice(("0", "1", "2.5", "5", "-1", "10"))
    return source.choice(
        {
            "number": (
                f"< {number}",
                f">= {number}",
                number,
                f"[{number}..20]",
                f"not({number})",
                f"{number}, 7",
                "? * 2 > 7",
                f"[{number}..10 / base_zero]",
                f"(base_number..{number} / base_zero)",
                "10 / ? > 1",
                "base_number, > base_zero",
            ),
            "money": (f"> {number}", f"<= {number}", f"[{number}..500)"),
            "score": ("< 5", "[2..8]", "10", "not(0)"),
            "date": ('>= @"2020-02-01"', '@"2020-01-31"', '[@"2019-01-01"..@"2020-06-30"]'),
            "tier": ('"low"', '"low", "high"', 'not("none")'),
            "boolean": ("true", "false"),
            "string": ('"a"', '"a", "b c"', 'not("")', 'starts with(?, "a")'),
            "number?": ("null", "> 0", "not(null)", "[0..5]"),
            "list<number>": ("count(?) > 1", "?[1] > 2", "list contains(?, 1)"),
            "row": ("?.score > 3", '?.tier = "low"', "?.due = null", "?.ok"),
        }[type_]
    )
