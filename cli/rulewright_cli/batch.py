"""Answers a file of cases line by line: streaming, and with nothing half-written."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import click
from rulewright import CaseError, Engine
from rulewright.diagnostics import visible_json
from rulewright.evaluate import answer_line, unread_line
from rulewright.source import open_file

from rulewright_cli.facts import STANDARD_STREAM
from rulewright_cli.files import replacing
from rulewright_cli.packs import unreadable
from rulewright_cli.progress import CLEARED

PATIENCE = 1.0
"""After so many seconds a terminal shows how far the work is, and again as often."""


def run_cases(engine: Engine, cases: str, output: str | None) -> bool:
    """Answer every line of a file; return whether any answer is an error.

    Raises:
        click.UsageError: when a file cannot be read or written.
    """
    progress = ProgressLine()
    path = "<stdin>" if cases == STANDARD_STREAM else cases
    with _reading(cases) as lines, _writing(output) as out:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            answer = _answer(engine, line, number, path)
            text = visible_json(json.dumps(answer, ensure_ascii=False))
            out.write(text.encode("utf-8", "backslashreplace") + b"\n")
            if cases == STANDARD_STREAM:
                out.flush()  # who writes cases one by one waits for their answers
            progress.count(is_error=answer["status"] == "error")
    progress.end()
    return progress.errors > 0


def _answer(engine: Engine, line: bytes, number: int, path: str) -> dict[str, object]:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        return dict(unread_line(CaseError(f"byte {error.start + 1} is not UTF-8", "save it as UTF-8"), number, path))
    return dict(answer_line(engine, text, number, path))


@contextmanager
def _reading(path: str) -> Iterator[IO[bytes]]:
    if path == STANDARD_STREAM:
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(open_file(Path(path)))
        except (OSError, ValueError) as error:
            raise unreadable(error, path) from error
        yield stream


@contextmanager
def _writing(path: str | None) -> Iterator[IO[bytes]]:
    if path is None or path == STANDARD_STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with replacing(Path(path)) as stream:
        yield stream


def _has_terminal() -> bool:
    return sys.stderr.isatty()


@dataclass(slots=True)
class ProgressLine:
    """Counts answers and shows the count on a terminal when the work is long."""

    done: int = 0
    errors: int = 0
    shown_at: float = field(default_factory=time.monotonic)
    is_shown: bool = False
    is_terminal: bool = field(default_factory=_has_terminal)

    def count(self, *, is_error: bool) -> None:
        """Count an answer."""
        self.done += 1
        self.errors += is_error
        if self.is_terminal and self.done % 100 == 0 and time.monotonic() - self.shown_at > PATIENCE:
            self.shown_at = time.monotonic()
            self.is_shown = True
            click.echo(f"\r{self.words()}", err=True, nl=False)

    def end(self) -> None:
        """Clear the line and say how it went."""
        if self.is_shown:
            click.echo(f"{CLEARED}{self.words()}", err=True, color=True)

    def words(self) -> str:
        """Return the count in words."""
        errors = f", {self.errors:,} error{'' if self.errors == 1 else 's'}" if self.errors else ""
        return f"{self.done:,} case{'' if self.done == 1 else 's'}{errors}"
