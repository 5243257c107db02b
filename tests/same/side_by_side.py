"""Runs two engines side by side over the same cases and reports every difference between their answers.

    python tests/same/side_by_side.py OLD.whl [--triples N] [--packs N] [--seed N] [--groups a,b]

Exits with 1 where something differs that `accepted.toml` does not name. All differences are in
`out/same/differences.txt`; printed is one of each kind, the smallest.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import IO

from differences import NOTHING, OUTCOME, WORDS, Accepted, Difference, differences_of, read_accepted
from old_wheel import ROOT, Side, make_sides

HERE = Path(__file__).parent
GROUPS = ("packs", "commands", "bad", "mutated", "language", "conformance", "generated")
RULES_OF_A_PACK = 9
"""So many rules with inputs a generated pack has, on average and some."""
EXPLAINED = 100_000
"""With so many triples every example of a pack would be explained, and has a receipt; at most every other is."""
SHOWN = 800
"""Longer texts are cut where they are printed; the file has them whole."""


def main(arguments: list[str] | None = None) -> int:
    """Compare and report; returns the exit code."""
    options = _options(arguments)
    work = options.work.resolve()
    accepted = read_accepted()
    started = time.monotonic()
    sides = make_sides(options.old.resolve(), work, options.tests)
    settings = _settings(options, sides[0])
    report = compare(sides, settings, accepted)
    report.write(work / "differences.txt")
    sys.stdout.write(f"{report.text()}\nall in {work / 'differences.txt'}; {time.monotonic() - started:.0f} s\n")
    return report.exit_code


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old", type=Path, help="the wheel of the old engine")
    parser.add_argument("--tests", type=Path, help="the tests of its commit; else they are taken from git")
    parser.add_argument("--work", type=Path, default=ROOT / "out" / "same", help="a folder for all that is made")
    parser.add_argument("--triples", type=int, default=200_000, help="so many generated cases at least")
    parser.add_argument("--packs", type=int, default=0, help="of so many generated packs")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--groups", default=",".join(GROUPS))
    parser.add_argument("--conformance", type=Path, help="a file of cases of the DMN TCK; without, there are none")
    return parser.parse_args(arguments)


def _settings(options: argparse.Namespace, old: Side) -> dict[str, object]:
    packs = options.packs or max(options.triples // 120, 1)
    groups = options.groups.split(",")
    every = max(EXPLAINED // options.triples, 2)
    listing = _listing(old, every) if "commands" in groups else b"[]"
    return {
        "seed": options.seed,
        "packs": packs,
        "cases": -(-options.triples // (packs * RULES_OF_A_PACK)) + 1,
        "mutated": options.triples // 100,
        "groups": groups,
        "conformance": str(options.conformance.resolve()) if options.conformance else "",
        "commands": json.loads(listing),
        "every": every,
    }


def _listing(side: Side, every: int) -> bytes:
    """Return the commands to run, as the tests of the old side describe them."""
    command = [side.python, HERE / "commands.py", side.tests, str(every)]
    return subprocess.run(
        command, stdout=subprocess.PIPE, check=True, cwd=side.folder / "tree", env=_environment(side)
    ).stdout


def _environment(side: Side) -> dict[str, str]:
    return {
        **os.environ,
        "RULEWRIGHT_CACHE": str(side.folder / "cache"),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parent / "soak"))),
        "NO_COLOR": "1",
    }


def compare(sides: tuple[Side, Side], settings: dict[str, object], accepted: Accepted) -> Report:
    """Return all differences. Both engines work at the same time; lines that are equal are not even read."""
    report = Report(accepted)
    processes = [_started(side, settings, accepted) for side in sides]
    old, new = processes
    for number, (batch, cases, line, other) in enumerate(_paired(old.stdout, new.stdout), 1):
        report.count(batch, cases)
        _report(number, batch)
        if line != other:
            before, after = json.loads(line)["items"], json.loads(other)["items"]
            for case in dict.fromkeys((*before, *after)):
                report.add(batch, case, before.get(case, NOTHING), after.get(case, NOTHING))
    for side, process in zip(sides, processes, strict=True):
        process.stdout.close()
        if process.wait():
            report.add("probe", side.name, "ends in order", f"ended with {process.returncode}")
    return report


HEAD = re.compile(rb'{"cases": (\d+), "batch": "([^"]*)"')


EMPTY = b'{"items": {}}'


def _paired(old: IO[bytes], new: IO[bytes]) -> Iterator[tuple[str, int, bytes, bytes]]:
    """Yield each batch with its cases and the lines of both sides; a side that has none of that name says nothing."""
    waiting: tuple[dict[bytes, bytes], dict[bytes, bytes]] = {}, {}
    for lines in zip_longest(old, new):
        for own, other, line in ((0, 1, lines[0]), (1, 0, lines[1])):
            if line is None:
                continue
            cases, batch = HEAD.match(line).groups()
            if batch in waiting[other]:
                found = waiting[other].pop(batch)
                yield batch.decode(), int(cases), *((found, line) if own else (line, found))
            else:
                waiting[own][batch] = line
    for own, left in enumerate(waiting):
        for batch, line in left.items():
            yield batch.decode(), 0, *((EMPTY, line) if own else (line, EMPTY))


def _started(side: Side, settings: dict[str, object], accepted: Accepted) -> subprocess.Popen[bytes]:
    """Start the probe of a side; the new one knows what its names were."""
    old_names = {new: old for old, new in accepted.renamed.items()} if side.name == "new" else {}
    reported = side.folder / "settings.json"
    of_side = {"tests": str(side.tests), "old_names": old_names, "added": accepted.added}
    reported.write_text(json.dumps({**settings, **of_side}), encoding="utf-8")
    command = [side.python, HERE / "probe.py", reported]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=side.folder / "tree", env=_environment(side))


def _report(number: int, batch: str) -> None:
    if sys.stderr.isatty() and number % 10 == 0:
        sys.stderr.write(f"\r\x1b[K{batch}")


class Report:
    """Gathers differences and reports them by kind."""

    def __init__(self, accepted: Accepted) -> None:
        self.accepted = accepted
        self.cases: Counter[str] = Counter()
        self.found: dict[tuple[str, str, str], list[Difference]] = {}
        self.named: Counter[str] = Counter()

    def count(self, batch: str, cases: int) -> None:
        """Count the cases of a batch."""
        self.cases[batch.partition("/")[0]] += cases

    def add(self, batch: str, case: str, old: object, new: object) -> None:
        """Take both answers to one case."""
        for each in differences_of(batch.partition("/")[0], f"{batch}/{case}", old, new):
            name = self.accepted.name_of(each)
            if name:
                self.named[name] += 1
            else:
                self.found.setdefault((each.sort, *each.kind), []).append(each)

    def write(self, file: Path) -> None:
        """Write all differences that no entry names."""
        texts = (f"[{each.sort}] {each.text()}\n" for found in self.found.values() for each in found)
        file.write_text("".join(texts), encoding="utf-8", errors="backslashreplace")

    def text(self) -> str:
        """Return how much was compared and one difference of each kind, the smallest."""
        lines = [f"{group}: {count:,} cases" for group, count in self.cases.items()]
        lines += [f"meant: {each.name}: {self.named[each.name]:,}" for each in self.accepted.named]
        for (sort, group, field), found in sorted(self.found.items()):
            smallest = min(found, key=lambda each: each.size)
            lines.append(f"\n[{sort}] {group}: {field} ({len(found):,}), for example")
            lines.append(smallest.text(SHOWN))
        total: Counter[str] = Counter()
        for (sort, *_), found in self.found.items():
            total[sort] += len(found)
        lines.append(
            f"\n{sum(self.cases.values()):,} cases: {total[OUTCOME]:,} differences, {total[WORDS]:,} of words alone"
        )
        return "\n".join(lines)

    @property
    def exit_code(self) -> int:
        """1 where something differs that is not named."""
        return 1 if self.found else 0


if __name__ == "__main__":
    raise SystemExit(main())
