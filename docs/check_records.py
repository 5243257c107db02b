"""Checks the records of decisions: numbered without a gap, short, and with their three sections."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md")
SECTIONS = ["Context", "Decision", "Consequences"]
LONGEST = 60


def problems(folder: Path = ROOT / "docs/adr") -> list[str]:
    """Return what is wrong with the records."""
    found = []
    for number, path in enumerate(sorted(folder.iterdir()), start=1):
        place = f"{folder.name}/{path.name}"
        name = NAME.fullmatch(path.name)
        if name is None:
            found.append(f"{place}: a record is called `NNNN-title.md`")
            continue
        if int(name[1]) != number:
            found.append(f"{place}: number {number:04} is missing or stands twice")
            break
        text = path.read_text(encoding="utf-8")
        if not re.match(rf"# {number}\. \S", text):
            found.append(f"{place}: the first line is no title `# {number}. …`")
        if re.findall(r"^## +(.+?) *$", text, re.MULTILINE) != SECTIONS:
            found.append(f"{place}: the sections are not {', '.join(SECTIONS)}")
        if text.count("\n") > LONGEST:
            found.append(f"{place}: longer than a page ({LONGEST} lines)")
    return found
