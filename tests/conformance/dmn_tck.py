"""Runs the cases of the DMN Technology Compatibility Kit through the reference evaluator.

    python tests/conformance/dmn_tck.py CASES.jsonl RESULTS.jsonl [--score]

One line per case comes out: `{"id": …, "value": typed value}` or `{"id": …, "error": text}`. With `--score` the
expected results are compared as well: the rate by topic, on all cases, on those that expect a value, and what a
program would score that always answers null.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run the cases and, with `--score`, score them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--score", action="store_true", help="compare with the expected results")
    options = parser.parse_args(arguments)

    _find_engine()
    from tck_cases import answer_cases  # noqa: PLC0415  (the engine is looked for first)
    from tck_score import score  # noqa: PLC0415  (the same)

    with options.cases.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines if line.strip()]
    answers = answer_cases(cases)
    with options.results.open("w", encoding="utf-8") as results:
        for answer in answers:
            results.write(json.dumps(answer, ensure_ascii=False) + "\n")
    if options.score:
        sys.stdout.write(score(cases, answers).text())
    return 0


def _find_engine() -> None:
    """Make the engine importable; where a package that it needs is missing, start anew with the checkout's Python."""
    sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT / "engine")]
    own = ROOT / ".venv" / "bin" / "python"
    is_complete = all(importlib.util.find_spec(name) for name in ("re2", "tzdata"))
    if not is_complete and own.exists() and Path(sys.executable) != own:
        os.execv(own, [str(own), *sys.argv])  # noqa: S606  (the same program, with the packages it needs)


if __name__ == "__main__":
    raise SystemExit(main())
