"""Knows the terminal: whether it shows colors, how wide it is, how results and problems are printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import IO, TYPE_CHECKING, TextIO

import click
from rulewright import diagnostics as problems
from rulewright.diagnostics import Role, Style, plain_style, visible, visible_json

if TYPE_CHECKING:
    from rulewright import Diagnostic
    from rulewright.blocks import Block
    from rulewright.diagnostics import Lines

WIDEST = 120
USUAL = 80
LOOKS: Mapping[str, Callable[[str], str]] = {
    "title": partial(click.style, bold=True),
    "value": partial(click.style, fg="cyan"),
    "dim": partial(click.style, dim=True),
    "absent": partial(click.style, fg="yellow"),
    "label": partial(click.style, fg="green"),
    "error": partial(click.style, fg="red", bold=True),
    "warning": partial(click.style, fg="yellow", bold=True),
    "hint": partial(click.style, fg="cyan"),
}


def has_colors(stream: IO[str]) -> bool:
    """Whether a stream shows colors: a terminal, unless NO_COLOR is set; FORCE_COLOR makes anything one."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def style_for(stream: IO[str] | None = None) -> Style:
    """Return how texts are given their look on a stream (standard output unless said otherwise)."""
    return colored if has_colors(stream or sys.stdout) else plain_style


def colored(text: str, role: Role) -> str:
    """Return a text in the look of its role."""
    return LOOKS[role](text)


def width() -> int:
    """Return how many columns a line may have: those of the terminal or of COLUMNS, 80 where neither says."""
    said = os.environ.get("COLUMNS", "")
    columns = int(said) if said.isascii() and said.isdecimal() else 0
    if not columns and sys.__stdout__ is not None:
        with suppress(OSError, ValueError):  # no terminal, or closed
            columns = os.get_terminal_size(sys.__stdout__.fileno()).columns
    return min(columns or USUAL, WIDEST)


def show(blocks: Iterable[Block], format_: str = "text") -> None:
    """Print blocks to standard output: as text, as wide and in such looks as it has, or as `markdown`."""
    if format_ == "markdown":
        from rulewright.reports import draw_markdown  # noqa: PLC0415 - only where it is wanted

        say(draw_markdown(blocks))
        return
    from rulewright.reports import Look, draw  # noqa: PLC0415 - JSON does without a layout

    click.echo(_writable(draw(blocks, Look(width(), style_for())), sys.stdout), color=True)


def say(text: str = "") -> None:
    """Print to standard output; what comes from outside is shown, never obeyed."""
    click.echo(_writable(visible(text), sys.stdout), color=True)


def say_json(text: str) -> None:
    """Print a JSON document to standard output, with escapes for what a terminal would obey."""
    click.echo(_writable(visible_json(text), sys.stdout), color=True)


def complain(text: str) -> None:
    """Print to standard error; what comes from outside is shown, never obeyed."""
    click.echo(_writable(visible(text), sys.stderr), err=True, color=True)


def print_problems(
    diagnostics: Iterable[Diagnostic],
    lines: Lines,
    *,
    is_counted: bool = True,
    tail: str = "",
    stream: TextIO | None = None,
) -> None:
    """Print problems to standard error or another stream, with the lines they stand in; `tail` stands behind them."""
    stream = stream or sys.stderr
    text = problems.render_all(diagnostics, lines, style_for(stream), is_counted=is_counted).rstrip()
    click.echo(_writable(text + tail, stream), file=stream, color=True)


def _writable(text: str, stream: TextIO) -> str:
    """Return a text with escapes for the characters that a stream cannot write."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
