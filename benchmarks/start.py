"""Measures how long the command line takes to start and answer, beside an older engine.

    python benchmarks/start.py OLD.whl [--runs 15]

Both engines are wheels in environments of their own, with their bytecode compiled and their cache warm. The runs of
the two alternate, and what is printed are medians: of the time on the clock, and of the processor's time, which says
more on a machine that others use.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "same"))

from old_wheel import installed  # noqa: E402  (the environments are made as for the comparison of outcomes)

PACK = "masshealth-dsrip"
RULE = "aco_accountability.tcoc_component"
FACTS = ("--fact", "benchmark=500", "--fact", "performance=520")
COMMANDS = {
    "explain, complete": ("explain", PACK, RULE, "--fact", "aco_model=A_partnership_plan", *FACTS),
    "explain, an assumption": ("explain", PACK, RULE, *FACTS),
    "explain, incomplete": ("explain", PACK, RULE, *FACTS[:2]),
    "run": ("run", PACK, RULE, "--fact", "aco_model=A_partnership_plan", *FACTS),
    "needs": ("needs", PACK, RULE),
    "show": ("show", PACK, RULE),
    "--version": ("--version",),
}


def main() -> int:
    """Print the medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old", type=Path, help="the wheel of the older engine")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheels = {"old": options.old.resolve(), "new": _built(work)}
        scripts = {name: installed(wheel, work / name).with_name("rulewright") for name, wheel in wheels.items()}
        print(f"{f'milliseconds, of {options.runs} runs':<28}     old     new   ratio   cpu old     new   ratio")
        for name, arguments in COMMANDS.items():
            _print(name, _measured(scripts, arguments, work, options.runs))
    return 0


def _built(work: Path) -> Path:
    """Return a wheel of this checkout, built from a copy, so that nothing of an older build gets into it."""
    copy = work / "checkout"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".*", "build", "out", "tests", "__pycache__", "*.egg-info")
    )
    build = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    subprocess.run(
        [*build, "--wheel-dir", work, copy], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    (wheel,) = work.glob("*.whl")
    return wheel


def _measured(scripts: dict[str, Path], arguments: tuple[str, ...], work: Path, runs: int) -> list[float]:
    """Return the medians of the clock and of the processor, old and new."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in scripts}
    for number in range(-2, runs):
        for name, script in scripts.items():
            found = _timed([script, *arguments], work / f"cache of {name}")
            if number >= 0:
                taken[name].append(found)
    return [median(each[kind] for each in taken[name]) for kind in (0, 1) for name in ("old", "new")]


def _timed(command: list[str | Path], cache: Path) -> tuple[float, float]:
    """Return the seconds on the clock and of the processor that a command takes."""
    environment = {**os.environ, "RULEWRIGHT_CACHE": str(cache), "NO_COLOR": "1", "COLUMNS": "80"}
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, _, used = os.wait4(process.pid, 0)
    return time.perf_counter() - started, used.ru_utime + used.ru_stime


def _print(name: str, medians: list[float]) -> None:
    old, new, processor_old, processor_new = (1000 * each for each in medians)
    clock = f"{old:>8.0f}{new:>8.0f}{new / old:>8.2f}"
    processor = f"{processor_old:>10.0f}{processor_new:>8.0f}{processor_new / processor_old:>8.2f}"
    print(f"{name:<28}{clock}{processor}")


if __name__ == "__main__":
    raise SystemExit(main())
