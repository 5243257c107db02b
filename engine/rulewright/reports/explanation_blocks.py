"""Says an explanation in blocks: the decisive steps first, every step on demand.

Short means: the rule that was run in full, the rules it called in a line each down to two levels, calls of one rule
on many records as one line, and long values cut. Full means every call in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rulewright.blocks import INDENT, Block, Code, Fitting, Labeled, Prose, Stack, Tree, Words
from rulewright.records import dataclass
from rulewright.reports.explanation import NO_FIGURE, NOT_GIVEN, ExplainedFact, ExplainedFigure, Explanation

MANY = 3
SHORT_DEPTH = 2
MOST_ENTRIES = 8
LEAST = 30
"""So many columns of a value are always shown."""

LABEL = 8


def explanation_text(root: Explanation, *, full: bool = False, status: str = "", more: Sequence[Block] = ()) -> Block:
    """Return an explanation; `status` stands in the first line for a value that is not known, `more` at the end."""
    return _ExplanationWriter(full).whole(root, status, more)


@dataclass(frozen=True, slots=True)
class _ExplanationWriter:
    """How an explanation is written: in full or short."""

    is_full: bool

    def whole(self, part: Explanation, status: str = "", more: Sequence[Block] = ()) -> Block:
        """Return one rule with everything it read, then the rules it called."""
        value = status or part.value
        title = Words(part.title, "title")
        citation = Prose(Words(f"{part.rule} · {part.citation}{part.version}", "dim"))
        labeled = self.labeled(
            facts=map(self.fact, part.facts),
            figures=self.figures(part.figures),
            table=(Prose(row, INDENT) for row in part.rows),
            so=self.equations(part),
            decided=(Prose(each, INDENT) for each in part.decisions),
            rounded=(Prose(each, INDENT) for each in part.roundings),
            reading=(Prose(each, INDENT) for each in part.readings),
        )
        parts: list[Block] = [labeled]
        if part.parts:
            called = [self.whole(each) for each in part.parts] if self.is_full else self.brief(part.parts, 1)
            parts.append(Tree(Words("because", "label"), tuple(called)))
        parts += more
        shown = Words(value, "absent" if part.is_absent or status else "value")
        results = [self.assigned(name, each) for name, each in part.entries] or [Prose(part.value, INDENT)]
        below = (citation, self.labeled(gives=results), *parts)
        return Fitting((Tree((title, ": ", shown), (citation, *parts)), Tree(title, below)))

    def brief(self, parts: Sequence[Explanation], depth: int) -> Iterator[Block]:
        """Yield a line for each rule called; many calls of one rule, or equal ones, become one line."""
        for _, calls in groupby(parts, key=lambda each: each.rule):
            group = list(calls)
            values = list(dict.fromkeys(call.value for call in group))
            if len(group) > MANY or (len(group) > 1 and len(values) == 1):
                shown = ", ".join(values) if len(values) <= MANY else f"{values[0]}, {values[1]}, … {values[-1]}"
                yield _called(f"{group[0].title}, {len(group)} times", shown, group[0], ())
                continue
            for call in group:
                below = self.brief(call.parts, depth + 1) if depth < SHORT_DEPTH else ()
                yield _called(call.title, call.value, call, tuple(below))

    def labeled(self, **entries: Iterable[Block]) -> Block:
        """Return entries beside their labels, where there are any; in a short explanation not too many of them."""
        rows: list[tuple[Words, Block]] = []
        for label, each in entries.items():
            found = tuple(each)
            shown = found if self.is_full else found[:MOST_ENTRIES]
            more = [f"and {len(found) - len(shown)} more (--full shows all)"] if len(shown) < len(found) else []
            if found:
                rows.append((Words(label, "label"), Stack((*shown, *more))))
        return Labeled(tuple(rows), column=LABEL)

    def fact(self, fact: ExplainedFact) -> Block:
        """Return a fact that was read; a long record with an entry a line."""
        note = " (not given; its `otherwise`)" if fact.is_assumed else ""
        note = " (not given; as decided)" if fact.is_decided else note
        if fact.value == NOT_GIVEN:
            return f"{fact.name} was not given"
        if not fact.entries:
            return self.assigned(fact.name, fact.value + note)
        given = [self.assigned(name, value) for name, value in fact.entries if value != NOT_GIVEN]
        missing = ", ".join(name for name, value in fact.entries if value == NOT_GIVEN)
        parts = (*given, *([Prose(f"not given: {missing}", INDENT)] if missing else []))
        return Fitting((f"{fact.name} = {fact.value}{note}", Tree(f"{fact.name}{note}", parts)))

    def figures(self, figures: Sequence[ExplainedFigure]) -> Iterator[Block]:
        """Yield the figures that were read; several of one table under its name."""
        for (id_, citation, status), found in groupby(figures, key=lambda each: (each.id, each.citation, each.status)):
            group = list(found)
            note = (f" ({status})" if status else "") + f" [{citation}]"
            if len(group) > 1:
                yield Tree(Prose(id_, note=note), tuple(self.assigned(f"[{each.key}]", each.value) for each in group))
                continue
            name = f"{id_}[{group[0].key}]" if group[0].key else id_
            if group[0].value == NO_FIGURE:
                yield Prose(f"{name} has {NO_FIGURE}", note=note)
            else:
                yield self.assigned(name, group[0].value, note)

    def equations(self, part: Explanation) -> Iterator[Block]:
        """Yield formulas with the values that they gave."""
        results = dict([*part.steps, *part.outputs])
        for name, formula in part.formulas:
            if name in results:  # else an error came first
                is_plain = " ".join(formula.split()) == results[name]
                result = "" if is_plain else is_(results[name])
                yield Code(Words(name), formula, result, is_cut=not self.is_full)

    def assigned(self, name: str, value: str, note: str = "") -> Block:
        """Return `name = value` with a note behind it, the value cut in a short explanation."""
        return Prose(f"{name} {is_(value)}", INDENT, note, is_cut=not self.is_full)


def _called(title: str, value: str, call: Explanation, below: tuple[Block, ...]) -> Block:
    """Return a rule that was called in one line, its value cut and its citation below where they have no room."""
    shown = Words(value, "absent" if call.is_absent else "value", LEAST)
    citation = Words(f"[{call.citation}]", "dim")
    head = (f"{title}: ", shown)
    return Fitting(
        (
            Tree((*head, " ", citation), below),
            Tree(head, (Prose(citation), *below)),
            Tree(Prose(f"{title}:", INDENT), (("  ", shown), Prose(citation), *below)),
        )
    )


def is_(value: str) -> str:
    """Return what stands behind a name: an equals sign with the value, unless the value is shortened."""
    return value if value.startswith("≈ ") else f"= {value}"
