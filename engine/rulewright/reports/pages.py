"""Makes HTML pages from the templates: what an author wrote is text in them, and no page needs a network."""

from __future__ import annotations

import re

import jinja2

from rulewright.blocks import Block, TextLine, Words, pieces_of
from rulewright.diagnostics.terminal_text import visible


def page_environment() -> jinja2.Environment:
    """Return an environment with the templates of all pages and the style that they share."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("rulewright.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """Return what is put into the page, without characters that control or turn it; markup stays as it is."""
    return visible(value) if type(value) is str else value


def anchor_of(key: str) -> str:
    """Return a key as a part of an address inside the page; no two keys have the same."""
    return re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found[0]):x}_", key)


def block_kind(block: Block) -> str:
    """Return what a block is, in a word: a line is `line` in each of its forms."""
    return "line" if isinstance(block, str | Words | tuple) else type(block).__name__.lower()


def parts_of_line(line: TextLine) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Return the pieces of a line with their roles, each in parts of which some are code, between backticks."""
    return [(piece.role, _coded(piece.text)) for piece in pieces_of(line) if piece.text]


def _coded(text: str) -> list[tuple[str, bool]]:
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return [(text, False)]
    return [(part, bool(number % 2)) for number, part in enumerate(parts) if part]
