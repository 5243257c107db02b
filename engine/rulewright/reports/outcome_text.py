"""Writes an outcome as text: the value, or in so many words why there is none.

Amount of a school: $2,352.35
  meals.amount · School Meals Act, section 1
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.diagnostics.render import Lines, excerpt
from rulewright.diagnostics.terminal_text import Style, columns_of, plain_style
from rulewright.evaluate.outcome import Outcome, Problem, Status
from rulewright.language.types import ListType, MapType, Nullable, Type
from rulewright.language.values import Absence, Value
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.parts import outcome_type
from rulewright.packs.model.rules import Decision, Rule
from rulewright.reports.grid import pad
from rulewright.reports.needs_text import Need, explain_needs
from rulewright.reports.values import entry_types, format_value
from rulewright.source import Place

INDENT = "  "


def outcome_text(outcome: Outcome, pack: Pack, lines: Lines, *, width: int = 100, style: Style = plain_style) -> str:
    """Return an outcome as text; `lines` reads the lines of rule files for excerpts."""
    return "\n".join(_outcome(outcome, pack.rules[outcome.rule], pack, lines, width, style))


def _outcome(  # noqa: PLR0917  (what is written, what it stands on, and how)
    outcome: Outcome, rule: Rule, pack: Pack, lines: Lines, width: int, style: Style
) -> Iterator[str]:
    head = headline(outcome, rule, width, style)
    yield style(rule.title, "title") + (f": {head}" if head else "")
    yield INDENT + style(f"{rule.id} · {rule.source}", "dim")
    if outcome.status is Status.KNOWN:
        if not _fits(outcome, rule, width):
            yield from (INDENT + line for line in value_lines(outcome.value, outcome_type(rule), width - 2))
        elif outcome.message and outcome.value is not None:
            yield from _wrapped(outcome.message, width)
        return
    if outcome.status is Status.ERROR:
        for problem in _problems(outcome):
            yield problem_text(problem, lines, asked=rule.id, width=width, style=style)
        return
    yield from needs_lines(explain_needs(outcome.needs, rule, pack), width, style)
    known = {name: each for name, each in _entries(outcome.value) if not isinstance(each, Absence)}
    if known:
        yield INDENT + style("known so far", "label")
        yield from (INDENT * 2 + line for line in value_lines(known, outcome_type(rule), width - 4))


def _entries(value: Value) -> Iterator[tuple[str, Value]]:
    yield from value.items() if isinstance(value, Mapping) else ()


def headline(outcome: Outcome, rule: Rule, width: int, style: Style) -> str:
    """Return what stands behind the title: the value where it fits the line, else the status."""
    if outcome.status is not Status.KNOWN:
        role = "error" if outcome.status is Status.ERROR else "absent"
        return style(outcome.status.value, role)
    if outcome.value is None:
        return style("none" + (f" ({outcome.message})" if outcome.message else ""), "absent")
    return style(format_value(outcome.value, outcome_type(rule)), "value") if _fits(outcome, rule, width) else ""


def problem_text(
    problem: Problem, lines: Lines, *, asked: str = "", width: int = 100, style: Style = plain_style
) -> str:
    """Return why there is an error, with the line it stands in where it has a place.

    `asked` is the rule that was asked: an error of another rule names it.
    """
    head = style(f"error[{problem.code}]", "error")
    where = f" (in `{problem.rule}`)" if problem.rule not in {"", asked} else ""
    first, *rest = textwrap.wrap(
        f"{problem.reason}{where}", max(20, width - len(f"{INDENT}error[{problem.code}] "))
    ) or [""]
    written = [f"{head} {first}", *textwrap.wrap(" ".join(rest), width - len(INDENT))]
    if problem.hint:
        written += textwrap.wrap(f"hint: {problem.hint}", width - len(INDENT))
    if problem.place is not None:
        written += [style(str(problem.place), "dim"), *excerpt(problem.place, lines, style)]
    return "\n".join(INDENT + line for line in written)


def diagnostic_of(problem: Problem, place: Place, severity: Severity = Severity.ERROR) -> Diagnostic:
    """Return a problem of an evaluation as a diagnostic."""
    where = f" (in `{problem.rule}`)" if problem.rule else ""
    return Diagnostic(problem.code, f"{problem.reason}{where}", place, problem.hint, severity)


def needs_lines(needs: Sequence[Need], width: int, style: Style = plain_style) -> Iterator[str]:
    """Yield what an outcome waits for, each with what there is to say about it."""
    headings = {"fact": "facts that are missing", "figure": "figures that are open", "decision": "decisions to record"}
    for kind, heading in headings.items():
        found = [need for need in needs if need.kind == kind]
        if found:
            yield INDENT + style(heading, "label")
            yield from definitions([(need.name, need.words) for need in found], width, style, INDENT * 2)


def definitions(rows: Sequence[tuple[str, str]], width: int, style: Style, indent: str) -> Iterator[str]:
    """Yield names with words: side by side where the names are short, else the words below."""
    widest = max((columns_of(name) for name, _ in rows), default=0)
    beside = widest <= max(24, width // 3)
    for name, words in rows:
        if not words:
            yield indent + style(name, "value")
        elif beside:
            margin = " " * (len(indent) + widest + 2)
            first, *rest = textwrap.wrap(words, max(20, width - len(margin))) or [""]
            yield f"{indent}{style(name, 'value')}{' ' * (widest - columns_of(name) + 2)}{first}"
            yield from (margin + line for line in rest)
        else:
            yield indent + style(name, "value")
            yield from textwrap.wrap(words, width, initial_indent=indent + INDENT, subsequent_indent=indent + INDENT)


def value_lines(value: Value, shape: Type | None, width: int) -> Iterator[str]:
    """Yield a value on as many lines as it takes: entries of records and items of lists below one another."""
    if isinstance(shape, Nullable):
        shape = shape.type
    if isinstance(value, Mapping) and value:
        types = _entry_types(shape, value)
        widest = max(columns_of(str(name)) for name in value)
        for name, each in value.items():
            written = format_value(each, types.get(name))
            if columns_of(written) + widest + 2 <= width or not isinstance(each, Mapping | list) or not each:
                yield f"{pad(str(name), widest)}  {written}"
            else:
                yield str(name)
                yield from (INDENT + line for line in value_lines(each, types.get(name), width - 2))
    elif isinstance(value, list) and value:
        item = shape.item if isinstance(shape, ListType) else None
        for each in value:
            written = format_value(each, item)
            if columns_of(written) + 2 <= width or not isinstance(each, Mapping | list):
                yield f"- {written}"
            else:
                first, *rest = value_lines(each, item, width - 2)
                yield f"- {first}"
                yield from (INDENT + line for line in rest)
    else:
        yield from textwrap.wrap(format_value(value, shape), max(20, width)) or [""]


def _entry_types(shape: Type | None, value: Mapping[str, Value]) -> dict[str, Type]:
    return dict.fromkeys(value, shape.value) if isinstance(shape, MapType) else entry_types(shape)


def _fits(outcome: Outcome, rule: Rule, width: int) -> bool:
    """Whether the value stands on the line of the title."""
    value = outcome.value
    if isinstance(value, Mapping) or (isinstance(rule, Decision) and rule.is_record):
        return not value
    return columns_of(rule.title) + 2 + columns_of(format_value(value, outcome_type(rule))) <= width


def _problems(outcome: Outcome) -> tuple[Problem, ...]:
    """Return why there is an error; of a case whose facts cannot be read, every problem."""
    if outcome.problem is None:
        return (Problem("evaluation", outcome.message, outcome.rule),)
    return (outcome.problem, *(each for each in outcome.warnings if each.place is None))


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=INDENT, subsequent_indent=INDENT)
