"""Checks the documentation: made pages are fresh, links lead somewhere, records and codes are complete, examples run.

python docs/check.py            report what is wrong; exit code 1 where there is anything
python docs/check.py --write    write made pages and the output of commands anew
"""

from __future__ import annotations

import sys
from pathlib import Path

import check_codes
import check_links
import check_records
import make_reference
import run_blocks

ROOT = Path(__file__).resolve().parent.parent


def pages_with_blocks() -> list[Path]:
    """Return the pages whose commands are run: the README and everything an author follows step by step."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def problems(*, writes: bool = False) -> list[str]:
    """Return everything that is wrong; with `writes` what can be made anew is made anew first."""
    if writes:
        for path, content in make_reference.pages().items():
            path.write_text(content, encoding="utf-8")
    found = make_reference.stale()
    for page in pages_with_blocks():
        found += run_blocks.problems(page, writes=writes)
        found += run_blocks.import_problems(page)
    for page in (ROOT / "README.md", ROOT / "docs/library.md"):
        found += run_blocks.python_problems(page)
    found += check_links.problems()
    found += check_records.problems()
    found += check_codes.problems()
    return found


if __name__ == "__main__":
    found = problems(writes="--write" in sys.argv[1:])
    for each in found:
        sys.stderr.write(f"{each}\n")
    sys.exit(1 if found else 0)
