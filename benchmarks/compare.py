"""Measures what comparing two versions of a pack costs, beside reading the pack once.

    make bench-compare

The pack is that of `benchmarks/versions.py`, with an example for each of its decisions.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rulewright.blocks import Grid
from rulewright.compare import compare_versions
from rulewright.packs.files import read_files
from rulewright.packs.loading import build_pack
from rulewright.reports import draw
from rulewright.reports.layout import PLAIN
from versions import AMENDMENTS, SUBJECTS, TRIPLES, best, write

AT_MOST = 4.0
EXAMPLES = """\
  - {{id: amount-{s}-{n}, rule: s{s}.amount_{n}, inputs: {{period: P1, members: 100, withheld: 0%}}, expect: {amount}}}
  - {{id: share-{s}-{n}, rule: s{s}.share_{n}, inputs: {{period: P1, members: 1}}, expect: 10%}}
"""


def with_examples(pack: Path) -> None:
    """Write an example of each decision of a pack."""
    (pack / "examples").mkdir()
    for s in range(SUBJECTS):
        texts = (EXAMPLES.format(s=s, n=n, amount=100 * (n + 3)) for n in range(TRIPLES))
        (pack / "examples" / f"s{s}.yaml").write_text(f"examples:\n{''.join(texts)}", encoding="utf-8")


def main() -> None:
    """Measure, print, and fail where the ratio is beyond its limit."""
    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch))
        pack = Path(scratch) / "amended"
        with_examples(pack)
        files = read_files(pack)
        found = compare_versions(pack, "base", "P6@", seconds=0)
        if len(found.changes) < AMENDMENTS or len(found.before.pack.examples) != 2 * SUBJECTS * TRIPLES:
            raise AssertionError((len(found.changes), len(found.before.pack.examples)))
        loading, comparing = best(lambda: build_pack(files), lambda: compare_versions(pack, "base", "P6@", seconds=0))
    ratio = comparing / loading
    rows = (("comparing two versions, beside loading the pack", f"{ratio:.2f}", f"{AT_MOST:.2f}"),)
    head = (f"{len(found.changes)} changes, {len(found.examples)} of {2 * SUBJECTS * TRIPLES} examples move",)
    print(draw((Grid((*head, "ratio", "at most"), rows, right=(1, 2)),), PLAIN), end="")
    sys.exit(ratio > AT_MOST)


if __name__ == "__main__":
    main()
