"""Knows the terminal: whether it shows colours, how wide it is, and how problems and tables are printed on it."""

from __future__ import annotations

import os
import shutil
import sys
from typing import IO

import click

EXIT_CLEAN = 0
EXIT_PROBLEMS = 1
EXIT_USAGE = 2

_WIDEST = 120


def has_colours(stream: IO[str] | None = None) -> bool:
    """Whether a stream shows colours: a terminal, unless NO_COLOR is set (or FORCE_COLOR says so)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return (stream or sys.stdout).isatty()


def width() -> int:
    """Return how many columns a line may have."""
    return min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)


def styled(text: str, *, stream: IO[str] | None = None, **style: object) -> str:
    """Return a text in a style (`bold`, `fg` …) where the stream shows colours."""
    return click.style(text, **style) if has_colours(stream) else text  # type: ignore[arg-type] # click types each key


def say(text: str = "") -> None:
    """Print a line to standard output."""
    click.echo(text)


def complain(text: str) -> None:
    """Print a line to standard error."""
    click.echo(text, err=True)
