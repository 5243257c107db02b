"""Measures whether a statement's time per party stays the same when there are more parties.

    make bench-parties                  17, 34 and 170 parties, with and without files
    make bench-parties PERIOD=BP2

The tables are the bundled sample's, its parties repeated under new keys. Times are those of the processor, of the
command as a whole, the least of three. What a further party costs is the slope: loading and starting are in both
ends of it. `growth` is the slope from 17 to 170 parties over that from 17 to 34; at most 1.15.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from rulewright import load_pack
from rulewright.blocks import Grid
from rulewright.packs import StatementPlan
from rulewright.packs.model.statements import StatementTable
from rulewright.reports import draw
from rulewright.reports.layout import PLAIN

PACK = Path(__file__).parents[1] / "rules" / "masshealth-dsrip"
TIMES = (1, 2, 10)
MOST = 1.15
REPEATS = 3

Row = Mapping[str, str]


def repeated(plan: StatementPlan, folder: Path, target: Path, times: int) -> int:
    """Write the tables of a folder with every party repeated under new keys, and return how many parties there are."""
    for table in plan.tables:
        with (folder / table.file).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            head = list(reader.fieldnames or ())
        with (target / table.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, head)
            writer.writeheader()
            writer.writerows(_rows(plan, table, rows, times))
        if table.id == plan.party.table:
            parties = len(rows) * times
    return parties


def _rows(plan: StatementPlan, table: StatementTable, rows: list[dict[str, str]], times: int) -> Iterator[Row]:
    own = {column for column, parent in table.belongs_to if parent == plan.party.table}
    own |= set(table.key) if table.id == plan.party.table else set()
    own &= set(table.key)  # a table whose rows are not identified by their party is not repeated
    for number in range(times if own else 1):
        for row in rows:
            yield {name: f"{cell}-{number}" if number and name in own else cell for name, cell in row.items()}


def seconds(folder: Path, period: str, output: Path | None) -> float:
    """Return the processor's seconds of one command."""
    command = [
        sys.executable,
        "-m",
        "rulewright_cli",
        "statement",
        str(folder),
        "--period",
        period,
        "--pack",
        str(PACK),
    ]
    command += ["--output", str(output)] if output else []
    before = os.times()
    child = os.posix_spawn(
        sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, code = os.waitpid(child, 0)
    after = os.times()
    if code:
        raise SystemExit(f"the statement of {folder} is refused")
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Measure, print, and fail where the time per party grows."""
    period = sys.argv[1] if len(sys.argv) > 1 else "BP4"
    engine = load_pack(PACK)
    (plan,) = engine.chosen(engine.choose_at(period, None)).pack.statements.values()
    rows = []
    worst = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        folders = {}
        for times in TIMES:
            folder = Path(scratch) / str(times)
            folder.mkdir()
            folders[repeated(plan, PACK / "sample", folder, times)] = folder
        for what, output in (("lines", None), ("lines and files", Path(scratch) / "out")):
            taken = {
                parties: min(seconds(folder, period, output) for _ in range(REPEATS))
                for parties, folder in folders.items()
            }
            few, twice, many = taken
            first = (taken[twice] - taken[few]) / (twice - few)
            whole = (taken[many] - taken[few]) / (many - few)
            worst = max(worst, whole / first)
            times_shown = [f"{each:.2f} s" for each in taken.values()]
            rows.append(
                (what, *times_shown, f"{first * 1000:.1f} ms", f"{whole * 1000:.1f} ms", f"{whole / first:.2f}")
            )
    head = (period, *(f"{parties} parties" for parties in folders), "each of the first", "each of all", "growth")
    print(draw((Grid(head, tuple(rows), right=tuple(range(1, len(head)))),), PLAIN), end="")
    sys.exit(worst > MOST)


if __name__ == "__main__":
    main()
