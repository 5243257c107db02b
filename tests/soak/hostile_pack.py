"""Makes a pack whose rules take too much: each costs as much as the sizes of its facts say."""

from __future__ import annotations

from collections.abc import Mapping

INPUTS: Mapping[str, str] = {
    "n": "number",
    "m": "number",
    "word": "string",
    "words": "list<string>",
    "numbers": "list<number>",
    "rows": "list<row>",
    "anything": "any",
}
FORMULAS: Mapping[str, tuple[str, str]] = {
    "loop": ("number", "count(for i in 1..n, j in 1..m return i * j)"),
    "search": ("number", "count(for i in 1..n return list contains(numbers, -i))"),
    "membership": ("number", "count(for i in 1..n return -i in numbers)"),
    "any_membership": ("number", "count(for i in 1..n return anything = numbers)"),
    "extremes": ("number", "count(for i in 1..n return min(numbers) + max(numbers) + sum(numbers))"),
    "texts": ("number", 'count(for i in 1..n return word + "y")'),
    "kept_texts": ("list<string>", 'for i in 1..n return word + "y"'),
    "joined": ("string", "string join(for i in 1..n return word, word)"),
    "joined_words": ("number", "count(for i in 1..n return string join(words, word))"),
    "splits": ("number", 'count(for i in 1..n return split(word, "x"))'),
    "replaced": ("string", 'string join(for i in 1..n return replace(word, "x", "yyyyyyyyyyyyyyyy"), "")'),
    "matched": ("number", 'count(for i in 1..n return matches(word, "(x?){1,200}y"))'),
    "upper": ("number", "count(for i in 1..n return string length(upper case(word)))"),
    "contained": ("number", "count(for i in 1..n return contains(word, words[1]))"),
    "written": ("number", "count(for i in 1..n return string(numbers))"),
    "path": ("number", "count(for i in 1..n return sum(rows.score))"),
    "filter": ("number", "count(for i in 1..n return rows[score > i])"),
    "exists": ("boolean", "some i in 1..n satisfies every j in 1..m satisfies i < 0"),
    "appended": ("number", "count(for i in 1..n return append(numbers, i))"),
    "joined_lists": ("number", "count(for i in 1..n return concatenate(numbers, numbers))"),
    "distinct": ("number", "count(for i in 1..n return distinct values(numbers))"),
    "turned": ("number", "count(for i in 1..n return reverse(rows))"),
    "flat": ("number", "count(for i in 1..n return flatten([numbers, [numbers]]))"),
    "records": ("number", "count(for i in 1..n return {a: i, b: numbers, c: [numbers, numbers]})"),
    "shared": ("any", "[[numbers, numbers], [numbers, numbers]]"),
    "powers": ("number", "sum(for i in 1..n return 1.00001 ** (i + 0.5))"),
    "dates": ("number", 'count(for i in 1..n return date("2020-01-31") + duration("P1D"))'),
    "ranges": ("number", "count(for i in 1..n return i in [1..i + 1])"),
    "calls": ("number", "sum(for i in 1..n return step(i, numbers))"),
    "tables": ("number", "count(for i in 1..n return class(i))"),
    "filtered_twice": ("number", "count(for i in 1..n return numbers[item in numbers])"),
    "order": ("number", "count(for i in 1..n return sort(numbers, function(a, b) a < b))"),
    "context_merge": ("number", "count(for i in 1..n return context merge([rows[1], rows[2], {i: i}]))"),
    "puts": ("number", "count(for i in 1..n return context put(rows[1], word, numbers))"),
    "statistics": ("number", "count(for i in 1..n return median(numbers) + stddev(numbers) + count(mode(numbers)))"),
}
"""The type and the formula of each rule; it takes of the inputs what it names."""
DEPTH = 25
ROWS = 40
HEADER = """pack: hostile
title: Rules that take too much
about: Each takes more the larger its facts are.
documents:
  protocol: {title: A protocol}
types:
  row: {record: {score: number, name: string}}
"""


def hostile_files() -> dict[str, str]:
    """Return the files of the pack."""
    lines = ["subject: hostile", "title: Hostile", "namespace: hostile", 'source: {document: protocol, section: "1"}']
    lines += ["decisions:"]
    for name, (type_, formula) in FORMULAS.items():
        given = ", ".join(f"{each}: {kind}" for each, kind in INPUTS.items() if each in _names(formula))
        lines += [f"  {name}:", f"    title: {name}", f"    inputs: {{{given}}}"]
        lines += ["    outputs:", f"      {name}:", f"        type: {type_}", f"        formula: '{formula}'"]
    lines += [*_step(), *_table(), *_doubled()]
    return {"pack.yaml": HEADER, "base/hostile.yaml": "\n".join(lines) + "\n"}


def _names(formula: str) -> set[str]:
    return set("".join(each if each.isalnum() or each == "_" else " " for each in formula).split())


def _step() -> list[str]:
    return [
        "  step:",
        "    title: A step",
        "    inputs: {i: number, numbers: list<number>}",
        "    outputs:",
        "      step: {type: number, formula: count(numbers) + i}",
    ]


def _table() -> list[str]:
    return [
        "  class:",
        "    title: A class",
        "    inputs: {i: number}",
        "    outputs: {class: number}",
        "    table:",
        "      hit_policy: first",
        "      inputs: [i]",
        "      rows:",
        *(f'        - {{when: ["[{low}..{low + 1})"], then: [{low}]}}' for low in range(ROWS)),
        "      otherwise: [0]",
    ]


def _doubled() -> list[str]:
    """Return rules of which each calls the one before twice: without a loop, but 2 ** 25 calls."""
    lines = ["  doubled_0:", "    title: Doubled", "    inputs: {i: number}", "    outputs:"]
    lines += ["      doubled: {type: number, formula: i}"]
    for level in range(1, DEPTH + 1):
        call = f"doubled_{level - 1}(i) + doubled_{level - 1}(i + 1)"
        lines += [f"  doubled_{level}:", "    title: Doubled", "    inputs: {i: number}", "    outputs:"]
        lines += [f'      doubled: {{type: number, formula: "{call}"}}']
    return lines


def facts_of(rule: str, size: int, times: int) -> dict[str, object]:
    """Return facts of a size, on which a rule works so many times."""
    facts: dict[str, object] = {
        "n": times,
        "m": size,
        "word": "x" * size,
        "words": ["x" * size] * 20,
        "numbers": [str(number) for number in range(size)],
        "rows": [{"score": str(number), "name": "x" * (number % 100)} for number in range(size)],
        "anything": [str(number) for number in range(size)],
    }
    formula = FORMULAS[rule][1] if rule in FORMULAS else "i"
    return {"i": "1"} if rule not in FORMULAS else {name: facts[name] for name in INPUTS if name in _names(formula)}
