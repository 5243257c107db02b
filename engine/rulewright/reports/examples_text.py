"""Writes what the examples of a pack came to: failures first, then a table by subject, then what none reaches."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rulewright.check.comparison import Answer, Mismatch, MismatchKind
from rulewright.check.coverage import Coverage
from rulewright.check.examples import ExampleResult
from rulewright.check.points import Point, PointKind
from rulewright.diagnostics.terminal_text import Style, plain_style
from rulewright.diagnostics.wording import counted
from rulewright.evaluate.outcome import Problem, Status, TraceNode
from rulewright.language.types import Type
from rulewright.packs.model.pack import Expectation, Pack
from rulewright.reports.exact_values import exact_text, explain_command
from rulewright.reports.grid import grid
from rulewright.source import Place

FEW = 8
"""So many rules with gaps are listed where the report is short."""

HEAD = ("subject", "examples", "passed", "rules", "branches", "rows", "figures")


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is written: how wide, in which look, and how a place is named."""

    width: int = 100
    style: Style = plain_style
    place: Callable[[Place], str] = str


def examples_text(
    pack: Pack,
    results: Sequence[ExampleResult],
    coverage: Coverage | None,
    *,
    name: str = "",
    full: bool = False,
    look: Look | None = None,
) -> str:
    """Return the report of a run of examples; `name` is how the pack is called on the command line."""
    look = look or Look()
    blocks = [*failures(results, name or pack.id, look), summary(pack, results, coverage, look)]
    if coverage is not None and coverage.missed:
        blocks.append("\n".join(_gaps(coverage, look, full=full)))
    return "\n\n".join(blocks)


# ── Failures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def failures(results: Sequence[ExampleResult], pack: str, look: Look) -> Iterator[str]:
    """Yield a block for each example that failed: where it stands, what was expected, what came out."""
    for result in results:
        if not result.has_passed:
            yield "\n".join(_failure(result, pack, look))


def _failure(result: ExampleResult, pack: str, look: Look) -> Iterator[str]:
    example = result.example
    yield f"{look.style('FAILED', 'error')} {look.style(example.id, 'title')} · {example.rule}"
    yield "  " + look.style(look.place(example.place), "dim")
    for mismatch in result.mismatches:
        output = f"{mismatch.output}: " if mismatch.output else ""
        expected, got = mismatch_texts(mismatch)
        label = "reference" if mismatch.kind is MismatchKind.EVALUATORS else "expected"
        other = "compiled" if mismatch.kind is MismatchKind.EVALUATORS else "got"
        if mismatch.kind is MismatchKind.EVALUATORS:
            yield "  the two evaluators disagree"
        yield from _labelled(label, output + expected, look)
        yield from _labelled(other, output + got, look)
    if example.source is not None:
        yield from _labelled("source", str(example.source), look)
    if example.note:
        yield from _labelled("note", example.note, look)
    # A command is copied: it stays on one line however long.
    yield f"  {look.style('hint:', 'hint')} {explain_command(example, pack)}"


def _labelled(label: str, text: str, look: Look) -> Iterator[str]:
    margin = " " * 12
    lines = textwrap.wrap(text, max(30, look.width - len(margin)), break_on_hyphens=False) or [""]
    yield "  " + look.style(label.ljust(10), "label") + lines[0]
    yield from (margin + line for line in lines[1:])


def mismatch_texts(mismatch: Mismatch) -> tuple[str, str]:
    """Return in words what was expected and what came out."""
    match mismatch:
        case Mismatch(kind=MismatchKind.STATUS, expected=Expectation() as expected, got=Answer() as got):
            return _expectation(expected), answer_text(got, mismatch.type)
        case Mismatch(kind=MismatchKind.NEEDS, expected=tuple() as wanted, got=tuple() as needs):
            return f"needs {', '.join(wanted)}", f"needs {', '.join(needs) or 'nothing'}"
        case Mismatch(kind=MismatchKind.EVALUATORS, expected=Mapping() as reference, got=Mapping() as compiled):
            return _parts(reference), _parts(compiled)
        case Mismatch(kind=MismatchKind.EXACT):
            return f"{mismatch.expected} (exact)", exact_text(mismatch.got, mismatch.type)
        case _:
            terms = f" ({mismatch.terms})" if mismatch.terms else ""
            return exact_text(mismatch.expected, mismatch.type) + terms, exact_text(mismatch.got, mismatch.type)


def _expectation(expected: Expectation) -> str:
    if expected.status == "known":
        return expected.written or "null"
    return expected.status + (f", needs {', '.join(expected.needs)}" if expected.needs else "")


def answer_text(answer: Answer, type_: Type | None) -> str:
    """Return in words what an outcome says."""
    if answer.status is Status.KNOWN:
        return exact_text(answer.value, type_) + (f" ({answer.reason})" if answer.reason else "")
    reason = answer.reason or f"needs {', '.join(sorted(answer.needs))}"
    return f"{answer.status.value}: {reason}"


def _parts(parts: Mapping[str, object]) -> str:
    return "; ".join(f"{name}: {_part(value)}" for name, value in parts.items())


def _part(value: object) -> str:
    match value:
        case Status():
            return value.value
        case TraceNode():
            return "differs"
        case Problem(code=code, reason=reason):
            return f"{code}, {reason}"
        case _:
            return exact_text(value)


# ── Summary ───────────────────────────────────────────────────────────────────────────────────────────────────────


def summary(pack: Pack, results: Sequence[ExampleResult], coverage: Coverage | None, look: Look) -> str:
    """Return the table by subject, and the verdict below it."""
    if not results and coverage is None:
        return "there are no examples"
    subjects = {rule: pack.rules[rule].subject for rule in {result.example.rule for result in results}}
    names = [subject.id for subject in pack.subjects]
    shown = [each for each in names if each in subjects.values() or _has_points(coverage, each)]
    rows = []
    for subject in shown:
        own = [result for result in results if subjects[result.example.rule] == subject]
        rows.append((subject, *_counts(own), *_reached(coverage, subject)))
    if len(rows) > 1:
        rows.append(("all", *_counts(results), *_reached(coverage, None)))
    head = HEAD if coverage is not None else HEAD[:3]
    lines = grid(head, rows, right=range(1, len(head)))
    return "\n".join([look.style(lines[0], "title"), *lines[1:], "", _verdict(results, look)])


def _counts(results: Sequence[ExampleResult]) -> tuple[str, str]:
    return str(len(results)), str(sum(result.has_passed for result in results))


def _has_points(coverage: Coverage | None, subject: str) -> bool:
    return coverage is not None and any(each.subject == subject for each in coverage.points)


def _reached(coverage: Coverage | None, subject: str | None) -> tuple[str, ...]:
    if coverage is None:
        return ()
    counts = (coverage.count(kind, subject) for kind in PointKind)
    return tuple(f"{reached}/{whole}" if whole else "–" for reached, whole in counts)


def _verdict(results: Sequence[ExampleResult], look: Look) -> str:
    failed = sum(not result.has_passed for result in results)
    if not results:
        return look.style("there are no examples", "warning")
    if failed:
        return look.style(f"{failed} of {counted(len(results), 'example')} failed", "error")
    return look.style(f"{counted(len(results), 'example')} passed", "label")


# ── What no example reaches ───────────────────────────────────────────────────────────────────────────────────────


def _gaps(coverage: Coverage, look: Look, *, full: bool) -> Iterator[str]:
    """Yield what no example reaches, by rule; figures only where the report is full."""
    figures = sum(each.kind is PointKind.FIGURE for each in coverage.missed)
    missed = [each for each in coverage.missed if full or each.kind is not PointKind.FIGURE]
    if missed:
        yield look.style("No example reaches", "title")
    by_rule = [(rule, list(points)) for rule, points in groupby(missed, key=lambda each: each.rule)]
    shown = by_rule if full else by_rule[:FEW]
    for rule, points in shown:
        yield "  " + rule
        for place, texts in _by_place(points):
            for text in texts:
                yield from _wrapped(text, look.width)
            yield "      " + look.style(look.place(place), "dim")
    left = [f"gaps in {counted(len(by_rule) - len(shown), 'more rule')}"] if len(by_rule) > len(shown) else []
    left += [counted(figures, "figure") + " not read"] if figures and not full else []
    if left:
        yield ("" if not missed else "  ") + look.style(f"and {', '.join(left)}: --full lists them", "dim")


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text; the parts of a figure's key stay together."""
    glued = text.replace(", ", ",\N{NO-BREAK SPACE}")
    for line in textwrap.wrap(glued, width, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False):
        yield line.replace("\N{NO-BREAK SPACE}", " ")


def _by_place(points: Sequence[Point]) -> Iterator[tuple[Place, Sequence[str]]]:
    """Yield places with what is not reached there; the figures of a table are one entry, at the first of them."""
    figures = [each for each in points if each.kind is PointKind.FIGURE]
    for each in points:
        if each.kind is PointKind.RULE:
            yield each.place, ["the rule itself"]
        elif each.kind is not PointKind.FIGURE:
            yield each.place, [each.what]
    if figures:
        keys = " ".join(each.what.removeprefix("figure ") for each in figures)
        yield figures[0].place, [f"{counted(len(figures), 'figure')}: {keys}"]
