"""Writes packs that take too much: rules, tables, types, regular expressions, records, figures, and their cases."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hostile import hostile_expression
from hostile_pack import FORMULAS, facts_of, hostile_files

PACK = "pack: hostile\ntitle: Hostile\ndocuments: {protocol: {title: A protocol}}\n"
SUBJECT = "subject: hostile\ntitle: Hostile\nnamespace: hostile\nsource: {document: protocol}\n"
COUNTS = (10, 100, 1000, 5000)
LINES = 2
"""So many lines a file of cases has."""
PATTERNS = (
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(a+)+b",
    "(x?){1,900}y",
    "((a{1,100}){1,100}){1,100}",
    "[\\p{L}-[aeiou]]{500}",
    "(" * 500 + "a" + ")" * 500,
    "|".join(["ab"] * 5000),
    "\\b" * 2000,
    "(?:a|aa)+$",
    "[" + "a-z" * 5000 + "]",
    "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)z",
)


@dataclass(frozen=True, slots=True)
class HostilePack:
    """A pack by its files, with a rule of it and facts."""

    kind: str
    files: Mapping[str, str]
    rule: str
    facts: object


def hostile_pack(source: random.Random) -> HostilePack:
    """Return a pack of some kind, with a rule and facts for it, its examples among the files."""
    kind = source.choice(tuple(KINDS))
    types, rules, rule, facts = KINDS[kind](source)
    files = {"pack.yaml": PACK + types, "base/hostile.yaml": SUBJECT + rules} if types or rules else hostile_files()
    if kind != "records":
        example = {"id": "one", "rule": rule, "source": {"document": "protocol"}, "inputs": facts, "expect": 1}
        files |= {"examples/hostile.yaml": json.dumps({"examples": [example]})}
    return HostilePack(kind, files, rule, facts)


def commands(made: HostilePack, folder: Path) -> Iterator[list[str]]:
    """Yield the commands that read a pack and evaluate its rule; files for them are written to its folder."""
    case = folder / "case.json"
    case.write_text(made.facts if isinstance(made.facts, str) else json.dumps(made.facts), encoding="utf-8")
    lines = folder / "cases.jsonl"
    inputs = case.read_text(encoding="utf-8")
    line = f'{{"id": 1, "rule": "{made.rule}", "inputs": {inputs}}}\n'
    lines.write_text(line * LINES, encoding="utf-8")
    pack = str(folder)
    yield ["check", pack]
    yield ["run", pack, made.rule, "--case", str(case)]
    yield ["test", pack]
    yield ["run", pack, "--cases", str(lines), "--output", str(folder / "answers.jsonl")]


Made = tuple[str, str, str, object]
"""The types, the rules, the rule that is run, its facts."""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _decision(number: int, inputs: str, type_: str, formula: str) -> str:
    output = f"{{out: {{type: {type_}, formula: {_quoted(formula)}}}}}"
    return f"  rule_{number}:\n    title: R\n    inputs: {{{inputs}}}\n    outputs: {output}\n"


def _formulas(source: random.Random) -> Made:
    rules = "decisions:\n"
    for number in range(source.choice((1, 3, 30))):
        text = hostile_expression(source)
        rules += _decision(number, "n: number", "any", text)
    return "", rules, "hostile.rule_0", {"n": source.choice((1, 1000, "1000000", "1e9"))}


def _sizes(source: random.Random) -> Made:
    rule = source.choice(tuple(FORMULAS))
    return (
        "",
        "",
        f"hostile.{rule}",
        facts_of(rule, source.choice((10, 300, 3000, 30000)), source.choice((10, 1000, 999999))),
    )


def _tables(source: random.Random) -> Made:
    columns, rows = source.choice(((1, 5000), (3, 1000), (12, 300), (40, 60), (8, 3)))
    policy = source.choice(("unique", "first", "collect", "any"))
    names = [f"in_{number}" for number in range(columns)]
    rules = f"decisions:\n  rule_0:\n    title: R\n    inputs: {{{', '.join(f'{name}: number' for name in names)}}}\n"
    rules += "    outputs: {out: any}\n    table:\n"
    rules += f"      hit_policy: {policy}\n      inputs: [{', '.join(names)}]\n      rows:\n"
    for number in range(rows):
        cells = [_cell(source, number) for _ in names]
        rules += f"        - {{when: [{', '.join(map(_quoted, cells))}], then: ['{number}']}}\n"
    return "", rules, "hostile.rule_0", dict.fromkeys(names, source.choice((1, 7, "100000")))


def _cell(source: random.Random, number: int) -> str:
    low = source.randint(0, 100000)
    if source.random() < 0.01:
        return hostile_expression(source)
    return source.choice(
        (
            f"[{number}..{number + 1})",
            f"[{low}..{low + source.randint(1, 10**6)}]",
            "-",
            f"not({low}, {low + 1}, > {low})",
            ", ".join(str(low + each) for each in range(source.choice((1, 20)))),
            f"? * {low} > 7",
        )
    )


def _types(source: random.Random) -> Made:
    count = source.choice(COUNTS)
    kind = source.choice(("deep", "wide", "members", "doubled", "lists", "required", "itself"))
    facts: object = {"x": {}}
    if kind == "deep":
        types = (
            "".join(f"  t{each}: {{record: {{a: t{each + 1}}}}}\n" for each in range(count)) + f"  t{count}: number\n"
        )
    elif kind == "wide":
        types = f"  t0: {{record: {{{', '.join(f'e{each}: number' for each in range(count))}}}}}\n"
        facts = {"x": {f"e{each}": each for each in range(count)}}
    elif kind == "members":
        types = f"  t0: {{enum: [{', '.join(f'm{each}' for each in range(count * 4))}]}}\n"
        facts = {"x": "m"}
    elif kind == "doubled":
        depth = min(count, 40)
        types = "".join(f"  t{each}: {{record: {{a: t{each + 1}, b: t{each + 1}}}}}\n" for each in range(depth))
        types += f"  t{depth}: number\n"
    elif kind == "lists":
        types = f'  t0: "{"list<" * count}number{">" * count}"\n'
    elif kind == "required":
        conditions = "".join(
            f"      - {{that: {_quoted(hostile_expression(source))}, message: no}}\n" for _ in range(3)
        )
        types = f"  t0:\n    record: {{a: number}}\n    requires:\n{conditions}"
        facts = {"x": {"a": 1}}
    else:
        types = "  t0: {record: {a: t1}}\n  t1: {record: {a: list<t0>}}\n"
    rules = "decisions:\n" + _decision(0, "x: t0", "t0", "x")
    return f"types:\n{types}", rules, "hostile.rule_0", facts


def _patterns(source: random.Random) -> Made:
    pattern = source.choice(PATTERNS).replace("\\", "\\\\")
    call = source.choice(('matches(x, "{}")', 'replace(x, "{}", "$0$0$0$0")', 'split(x, "{}")', "matches(x, x)"))
    formula = call.format(pattern) if source.random() < 0.6 else f"for i in 1..100000 return {call.format(pattern)}"
    rules = "decisions:\n" + _decision(0, "x: string", "any", formula)
    word = source.choice(("a" * 100, "a" * 100000, "ab" * 5000 + "!", "x" * 3000, "(" * 1000, "é" * 100000))
    return "", rules, "hostile.rule_0", {"x": word}


def _figures(source: random.Random) -> Made:
    count = source.choice((100, 3000, 20000))
    kind = source.choice(("keys", "nested", "long", "list", "deep"))
    keys = "keys: {year: number}"
    if kind == "keys":
        table = "".join(f"      {each}: {each}\n" for each in range(count))
    elif kind == "nested":
        keys = "keys: {year: number, other: number}"
        table = "".join(
            f"      {each}: {{{', '.join(f'{other}: 1' for other in range(100))}}}\n" for each in range(count // 100)
        )
    elif kind == "long":
        table = f"      1: {'9' * count}\n"
    elif kind == "list":
        table = f"      1: [{', '.join('1' for _ in range(count))}]\n"
    else:
        table = f"      1: {'[' * count}{']' * count}\n"
    rules = (
        f"parameters:\n  base:\n    title: F\n    type: {'any' if kind in {'list', 'deep'} else 'number'}\n    {keys}\n"
    )
    rules += f"    table:\n{table}"
    call = "base(x, 1)" if kind == "nested" else "base(x)"
    rules += "decisions:\n" + _decision(0, "x: number", "any", call)
    return "", rules, "hostile.rule_0", {"x": 1}


def _records(source: random.Random) -> Made:
    count = source.choice((100, 5000, 200000))
    facts = source.choice(
        (
            f'{{"x": {"[" * count}{"]" * count}}}',
            '{"x": ' + '{"a": ' * count + "1" + "}" * count + "}",
            json.dumps({"x": {f"e{each}": each for each in range(count)}}),
            json.dumps({"x": [{"a": each} for each in range(count)]}),
            json.dumps({"x": "a" * (count * 10)}),
            f'{{"x": {"9" * count}}}',
            json.dumps({"x": 1, **{f"y{each}": 1 for each in range(count)}}),
            f'{{"x": 1e{count}}}',
        )
    )
    formula = source.choice(
        ("x", "x = x", "string(x)", "[x, x] = [x, x]", "distinct values([x, x])", "count(flatten([x]))")
    )
    rules = "decisions:\n" + _decision(0, "x: any", "any", formula)
    return "", rules, "hostile.rule_0", facts


def _calls(source: random.Random) -> Made:
    depth, times = source.choice(((300, 1), (25, 2), (12, 8), (2000, 1)))
    rules = "decisions:\n" + _decision(0, "x: number", "number", "x")
    for level in range(1, depth + 1):
        call = " + ".join([f"rule_{level - 1}(x + {level})"] * times)
        rules += _decision(level, "x: number", "number", call)
    return "", rules, f"hostile.rule_{depth}", {"x": 1} if source.random() < 0.5 else {}


KINDS: Mapping[str, Callable[[random.Random], Made]] = {
    "formulas": _formulas,
    "sizes": _sizes,
    "tables": _tables,
    "types": _types,
    "patterns": _patterns,
    "figures": _figures,
    "records": _records,
    "calls": _calls,
}
