"""Gives everything that reads something a text that it should refuse, or an expression that takes too much.

Nothing may end in an exception that is not meant, take more than five seconds of a processor, or more than 500 MB of
memory beyond what is taken at the start. All cases run in one process, a child, which is given a limit of memory and a
timer; what it is at is kept where the parent finds it when the child dies or never ends.
"""

from __future__ import annotations

import json
import mmap
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path += [str(HERE.parent / "same")]

from hostile import hostile_expression  # noqa: E402  (what is in the folders is no package)
from hostile_pack import DEPTH, FORMULAS, facts_of, hostile_files  # noqa: E402  (the same)
from making import pack_of  # noqa: E402  (what is in the folders is no package)
from mutations import MISTAKES  # noqa: E402  (what is in the folders is no package)
from random_formulas import Formulas  # noqa: E402  (what is in the folders is no package)
from rulewright import Case, Engine, receipt_of, replay  # noqa: E402  (what is in the folders is no package)
from rulewright.evaluate.caselines import CaseError, answer_line  # noqa: E402  (what is in the folders is no package)
from rulewright.evaluate.feel import FeelSession, source_of  # noqa: E402  (what is in the folders is no package)
from rulewright.packs.loading import read_pack  # noqa: E402  (what is in the folders is no package)
from rulewright.statements.tables import read_tables  # noqa: E402  (what is in the folders is no package)
from timing import TooLongError, limited  # noqa: E402  (what is in the folders is no package)

ROOT = HERE.parents[1]
MOST_SECONDS = 5
MOST_MEMORY = 500 << 20
TOO_MUCH = f"takes more than {MOST_MEMORY >> 20} MB"
TOKEN = re.compile(r'"[^"]*"|\w+|\*\*|[<>!]=|\S')
PATIENCE = 20
"""So many seconds of a processor the parent lets a child take without a sign of life."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a case did that it must not."""

    target: str
    text: str
    what: str


Target = Callable[[random.Random], tuple[str, Callable[[], object]]]
"""Makes a case: its text, and what reads it."""


def targets(folder: Path) -> dict[str, Target]:
    """Return everything that reads, with a maker of cases for it; files are written into the folder."""
    pack = {
        path.relative_to(ROOT / "tests/cli/pack").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "tests/cli/pack").rglob("*.yaml"))
    }
    engine = Engine(pack_of(pack))
    example = engine.pack.examples[0]
    case = Case(example.rule, dict(example.facts))
    line = json.dumps({"id": "1", "rule": example.rule, "inputs": dict(example.facts)}, default=str)
    receipt = json.dumps(receipt_of(engine.run_case(case), engine, case))
    sample = ROOT / "rules/masshealth-dsrip"
    tables = {path.name: path.read_text(encoding="utf-8") for path in sorted((sample / "sample").glob("*.csv"))}
    plan = next(iter(read_pack(sample).statements.values()))
    session = FeelSession()
    hungry = Engine(pack_of(hostile_files()))

    def expression(source: random.Random) -> tuple[str, Callable[[], object]]:
        formulas = Formulas(source, {}, {})
        text = formulas.make(source.choice(("number", "boolean", "string", "list<row>", "nest", "date")), 3)
        text = _jumbled(text, source) if source.random() < 0.3 else _mistaken(text, source)
        return text, lambda: session.evaluate(source_of(text))

    def hostile(source: random.Random) -> tuple[str, Callable[[], object]]:
        text = hostile_expression(source)
        return text, lambda: session.evaluate(source_of(text))

    def rules(source: random.Random) -> tuple[str, Callable[[], object]]:
        rule = source.choice([*FORMULAS, f"doubled_{DEPTH}"])
        size, times = source.choice((10, 1000, 20000)), source.choice((10, 1000, 100000, 10**7))
        facts = facts_of(rule, size, times)
        return f"{rule} {size} {times}", lambda: hungry.run(f"hostile.{rule}", facts)

    def files(source: random.Random) -> tuple[str, Callable[[], object]]:
        name = source.choice(sorted(pack))
        text = _mistaken(pack[name], source)
        return f"{name}\n{text}", lambda: pack_of({**pack, name: text})

    def case_line(source: random.Random) -> tuple[str, Callable[[], object]]:
        text = _mistaken(line, source)
        return text, lambda: answer_line(engine, text, 1)

    def old_receipt(source: random.Random) -> tuple[str, Callable[[], object]]:
        text = _mistaken(receipt, source)
        return text, lambda: _replayed(text, engine)

    def table(source: random.Random) -> tuple[str, Callable[[], object]]:
        name = source.choice(sorted(tables))
        text = _mistaken(tables[name], source)
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        return f"{name}\n{text[:2000]}", lambda: read_tables(plan, folder)

    return {
        "expressions": expression,
        "hostile expressions": hostile,
        "hostile rules": rules,
        "YAML": files,
        "case lines": case_line,
        "receipts": old_receipt,
        "CSV": table,
    }


def _mistaken(text: str, source: random.Random) -> str:
    for _ in range(source.choice((1, 1, 2, 3))):
        text = source.choice(MISTAKES)(text, source) if text else "\0"
    return text


def _jumbled(text: str, source: random.Random) -> str:
    """Return the tokens of a text in another order, some more than once."""
    tokens = TOKEN.findall(text)
    return " ".join(source.choices(tokens, k=source.randint(1, 2 * len(tokens)))) if tokens else text


def _replayed(text: str, engine: Engine) -> object:
    """Replay a receipt as the command line does: what is no JSON, or no receipt, is refused by these two errors."""
    try:
        return replay(json.loads(text), engine)
    except (CaseError, json.JSONDecodeError):
        return None


# ── Running ───────────────────────────────────────────────────────────────────────────────────────────────────────


def fuzz(seed: str, until: float, most: int = 10**9) -> tuple[Counter[str], list[Fault]]:
    """Return how many cases of each target ran until then, and the faults."""
    counts: Counter[str] = Counter()
    faults: list[Fault] = []
    start = 0
    while time.monotonic() < until and start < most:
        run = _Child(seed, start, until, most)
        run.wait()
        counts.update(run.counts())
        faults += run.faults()
        start = run.number() + 1
    return counts, faults


SIZE = 1 << 20


class _Child:
    """A process that runs cases from a number on, and says in shared memory what it is at."""

    def __init__(self, seed: str, start: int, until: float, most: int) -> None:
        self.shared = mmap.mmap(-1, SIZE)
        self._say(start, "", "")
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  (it is read when the child has ended)
        self.process = os.fork()
        self.status = 0
        if self.process == 0:
            self._run(seed, start, until, most)
            os._exit(0)

    def _say(self, number: int, target: str, text: str) -> None:
        content = json.dumps([number, target, text])[: SIZE - 8].encode()
        self.shared.seek(0)
        self.shared.write(len(content).to_bytes(8, "little") + content)

    def _said(self) -> tuple[int, str, str]:
        self.shared.seek(0)
        length = int.from_bytes(self.shared.read(8), "little")
        number, target, text = json.loads(self.shared.read(length))
        return number, target, text

    def number(self) -> int:
        """Return the number of the last case."""
        return self._said()[0]

    def wait(self) -> None:
        """Wait for the end; a child that gives no sign of life for long is ended."""
        seen, since = -1, 0.0
        while True:
            process, self.status = os.waitpid(self.process, os.WNOHANG)
            if process:
                return
            taken = _processor_time(self.process)
            if self.number() != seen:
                seen, since = self.number(), taken
            elif taken - since > PATIENCE:
                os.kill(self.process, signal.SIGKILL)
                _, self.status = os.waitpid(self.process, 0)
                return
            time.sleep(0.05)

    def counts(self) -> Counter[str]:
        """Return how many cases of each target ended."""
        return Counter(target for target, _, _ in self._lines() if target)

    def faults(self) -> list[Fault]:
        """Return what went wrong, the end of the process too."""
        found = [Fault(target, text, what) for target, text, what in self._lines() if what]
        if self.status:
            _, target, text = self._said()
            found.append(Fault(target, text, f"the process ended with {self.status}"))
        return found

    def _lines(self) -> Iterator[tuple[str, str, str]]:
        self.log.seek(0)
        for line in self.log:
            yield tuple(json.loads(line))

    def _run(self, seed: str, start: int, until: float, most: int) -> None:
        with tempfile.TemporaryDirectory() as name:
            makers = targets(Path(name))
            limit = _memory() + MOST_MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
            for number in range(start, most):
                if time.monotonic() > until:
                    return
                target, text, call = made(seed, number, makers)
                self._say(number, target, text)
                what = outcome_of(call)
                self.log.write(json.dumps([target, text if what else "", what]) + "\n")
                self.log.flush()
                if what.startswith(TOO_MUCH):  # what was taken is not given back, and the next case would pay for it
                    return


def made(seed: str, number: int, makers: Mapping[str, Target]) -> tuple[str, str, Callable[[], object]]:
    """Return the case of that number: the name of its target, its text, and what reads it."""
    source = random.Random(f"{seed} fuzz {number}")  # noqa: S311  (chance that can be repeated)
    target = source.choice(sorted(makers))
    return target, *makers[target](source)


def outcome_of(call: Callable[[], object]) -> str:
    """Return what is wrong with how a case ends, nothing where it ends well."""
    try:
        with limited(MOST_SECONDS):
            call()
    except TooLongError:
        return f"takes more than {MOST_SECONDS} s"
    except MemoryError:
        return TOO_MUCH
    except Exception as error:  # noqa: BLE001  (whatever is raised is a fault)
        return f"{type(error).__name__}: {error}"
    return ""


def _processor_time(process: int) -> float:
    """Return the seconds of a processor that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory() -> int:
    """Return the size of this process's memory in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def main(seed: str, seconds: str) -> None:
    """Fuzz for so long, and print what ran and what went wrong."""
    counts, faults = fuzz(seed, time.monotonic() + float(seconds))
    found = {f"{each.target}: {each.what}": repr(each.text[:500]) for each in faults}
    sys.stdout.write(json.dumps([counts, found]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
