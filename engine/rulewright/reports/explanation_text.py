"""Writes an explanation as text: the decisive steps first, every step on demand.

Short means: the rule that was asked in full, the rules it asked in a line each down to two levels, and calls of one
rule on many records as one line. Full means every call in full.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rulewright.reports.explanation import Explained

Style = Callable[[str, str], str]
"""Gives a text its look: (text, role) with roles `title`, `value`, `dim`, `absent`, `label`."""

MANY = 3
SHORT_DEPTH = 2
LABEL = 10
MOST_ENTRIES = 8


def plain_style(text: str, role: str) -> str:
    """Return a text as it is."""
    _ = role
    return text


def explanation_text(root: Explained, *, full: bool = False, width: int = 100, style: Style = plain_style) -> str:
    """Return an explanation as lines of at most `width` columns (longer where a word is longer)."""
    return "\n".join(_Writer(full, width, style).whole(root, ""))


@dataclass(frozen=True, slots=True)
class _Writer:
    """How an explanation is written: in full or short, how wide, in which look."""

    is_full: bool
    width: int
    style: Style

    def whole(self, part: Explained, indent: str) -> Iterator[str]:
        """Yield one rule with everything it read, then the rules it asked."""
        value = self.style(part.value, "absent" if part.is_absent else "value")
        yield indent + self.style(part.title, "title") + ": " + value
        inner = indent + "  "
        yield inner + self.style(f"{part.rule} · {part.citation}", "dim")
        yield from self.labelled("facts", [_fact(f.name, f.value, f.is_assumed) for f in part.facts], inner)
        figures = [f"{_keyed(f.id, f.key)} = {f.value}{_status(f.status)} [{f.citation}]" for f in part.figures]
        yield from self.labelled("figures", figures, inner)
        yield from self.labelled("table", list(part.rows), inner)
        results = dict([*part.steps, *part.outputs])
        equations = [f"{n} = {formula}" + (f" = {results[n]}" if n in results else "") for n, formula in part.formulas]
        yield from self.labelled("so", equations, inner)
        yield from self.labelled("rounded", list(part.roundings), inner)
        yield from self.labelled("reading", list(part.readings), inner)
        if not part.parts:
            return
        yield inner + self.style("because", "label")
        if self.is_full:
            for child in part.parts:
                yield from self.whole(child, inner + "  ")
        else:
            yield from self.brief(part.parts, inner + "  ", 1)

    def brief(self, parts: Sequence[Explained], indent: str, depth: int) -> Iterator[str]:
        """Yield a line for each rule asked; many calls of one rule become one line."""
        for _, calls in groupby(parts, key=lambda each: each.rule):
            group = list(calls)
            first = group[0]
            cited = " " + self.style(f"[{first.citation}]", "dim")
            if len(group) > MANY:
                values = list(dict.fromkeys(call.value for call in group))
                shown = ", ".join(values) if len(values) <= MANY else f"{values[0]}, {values[1]}, … {values[-1]}"
                yield f"{indent}{first.title}, {len(group)} times: {shown}{cited}"
                continue
            for call in group:
                value = self.style(call.value, "absent" if call.is_absent else "value")
                yield f"{indent}{call.title}: {value}{cited}"
                if depth < SHORT_DEPTH:
                    yield from self.brief(call.parts, indent + "  ", depth + 1)

    def labelled(self, label: str, entries: list[str], indent: str) -> Iterator[str]:
        """Yield entries under one another, the first beside its label."""
        if not entries:
            return
        if not self.is_full and len(entries) > MOST_ENTRIES:
            entries = [*entries[:MOST_ENTRIES], f"and {len(entries) - MOST_ENTRIES} more"]
        margin = indent + " " * LABEL
        columns = max(30, self.width - len(margin))
        lines = [line for entry in entries for line in textwrap.wrap(entry, columns, subsequent_indent="  ")]
        yield indent + self.style(label.ljust(LABEL), "label") + lines[0]
        for line in lines[1:]:
            yield margin + line


def _fact(name: str, value: str, is_assumed: bool) -> str:
    return f"{name} = {value}" + (" (not given; taken from the rule)" if is_assumed else "")


def _keyed(name: str, key: str) -> str:
    return f"{name}[{key}]" if key else name


def _status(status: str) -> str:
    return f" ({status})" if status else ""
