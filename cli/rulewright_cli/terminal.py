"""Knows the terminal: whether it shows colours, how wide it is, how problems are printed, and the exit codes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import IO, TextIO

import click

EXIT_CLEAN = 0
EXIT_PROBLEMS = 1

WIDEST = 120
LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True},
    "value": {"fg": "cyan"},
    "dim": {"dim": True},
    "absent": {"fg": "yellow"},
    "label": {"fg": "green"},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "hint": {"fg": "cyan"},
}

Style = Callable[[str, str], str]
"""Gives a piece of text the look of its role."""


def has_colours(stream: IO[str]) -> bool:
    """Whether a stream shows colours: a terminal, unless NO_COLOR is set; FORCE_COLOR makes anything one."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def style_for(stream: IO[str] | None = None) -> Style:
    """Return how texts are given their look on a stream (standard output unless said otherwise)."""
    return coloured if has_colours(stream or sys.stdout) else plain


def coloured(text: str, role: str) -> str:
    """Return a text in the look of its role."""
    return click.style(text, **LOOKS.get(role, {}))  # type: ignore[arg-type]  # click types each key by itself


def plain(text: str, _role: str) -> str:
    """Return a text as it is."""
    return text


def width() -> int:
    """Return how many columns a line may have: those of the terminal or of COLUMNS, 80 where neither says."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)


def say(text: str = "") -> None:
    """Print to standard output."""
    click.echo(_writable(text, sys.stdout), color=True)


def complain(text: str) -> None:
    """Print to standard error."""
    click.echo(_writable(text, sys.stderr), err=True, color=True)


def _writable(text: str, stream: TextIO) -> str:
    """Return a text with escapes for the characters that a stream cannot write."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
