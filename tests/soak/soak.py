"""Runs the evaluators against each other, the checker against the library, and everything that reads against nonsense.

    python tests/soak/soak.py [--seed N] [--minutes N] [--parts evaluators,claims,fuzz]

A difference between the evaluators is made small and saved in `out/soak/found`; move it to `tests/soak/cases`, where
the suite runs it. Exits with 1 where something was found that is not named as open. The report is in
`out/soak/report.txt`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "same"))

import branches as counting  # noqa: E402  (before the engine is imported)

ROOT = HERE.parents[1]
PARTS = ("evaluators", "claims", "fuzz")
SHARES = {"evaluators": 0.85, "claims": 0.05, "fuzz": 0.10}
"""How the minutes are divided."""
CASES = 16
"""So many cases are made for each decision of a generated pack."""
Part = tuple[list[str], int]
"""The lines of a part of the report, and how much was found that is not named as open."""


def main(arguments: list[str] | None = None) -> int:
    """Soak and report; returns the exit code."""
    options = _options(arguments)
    parts = options.parts.split(",")
    branches, nodes = counting.install(), counting.Nodes()
    nodes.watch()
    shares = sum(SHARES[part] for part in parts)
    sections: list[tuple[str, list[str]]] = []
    found = 0
    for part in parts:
        until = time.monotonic() + 60 * options.minutes * SHARES[part] / shares
        lines, wrong = PART[part](options.seed, until, options.out)
        sections.append((part, lines))
        found += wrong
    if "evaluators" in parts:
        import report  # noqa: PLC0415  (it needs no engine)

        sections.append(("branches of the evaluators", list(report.branch_lines(branches))))
        sections.append(("what nodes came to in the reference evaluator", list(report.node_lines(nodes))))
    text = "\n\n".join("\n".join([title, *lines]) for title, lines in sections) + "\n"
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "report.txt").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 1 if found else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", default="1")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "soak")
    return parser.parse_args(arguments)


def soak_evaluators(seed: str, until: float, out: Path) -> Part:
    """Compare the evaluators: on the bundled pack's examples with changed facts, then on generated packs."""
    from bundled import mutated_examples  # noqa: PLC0415  (the engine is imported with counters, once they are installed)
    from differing import Finder, is_compiled  # noqa: PLC0415  (the same)
    from making import accepted  # noqa: PLC0415  (the same)
    from random_packs import RandomPack  # noqa: PLC0415  (the same)
    from rulewright import Engine, bundled_packs  # noqa: PLC0415  (the same)
    from rulewright.packs.loading import read_pack  # noqa: PLC0415  (the same)

    finder = Finder(out / "found")
    for name, folder in bundled_packs().items():
        engine = Engine(read_pack(folder))
        for number, example in enumerate(mutated_examples(engine, seed)):
            if time.monotonic() > until:
                break
            finder.look(engine, {}, example, number, name)
        finder.counts[f"rules of {name}"] = sum(is_compiled(engine, rule) for rule in engine.rules)
    for pack in count():
        if time.monotonic() > until:
            break
        made = RandomPack(f"{seed} {pack}")
        engine, without, files = accepted(made)
        if engine is None:
            finder.counts["packs that were refused"] += 1
            continue
        finder.counts["packs"] += 1
        for number, example in enumerate(made.cases(CASES, without=without, decisions_only=True)):
            finder.look(engine, files, example, number, f"{seed} {pack}")
    return list(finder.lines()), len(finder.new)


def soak_claims(seed: str, until: float, _out: Path) -> Part:
    """Test what the checker claims; what is not true is counted by kind and code, the shortest of each is reported."""
    from claims import OPEN, FalseClaim, expressions, facts, false_claims  # noqa: PLC0415  (as above)
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
    lines = [f"{number:>12,}  {name}{' (named as open)' if name in OPEN else ''}" for name, number in counts.items()]
    lines += [f"{name}: {each.text}  is {each.value}: {each.message}" for name, each in shortest.items()]
    return lines, len(set(shortest) - set(OPEN))


def soak_fuzz(seed: str, until: float, _out: Path) -> Part:
    """Give everything that reads nonsense to read."""
    from fuzz import OPEN, fuzz  # noqa: PLC0415  (as above)

    counts, faults = fuzz(seed, until)
    lines = [f"{number:>12,}  {name}" for name, number in counts.items()]
    lines += [f"{each.target}: {each.what}: {each.text[:500]!r}" for each in faults]
    return lines, sum(not any(each.what.startswith(what) for what in OPEN) for each in faults)


PART: Mapping[str, Callable[[str, float, Path], Part]] = {
    "evaluators": soak_evaluators,
    "claims": soak_claims,
    "fuzz": soak_fuzz,
}

if __name__ == "__main__":
    raise SystemExit(main())
