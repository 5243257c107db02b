"""Writes a rule, a subject or the index of a pack as an analyst reads them: words first, sources always.

A rule shows what it is called, where it stands in the document, what it takes and gives, its formulas or tables, its
readings, its examples, and which rules it rests on and which rest on it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from rulewright.language.checker.description import describe
from rulewright.language.syntax import Node, Reference
from rulewright.packs.model import (
    Decision,
    DecisionTable,
    Definition,
    Discretion,
    Expression,
    Input,
    Pack,
    Parameter,
    Rule,
    Subject,
)
from rulewright.reports.explanation_text import Style, plain_style
from rulewright.reports.grid import grid

INDENT = "  "
NO_KEY = ""


def rule_text(rule: Rule, pack: Pack, *, width: int = 100, style: Style = plain_style) -> str:
    """Return a rule in full."""
    lines = [style(rule.title, "title"), style(rule.id, "dim")]
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
    rests = sorted(references_of(rule) | set(rule.depends))
    users = sorted(each.id for each in pack.rules.values() if rule.id in references_of(each))
    examples = [each.id for each in pack.examples if each.rule == rule.id]
    for label, names in (("rests on", rests), ("used by", users), ("examples", examples)):
        if names:
            lines += [style(label, "label"), *wrapped(", ".join(names), width), ""]
    return "\n".join(lines).rstrip()


def subject_text(subject: Subject, pack: Pack, *, width: int = 100, style: Style = plain_style) -> str:
    """Return a subject: every rule of it in full, in the order of the file."""
    head = [style(subject.title, "title"), style(f"{subject.id} · {subject.source} · {subject.path}", "dim")]
    rule = style("─" * min(width, 60), "dim")
    parts = [rule_text(pack.rules[id_], pack, width=width, style=style) for id_ in subject.rules]
    return "\n".join(head) + "\n\n" + f"\n\n{rule}\n\n".join(parts)


def index_text(pack: Pack, *, style: Style = plain_style) -> str:
    """Return every rule of a pack in a line, by subject: id, kind, modality, status of the figures, source."""
    lines = []
    for subject in pack.subjects:
        lines += ["", style(f"{subject.title} ({subject.id})", "title")]
        rows = [
            (rule.id, rule.kind or word_of(rule), rule.modality, status_of(rule), str(rule.source))
            for rule in (pack.rules[id_] for id_ in subject.rules)
        ]
        lines += grid(("rule", "kind", "modality", "status", "source"), rows)
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
    lines += [INDENT + line for line in grid(("subject", "title", "rules"), rows, right=(2,))]
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


def references_of(rule: Rule) -> set[str]:
    """Return the ids of the rules that a rule's formulas refer to."""
    return {id_ for expression in expressions_of(rule) for id_ in _references(expression.tree)}


def expressions_of(rule: Rule) -> Iterator[Expression]:
    """Yield every expression of a rule."""
    if isinstance(rule, Decision | Parameter | Discretion):
        yield from (each.otherwise for each in rule.inputs if each.otherwise)
    if isinstance(rule, Discretion) and rule.limits:
        yield rule.limits
    if isinstance(rule, Decision):
        yield from (step.expression for step in rule.steps)
        yield from (requirement.condition for requirement in rule.requirements)
        yield from (output.expression for output in rule.outputs if output.expression)
        if rule.table:
            yield from rule.table.inputs
            for row in rule.table.rows:
                yield from (*row.tests, *row.results)
            yield from rule.table.defaults


def _references(node: Node) -> Iterator[str]:
    if isinstance(node, Reference):
        yield node.id
        return
    for slot in type(node).__slots__:  # the fields of the class itself, without `span`
        value = getattr(node, slot)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Node):
                yield from _references(each)


def _body(rule: Rule, width: int, style: Style) -> Iterator[str]:
    match rule:
        case Parameter():
            yield from _parameter(rule, style)
        case Decision():
            yield from _inputs(rule.inputs, style)
            yield from _formulas("where", [(step.name, step.expression) for step in rule.steps], style)
            if rule.requirements:
                yield style("requires", "label")
                yield from (f"{INDENT}{each.condition.text.strip()}: {each.message}" for each in rule.requirements)
                yield ""
            yield from _outputs(rule, style)
            if rule.table:
                yield from _table(rule.table, rule, style)
        case Discretion():
            who = f"decided by {rule.decided_by}" + (f", approved by {rule.approval}" if rule.approval else "")
            yield f"{who}: {rule.output} ({describe(rule.type)})"
            if rule.limits:
                yield f"within: {rule.limits.text.strip()}"
            yield ""
            yield from _inputs(rule.inputs, style)
        case Definition():
            yield from wrapped(rule.text, width)
            yield ""
            if rule.table:
                yield from grid(rule.table[0], rule.table[1:])
                yield ""


def _inputs(inputs: Sequence[Input], style: Style) -> Iterator[str]:
    if not inputs:
        return
    yield style("takes", "label")
    rows = [(each.name, describe(each.type), each.title or NO_KEY, _otherwise(each)) for each in inputs]
    yield from (INDENT + line for line in _plain_columns(rows))
    yield ""


def _otherwise(each: Input) -> str:
    return f"otherwise {_one_line(each.otherwise)}" if each.otherwise else ""


def _outputs(rule: Decision, style: Style) -> Iterator[str]:
    yield style("gives", "label")
    rows = []
    for output in rule.outputs:
        notes = [f"within {_one_line(output.range)}"] if output.range else []
        if output.rounding:
            notes.append(f"rounded to {output.rounding.places} places, {output.rounding.mode.replace('_', ' ')}")
        rows.append((output.name, describe(output.type), output.title, ", ".join(notes)))
    yield from (INDENT + line for line in _plain_columns(rows))
    yield ""
    yield from _formulas("by", [(o.name, o.expression) for o in rule.outputs if o.expression], style)


def _formulas(label: str, formulas: Sequence[tuple[str, Expression]], style: Style) -> Iterator[str]:
    if not formulas:
        return
    yield style(label, "label")
    for name, expression in formulas:
        text = textwrap.dedent(expression.text).strip().split("\n")
        yield f"{INDENT}{style(name, 'value')} = {text[0]}"
        yield from (INDENT * 3 + line for line in text[1:])
    yield ""


def _table(table: DecisionTable, rule: Decision, style: Style) -> Iterator[str]:
    policy = table.hit_policy + (f" {table.aggregation}" if table.aggregation else "")
    yield style(f"table, hit policy {policy}", "label")
    head = ["", *(_one_line(each) for each in table.inputs), *(f"→ {output.name}" for output in rule.outputs), ""]
    rows = [
        [str(row.number), *(_one_line(each) for each in (*row.tests, *row.results)), row.note] for row in table.rows
    ]
    if table.defaults:
        rows.append(["else", *("" for _ in table.inputs), *(_one_line(each) for each in table.defaults), ""])
    yield from (INDENT + line for line in grid(head, rows))
    yield ""


def _parameter(rule: Parameter, style: Style) -> Iterator[str]:
    changed = f"; set or changed by {rule.changed_by}" if rule.changed_by else ""
    approval = f", approved by {rule.approval}" if rule.approval else ""
    yield f"{rule.output}: {describe(rule.type)}, {rule.status}{changed}{approval}"
    yield ""
    keys = [*rule.inputs, *([rule.collected_key] if rule.collected_key else [])]
    if not rule.figures:
        yield "no figure in the source"
    elif not keys:
        yield f"{INDENT}{style(_written(rule, ()), 'value')}"
    else:
        names = [key.name for key in keys]
        cells = {key: _written(rule, key) for key in rule.figures}
        yield from (INDENT + line for line in figure_grid(names, cells))
    yield ""


def figure_grid(names: Sequence[str], cells: Mapping[tuple[str, ...], str]) -> list[str]:
    """Return a table of figures: the last of two or more keys goes across, the others down."""
    if len(names) == 1:
        return grid((names[0], ""), [(key[0], cell) for key, cell in cells.items()])
    across = list(dict.fromkeys(key[-1] for key in cells))
    down = list(dict.fromkeys(key[:-1] for key in cells))
    if any(len(cell) > 24 for cell in cells.values()):
        return grid((*names, ""), [(*key, cell) for key, cell in cells.items()])
    rows = [[*key, *(cells.get((*key, last), "") for last in across)] for key in down]
    return grid((*names[:-1], *across), rows, right=range(len(names) - 1, len(names) - 1 + len(across)))


def _written(rule: Parameter, key: tuple[str, ...]) -> str:
    figure = rule.figures[key]
    text = figure.absence or figure.written
    return text if figure.status == rule.status else f"{text} ({figure.status})"


def _plain_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    return grid([""] * len(rows[0]), rows)[2:]  # without the empty head and its rule


def _one_line(expression: Expression) -> str:
    return " ".join(expression.text.split())


def wrapped(text: str, width: int, indent: str = INDENT) -> list[str]:
    """Return paragraphs as lines of at most `width` columns."""
    return [
        line
        for paragraph in text.strip().split("\n\n")
        for line in textwrap.wrap(" ".join(paragraph.split()), width, initial_indent=indent, subsequent_indent=indent)
    ]
