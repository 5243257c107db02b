"""Measures how the cost of reading grows with its input: what a doubled input costs, as a ratio (about 2 is a line).

    make growth             all inputs
    make growth ONLY=cell   those whose name has a word

Times are those of the processor, the least of three. No test looks at them: a machine under load has other ratios.
Behind them stands how much memory reading a table takes at most, and keeps, as a multiple of the bytes of its file.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from rulewright import Engine, check_pack
from rulewright.blocks import Grid
from rulewright.diagnostics import Diagnostic, FileLines, diagnostics_json, render_all, to_sarif
from rulewright.evaluate import FeelSession, answer_line, source_of
from rulewright.packs.files import PackFiles, read_files
from rulewright.packs.loading import PackReading, build_pack
from rulewright.reports import draw
from rulewright.reports.layout import PLAIN
from rulewright.source import Place
from rulewright.statements import read_tables

HEADER = """format: 1
pack: growth
title: Growth
documents: {d: {title: D}}
units: {USD: {title: US dollars, symbol: $}}
"""
SUBJECT = """subject: s
title: S
namespace: s
source: {document: d, section: "1"}
"""
RULE = """decisions:
  x:
    title: X
    inputs: {n: number, share: percent, word: string, list: list<number>}
    outputs: {y: {type: number, formula: n}}
"""
PARTIES = """statement: t
title: T
source: {document: d, section: "1"}
period: {name: year, title: Year, type: string}
tables:
  people: {title: people, file: people.csv, columns: {name: string, amount: number}, key: [name]}
party: {name: person, table: people, label: name, title: Person}
lines:
  - {id: amount, title: Amount, group: Amounts, type: number, formula: person.amount}
"""
AMENDMENT = """amendment: one
pack: growth
title: One
adopted: 2020-02-01
authority: {document: d}
reason: growth
in_force: [{from: 2020-01-01}]
changes:
"""
REPEATS = 3
Run = Callable[[], object]
Prepare = Callable[[int], Run]


def amended(size: int) -> Run:
    """Return the making of a version by an amendment of so many figures of one file."""
    figures = "".join(f"  f{each}: {{title: F, type: number, value: {each}}}\n" for each in range(size))
    changes = "".join(f"  - {{set: s.f{each}, was: {each}, now: {each + 1}}}\n" for each in range(size))
    subject, amendment = f"{SUBJECT}parameters:\n{figures}", AMENDMENT + changes
    contents = (("pack.yaml", HEADER), ("base/s.yaml", subject), ("amendments/one.yaml", amendment))
    header, base, amending = ((path, text.encode()) for path, text in contents)
    reading = PackReading(PackFiles(header, (base,), (), (), (amending,)), "growth")
    if any(each.is_error for each in reading.base.diagnostics):
        raise ValueError(reading.base.diagnostics)
    return lambda: reading.amended("one")


def engine_of(subject: str, header: str = HEADER, statement: str = "") -> Engine:
    """Return the engine of a pack of these files."""
    return Engine(build_pack(read_files(folder_of(subject, header, statement))))


def folder_of(subject: str, header: str = HEADER, statement: str = "") -> Path:
    """Return a folder with a pack of these files."""
    folder = Path(tempfile.mkdtemp(dir=SCRATCH.name))
    texts = {"pack.yaml": header, "base/s.yaml": subject, **({"statements/t.yaml": statement} if statement else {})}
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def case_line(fact: str) -> Run:
    """Return what answers a line of a file of cases with one fact."""
    engine = engine_of(SUBJECT + RULE)
    line = f'{{"rule": "s.x", "inputs": {{"n": 1, {fact}}}}}'
    return lambda: answer_line(engine, line, 1)


def checked(subject: str, header: str = HEADER) -> Run:
    """Return what checks a pack."""
    folder = folder_of(subject, header)
    return lambda: check_pack(folder)


def problems(count: int, message: str = "a problem of `x`") -> tuple[Diagnostic, ...]:
    """Return so many problems."""
    return tuple(Diagnostic("unknown-name", message, Place("x.yaml", line, 1)) for line in range(1, count + 1))


def table_of(rows: Iterable[str], policy: str = "unique") -> str:
    """Return a subject with a decision table of one number and one word."""
    return (
        f"{SUBJECT}decisions:\n  x:\n    title: X\n    inputs: {{n: number, w: string}}\n"
        f"    outputs: {{y: {{type: number}}}}\n    table:\n      hit_policy: {policy}\n      inputs: [n, w]\n"
        f"      rows:\n" + "".join(f"        - {{when: [{when}], then: ['1']}}\n" for when in rows)
    )


def cells(rows: Iterable[str]) -> Run:
    """Return what reads a table of a statement."""
    return table(rows)[0]


def table(rows: Iterable[str]) -> tuple[Run, int]:
    """Return what reads a table of a statement, and how many bytes its file has."""
    engine = engine_of(SUBJECT + RULE, statement=PARTIES)
    path = Path(tempfile.mkdtemp(dir=SCRATCH.name)) / "people.csv"
    path.write_text("name,amount\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (plan,) = engine.pack.statements.values()
    return lambda: read_tables(plan, path.parent), path.stat().st_size


def expression(text: str) -> Run:
    """Return what checks and evaluates an expression that stands alone."""
    return lambda: FeelSession({}).evaluate(source_of(text))


def grid(rows: int, columns: int) -> Run:
    """Return what draws a table."""
    row = tuple(f"cell {column} of it" for column in range(columns))
    return lambda: draw((Grid(row, (row,) * rows),), PLAIN)


def enumeration(count: int) -> str:
    """Return a header with an enumeration of so many members."""
    return f"{HEADER}types:\n  e: {{enum: [{', '.join(f'm{each}' for each in range(count))}]}}\n"


def typed(count: int, written: Callable[[int], str], last: str = "{number: USD}") -> str:
    """Return a header with so many types, and one behind them."""
    types = "".join(f"  t{each}: {written(each)}\n" for each in range(count))
    return f"{HEADER}types:\n{types}  t{count}: {last}\n"


def chained(count: int, last: str) -> str:
    """Return a subject with so many rules that each call the next, and a last one."""
    formulas = [*(f"x{each + 1}(n) + 1" for each in range(count)), last]
    rules = (
        f"  x{number}: {{title: X, inputs: {{n: number}}, outputs: {{y: {{type: number, formula: {formula}}}}}}}\n"
        for number, formula in enumerate(formulas)
    )
    return f"{SUBJECT}decisions:\n{''.join(rules)}"


def sides(count: int, row: int) -> str:
    """Return the cell of a row that holds above it or below its counterpart: each overlaps with most others."""
    return f">= {row}" if row % 2 else f"<= {count - row}"


INPUTS: Mapping[str, tuple[int, Prepare]] = {
    "digits in a fact": (20_000, lambda n: case_line(f'"word": "a", "share": "{"1" * n}x"')),
    "digits in a number": (20_000, lambda n: case_line(f'"n": "{"1" * n}"')),
    "digits in JSON": (20_000, lambda n: case_line(f'"share": {"1" * n}')),
    "zeros in a fact": (20_000, lambda n: case_line(f'"share": "0.{"0" * n}%x"')),
    "digits and commas": (20_000, lambda n: case_line(f'"share": "{"1," * n}"')),
    "unknown facts": (1_000, lambda n: case_line(", ".join(f'"k{each}": 1' for each in range(n)))),
    "items of a fact": (20_000, lambda n: case_line(f'"list": [{", ".join("1" for _ in range(n))}]')),
    "wrong items of a fact": (5_000, lambda n: case_line(f'"list": [{", ".join(chr(34) * 2 for _ in range(n))}]')),
    "digits in a cell": (20_000, lambda n: cells([f"a,{'1' * n}"])),
    "cells": (5_000, lambda n: cells(f"a{each},{each}" for each in range(n))),
    "wrong cells": (5_000, lambda n: cells(f"a{each},x" for each in range(n))),
    "rows listed twice": (5_000, lambda n: cells("a,1" for each in range(n))),
    "digits in a pack": (
        20_000,
        lambda n: checked(SUBJECT + RULE, f"{HEADER}types: {{t: {{number: USD, low: {'1' * n}}}}}\n"),
    ),
    "unknown keys": (1_000, lambda n: checked(SUBJECT + RULE, HEADER + "".join(f"k{each}: 1\n" for each in range(n)))),
    "equal keys": (1_000, lambda n: checked(SUBJECT + RULE, HEADER + "k: 1\n" * n)),
    "anchors": (
        1_000,
        lambda n: checked(SUBJECT + RULE, HEADER + "".join(f"k{each}: &a{each} 1\n" for each in range(n))),
    ),
    "unknown inputs of types": (
        300,
        lambda n: checked(SUBJECT + RULE, HEADER + "types:\n" + "".join(f"  t{each}: tt{each}\n" for each in range(n))),
    ),
    "members": (3_000, lambda n: checked(SUBJECT + RULE, enumeration(n))),
    "members, one twice": (3_000, lambda n: checked(SUBJECT + RULE, enumeration(n)[:-3] + ", m0]}\n")),
    "members as a column": (
        500,
        lambda n: checked(
            table_of(f"'-', '\"m{each}\"'" for each in range(n)).replace("w: string", "w: e"), enumeration(n)
        ),
    ),
    "rows by number": (150, lambda n: checked(table_of(f"'{each}', '-'" for each in range(n)))),
    "rows by word": (150, lambda n: checked(table_of(f"'-', '\"w{each}\"'" for each in range(n)))),
    "rows by range": (150, lambda n: checked(table_of(f"'[{each}..{each + 1})', '-'" for each in range(n)))),
    "rows by both": (150, lambda n: checked(table_of(f"'>= {each}', '\"w{each}\"'" for each in range(n)))),
    "rows, first": (150, lambda n: checked(table_of((f"'<= {each}', '-'" for each in range(n)), "first"))),
    "rows that overlap": (150, lambda n: checked(table_of(f"'>= {each}', '-'" for each in range(n)))),
    "rows, any": (150, lambda n: checked(table_of((f"'{sides(n, each)}', '-'" for each in range(n)), "any"))),
    "rows, any, both": (150, lambda n: checked(table_of((f"'{sides(n, each)}', '\"w\"'" for each in range(n)), "any"))),
    "numbers of a cell": (
        300,
        lambda n: checked(table_of([f"'{', '.join(str(2 * each) for each in range(n))}', '-'"])),
    ),
    "words of a cell": (
        300,
        lambda n: checked(table_of([f"'-', '{', '.join(f'{chr(34)}w{each}{chr(34)}' for each in range(n))}'"])),
    ),
    "inputs of a rule": (
        300,
        lambda n: checked(
            (SUBJECT + RULE).replace("inputs: {", f"inputs: {{{' '.join(f'i{each}: number,' for each in range(n))} ")
        ),
    ),
    "inputs with another": (
        200,
        lambda n: checked(
            f"{SUBJECT}decisions:\n  x:\n    title: X\n    inputs:\n"
            + "".join(f"      i{each}: {{type: number, otherwise: '1'}}\n" for each in range(n))
            + "    outputs: {y: {type: number, formula: i0}}\n"
        ),
    ),
    "number types": (1_000, lambda n: checked(SUBJECT + RULE, typed(n, lambda each: f"{{number: USD, low: {each}}}"))),
    "entries of records": (500, lambda n: checked(SUBJECT + RULE, typed(n, lambda _: "{record: {a: number}}"))),
    "types in types": (
        30,
        lambda n: checked(SUBJECT + RULE, typed(n, lambda each: f"{{record: {{a: t{each + 1}}}}}")),
    ),
    "types that name two": (
        30,
        lambda n: checked(
            SUBJECT + RULE, typed(n, lambda each: f"{{record: {{a: t{each + 1}, b: t{each + 1}}}}}", "number")
        ),
    ),
    "readings": (
        500,
        lambda n: checked(
            (SUBJECT + RULE).replace(
                "    title: X\n",
                "    title: X\n    readings:\n"
                + "".join(f"      - {{id: I-{each}, question: Q, reading: R}}\n" for each in range(n)),
            )
        ),
    ),
    "a chain of rules": (100, lambda n: checked(chained(n, last="n"))),
    "a cycle of rules": (100, lambda n: checked(chained(n, last="x0(n)"))),
    "rules": (
        100,
        lambda n: checked(
            SUBJECT
            + "decisions:\n"
            + "".join(
                f"  x{each}: {{title: X, inputs: {{n: number}}, outputs: {{y: {{type: number, formula: n}}}}}}\n"
                for each in range(n)
            )
        ),
    ),
    "figures": (
        500,
        lambda n: checked(
            SUBJECT
            + "parameters:\n  p:\n    title: P\n    status: enacted\n    type: number\n    keys: {k: string}\n"
            + "    table:\n"
            + "".join(f"      k{each}: {each}\n" for each in range(n))
        ),
    ),
    "problems as text": (2_000, lambda n: lambda: render_all(problems(n), FileLines({"x.yaml": ["x"] * n}))),
    "problems as JSON": (2_000, lambda n: lambda: diagnostics_json(problems(n))),
    "problems as SARIF": (2_000, lambda n: lambda: to_sarif(problems(n), "1")),
    "length of a message": (100_000, lambda n: lambda: render_all(problems(5, "é" * n), FileLines({}))),
    "length of a line": (100_000, lambda n: lambda: render_all(problems(1), FileLines({"x.yaml": ["é" * n]}))),
    "rows of a grid": (5_000, lambda n: grid(n, 5)),
    "columns of a grid": (1_000, lambda n: grid(10, n)),
    "width of a cell": (20_000, lambda n: lambda: draw((Grid(("a", "b"), (("é " * n, "x " * n),)),), PLAIN)),
    "changes of an amendment": (200, amended),
    "terms": (5_000, lambda n: expression(f"[{', '.join('1' for _ in range(n))}]")),
    "unlike items": (300, lambda n: expression(f"[{', '.join(f'{{a{each}: 1}}' for each in range(n))}]")),
    "entries": (1_000, lambda n: expression(f"{{{', '.join(f'a{each}: 1' for each in range(n))}}}")),
    "tests": (1_000, lambda n: expression(f"1 in ({', '.join(f'{each} + 2' for each in range(n))})")),
    "digits of a literal": (20_000, lambda n: expression("1" * n)),
    "unknown names": (1_000, lambda n: expression(f"[{', '.join(f'n{each}' for each in range(n))}]")),
    "characters of a string": (20_000, lambda n: expression(f'"{"é" * n}"')),
    "escapes of a string": (10_000, lambda n: expression('"' + "\\n" * n + '"')),
    "blanks": (20_000, lambda n: expression("1" + " " * n + "+ 1")),
    "words of a name": (5_000, lambda n: expression("a " * n)),
}
"""What grows, by name: the size to begin with, and what makes the work for a size; only the work is timed."""


TABLES: Mapping[str, tuple[int, Callable[[int], Iterable[str]]]] = {
    "memory of short rows": (20_000, lambda n: (f"{each},1" for each in range(n))),
    "memory of long rows": (20_000, lambda n: (f"{'name ' * 10}{each},{each}.5" for each in range(n))),
}
"""What takes memory, by name: the rows to begin with, and what makes the table."""


def memory(run: Run, size: int) -> str:
    """Return how many times its bytes reading a file takes at most, and keeps."""
    run()
    gc.collect()
    tracemalloc.start()
    read = run()
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del read
    return f"{most / size:>10.1f}{kept / size:>8.1f}"


def seconds(run: Run) -> float:
    """Return the least of the processor's times for a piece of work."""
    times = []
    for _ in range(REPEATS):
        begun = time.process_time()
        run()
        times.append(time.process_time() - begun)
    return min(times)


def main(words: Sequence[str]) -> None:
    """Print what each input costs at its size and at two and four times the size."""
    print(f"{'input':26}{'size':>9}{'ms':>10}{'x 2':>8}{'x 4':>8}")
    for name, (size, prepare) in INPUTS.items():
        if all(word in name for word in words):
            once, twice, four = (seconds(prepare(size * factor)) for factor in (1, 2, 4))
            ratios = f"{twice / once:>8.2f}{four / twice:>8.2f}"
            print(f"{name:26}{size:>9,}{once * 1000:>10.1f}{ratios}", flush=True)
    print(f"\n{'table':26}{'rows':>9}{'at most':>10}{'kept':>8}")
    for name, (size, rows) in TABLES.items():
        if all(word in name for word in words):
            for count in (size, size * 4):
                print(f"{name:26}{count:>9,}{memory(*table(rows(count)))}", flush=True)


if __name__ == "__main__":
    SCRATCH = tempfile.TemporaryDirectory()
    try:
        main(sys.argv[1:])
    finally:
        SCRATCH.cleanup()
