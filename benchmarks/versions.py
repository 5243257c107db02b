"""Measures what amendments and versions of a pack cost, each as a ratio in one run.

    make bench-versions

The pack is generated: 450 rules (figures by period, formulas with steps that call them, decision tables) in 15
subjects, and 50 amendments of them, each adopted in another month and in force from another period on. Times are those
of the processor, the least of several; memory is that of the objects of Python, in a process of its own.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rulewright.blocks import Grid
from rulewright.packs.files import read_files
from rulewright.packs.loading import PackReading, build_pack
from rulewright.reports import draw
from rulewright.reports.layout import PLAIN

SUBJECTS = 15
TRIPLES = 10
"""So many figures, formulas and tables has a subject each."""

AMENDMENTS = 50
PERIODS = ("P1", "P2", "P3", "P4", "P5", "P6")
REPEATS = 3
HEADER = """\
format: 1
pack: versions
title: A pack with many versions
documents: {protocol: {title: A protocol}, letter: {title: A letter}}
clock: {type: period, calendar: when.periods}
units: {USD: {title: US dollars, symbol: $, places: 2}, member: {title: members}}
types:
  period: {enum: [P1, P2, P3, P4, P5, P6]}
  money: {number: USD, low: 0}
  members: {number: member, low: 0}
  rate: {number: USD/member, low: 0}
  share: {number: percent, low: 0, high: 1}
"""
CALENDAR = """\
subject: when
title: Periods
namespace: when
source: {document: protocol, section: "1"}
parameters:
  periods:
    title: From when to when each period is
    type: date
    keys: {period: period, limit: [start, end]}
    table:
"""
FIGURE = """\
  rate_{n}:
    title: What is paid for a member, the rate of number {n}
    about: The rate is set by the State for each period, and does not rise but by amendment.
    source: {{section: "{s}.{n}.1"}}
    status: enacted
    type: rate
    keys: {{period: period}}
    table: {{P1: {a}, P2: {a}.25, P3: {a}.5, P4: {a}.75, P5: {b}, P6: {b}.25}}
"""
RULES = """\
  amount_{n}:
    title: What an entity is paid by the rate of number {n}
    about: Members by the rate of the period, less what is withheld of it.
    source: {{section: "{s}.{n}.2"}}
    inputs:
      period: period
      members: {{type: members, title: Members of the entity}}
      withheld: {{type: share, title: Share that is withheld}}
    where:
      whole: members * rate_{n}(period)
      kept: whole * withheld
    outputs:
      paid: {{type: money, title: What is paid, formula: whole - kept}}
  share_{n}:
    title: Share that is earned, by the size of the entity
    about: Small entities earn a fixed share, others more of it the larger they are.
    source: {{section: "{s}.{n}.3"}}
    inputs:
      members: {{type: members, title: Members of the entity}}
      period: period
    outputs: {{share: share}}
    table:
      hit_policy: unique
      inputs: ["amount_{n}(period, members, 0.1)"]
      rows:
        - {{when: ["< {small}"], then: ["0.10"]}}
        - {{when: ["[{small}..{large})"], then: ["0.25"]}}
        - {{when: [">= {large}"], then: ["0.50"]}}
"""
AMENDMENT = """\
amendment: change-{n:02}
pack: versions
title: A change of number {n}
adopted: {year}-{month:02}-01
in_force: [{{from: {period}}}]
authority: {{document: letter, section: "{n}"}}
reason: costs rose
changes:
  - {{set: "s{s}.rate_{k}[{period}]", was: {was}, now: {now}}}
  - replace: "s{s}.amount_{k}#formula"
    was: whole - kept
    now: whole - kept / 2
"""
ANSWER = """
import json, sys, time, tracemalloc
from rulewright import load_pack
engine = load_pack({pack!r})
facts = {{"members": 1200, "withheld": "5%", "period": "P6"}}
def first(dates):
    started = time.process_time()
    outcome = engine.run({rule!r}, facts, **dates)
    assert outcome.value is not None, outcome
    return time.process_time() - started
print(json.dumps([first({{"known_on": each}}) for each in {known_on!r}]))
"""
MEMORY = """
import gc, json, tracemalloc
tracemalloc.start()
from rulewright import load_pack
engine = load_pack({pack!r})
def held():
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
before = held()
found = []
for known_on in {known_on!r}:
    version = engine.at("P6", known_on)
    for rule in version.rules:
        if ".amount_" in rule:
            outcome = version.run(rule, {{"members": 1200, "withheld": "5%", "period": "P6"}})
            assert outcome.value is not None, outcome
    found.append(held())
print(json.dumps(found))
"""
RULE = "s0.amount_0"
"""A rule that the first amendment changes."""

KNOWN_ON = ("2017-01-01", "2017-02-01", "2021-12-01")
"""The day before the first amendment, that of the first one, and a day after the last one."""


def write(folder: Path) -> None:
    """Write the pack, without its amendments into `plain` and with them into `amended`."""
    for name in ("plain", "amended"):
        pack = folder / name
        (pack / "base").mkdir(parents=True)
        (pack / "pack.yaml").write_text(HEADER, encoding="utf-8")
        periods = "".join(
            f"      {period}: {{start: {2017 + number}-01-01, end: {2017 + number}-12-31}}\n"
            for number, period in enumerate(PERIODS)
        )
        (pack / "base" / "when.yaml").write_text(CALENDAR + periods, encoding="utf-8")
        for number in range(SUBJECTS):
            (pack / "base" / f"s{number}.yaml").write_text(_subject(number), encoding="utf-8")
    (folder / "amended" / "amendments").mkdir()
    for number in range(AMENDMENTS):
        text = _amendment(number)
        (folder / "amended" / "amendments" / f"{number:02}.yaml").write_text(text, encoding="utf-8")


def _subject(number: int) -> str:
    head = f"subject: s{number}\ntitle: Rates of group {number}\nnamespace: s{number}\n"
    head += f'source: {{document: protocol, section: "{number}"}}\n'
    places = [
        {"n": n, "s": number, "a": n + 3, "b": n + 4, "small": 1000 + n, "large": 5000 + n} for n in range(TRIPLES)
    ]
    figures = "".join(FIGURE.format(**place) for place in places)
    rules = "".join(RULES.format(**place) for place in places)
    return f"{head}parameters:\n{figures}decisions:\n{rules}"


def _amendment(number: int) -> str:
    subject, triple = number % SUBJECTS, number // SUBJECTS
    period = PERIODS[1 + number % 5]
    was = {"P2": f"{triple + 3}.25", "P3": f"{triple + 3}.5", "P4": f"{triple + 3}.75", "P5": f"{triple + 4}"}
    return AMENDMENT.format(
        n=number,
        year=2017 + (number + 1) // 12,
        month=(number + 1) % 12 + 1,
        s=subject,
        k=triple,
        period=period,
        was=was.get(period, f"{triple + 4}.25"),
        now=triple + 20,
    )


def best(*sides: Callable[[], object], repeats: int = REPEATS) -> list[float]:
    """Return for each side the least of the processor's seconds that it takes; the sides take turns."""
    least = [float("inf")] * len(sides)
    for _ in range(repeats):
        for place, side in enumerate(sides):
            gc.collect()
            started = time.process_time()
            side()
            least[place] = min(least[place], time.process_time() - started)
    return least


def reading(folder: Path) -> Iterator[tuple[str, float, float]]:
    """Yield what consolidating costs beside loading the plain pack, with the limit."""
    plain, amended = (read_files(folder / name) for name in ("plain", "amended"))
    pack = build_pack(amended)
    errors = [each for each in pack.diagnostics if each.is_error]
    if errors or len(pack.rules) < SUBJECTS * TRIPLES * 3:
        raise AssertionError(errors[:3])
    read = PackReading(amended, "versions")
    versions = read.base.timeline.keys
    key = max(versions, key=len)
    known = read.base.timeline

    def consolidate() -> None:
        fresh = PackReading(amended, "versions", known)
        _ = fresh.trees, fresh.amending
        started.append(time.process_time())
        text, problems, _ = fresh._amendments.value.consolidated(key)  # noqa: SLF001  (what is measured)
        taken.append(time.process_time() - started.pop())
        if problems or len(text.key) != len(key):
            raise AssertionError(problems)

    started: list[float] = []
    taken: list[float] = []
    loading, whole, _ = best(lambda: build_pack(plain), lambda: build_pack(amended), consolidate)
    yield f"consolidating a version of {len(key)} amendments, beside loading the plain pack", min(taken) / loading, 0.15
    yield f"loading with all {len(versions)} versions' texts, beside loading the plain pack", whole / loading, 0


def answering(folder: Path) -> Iterator[tuple[str, float, float]]:
    """Yield what another version of a loaded pack costs, with the limits: its first answer, and its memory."""
    environment = {**os.environ, "RULEWRIGHT_CACHE": str(folder / "cache")}

    def run(script: str, known_on: tuple[str, ...]) -> list[float]:
        text = script.format(pack=str(folder / "amended"), rule=RULE, known_on=known_on)
        done = subprocess.run([sys.executable, "-c", text], env=environment, capture_output=True, text=True, check=True)
        found: list[float] = json.loads(done.stdout)
        return found

    for script in (ANSWER, MEMORY):
        run(script, KNOWN_ON)  # fills the cache
    # Each in a process of its own: what is imported on the way is the same for both.
    first = [[run(ANSWER, (each,))[0] for each in (KNOWN_ON[0], KNOWN_ON[2])] for _ in range(REPEATS)]
    base, other = (min(each) for each in zip(*first, strict=True))
    yield "the first answer of another version, beside that of the base", other / base, 1.3
    one, two = run(MEMORY, (KNOWN_ON[0], KNOWN_ON[2]))
    yield "the memory of two versions, beside that of one", two / one, 1.2


def main() -> None:
    """Measure, print, and fail where a ratio is beyond its limit."""
    rows = []
    is_beyond = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write(folder)
        for what, ratio, limit in (*reading(folder), *answering(folder)):
            rows.append((what, f"{ratio:.2f}", f"{limit:.2f}" if limit else ""))
            is_beyond |= bool(limit) and ratio > limit
    head = (f"{SUBJECTS * TRIPLES * 3} rules, {AMENDMENTS} amendments", "ratio", "at most")
    print(draw((Grid(head, tuple(rows), right=(1, 2)),), PLAIN), end="")
    sys.exit(is_beyond)


if __name__ == "__main__":
    main()
