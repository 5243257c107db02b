"""Measures the engine against a stated baseline, as ratios taken in one run.

Each ratio is the best of several repeats, the two sides taking turns, so that what else the machine does weighs on
both. `benchmarks/by_hand.py` says what the baseline does and does not do. Run it with `make bench`.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import setcontext
from pathlib import Path
from typing import Any

import by_hand
from cases import growth_cases, member_cases, score_cases
from rulewright import Engine, load_pack
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.numbers import DECIMAL128
from rulewright.packs.files import find_pack, read_files
from rulewright.packs.loading import build_pack
from rulewright.source import SourceText

PACK = Path(__file__).parent / "packs" / "score"
BUNDLED = "masshealth-dsrip"
ROUNDS = 25
FIRST_OUTCOME = """
import time
started = time.perf_counter()
from rulewright import load_pack
engine = load_pack({pack!r})
outcome = engine.run({rule!r}, {facts!r})
assert outcome.status.value == "known", outcome
print(time.perf_counter() - started)
"""
FIRST_RULE = "aco_accountability.earned"
FIRST_FACTS = {"withheld": "250000", "score": "76.25%"}


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: what took how long, how often the baseline's time that is, and what it should be at most."""

    what: str
    seconds: float
    ratio: float | None = None
    target: str = ""

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} ×"
        return f"  {self.what:<58} {duration(self.seconds):>12} {ratio:>9}   {self.target}"


def duration(seconds: float) -> str:
    """Return a time with a unit that suits it."""
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.2f} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def best_times(sides: Iterable[Callable[[], object]], count: int, rounds: int = ROUNDS) -> list[float]:
    """Return for each side the best time of one of `count` units of work; the sides take turns."""
    sides = list(sides)
    best = [float("inf")] * len(sides)
    for _ in range(rounds):
        for place, side in enumerate(sides):
            started = time.perf_counter()
            side()
            best[place] = min(best[place], time.perf_counter() - started)
    return [seconds / count for seconds in best]


def each_of(cases: Iterable[Any], run: Callable[[Any], object]) -> Callable[[], None]:
    """Return a function that runs every case and keeps no outcome."""

    def side() -> None:
        for case in cases:
            run(case)

    return side


def compared(
    names: list[tuple[str, str]], sides: Sequence[Callable[[], object]], count: int, rounds: int = ROUNDS
) -> list[Line]:
    """Return a line for each side; the first is the baseline."""
    times = best_times(sides, count, rounds)
    ratios = [None, *(seconds / times[0] for seconds in times[1:])]
    return [Line(what, t, ratio, target) for (what, target), t, ratio in zip(names, times, ratios, strict=True)]


def measure_score(engine: Engine) -> list[Line]:
    """Measure one accountability score of seven domains and forty measures."""
    cases = score_cases(50)
    for case in cases:
        outcome = engine.run("score.total", case)
        if outcome.value != by_hand.total(case):
            raise AssertionError(outcome)
    names = [
        ("by hand, with Decimal", ""),
        ("compiled rules, with an outcome", "at most 1.7"),
        ("compiled rules, reasons noted on the way", "at most 2.5"),
        ("the same, and the tree of all reasons made", ""),
        ("reference evaluator", ""),
    ]
    sides = [
        each_of(cases, by_hand.total),
        each_of(cases, lambda case: engine.run("score.total", case)),
        each_of(cases, lambda case: engine.run("score.total", case, trace=True)),
        each_of(cases, lambda case: engine.run("score.total", case, trace=True).trace),
    ]
    lines = compared(names[:4], sides, len(cases))
    few = cases[:3]
    (slow,) = best_times([each_of(few, lambda case: engine.run("score.total", case, reference=True))], len(few), 5)
    return [*lines, Line(names[4][0], slow, slow / lines[0].seconds)]


def measure_rate(engine: Engine) -> list[Line]:
    """Measure a simple rate from a table, with six conditions of eligibility, over many members."""
    cases = member_cases(2000)
    for case, value in zip(cases, engine.values("rate.amount", cases), strict=True):
        if value != by_hand.amount(case):
            raise AssertionError((case, value))
    names = [
        ("by hand, with Decimal", ""),
        ("compiled rule, values of many cases", "at most 1.4"),
        ("compiled rule, an outcome a case", ""),
    ]
    sides = [
        lambda: [by_hand.amount(case) for case in cases],
        lambda: list(engine.values("rate.amount", cases)),
        each_of(cases, lambda case: engine.run("rate.amount", case)),
    ]
    return compared(names, sides, len(cases))


def measure_formula(engine: Engine) -> list[Line]:
    """Measure a rule that is one small expression, over many cases."""
    cases = growth_cases(2000)
    for case, value in zip(cases, engine.values("formula.grown", cases), strict=True):
        if value != by_hand.grown(case):
            raise AssertionError((case, value))
    names = [("by hand, with Decimal", ""), ("compiled rule, values of many cases", "at most 2.5")]
    sides = [
        lambda: [by_hand.grown(case) for case in cases],
        lambda: list(engine.values("formula.grown", cases)),
    ]
    return compared(names, sides, len(cases))


def measure_start() -> list[Line]:
    """Measure import, load and first outcome of the bundled pack in a fresh process, without and with a cache."""
    script = FIRST_OUTCOME.format(pack=BUNDLED, rule=FIRST_RULE, facts=FIRST_FACTS)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "RULEWRIGHT_CACHE": str(Path(folder) / "cache")}

        def start() -> tuple[float, float]:
            started = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
            )
            return time.perf_counter() - started, float(done.stdout)

        cold, cold_inside = start()
        warm, warm_inside = min(start() for _ in range(7))
    return [
        Line("without a cache: the whole process", cold, None, "at most 2 s"),
        Line("  of that: import, load, first outcome", cold_inside),
        Line("with a warm cache: the whole process", warm, None, "at most 250 ms"),
        Line("  of that: import, load, first outcome", warm_inside),
    ]


def measure_parsing() -> list[Line]:
    """Measure parsing beside loading a pack, and beside Python's own parser on as much text."""
    path = find_pack(BUNDLED)
    pack = build_pack(read_files(path))
    sources = expressions_of(pack)
    shared = [source for source in sources if is_python(source.text)]
    parsing, loading, of_shared, of_python = best_times(
        [
            lambda: [parse_expression(source) for source in sources],
            lambda: build_pack(read_files(path)),
            lambda: [parse_expression(source) for source in shared],
            lambda: [ast.parse(source.text, mode="eval") for source in shared],
        ],
        1,
        7,
    )
    characters = sum(len(source.text) for source in sources)
    return [
        Line(f"loading `{BUNDLED}`", loading),
        Line(f"parsing its {len(sources)} formulas", parsing, parsing / loading, "at most 0.33"),
        Line(
            f"  a thousand characters ({characters / parsing / 1e6:.2f} million a second)", parsing / characters * 1e3
        ),
        Line(f"`ast.parse` of the {len(shared)} that are Python as well", of_python),
        Line("  the same formulas as FEEL", of_shared, of_shared / of_python),
    ]


def measure_conformance(cases: Path) -> list[Line]:
    """Measure the DMN TCK runner on a file of cases, in a fresh process."""
    runner = Path(__file__).resolve().parents[1] / "tests" / "conformance" / "dmn_tck.py"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(runner), str(cases), str(Path(folder) / "results.jsonl")]
        started = time.perf_counter()
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - started
    return [
        Line(
            f"all {sum(1 for _ in cases.open(encoding='utf-8')):,} cases of {cases.name}", seconds, None, "at most 10 s"
        )
    ]


def is_python(text: str) -> bool:
    """Whether a formula can be read as Python too, so that both parsers can be given the same text."""
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return True


def expressions_of(pack: Any) -> list[SourceText]:
    """Return the texts of all formulas of a pack."""
    return [each.source for rule in pack.rules.values() for each in rule.expressions()]


def main() -> None:
    """Print all measurements; with a file of DMN TCK cases as argument, also how long they take."""
    setcontext(DECIMAL128.copy())
    engine = load_pack(PACK)
    tck = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    measures: tuple[tuple[str, Callable[[], list[Line]]], ...] = (
        ("one score, 7 domains, 40 measures", lambda: measure_score(engine)),
        ("one rate, a table, 6 conditions", lambda: measure_rate(engine)),
        ("one expression, `a * (1 + b)`", lambda: measure_formula(engine)),
        (f"fresh process, `{BUNDLED}`", measure_start),
        ("parsing", measure_parsing),
        *([("DMN TCK", lambda: measure_conformance(tck))] if tck else []),
    )
    for title, measure in measures:
        print(title)
        for line in measure():
            print(line)
        print()


if __name__ == "__main__":
    main()
