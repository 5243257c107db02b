"""Says in blocks what a rule, a subject or a pack holds, as an analyst reads it: words first, sources always.

A rule shows what it is called, where it stands in the document, what it takes and gives, its formulas or tables, its
readings, its examples, and which rules it rests on and which rest on it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from rulewright.blocks import Block, Code, Fitting, Grid, Prose, Stack, Tree, Words
from rulewright.evaluate.needs import references_of
from rulewright.language.checker.description import describe
from rulewright.packs.model.pack import Pack, Subject
from rulewright.packs.model.rules import (
    Decision,
    DecisionTable,
    Definition,
    Discretion,
    Expression,
    Input,
    Parameter,
    Rule,
)

INDENT = 2
HANGING = 4
WIDEST_CELL = 24
"""A table of figures has a column for each key only where its cells are no longer."""

TALLEST = 2
"""An index whose rows take more lines is a list."""


def rule_text(rule: Rule, pack: Pack) -> Iterator[Block]:
    """Yield a rule in full."""
    kind = " · ".join(part for part in (rule.kind or word_of(rule), rule.modality, str(rule.source)) if part)
    yield Stack((_title(rule.title), Words(rule.id, "dim"), Words(kind, "dim")))
    if rule.about:
        yield Stack(_paragraphs(rule.about), INDENT)
    yield from _body(rule)
    for label, text in (("effective", rule.effective), ("an amendment may touch", rule.amendable)):
        if text:
            yield _labelled(label, _paragraphs(text))
    if rule.readings:
        words = (Prose(f"{reading.id}: {reading.question} → {reading.reading}") for reading in rule.readings)
        yield _labelled("readings", words)
    rests = sorted({*references_of(rule), *rule.depends})
    users = sorted(each.id for each in pack.rules.values() if rule.id in references_of(each))
    examples = [each.id for each in pack.examples if each.rule == rule.id]
    for label, names in (("rests on", rests), ("used by", users), ("examples", examples)):
        if names:
            yield _labelled(label, [Prose(", ".join(names))])


def subject_text(subject: Subject, pack: Pack) -> Iterator[Block]:
    """Yield a subject: every rule of it in full, in the order of the file."""
    about = Words(f"{subject.id} · {subject.source} · {subject.path}", "dim")
    yield Stack((_title(subject.title), Prose(about)))
    for number, id_ in enumerate(subject.rules):
        if number:
            yield Prose(Words("─" * 60, "dim"), is_cut=True)
        yield from rule_text(pack.rules[id_], pack)


def index_text(pack: Pack) -> Iterator[Block]:
    """Yield every rule of a pack in a line, by subject: id, kind, modality, status of the figures, source."""
    for subject in pack.subjects:
        rows = tuple(
            (rule.id, rule.kind or word_of(rule), rule.modality, status_of(rule), str(rule.source))
            for rule in (pack.rules[id_] for id_ in subject.rules)
        )
        table = Grid(("rule", "kind", "modality", "status", "source"), rows, tallest=TALLEST)
        entries = (Tree(id_, (Prose(Words(" · ".join(filter(None, rest)), "dim")),)) for id_, *rest in rows)
        yield Stack((_title(f"{subject.title} ({subject.id})"), Fitting((table, Stack(tuple(entries))))))


def pack_text(pack: Pack) -> Iterator[Block]:
    """Yield what a pack holds: its documents, its subjects and its statements."""
    about = Words(f"{pack.id} · version {pack.version} · digest {pack.digest[:12]}", "dim")
    yield Stack((_title(pack.title), Prose(about)))
    yield _labelled("documents", (f"{document.id}: {document.title}" for document in pack.documents.values()))
    rows = tuple((each.id, each.title, str(len(each.rules))) for each in pack.subjects)
    yield _labelled("subjects", [Grid(("subject", "title", "rules"), rows, right=(2,))])
    if pack.statements:
        yield _labelled("statements", (f"{id_}: {plan.title}" for id_, plan in pack.statements.items()))
    yield Prose("`rulewright show PACK SUBJECT` or `rulewright show PACK RULE` shows more.")


def word_of(rule: Rule) -> str:
    """Return what kind of rule it is, where it does not say so itself."""
    return type(rule).__name__.lower()


def status_of(rule: Rule) -> str:
    """Return the status of a parameter's figures; empty for other rules."""
    return rule.status if isinstance(rule, Parameter) else "open" if isinstance(rule, Discretion) else ""


def _title(text: str) -> Block:
    return Prose(Words(text, "title"), INDENT)


def _labelled(label: str, parts: Iterable[Block]) -> Block:
    return Tree(Words(label, "label"), tuple(parts))


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Prose(" ".join(paragraph.split())) for paragraph in text.strip().split("\n\n"))


def _one_line(expression: Expression) -> str:
    return " ".join(expression.text.split())


def _body(rule: Rule) -> Iterator[Block]:
    match rule:
        case Parameter():
            yield from _parameter(rule)
        case Decision():
            yield from _decision(rule)
        case Discretion():
            who = f"decided by {rule.decided_by}" + (f", approved by {rule.approval}" if rule.approval else "")
            limits = [Prose(f"within: {_one_line(rule.limits)}", HANGING)] if rule.limits else []
            yield Stack((Prose(f"{who}: {rule.output} ({describe(rule.type)})", HANGING), *limits))
            yield from _inputs(rule.inputs)
        case Definition():
            yield Stack(_paragraphs(rule.text), INDENT)
            if rule.table:
                head, *rows = rule.table
                items = (Prose("; ".join(filter(None, row)), HANGING) for row in rows)
                yield Fitting((Grid(tuple(head), tuple(map(tuple, rows))), Stack(tuple(items))))


def _decision(rule: Decision) -> Iterator[Block]:
    yield from _inputs(rule.inputs)
    yield from _formulas("where", [(step.name, step.expression) for step in rule.steps])
    if rule.requirements:
        required = (Prose(f"{_one_line(each.condition)}: {each.message}", INDENT) for each in rule.requirements)
        yield _labelled("requires", required)
    rows = []
    for output in rule.outputs:
        notes = [f"within {_one_line(output.range)}"] if output.range else []
        if output.rounding:
            notes.append(f"rounded to {output.rounding.places} places, {output.rounding.mode.replace('_', ' ')}")
        rows.append((output.name, describe(output.type), output.title, ", ".join(notes)))
    yield _labelled("gives", [_columns(rows)])
    yield from _formulas("by", [(o.name, o.expression) for o in rule.outputs if o.expression])
    if rule.table:
        policy = f"{rule.table.hit_policy} {rule.table.aggregation}".strip()
        yield _labelled(f"table, hit policy {policy}", [_table(rule.table, rule)])


def _inputs(inputs: Sequence[Input]) -> Iterator[Block]:
    if inputs:
        defaults = (f"otherwise {_one_line(each.otherwise)}" if each.otherwise else "" for each in inputs)
        rows = [(x.name, describe(x.type), x.title, default) for x, default in zip(inputs, defaults, strict=True)]
        yield _labelled("takes", [_columns(rows)])


def _columns(rows: Sequence[tuple[str, ...]]) -> Block:
    """Return columns without a head, empty ones left out; one below the other where there is no room."""
    filled = [index for index in range(len(rows[0])) if any(row[index] for row in rows)]
    table = Grid((), tuple(tuple(row[index] for index in filled) for row in rows))
    items = (Prose(f"{name}  {' · '.join(filter(None, rest))}", HANGING) for name, *rest in rows)
    return Fitting((table, Stack(tuple(items))))


def _formulas(label: str, formulas: Sequence[tuple[str, Expression]]) -> Iterator[Block]:
    if formulas:
        texts = ((Words(name, "value"), textwrap.dedent(each.text).strip()) for name, each in formulas)
        yield _labelled(label, (Code(name, text) for name, text in texts))


def _table(table: DecisionTable, rule: Decision) -> Block:
    """Return the rows of a decision table with their tests, results and notes; in words where it is too wide."""
    inputs = [_one_line(each) for each in table.inputs]
    rows = [
        (str(row.number), [*map(_one_line, row.tests)], [*map(_one_line, row.results)], row.note) for row in table.rows
    ]
    if table.defaults:
        rows.append(("else", [""] * len(inputs), [*map(_one_line, table.defaults)], ""))
    head = ("", *inputs, *(f"→ {output.name}" for output in rule.outputs), "")
    grid = Grid(head, tuple((number, *tests, *results, note) for number, tests, results, note in rows))
    words = []
    for number, tests, results, note in rows:
        met = "; ".join(f"{name} {test}" for name, test in zip(inputs, tests, strict=False) if test not in {"-", ""})
        given = "; ".join(f"{output.name} {cell}" for output, cell in zip(rule.outputs, results, strict=False))
        words.append(Prose(f"{number}  {met} → {given}" + (f" ({note})" if note else ""), hanging=3))
    return Fitting((grid, Stack(tuple(words))))


def _parameter(rule: Parameter) -> Iterator[Block]:
    changed = f"; set or changed by {rule.changed_by}" if rule.changed_by else ""
    approval = f", approved by {rule.approval}" if rule.approval else ""
    yield Prose(f"{rule.output}: {describe(rule.type)}, {rule.status}{changed}{approval}", HANGING)
    keys = [*rule.inputs, *([rule.collected_key] if rule.collected_key else [])]
    if not rule.figures:
        figures: Block = "no figure in the source"
    elif not keys:
        figures = Prose(Words(_written(rule, ()), "value"), INDENT)
    else:
        figures = _figures([key.name for key in keys], {key: _written(rule, key) for key in rule.figures})
    yield Stack((figures,), INDENT)
    yield from _own_sources(rule)


def _figures(names: Sequence[str], cells: Mapping[tuple[str, ...], str]) -> Block:
    """Return a table of figures: the last of two or more keys goes across where there is room, the others down."""
    ways: list[Block] = []
    if len(names) > 1 and all(len(cell) <= WIDEST_CELL for cell in cells.values()):
        across = tuple(dict.fromkeys(key[-1] for key in cells))
        down = dict.fromkeys(key[:-1] for key in cells)
        rows = tuple((*key, *(cells.get((*key, last), "") for last in across)) for key in down)
        figures = tuple(range(len(names) - 1, len(names) - 1 + len(across)))
        ways.append(Grid((*names[:-1], *across), rows, right=figures))
    ways.append(Grid((*names, ""), tuple((*key, cell) for key, cell in cells.items())))
    ways.append(Stack(tuple(Prose(f"{', '.join(key)}: {cell}", HANGING) for key, cell in cells.items())))
    return Fitting(tuple(ways))


def _own_sources(rule: Parameter) -> Iterator[Block]:
    """Yield the sources of figures that cite another one than the parameter does."""
    cited: dict[str, list[str]] = {}
    for start, figures in groupby(rule.figures.items(), key=lambda each: each[0][:-1]):
        group = [(key, figure.source) for key, figure in figures]
        for source in dict.fromkeys(source for _, source in group if source != rule.source):
            keys = [" ".join(key) or rule.output for key, own in group if own == source]
            written = str(source)
            is_whole = len(keys) == len(group) and start
            cited.setdefault(written, []).extend([" ".join(start)] if is_whole else keys)
    if cited:
        words = (Prose(f"{citation}: {', '.join(names)}", INDENT) for citation, names in cited.items())
        yield _labelled("other sources", words)


def _written(rule: Parameter, key: tuple[str, ...]) -> str:
    figure = rule.figures[key]
    text = figure.absence or figure.written
    return text if figure.status == rule.status else f"{text} ({figure.status})"
