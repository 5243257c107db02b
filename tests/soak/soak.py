"""Runs the evaluators against each other, the checker against the library, and everything that reads against nonsense.

    python tests/soak/soak.py [--seed N] [--minutes N] [--parts evaluators,claims,fuzz] [--out FOLDER] [--no-count]

A difference between the evaluators is made small and saved in `out/soak/found`; move it to `tests/soak/cases`, where
the suite runs it. Exits with 1 where something was found that is not named as open. The report is in
`out/soak/report.txt`, the results in `out/soak/results-SEED.json`; `report.py` adds up those of several runs.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "same"))

import branches as counting  # noqa: E402  (before the engine is imported)
from report import report_of  # noqa: E402  (it needs no engine)
from results import Results, counted_nodes, counted_sides  # noqa: E402  (the same)

ROOT = HERE.parents[1]
PARTS = ("evaluators", "claims", "fuzz")
SHARES = {"evaluators": 0.85, "claims": 0.05, "fuzz": 0.10}
"""How the minutes are divided."""
CASES = 16
"""So many cases are made for each decision of a generated pack."""
FEW = 3
"""So many of these are looked at where the decision is not compiled: one evaluator answers twice then."""
Part = tuple[Counter[str], dict[str, str], int]
"""What a part counted, what it found, by kind, and how much of that is not named as open; parts yield it as they go."""
EVERY = 60
"""After so many seconds what was found so far is written."""
COLLECTED_EVERY = 100
"""After so many packs the garbage is collected, which otherwise takes a third of the time."""


def main(arguments: list[str] | None = None) -> int:
    """Soak and report; returns the exit code."""
    options = _options(arguments)
    parts = options.parts.split(",")
    branches, nodes = counting.Branches(), counting.Nodes()
    if options.count:
        branches = counting.install()
        nodes.watch()
    results = Results([options.seed])

    def keep() -> None:
        if options.count:
            results.sides, results.nodes = counted_sides(branches), counted_nodes(nodes)
        results.write(options.out / f"results-{options.seed}.json")

    shares = sum(SHARES[part] for part in parts)
    for part in parts:
        latest = 0
        until = time.monotonic() + 60 * options.minutes * SHARES[part] / shares
        for counts, found, wrong in PART[part](options.seed, until, options.out):
            results.counts[part], results.found[part], latest = counts, found, wrong
            keep()
        results.wrong += latest
    keep()
    text = report_of(results)
    (options.out / "report.txt").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 1 if results.wrong else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", default="1")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--no-count", dest="count", action="store_false", help="count no branches, which takes a sixth")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "soak")
    return parser.parse_args(arguments)


def soak_evaluators(seed: str, until: float, out: Path) -> Iterator[Part]:
    """Compare the evaluators: on the bundled pack's examples with changed facts, then on generated packs."""
    from bundled import mutated_examples  # noqa: PLC0415  (the engine is imported with counters, once they are installed)
    from differing import Finder, is_compiled  # noqa: PLC0415  (the same)
    from making import accepted  # noqa: PLC0415  (the same)
    from random_packs import RandomPack  # noqa: PLC0415  (the same)
    from rulewright import Engine, bundled_packs  # noqa: PLC0415  (the same)
    from rulewright.evaluate.reference.control import may_keep  # noqa: PLC0415  (the same)
    from rulewright.packs.loading import read_pack  # noqa: PLC0415  (the same)

    finder = Finder(out / "found")
    for name, folder in bundled_packs().items():
        engine = Engine(read_pack(folder))
        for number, example in enumerate(mutated_examples(engine, seed)):
            if time.monotonic() > until:
                break
            finder.look(engine, {}, example, number, name)
        finder.counts[f"compiled rules of {name}"] = sum(is_compiled(engine, rule) for rule in engine.rules)
    gc.collect()
    gc.freeze()
    gc.disable()
    written = time.monotonic()
    for pack in count():
        if time.monotonic() > until:
            break
        made = RandomPack(f"{seed} {pack}")
        engine, without, files = accepted(made)
        if engine is None:
            finder.counts["packs that were refused"] += 1
            continue
        finder.counts["packs"] += 1
        seen: Counter[str] = Counter()
        for number, example in enumerate(made.cases(CASES, without=without)):
            seen[example.rule] += 1
            if seen[example.rule] <= FEW or is_compiled(engine, example.rule):
                finder.look(engine, files, example, number, f"{seed} {pack}")
        may_keep.cache_clear()  # so that it is counted again
        if pack % COLLECTED_EVERY == 0:
            gc.collect()
        if time.monotonic() - written > EVERY:
            written = time.monotonic()
            yield finder.counted(), finder.found(), len(finder.new)
    gc.enable()
    finder.counts["seconds of a processor"] = round(time.process_time())
    yield finder.counted(), finder.found(), len(finder.new)


def soak_claims(seed: str, until: float, _out: Path) -> Iterator[Part]:
    """Test what the checker claims; what is not true is counted by kind and code, the shortest of each is reported."""
    from claims import FalseClaim, expressions, facts, false_claims  # noqa: PLC0415  (as above)
    from rulewright.evaluate.feel import FeelSession  # noqa: PLC0415  (the same)

    session = FeelSession(facts())
    counts: Counter[str] = Counter()
    shortest: dict[str, FalseClaim] = {}
    for text in expressions(seed):
        if time.monotonic() > until:
            break
        counts["expressions"] += 1
        for found in false_claims(text, session):
            counts[found.name] += 1
            shortest[found.name] = min(shortest.get(found.name, found), found, key=lambda each: len(each.text))
    found = {name: f"{each.text}  is {each.value}: {each.message}" for name, each in shortest.items()}
    yield counts, found, len(shortest)


def soak_fuzz(seed: str, until: float, _out: Path) -> Iterator[Part]:
    """Give everything that reads nonsense to read, in a process of its own: counters would slow down what is timed."""
    command = [sys.executable, str(HERE / "fuzz.py"), seed, str(until - time.monotonic())]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    counts, found = json.loads(run.stdout)
    yield Counter(counts), found, len(found)


PART: Mapping[str, Callable[[str, float, Path], Iterator[Part]]] = {
    "evaluators": soak_evaluators,
    "claims": soak_claims,
    "fuzz": soak_fuzz,
}

if __name__ == "__main__":
    raise SystemExit(main())
