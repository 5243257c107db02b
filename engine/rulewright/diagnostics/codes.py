"""Knows the codes of diagnostics by their manual pages: one Markdown file a code, packaged with the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources

SECTION = re.compile(r"^## +(.+?) *\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """The manual page of a code: what it says, why, what to avoid and what to prefer, in Markdown."""

    code: str
    what: str
    why: str
    avoid: str
    prefer: str
    text: str


def known_codes() -> tuple[str, ...]:
    """Return the codes that have a page, in alphabetical order."""
    folder = resources.files("rulewright.diagnostics").joinpath("pages")
    return tuple(sorted(file.name.removesuffix(".md") for file in folder.iterdir() if file.name.endswith(".md")))


def read_page(code: str) -> Page:
    """Return the manual page of a code.

    Raises:
        KeyError: when there is no such code.
    """
    file = resources.files("rulewright.diagnostics").joinpath("pages", f"{code}.md")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", code) or not file.is_file():
        raise KeyError(code)
    text = file.read_text(encoding="utf-8")
    sections = {title: body.strip() for title, body in SECTION.findall(text)}
    return Page(
        code,
        sections.get("What", ""),
        sections.get("Why", ""),
        sections.get("Avoid", ""),
        sections.get("Prefer", ""),
        text,
    )
