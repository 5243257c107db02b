"""Checks that links between pages lead somewhere: the file is there, and so is the heading behind `#`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def problems(root: Path = ROOT) -> list[str]:
    """Return the links that lead nowhere, each with its place."""
    anchors.cache_clear()
    return [problem for page in pages(root) for problem in _problems_of(page, root)]


def pages(root: Path) -> list[Path]:
    """Return the pages that are checked: those at the top, the docs, and the manual pages of codes."""
    folders = ("docs", "engine/rulewright/diagnostics/pages")
    return [*sorted(root.glob("*.md")), *(page for folder in folders for page in sorted((root / folder).rglob("*.md")))]


def _problems_of(page: Path, root: Path) -> Iterator[str]:
    text = _without_code(page.read_text(encoding="utf-8"))
    for link in LINK.finditer(text):
        target = unquote(link[1])
        if OUTSIDE.match(target):
            continue
        place = f"{page.relative_to(root)}:{text.count(chr(10), 0, link.start()) + 1}"
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            yield f"{place}: there is no `{path}`"
        elif anchor and (file.suffix != ".md" or anchor not in anchors(file)):
            yield f"{place}: `{file.name}` has no heading `#{anchor}`"


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    found: dict[str, int] = {}
    result = set()
    for heading in HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        count = found.get(slug, 0)
        found[slug] = count + 1
        result.add(f"{slug}-{count}" if count else slug)
    return frozenset(result)


def _without_code(text: str) -> str:
    """Return a text with its code blanked out, line by line, so that places stay."""
    for pattern in (FENCE, CODE_SPAN):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return text
