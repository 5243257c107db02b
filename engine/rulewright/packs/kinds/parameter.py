"""Defines parameters: figures, and tables of figures by keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, cast

from rulewright.blocks import HANGING, INDENT, Block, Fitting, Grid, Prose, Stack, Words
from rulewright.diagnostics import Diagnostic, Severity
from rulewright.language.absences import absence_of
from rulewright.language.day_spans import MARK, span_of
from rulewright.language.description import describe
from rulewright.language.keys import key_text, keys_of_type
from rulewright.language.types import DATE, MapType, Nullable, Type
from rulewright.language.values import Failure, NotApplicable, Unknown, Value
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.kind import Declaration, RuleKind, RuleSignature
from rulewright.packs.format.written import Keyed, WrittenRule
from rulewright.packs.model.rules import Awaited, Evaluation, Figure, Figures, FigureStatus, Input, Reachable, Rule
from rulewright.packs.model.text import labeled
from rulewright.records import dataclass
from rulewright.source import Place

if TYPE_CHECKING:
    from rulewright.packs.format.declaration import DeclarationReader
    from rulewright.packs.format.rule_reader import RuleReader
    from rulewright.packs.yaml.tree import ScalarNode, TreeNode

SHOWN_KEYS = 6
"""A table of figures has a column for each key only where its cells are no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Rule):
    """A figure, or a table of figures by keys, as a rule: called with its keys, it gives the figure.

    `figures` maps a tuple of key values (strings; numbers as canonical decimal text) to a figure; a figure without
    keys stands under the empty tuple. `inputs` are the keys that a call gives. `collected_key`, where set, is a
    further last key that no call gives: the parameter gives a context over it (the weights of all domains in
    one period), so that a key of `figures` has one element more than `inputs`; `type` is the type of one figure.
    Where `status` is `open` there are no figures: whatever it is called with, the outcome is unknown.
    """

    is_figure: ClassVar[bool] = True

    type: Type
    figures: Figures
    status: FigureStatus = "enacted"
    changed_by: str = ""
    approval: str = ""
    collected_key: Input | None = None
    output: str = "value"

    @property
    def results(self) -> tuple[tuple[str, Type], ...]:
        """The figure."""
        return ((self.output, self.type),)

    @property
    def outcome(self) -> Type:
        """The type of a figure, or of a map of figures."""
        return self.type if self.collected_key is None else MapType(self.type, self.collected_key.type)

    @property
    def figure_status(self) -> str:
        """The status of all figures that have none of their own."""
        return self.status

    def figure(self, key: tuple[str, ...]) -> Figure | None:
        """Return the figure for some keys."""
        return self.figures.get(key)

    def awaited(self) -> Awaited:
        """Return which figures are missing, and who sets them."""
        is_open = not self.figures or any(figure.status == "open" for figure in self.figures.values())
        missing = "no figure in the source" if not self.figures else "not every figure is in the source"
        words = f"{missing}, set by {self.changed_by}" if self.changed_by else missing
        return Awaited("figure", words if is_open else "", is_open)

    def reachable(self) -> Iterator[Reachable]:
        """Yield the figures; one that stands for several keys has the same words for each."""
        keys: dict[Place, list[tuple[str, ...]]] = {}
        for key, figure in self.figures.items():
            keys.setdefault(figure.place, []).append(key)
        for place, group in keys.items():
            parts = (
                part if len(rest) == 0 else "*"
                for part, *rest in (sorted(set(column)) for column in zip(*group, strict=True))
            )
            shown = ", ".join(parts)
            what = f"figure [{shown}]" if shown else "the figure"
            yield from (Reachable("figure", key, what, place) for key in group)

    # ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def body(self) -> Iterator[Block]:
        """Yield the figures with their status and who changes them."""
        changed = f"; set or changed by {self.changed_by}" if self.changed_by else ""
        approval = f", approved by {self.approval}" if self.approval else ""
        yield Prose(f"{self.output}: {describe(self.type)}, {self.status}{changed}{approval}", HANGING)
        keys = [*self.inputs, *([self.collected_key] if self.collected_key else [])]
        if not self.figures:
            figures: Block = "no figure in the source"
        elif not keys:
            figures = Prose(Words(self._written(()), "value"), INDENT)
        else:
            figures = _grid([key.name for key in keys], {key: self._written(key) for key in self.figures})
        yield Stack((figures,), INDENT)
        yield from self._own_sources()

    def _written(self, key: tuple[str, ...]) -> str:
        figure = self.figures[key]
        text = figure.absence or figure.written
        return text if figure.status == self.status else f"{text} ({figure.status})"

    def _own_sources(self) -> Iterator[Block]:
        """Yield the sources of figures that cite another one than the parameter does."""
        cited: dict[str, list[str]] = {}
        for start, figures in groupby(self.figures.items(), key=lambda each: each[0][:-1]):
            group = [(key, figure.source) for key, figure in figures]
            for source in dict.fromkeys(source for _, source in group if source != self.source):
                keys = [" ".join(key) or self.output for key, own in group if own == source]
                is_whole = len(keys) == len(group) and start
                cited.setdefault(str(source), []).extend([" ".join(start)] if is_whole else keys)
        if cited:
            words = (Prose(f"{citation}: {', '.join(names)}", INDENT) for citation, names in cited.items())
            yield labeled("other sources", words)

    # ── Evaluation ────────────────────────────────────────────────────────────────────────────────────────────────

    def evaluate(self, names: Mapping[str, Value], evaluation: Evaluation) -> Value:
        """Return the figure for the keys, or the figures over the collected key."""
        if self.status == "open" and not self.figures:
            value: Value = Unknown(frozenset({self.id}))
            evaluation.note_figure(self.id, (), value)
            return value
        absent = absence_of(tuple(names.values()))
        if absent is not None:
            return absent
        given = tuple(key_text(value) for value in names.values())
        key = self._with_spans(given)
        if key is None:  # nothing is written for that date
            value = Unknown(frozenset({self.id}))
            evaluation.note_figure(self.id, given, value)
            return value
        if self.collected_key is None:
            figures = {"": (key, self.figures[key])} if key in self.figures else {}
        else:
            figures = {full[-1]: (full, figure) for full, figure in self.figures.items() if full[:-1] == key}
        if not figures:
            shown = ", ".join(f"`{part}`" for part in key)
            return Failure(f"`{self.id}` has no figure for {shown}", "no-figure")
        values = {last: self._read(full, figure, evaluation) for last, (full, figure) in figures.items()}
        return values[""] if self.collected_key is None else values

    def _with_spans(self, key: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return a key with the spans in which its dates lie in their place; None where no row has such spans.

        Keys of tables without spans, and those that have no row whatever the date, are returned as they are.
        """
        dated = [place for place, each in enumerate(self.inputs) if each.type in {DATE, Nullable(DATE)}]
        if not any(MARK in full[place] for full in self.figures for place in dated):
            return key
        is_listed = False
        for full in self.figures:
            others = all(full[place] == part for place, part in enumerate(key) if place not in dated)
            is_listed |= others
            if others and all(_lies_in(key[place], full[place]) for place in dated):
                return full[: len(key)]
        return None if is_listed else key

    def _read(self, key: tuple[str, ...], figure: Figure, evaluation: Evaluation) -> Value:
        value: Value = figure.value
        if figure.status == "open":
            value = Unknown(frozenset({self.id}))
        elif value is None and figure.absence:
            value = NotApplicable(figure.absence)
        evaluation.note_figure(self.id, key, value)
        return value


def _lies_in(date: str, key: str) -> bool:
    day, span = span_of(date), span_of(key)
    return day is not None and span is not None and day.first is not None and span.holds(day.first)


def _grid(names: Sequence[str], cells: Mapping[tuple[str, ...], str]) -> Block:
    """Return a table of figures: the last of two or more keys goes across where there is room, the others down."""
    ways: list[Block] = []
    if len(names) > 1:
        across = tuple(dict.fromkeys(key[-1] for key in cells))
        down = dict.fromkeys(key[:-1] for key in cells)
        rows = tuple((*key, *(cells.get((*key, last), "") for last in across)) for key in down)
        figures = tuple(range(len(names) - 1, len(names) - 1 + len(across)))
        ways.append(Grid((*names[:-1], *across), rows, right=figures, tallest=1))
    ways.append(Grid((*names, ""), tuple((*key, cell) for key, cell in cells.items())))
    ways.append(Stack(tuple(Prose(f"{', '.join(key)}: {cell}", HANGING) for key, cell in cells.items())))
    return Fitting(tuple(ways))


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────


class WrittenParameter(WrittenRule):
    """A parameter: a figure (`value`), or a table of them."""

    type: ScalarNode | None = None
    output: str = ""
    status: ScalarNode | None = None
    keys: tuple[Keyed[TreeNode], ...] = ()
    value: TreeNode | None = None
    table: TreeNode | None = None
    answers: str = ""
    changed_by: str = ""
    approval: str = ""


def declare(written: WrittenParameter, reader: DeclarationReader) -> Found[RuleSignature]:
    """Return the keys that a parameter takes, and the type of its figures or of the map that it gives."""
    findings = Findings()
    type_ = findings.take(reader.type(written.type))
    keys = findings.take(reader.keys(written.keys))
    results = ((written.output or "value", type_),)
    if written.answers == "map" and keys:
        *inputs, collected = keys
        return findings.found(
            RuleSignature(MapType(type_, collected.type), results, tuple(inputs), collected_key=collected)
        )
    return findings.found(RuleSignature(type_, results, keys))


def read(written: WrittenParameter, known: Declaration, signature: RuleSignature, reader: RuleReader) -> Found[Rule]:
    """Return a figure or a table of figures."""
    findings = Findings()
    ((output, type_),) = signature.results
    status = cast("FigureStatus", (written.status.text if written.status else "") or "enacted")
    collected = signature.collected_key
    keys = (*signature.inputs, *([collected] if collected else []))
    figures: Figures = {}
    reading = reader.figures(type_, status, known.source)
    if written.value is not None:
        figures = {(): findings.take(reading.read(written.value))}
    elif written.table is not None:
        read_figures = reading.table(written.table, keys)
        figures = findings.take(read_figures)
        lacking = () if read_figures.problems else tuple(_lacking(figures, signature.inputs))
        if lacking:
            findings.problems.append(_incomplete(known.id, lacking, written.table))
    if collected is not None and any(MARK in full[-1] for full in figures) and written.table is not None:
        message = f"`{known.id}` answers a map over `{collected.name}`, and a map has no ranges of dates as keys"
        hint = f"put `{collected.name}` before the key that the map is over"
        findings.report("range-text", message, written.table.place, hint)
    if status == "open" and figures and written.status is not None:
        hint = "take the figures out, or give the status that they have"
        findings.report("open-with-figures", f"`{known.id}` is open, but has figures", written.status.place, hint)
    parameter = Parameter(
        **known.common,
        type=type_,
        inputs=signature.inputs,
        figures=figures,
        status=status,
        changed_by=written.changed_by,
        approval=written.approval,
        collected_key=collected,
        output=output,
    )
    return findings.found(parameter)


def _lacking(figures: Figures, keys: Sequence[Input], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the keys that a table has no figure for, the shortest that say it; of a key without members, none."""
    if not keys:
        return
    depth = len(before)
    present = dict.fromkeys(full[depth] for full in figures if full[:depth] == before)
    for member in (*present, *(each for each in keys_of_type(keys[0].type) if each not in present)):
        key = (*before, member)
        if member in present:
            yield from _lacking(figures, keys[1:], key)
        else:
            yield key


def _incomplete(id_: str, lacking: Sequence[tuple[str, ...]], table: TreeNode) -> Diagnostic:
    shown = ", ".join(f"`{' '.join(key)}`" for key in lacking[:SHOWN_KEYS])
    rest = f" and {len(lacking) - SHOWN_KEYS} more" if len(lacking) > SHOWN_KEYS else ""
    message = f"`{id_}` has no figure for {shown}{rest}"
    hint = "write it, or `{not_applicable: why}` where the document has none"
    return Diagnostic("missing-figure", message, table.place, hint, Severity.WARNING)


KIND = RuleKind(
    "parameters",
    Parameter,
    WrittenParameter,
    declare,
    read,
    order=1,
    deciding=("value", "table"),
    prose=("changed_by", "approval"),
)
