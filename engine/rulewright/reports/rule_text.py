"""Writes a rule, a subject or the index of a pack as an analyst reads them: words first, sources always.

A rule shows what it is called, where it stands in the document, what it takes and gives, its formulas or tables, its
readings, its examples, and which rules it rests on and which rest on it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from rulewright.diagnostics.terminal_text import Style, plain_style
from rulewright.evaluate.needs import references_of
from rulewright.language.checker.description import describe
from rulewright.packs.model.pack import Pack, Subject
from rulewright.packs.model.rules import Decision, Definition, Discretion, Expression, Input, Parameter, Rule
from rulewright.reports.grid import grid
from rulewright.reports.rule_tables import (
    decision_grid,
    figure_grid,
    fits,
    hanging,
    one_line,
    plain_columns,
    word_grid,
)

INDENT = "  "


def rule_text(rule: Rule, pack: Pack, *, width: int = 100, style: Style = plain_style) -> str:
    """Return a rule in full."""
    lines = [*(style(line, "title") for line in hanging(rule.title, width, INDENT)), style(rule.id, "dim")]
    kind = " · ".join(part for part in (rule.kind or word_of(rule), rule.modality, str(rule.source)) if part)
    lines += [style(kind, "dim"), ""]
    if rule.about:
        lines += [*wrapped(rule.about, width), ""]
    lines += list(_body(rule, width, style))
    for label, text in (("effective", rule.effective), ("an amendment may touch", rule.amendable)):
        if text:
            lines += [style(label, "label"), *wrapped(text, width), ""]
    if rule.readings:
        lines.append(style("readings", "label"))
        for reading in rule.readings:
            lines += wrapped(f"{reading.id}: {reading.question} → {reading.reading}", width)
        lines.append("")
    rests = sorted({*references_of(rule), *rule.depends})
    users = sorted(each.id for each in pack.rules.values() if rule.id in references_of(each))
    examples = [each.id for each in pack.examples if each.rule == rule.id]
    for label, names in (("rests on", rests), ("used by", users), ("examples", examples)):
        if names:
            lines += [style(label, "label"), *wrapped(", ".join(names), width), ""]
    return "\n".join(lines).rstrip()


def subject_text(subject: Subject, pack: Pack, *, width: int = 100, style: Style = plain_style) -> str:
    """Return a subject: every rule of it in full, in the order of the file."""
    words = hanging(f"{subject.id} · {subject.source} · {subject.path}", width, "")
    head = [style(subject.title, "title"), *(style(line, "dim") for line in words)]
    rule = style("─" * min(width, 60), "dim")
    parts = [rule_text(pack.rules[id_], pack, width=width, style=style) for id_ in subject.rules]
    return "\n".join(head) + "\n\n" + f"\n\n{rule}\n\n".join(parts)


def index_text(pack: Pack, *, width: int = 100, style: Style = plain_style) -> str:
    """Return every rule of a pack in a line, by subject: id, kind, modality, status of the figures, source."""
    lines = []
    for subject in pack.subjects:
        lines += ["", *(style(line, "title") for line in hanging(f"{subject.title} ({subject.id})", width, INDENT))]
        rows = [
            (rule.id, rule.kind or word_of(rule), rule.modality, status_of(rule), str(rule.source))
            for rule in (pack.rules[id_] for id_ in subject.rules)
        ]
        table = grid(("rule", "kind", "modality", "status", "source"), rows, width=width)
        is_tall = len(table) > 2 * len(rows)
        lines += (
            table
            if fits(table, width) and not is_tall
            else [line for row in rows for line in _entry(row, width, style)]
        )
    return "\n".join(lines[1:])


def pack_text(pack: Pack, *, width: int = 100, style: Style = plain_style) -> str:
    """Return what a pack holds: its documents, its subjects and its statements."""
    lines = [
        style(pack.title, "title"),
        style(f"{pack.id} · version {pack.version} · digest {pack.digest[:12]}", "dim"),
    ]
    lines += ["", style("documents", "label")]
    lines += [f"{INDENT}{document.id}: {document.title}" for document in pack.documents.values()]
    lines += ["", style("subjects", "label")]
    rows = [(each.id, each.title, str(len(each.rules))) for each in pack.subjects]
    lines += [INDENT + line for line in grid(("subject", "title", "rules"), rows, right=(2,), width=width - 2)]
    if pack.statements:
        lines += ["", style("statements", "label")]
        lines += [f"{INDENT}{id_}: {plan.title}" for id_, plan in pack.statements.items()]
    lines += ["", *wrapped("`rulewright show PACK SUBJECT` or `rulewright show PACK RULE` shows more.", width, "")]
    return "\n".join(lines)


def word_of(rule: Rule) -> str:
    """Return what kind of rule it is, where it does not say so itself."""
    return type(rule).__name__.lower()


def status_of(rule: Rule) -> str:
    """Return the status of a parameter's figures; empty for other rules."""
    return rule.status if isinstance(rule, Parameter) else "open" if isinstance(rule, Discretion) else ""


def _body(rule: Rule, width: int, style: Style) -> Iterator[str]:
    match rule:
        case Parameter():
            yield from _parameter(rule, width, style)
        case Decision():
            yield from _inputs(rule.inputs, width, style)
            yield from _formulas("where", [(step.name, step.expression) for step in rule.steps], width, style)
            if rule.requirements:
                yield style("requires", "label")
                for each in rule.requirements:
                    yield from hanging(f"{INDENT}{one_line(each.condition)}: {each.message}", width)
                yield ""
            yield from _outputs(rule, width, style)
            if rule.table:
                policy = f"{rule.table.hit_policy} {rule.table.aggregation}".strip()
                yield style(f"table, hit policy {policy}", "label")
                yield from (INDENT + line for line in decision_grid(rule.table, rule, width - len(INDENT)))
                yield ""
        case Discretion():
            who = f"decided by {rule.decided_by}" + (f", approved by {rule.approval}" if rule.approval else "")
            yield from hanging(f"{who}: {rule.output} ({describe(rule.type)})", width)
            if rule.limits:
                yield from hanging(f"within: {one_line(rule.limits)}", width)
            yield ""
            yield from _inputs(rule.inputs, width, style)
        case Definition():
            yield from wrapped(rule.text, width)
            yield ""
            if rule.table:
                yield from word_grid(rule.table, width)
                yield ""


def _inputs(inputs: Sequence[Input], width: int, style: Style) -> Iterator[str]:
    if not inputs:
        return
    yield style("takes", "label")
    rows = [(each.name, describe(each.type), each.title, _otherwise(each)) for each in inputs]
    yield from (INDENT + line for line in plain_columns(rows, width - len(INDENT)))
    yield ""


def _otherwise(each: Input) -> str:
    return f"otherwise {one_line(each.otherwise)}" if each.otherwise else ""


def _outputs(rule: Decision, width: int, style: Style) -> Iterator[str]:
    yield style("gives", "label")
    rows = []
    for output in rule.outputs:
        notes = [f"within {one_line(output.range)}"] if output.range else []
        if output.rounding:
            notes.append(f"rounded to {output.rounding.places} places, {output.rounding.mode.replace('_', ' ')}")
        rows.append((output.name, describe(output.type), output.title, ", ".join(notes)))
    yield from (INDENT + line for line in plain_columns(rows, width - len(INDENT)))
    yield ""
    yield from _formulas("by", [(o.name, o.expression) for o in rule.outputs if o.expression], width, style)


def _formulas(label: str, formulas: Sequence[tuple[str, Expression]], width: int, style: Style) -> Iterator[str]:
    if not formulas:
        return
    yield style(label, "label")
    for name, expression in formulas:
        written = textwrap.dedent(expression.text).strip().split("\n")
        first, *rest = hanging(f"{INDENT}{name} = {written[0]}", width, INDENT * 3)
        yield INDENT + style(name, "value") + first[len(INDENT + name) :]
        yield from rest
        for line in written[1:]:
            yield from hanging(INDENT * 3 + line, width, INDENT * 4)
    yield ""


def _parameter(rule: Parameter, width: int, style: Style) -> Iterator[str]:
    changed = f"; set or changed by {rule.changed_by}" if rule.changed_by else ""
    approval = f", approved by {rule.approval}" if rule.approval else ""
    yield from hanging(f"{rule.output}: {describe(rule.type)}, {rule.status}{changed}{approval}", width)
    yield ""
    keys = [*rule.inputs, *([rule.collected_key] if rule.collected_key else [])]
    if not rule.figures:
        yield f"{INDENT}no figure in the source"
    elif not keys:
        yield from (style(line, "value") for line in hanging(INDENT + _written(rule, ()), width))
    else:
        names = [key.name for key in keys]
        cells = {key: _written(rule, key) for key in rule.figures}
        yield from (INDENT + line for line in figure_grid(names, cells, width=width - len(INDENT)))
    yield ""
    yield from _own_sources(rule, width, style)


def _own_sources(rule: Parameter, width: int, style: Style) -> Iterator[str]:
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
        yield style("other sources", "label")
        for citation, names in cited.items():
            yield from hanging(f"{INDENT}{citation}: {', '.join(names)}", width, INDENT * 2)
        yield ""


def _written(rule: Parameter, key: tuple[str, ...]) -> str:
    figure = rule.figures[key]
    text = figure.absence or figure.written
    return text if figure.status == rule.status else f"{text} ({figure.status})"


def _entry(row: Sequence[str], width: int, style: Style) -> list[str]:
    """Return a row of an index that is too wide for a table: the id, and the rest below it."""
    name, *rest = row
    words = textwrap.wrap(" · ".join(filter(None, rest)), width, initial_indent=INDENT, subsequent_indent=INDENT)
    return [name, *(style(line, "dim") for line in words)]


def wrapped(text: str, width: int, indent: str = INDENT) -> list[str]:
    """Return paragraphs as lines of at most `width` columns."""
    return [
        line
        for paragraph in text.strip().split("\n\n")
        for line in textwrap.wrap(" ".join(paragraph.split()), width, initial_indent=indent, subsequent_indent=indent)
    ]
