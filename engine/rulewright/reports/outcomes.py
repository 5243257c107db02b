"""Says an outcome in blocks: the value, or in so many words why there is none.

Amount of a school: $2,352.35
  grants.amount · School Meals Act, section 1
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulewright.blocks import Block, Fitting, Labeled, Prose, Stack, Tree, Verbatim, Words
from rulewright.diagnostics.rendering import Lines, excerpt
from rulewright.diagnostics.terminal_text import Role
from rulewright.evaluate.outcome import Outcome, Problem, Status
from rulewright.language.types import Type
from rulewright.language.values import Absence, Value
from rulewright.packs.model.notation import Notation
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.version_names import version_words
from rulewright.reports.basis import basis_text
from rulewright.reports.values import format_value, named_parts


def outcome_text(outcome: Outcome, pack: Pack, lines: Lines) -> Block:
    """Return an outcome; `lines` reads the lines of rule files for excerpts."""
    rule = pack.rules[outcome.rule]
    version = answered_by(pack) if outcome.make_trace is not None else ""
    title, citation = Words(rule.title, "title"), Prose(Words(f"{rule.id} · {rule.source}{version}", "dim"))
    if outcome.status is Status.ERROR and outcome.trace is None:  # of a case that cannot be read, every problem
        parts = [problem_text(each, lines, rule=rule.id) for each in _problems(outcome)]
        return Tree((title, ": ", Words(outcome.status.value, "error")), (citation, *parts))
    basis = tuple(basis_text(outcome, pack))
    if outcome.status is Status.KNOWN:
        return _known(outcome, rule, pack.notation, title, (citation, basis))
    role: Role = "error" if outcome.status is Status.ERROR else "absent"
    reasons = _reasons(outcome, rule, pack, lines)
    return Tree((title, ": ", Words(outcome.status.value, role)), (citation, *reasons, *basis))


def answered_by(pack: Pack) -> str:
    """Return which version of a pack answers, to stand behind a citation; empty where it has one."""
    return f" · version {version_words(pack.version)}" if pack.timeline.amendments else ""


def _known(
    outcome: Outcome, rule: Rule, notation: Notation, title: Words, around: tuple[Block, tuple[Block, ...]]
) -> Block:
    value, type_ = outcome.shown, rule.outcome
    citation, basis = around
    if value is None:
        words = "none" + (f" ({outcome.message})" if outcome.message else "")
        return Tree((title, ": ", Words(words, "absent")), (citation, *basis))
    below = Tree(title, (citation, value_text(value, type_, notation), *basis))
    is_record = isinstance(value, Mapping) or len(rule.results) > 1
    if is_record and value:
        return below
    message = [Prose(outcome.message)] if outcome.message else []
    return Fitting(
        (Tree((title, ": ", Words(format_value(value, type_, notation), "value")), (citation, *message, *basis)), below)
    )


def _reasons(outcome: Outcome, rule: Rule, pack: Pack, lines: Lines) -> Iterator[Block]:
    """Yield why there is no value."""
    if outcome.status is Status.ERROR:
        if outcome.problem is not None:
            yield problem_text(outcome.problem, lines, rule=rule.id)
        return
    from rulewright.reports.needs import explain_needs, needs_text  # noqa: PLC0415  (what is known does without)

    yield from needs_text(explain_needs(outcome.needs, rule, pack))
    shown = outcome.shown
    entries = shown.items() if isinstance(shown, Mapping) else ()
    known = {name: each for name, each in entries if not isinstance(each, Absence)}
    if known:
        yield Tree(Words("known so far", "label"), (value_text(known, rule.outcome, pack.notation),))


def problem_text(problem: Problem, lines: Lines, *, rule: str = "") -> Block:
    """Return why there is an error, with the line it stands in where it has a place.

    `rule` is the one that was run: an error of another rule names it.
    """
    where = f" (in `{problem.rule}`)" if problem.rule not in {"", rule} else ""
    parts: list[Block] = [Prose((Words(f"error[{problem.code}]", "error"), f" {problem.reason}{where}"))]
    if problem.hint:
        parts.append(Prose(f"hint: {problem.hint}"))
    if problem.place is not None:
        rows = excerpt(problem.place, lines)
        parts.append(Words(str(problem.place), "dim"))
        parts.append(Verbatim(tuple(tuple(Words(*piece) for piece in row) for row in rows)))
    return Stack(tuple(parts))


def value_text(value: Value, shape: Type | None, notation: Notation) -> Block:
    """Return a value that may take several lines: the entries of a record, the items of a list."""
    if not isinstance(value, Mapping | list) or not value:
        return Prose(format_value(value, shape, notation))
    rows: list[tuple[str, Block]] = []
    for name, each, type_ in named_parts(value, shape):
        text = format_value(each, type_, notation)
        has_parts = isinstance(each, Mapping | list) and each
        rows.append((name, Fitting((text, value_text(each, type_, notation))) if has_parts else text))
    return Labeled(tuple(rows), gap=1 if isinstance(value, list) else 2)


def _problems(outcome: Outcome) -> tuple[Problem, ...]:
    """Return every problem of a case that cannot be read."""
    first = outcome.problem or Problem("evaluation", outcome.message, outcome.rule)
    return (first, *outcome.warnings)
