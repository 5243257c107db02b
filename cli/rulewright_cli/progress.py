"""Shows how far long work is: a line on standard error while it is a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rulewright.diagnostics import visible

Advance = Callable[[int, int], None]

PAUSE = 0.1
"""The line is written anew after so many seconds at the earliest."""

CLEARED = "\r\x1b[K"


@contextmanager
def progress(words: str) -> Iterator[Advance]:
    """Yield what is called with how much is done, of how much (0 where nobody knows). At the end the line goes."""
    if not sys.stderr.isatty():
        yield lambda _done, _whole: None
        return
    shown_at = 0.0

    def advance(done: int, whole: int) -> None:
        nonlocal shown_at
        if time.monotonic() - shown_at > PAUSE:
            shown_at = time.monotonic()
            of_all = f" of {whole:,}" if whole else ""
            click.echo(f"{CLEARED}{visible(words)}: {done:,}{of_all}", err=True, nl=False, color=True)

    try:
        yield advance
    finally:
        click.echo(CLEARED, err=True, nl=False, color=True)
