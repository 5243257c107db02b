"""Writes an explanation as text: the decisive steps first, every step on demand.

Short means: the rule that was asked in full, the rules it asked in a line each down to two levels, calls of one rule
on many records as one line, and long values cut. Full means every call in full.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rulewright.diagnostics.terminal_text import Style, columns_of, plain_style
from rulewright.reports.explanation import NO_FIGURE, NOT_GIVEN, Explained, ExplainedFact, ExplainedFigure

MANY = 3
SHORT_DEPTH = 2
LABEL = 10
MOST_ENTRIES = 8
NARROWEST = 30
INDENT = "  "


def explanation_text(
    root: Explained, *, full: bool = False, status: str = "", width: int = 100, style: Style = plain_style
) -> str:
    """Return an explanation as lines of at most `width` columns (longer where a word is longer).

    `status` stands in the first line for a value that is not known.
    """
    return "\n".join(_Writer(full, width, style).whole(root, "", status))


@dataclass(frozen=True, slots=True)
class _Writer:
    """How an explanation is written: in full or short, how wide, in which look."""

    is_full: bool
    width: int
    style: Style

    def whole(self, part: Explained, indent: str, status: str = "") -> Iterator[str]:
        """Yield one rule with everything it read, then the rules it asked."""
        inner = indent + INDENT
        margin = inner + " " * LABEL
        value = status or part.value
        has_room = columns_of(indent + part.title + value) + 2 <= self.width
        shown = self.style(value, "absent" if part.is_absent or status else "value")
        yield indent + self.style(part.title, "title") + (f": {shown}" if has_room else "")
        yield inner + self.style(f"{part.rule} · {part.citation}", "dim")
        if not has_room:
            yield from self.labelled("gives", self.results(part, margin), inner)
        yield from self.labelled("facts", [self.fact(fact, margin) for fact in part.facts], inner)
        yield from self.labelled("figures", list(self.figures(part.figures, margin)), inner)
        yield from self.labelled("table", [self.wrapped(row, margin) for row in part.rows], inner)
        yield from self.labelled("so", list(self.equations(part, margin)), inner)
        yield from self.labelled("rounded", [self.wrapped(each, margin) for each in part.roundings], inner)
        yield from self.labelled("reading", [self.wrapped(each, margin) for each in part.readings], inner)
        if not part.parts:
            return
        yield inner + self.style("because", "label")
        if self.is_full:
            for child in part.parts:
                yield from self.whole(child, inner + INDENT)
        else:
            yield from self.brief(part.parts, inner + INDENT, 1)

    def brief(self, parts: Sequence[Explained], indent: str, depth: int) -> Iterator[str]:
        """Yield a line for each rule asked; many calls of one rule, or equal ones, become one line."""
        for _, calls in groupby(parts, key=lambda each: each.rule):
            group = list(calls)
            values = list(dict.fromkeys(call.value for call in group))
            if len(group) > MANY or (len(group) > 1 and len(values) == 1):
                shown = ", ".join(values) if len(values) <= MANY else f"{values[0]}, {values[1]}, … {values[-1]}"
                yield self.line(f"{group[0].title}, {len(group)} times", shown, group[0], indent)
                continue
            for call in group:
                yield self.line(call.title, call.value, call, indent)
                if depth < SHORT_DEPTH:
                    yield from self.brief(call.parts, indent + INDENT, depth + 1)

    def line(self, title: str, value: str, call: Explained, indent: str) -> str:
        """Return a rule that was asked in one line, its value cut where it must be."""
        head = f"{indent}{title}: "
        citation = self.style(f"[{call.citation}]", "dim")
        role = "absent" if call.is_absent else "value"
        least = min(columns_of(value), NARROWEST)
        if columns_of(head) + least > self.width:
            wrapped = textwrap.wrap(f"{title}:", self.width, initial_indent=indent, subsequent_indent=indent + INDENT)
            shown = self.style(cut(value, self.width - columns_of(indent) - 4), role)
            return "\n".join([*wrapped, f"{indent}{INDENT * 2}{shown}", f"{indent}{INDENT}{citation}"])
        room = self.width - columns_of(f"{head} [{call.citation}]")
        if room >= least:
            return f"{head}{self.style(cut(value, room), role)} {citation}"
        shown = self.style(cut(value, self.width - columns_of(head)), role)
        return f"{head}{shown}\n{indent}{INDENT}{citation}"

    def labelled(self, label: str, entries: Sequence[list[str]], indent: str) -> Iterator[str]:
        """Yield entries of one or more lines under one another, the first beside its label."""
        margin = indent + " " * LABEL
        shown = entries if self.is_full else entries[:MOST_ENTRIES]
        lines = [line for entry in shown for line in entry]
        if len(shown) < len(entries):
            lines.append(f"and {len(entries) - len(shown)} more (--full shows all)")
        for number, line in enumerate(lines):
            yield (margin if number else indent + self.style(label.ljust(LABEL), "label")) + line

    def results(self, part: Explained, margin: str) -> list[list[str]]:
        """Return what a rule gives: the entries of a record or map one by one."""
        return [self.assigned(name, value, margin) for name, value in part.entries] or [
            self.wrapped(part.value, margin)
        ]

    def fact(self, fact: ExplainedFact, margin: str) -> list[str]:
        """Return a fact that was read; a long record with an entry a line."""
        note = " (not given; taken from the rule)" if fact.is_assumed else ""
        if fact.value == NOT_GIVEN:
            return [f"{fact.name} was not given"]
        if fact.entries and columns_of(f"{margin}{fact.name} = {fact.value}{note}") > self.width:
            given = [(name, value) for name, value in fact.entries if value != NOT_GIVEN]
            missing = [name for name, value in fact.entries if value == NOT_GIVEN]
            lines = [line for name, value in given for line in self.assigned(name, value, margin + INDENT)]
            if missing:
                lines += self.wrapped(f"not given: {', '.join(missing)}", margin + INDENT)
            return [f"{fact.name}{note}", *(INDENT + line for line in lines)]
        return self.assigned(fact.name, fact.value + note, margin)

    def figures(self, figures: Sequence[ExplainedFigure], margin: str) -> Iterator[list[str]]:
        """Yield the figures that were read; several of one table under its name."""
        for (id_, citation, status), found in groupby(figures, key=lambda each: (each.id, each.citation, each.status)):
            group = list(found)
            note = (f" ({status})" if status else "") + f" [{citation}]"
            if len(group) == 1:
                name = f"{id_}[{group[0].key}]" if group[0].key else id_
                if group[0].value == NO_FIGURE:
                    yield self.noted([f"{name} has {NO_FIGURE}"], note, margin)
                else:
                    yield self.assigned(name, group[0].value, margin, note)
                continue
            lines = [line for each in group for line in self.assigned(f"[{each.key}]", each.value, margin + INDENT)]
            yield [*self.noted([id_], note, margin), *(INDENT + line for line in lines)]

    def equations(self, part: Explained, margin: str) -> Iterator[list[str]]:
        """Yield formulas with the values that they gave."""
        results = dict([*part.steps, *part.outputs])
        room = max(NARROWEST, self.width - columns_of(margin))
        for name, formula in part.formulas:
            if name not in results:
                continue  # an error came first
            result = is_(results[name])
            flat = " ".join(formula.split())
            whole = f"{name} = {flat}" + ("" if flat == results[name] else f" {result}")
            if columns_of(whole) <= room:
                yield [whole]
                continue
            longest = max(map(columns_of, formula.split()))
            hanging = " " * (len(name) + 3 if len(name) + 3 + longest <= room else 4)
            first, *rest = formula.split("\n")
            lines = self.wrapped(f"{name} = {first}", margin, hanging)
            lines += [part for line in rest for part in self.wrapped(hanging + line.rstrip(), margin, hanging + INDENT)]
            last = f"{hanging[:-2]}{result}"
            yield [*lines, *(self.wrapped(last, margin, hanging) if self.is_full else [cut(last, room)])]

    def assigned(self, name: str, value: str, margin: str, note: str = "") -> list[str]:
        """Return `name = value` with a note behind it, the value cut in a short explanation."""
        room = max(NARROWEST, self.width - columns_of(margin))
        whole = f"{name} {is_(value)}"
        return self.noted(self.wrapped(whole, margin) if self.is_full else [cut(whole, room)], note, margin)

    def noted(self, lines: Sequence[str], note: str, margin: str) -> list[str]:
        """Return lines with a note behind the last, or below it where there is no room."""
        if columns_of(margin + lines[-1] + note) <= self.width:
            return [*lines[:-1], lines[-1] + note]
        return [*lines, *self.wrapped(INDENT + note.strip(), margin)]

    def wrapped(self, text: str, margin: str, hanging: str = INDENT) -> list[str]:
        """Return a text as lines that fit behind a margin."""
        room = max(NARROWEST, self.width - columns_of(margin))
        return textwrap.wrap(text, room, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False) or [
            ""
        ]


def is_(value: str) -> str:
    """Return what stands behind a name: an equals sign with the value, unless the value is shortened."""
    return value if value.startswith("≈ ") else f"= {value}"


def cut(text: str, columns: int) -> str:
    """Return a text of at most so many columns, its end left away and marked where it is longer."""
    return text if columns_of(text) <= columns else text[: columns - 1].rstrip() + "…"
