"""Measures what hostile expressions and hostile packs take, each in a process of its own with a limit of memory.

    python tests/soak/measured.py [--seed N] [--expressions N] [--packs N] [--out FILE]

The processes are forked from one that has everything loaded, so that what is measured is the work alone: seconds of a
processor, and the peak of the memory that stands in RAM, which includes some 60 MB of the program itself. Reported are
the ten that took most of either, and everything that took too much, was killed, or ended in a traceback. A command that
evaluates a case several times may take as many times as long.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "same"))

from hostile import hostile_expression  # noqa: E402  (the folders of the tests are no package)
from hostile_packs import LINES, commands, hostile_pack  # noqa: E402  (the same)
from rulewright_cli.main import main as cli  # noqa: E402  (the same)

SECONDS = 5.0
"""So long an evaluation may take at most."""
EVALUATIONS = {"check": 2, "test": 3}
"""So many times these commands evaluate an example: by both evaluators, and once more for what it reaches."""
BYTES = 500 << 20
ADDRESSES = 1200 << 20
"""The limit of addresses, which are more than what stands in memory."""
KILLED = 60
"""Seconds of a processor after which a process is killed."""
WORST = 10
SHOWN = 100_000
"""So many bytes of what a command prints are read."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one command took: seconds of a processor, bytes, its exit code, what it said of an error."""

    name: str
    seconds: float
    bytes: int
    code: int
    said: str
    evaluations: int = 1

    @property
    def is_wrong(self) -> bool:
        """Whether it took too much, or ended as no command should."""
        return self.seconds > SECONDS * self.evaluations or self.bytes > BYTES or self.code not in {0, 1, 2}


def measured(name: str, arguments: Sequence[str], evaluations: int = 1) -> Measured:
    """Run a command, which evaluates so many times, in a process of its own, and return what it took."""
    with tempfile.TemporaryFile() as output:
        child = os.fork()
        if child == 0:
            _run(arguments, output.fileno())
        _, status, used = os.wait4(child, 0)
        output.seek(0)
        said = output.read(SHOWN).decode(errors="replace").strip()
    code = os.waitstatus_to_exitcode(status)
    first = next((line for line in said.splitlines() if "error" in line or "Error" in line), said[:200])
    return Measured(name, used.ru_utime + used.ru_stime, used.ru_maxrss << 10, code, first[:300], evaluations)


def _run(arguments: Sequence[str], output: int) -> None:
    """Be the process: run the command, write what it says of errors, and end."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (KILLED, KILLED))
    code: object = 99
    try:
        errors = open(output, "w", encoding="utf-8", errors="replace")  # noqa: SIM115  (closed with the process)
        with errors, redirect_stdout(errors), redirect_stderr(errors):
            try:
                cli(list(arguments))
                code = 0
            except SystemExit as ended:
                code = ended.code or 0
            except BaseException:  # noqa: BLE001  (whatever is raised is what is looked for)
                traceback.print_exc()
    finally:
        os._exit(code if isinstance(code, int) else 1)


def expressions(seed: str, count: int) -> Iterator[Measured]:
    """Measure expressions that stand alone."""
    for number in range(count):
        text = hostile_expression(random.Random(f"{seed} {number}"))  # noqa: S311  (chance that can be repeated)
        yield measured(text, ["feel", "--", text])


def packs(seed: str, count: int) -> Iterator[Measured]:
    """Measure the commands on packs."""
    for number in range(count):
        source = random.Random(f"{seed} pack {number}")  # noqa: S311  (chance that can be repeated)
        with tempfile.TemporaryDirectory() as folder:
            made = hostile_pack(source)
            for path, text in made.files.items():
                place = Path(folder) / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
            for arguments in commands(made, Path(folder)):
                evaluations = LINES if "--cases" in arguments else EVALUATIONS.get(arguments[0], 1)
                yield measured(f"pack {number} ({made.kind}): {arguments[0]}", arguments, evaluations)


def report(found: Sequence[Measured]) -> str:
    """Return the worst, and what is wrong."""
    lines = [f"{len(found)} measured, {sum(each.is_wrong for each in found)} of them wrong"]
    codes = sorted({each.code for each in found})
    lines += [f"  exit code {code}: {sum(each.code == code for each in found)}" for code in codes]
    for what, key in (("seconds", lambda each: each.seconds), ("bytes", lambda each: each.bytes)):
        lines += [f"most {what}:"]
        lines += [_line(each) for each in sorted(found, key=key, reverse=True)[:WORST]]
    lines += ["wrong:", *(_line(each) for each in found if each.is_wrong)]
    return "\n".join(lines) + "\n"


def _line(each: Measured) -> str:
    name = " ".join(each.name.split())
    shown = name if len(name) <= 160 else f"{name[:159]}…"
    return f"  {each.seconds:5.1f} s {each.bytes >> 20:5} MB  {each.code:3}  {shown}\n{'':24}{each.said[:160]}"


def main() -> int:
    """Measure, report, and exit with 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", default="1")
    parser.add_argument("--expressions", type=int, default=2000)
    parser.add_argument("--packs", type=int, default=200)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    found: list[Measured] = []
    both = packs(options.seed, options.packs), expressions(options.seed, options.expressions)
    for each in (one for pair in zip_longest(*both) for one in pair if one is not None):
        found.append(each)
        if options.out:
            with options.out.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps([each.name[:2000], each.seconds, each.bytes, each.code, each.said]) + "\n")
    sys.stdout.write(report(found))
    return 1 if any(each.is_wrong for each in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
