"""Writes decision tables by chance: of every hit policy, over inputs and steps, with one output or two."""

from __future__ import annotations

import random
from collections.abc import Mapping

from random_writing import Inputs, Writing, quoted

POLICIES = (
    *(("unique", "") for _ in range(4)),
    *(("first", ""), ("first", ""), ("any", ""), ("priority", ""), ("rule order", ""), ("output order", "")),
    *(("collect", name) for name in ("sum", "min", "max", "count", "")),
)
INPUTS = (
    *(("number", "tier") * 3),
    *("boolean", "string", "money", "date", "score", "number?", "list<number>", "row", "any", "boolean?", "tier?"),
    *("note", "days and time duration", "share"),
)
OUTPUTS = (
    "number",
    "number",
    "tier",
    "string",
    "boolean",
    "score",
    "number?",
    "row",
    "list<number>",
    "any",
    "money",
    "date",
)
RARE = ("range<number>", "map<tier, number>", "pair")
UNCOMPILED = {"number": ("[0..? + 1]", "base_flag"), "any": ("1", '"a"', "base_numbers"), "note": ("?.maybe",)}
"""Cells that are left to the reference evaluator."""
RANKED = ("gold", "silver", "none")


def table(writing: Writing, id_: str) -> tuple[Inputs, list[str], str]:
    """Return the inputs of a decision by a table, the types of its outputs, and its text."""
    source = writing.source
    names = {f"in_{number}": source.choice(INPUTS) for number in range(source.randint(1, 3))}
    inputs = {name: (type_, True) for name, type_ in names.items()}
    policy, aggregation = source.choice(POLICIES)
    ranks = policy in {"priority", "output order"}
    is_list = policy in {"rule order", "output order"} or (policy == "collect" and not aggregation)
    results = [_result(source, ranks=ranks, is_number=bool(aggregation)) for _ in range(source.choice((1, 1, 1, 2)))]
    is_misfit = is_list and source.random() < 0.05  # then the outcome is never of its type
    types = [
        f"list<{each}>" if is_list and not is_misfit else "number" if aggregation == "count" else each
        for each in results
    ]
    text = f"  {id_}:\n    title: Table\n    inputs: {{{', '.join(f'{n}: {quoted(t)}' for n, t in names.items())}}}\n"
    columns = dict(names)
    if source.random() < 0.15:
        text += f"    where:\n{writing.formula('step', writing.formulas(names).make('number', 2), 6)}"
        names["step"] = columns["step"] = "number"
    if source.random() < 0.1:
        columns["in_0 = in_0"] = "boolean"
    text += "    outputs:\n" + "".join(
        f"      found_{place}: {{type: {quoted(type_)}{_finish(source, type_)}}}\n" for place, type_ in enumerate(types)
    )
    text += f"    table:\n      hit_policy: {policy}\n"
    text += f"      aggregation: {aggregation}\n" if aggregation else ""
    text += f"      inputs: [{', '.join(map(quoted, columns))}]\n"
    if ranks and (source.random() < 0.8 or "string" in results):
        values = {"string": [f'"{each}"' for each in RANKED[: source.randint(1, 3)]], "tier": ['"high"', '"low"']}
        lists = (f"[{', '.join(map(quoted, values[each]))}]" for each in results)
        text += f"      values: [{', '.join(lists)}]\n"
    text += "      rows:\n"
    for cells in rows_of(source, columns, is_apart=policy == "unique"):
        then = [_then(writing, each, names, ranks=ranks, depth=source.randint(0, 1)) for each in results]
        note = ", note: a row" if source.random() < 0.1 else ""
        text += f"        - {{when: [{_listed(cells)}], then: [{_listed(then)}]{note}}}\n"
    if policy == "unique" or (not is_list and source.random() < 0.5):
        otherwise = [_then(writing, each, names, ranks=ranks, depth=1) for each in types]
        text += f"      otherwise: [{_listed(otherwise)}]\n"
    return inputs, types, text


def _result(source: random.Random, *, ranks: bool, is_number: bool) -> str:
    if ranks:
        return source.choice(("string", "tier"))
    return (
        source.choice(("number", "number", "money", "score"))
        if is_number
        else source.choice(RARE if source.random() < 0.1 else OUTPUTS)
    )


def _then(writing: Writing, type_: str, names: Mapping[str, str], *, ranks: bool, depth: int) -> str:
    """Return what a row gives."""
    if ranks and type_ == "string":
        return f'"{writing.source.choice(RANKED)}"'
    return writing.formulas(names).make(type_, 0 if ranks else depth)


def _finish(source: random.Random, type_: str) -> str:
    text = ", round: {places: 1, mode: half_up}" if type_ in {"number", "money"} and source.random() < 0.15 else ""
    return text + (", range: '[0..50]'" if type_ in {"number", "money", "score"} and source.random() < 0.15 else "")


def _listed(texts: list[str]) -> str:
    return ", ".join(map(quoted, texts))


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
        "any": ("null", "1", '"a"'),
        "boolean?": ("null", "true", "false"),
        "tier?": ("null", '"low"', '"high", "none"'),
        "note": ("?.maybe = null", "?.maybe != null"),
        "days and time duration": ('<= @"P1D"', '> @"P1D"'),
        "share": ("[0..0.5]", "(0.5..1]"),
    }[first]
    if is_apart and first == "number" and source.random() < 0.2:  # of these cells `check` cannot say that they overlap
        return [[f"? * {k} > 7", *(test(source, type_) for type_ in list(names.values())[1:])] for k in (2, 5)]
    if is_apart:
        chosen = source.sample(apart, source.randint(1, len(apart)))
        return [[cell, *(test(source, type_) for type_ in list(names.values())[1:])] for cell in chosen]
    return [[test(source, type_) for type_ in names.values()] for _ in range(source.randint(1, 4))]


def test(source: random.Random, type_: str) -> str:
    """Return the cell of an input of a type."""
    if source.random() < 0.25:
        return "-"
    number = source.choice(("0", "1", "2.5", "5", "-1", "10"))
    if type_ in UNCOMPILED and source.random() < 0.05:
        return source.choice(UNCOMPILED[type_])
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
                "base_numbers",
                "base_span",
                "? in base_span",
                "!= base_number",
                "not(< 0, > 10)",
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
            "any": ("null", f"> {number}", "[1..5]", "? = 1"),
            "boolean?": ("true", "null", "not(null)", "false"),
            "tier?": ('"low"', "null", 'not("low")'),
            "note": ("?.maybe != false", "?.maybe = true", '?.label = "a"'),
            "days and time duration": ('> @"P1D"', '[@"P0D"..@"P2D"]', '@"P1D"'),
            "share": ("> 0.5", "[0.25..0.75]", "0"),
        }[type_]
    )
