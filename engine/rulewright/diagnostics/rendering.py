"""Writes diagnostics for people: place, code and message, the line with a caret below the piece, and the hint.

    rules/demo/base/payments.yaml:12:22: error[unknown-name] unknown name `weigt`
       12 |     formula: rate * weigt
          |                     ^^^^^
      hint: did you mean `weight`?

The look is up to the caller: `style` gets a piece of text and its role (`error`, `warning`, `hint`, `dim`). What comes
from outside (messages quote it) is shown, never obeyed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from rulewright.diagnostics.diagnostic import Diagnostic
from rulewright.diagnostics.terminal_text import Role, Style, columns_of, in_one_line, plain_style
from rulewright.diagnostics.wording import counted
from rulewright.source import Place
from rulewright.source.files import read_file

Lines = Callable[[str], Sequence[str]]
WIDEST = 120
CUT = "…"
MOST = 50
"""So many problems of one file are shown, errors before warnings; the rest is counted."""

StyledText = tuple[str, Role]
"""A piece of a line with its role."""


class FileLines:
    """Reads the lines of files for excerpts, each file once.

    A file that cannot be read has none, nor have a link, a pipe and a device.
    """

    def __init__(self, known: Mapping[str, Sequence[str]] | None = None) -> None:
        self._known: dict[str, Sequence[str]] = dict(known or {})

    def __call__(self, path: str) -> Sequence[str]:
        """Return the lines of a file."""
        if path not in self._known:
            try:
                text = read_file(Path(path), follows=False).decode("utf-8", errors="replace")
            except (OSError, ValueError):
                text = ""
            self._known[path] = text.replace("\r\n", "\n").split("\n") if text else ()
        return self._known[path]


def render_all(
    diagnostics: Iterable[Diagnostic], lines: Lines, style: Style = plain_style, *, is_counted: bool = True
) -> str:
    """Return diagnostics as text, an empty line between them, and a count at the end, unless that is said elsewhere.

    Of one file at most `MOST` are shown; how many more there are is said behind them.
    """
    found = tuple(diagnostics)
    by_path: dict[str, list[int]] = {}
    for place, diagnostic in enumerate(found):
        by_path.setdefault(diagnostic.place.path, []).append(place)
    shown: set[int] = set()
    for places in by_path.values():
        shown.update(islice(sorted(places, key=lambda place: not found[place].is_error), MOST))
    blocks = [render(diagnostic, lines, style) for place, diagnostic in enumerate(found) if place in shown]
    blocks += [
        f"{in_one_line(path)}: {counted(len(places) - MOST, 'more problem')} not shown"
        for path, places in by_path.items()
        if len(places) > MOST
    ]
    return "\n\n".join((*blocks, count_of(found)) if is_counted else blocks) + "\n"


def render(diagnostic: Diagnostic, lines: Lines, style: Style = plain_style) -> str:
    """Return one diagnostic as text."""
    kind: Role = "error" if diagnostic.is_error else "warning"
    place, message = in_one_line(str(diagnostic.place)), in_one_line(diagnostic.message)
    head = f"{place}: {style(f'{kind}[{diagnostic.code}]', kind)} {message}"
    parts = [head, *_styled(excerpt(diagnostic.place, lines, kind), style)]
    for other, words in diagnostic.related:
        parts += [in_one_line(f"  {other}: {words}"), *_styled(excerpt(other, lines, "dim"), style)]
    if diagnostic.hint:
        parts.append(f"  {style('hint:', 'hint')} {in_one_line(diagnostic.hint)}")
    return "\n".join(parts)


def count_of(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many errors and warnings there are, in words."""
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    counts = ((errors, "error"), (len(diagnostics) - errors, "warning"))
    words = [counted(number, word) for number, word in counts if number]
    return ", ".join(words) or "no problems"


def excerpt(place: Place, lines: Lines, role: Role = "error") -> tuple[tuple[StyledText, ...], ...]:
    """Return the line of a place and a caret below, in pieces; a long line is cut around the place.

    Empty where there is no such line.
    """
    known = lines(place.path)
    if not 1 <= place.line <= len(known):
        return ()
    text = known[place.line - 1]
    start = min(place.column - 1, len(text))
    end = min(max(place.end_column - 1, start + 1), max(len(text), start + 1))
    if len(text) > WIDEST:
        first = max(min(start - WIDEST // 4, len(text) - WIDEST), 0)
        text = (CUT if first else "") + text[first : first + WIDEST] + (CUT if first + WIDEST < len(text) else "")
        shift = first - (1 if first else 0)
        start, end = start - shift, min(end - shift, len(text))
    shown = in_one_line(text.replace("\t", " "))
    indent = " " * columns_of(shown[:start])
    caret = "^" * max(columns_of(shown[start:end]), 1)
    return (
        ((f"{place.line:>5}", "dim"), (" ", ""), ("|", "dim"), (f" {shown}", "")),
        ((f"{'':>5} ", ""), ("|", "dim"), (f" {indent}", ""), (caret, role)),
    )


def _styled(rows: Iterable[Sequence[StyledText]], style: Style) -> list[str]:
    return ["".join(style(text, role) if role else text for text, role in row) for row in rows]
