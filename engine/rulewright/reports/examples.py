"""Says what the examples of a pack came to: failures, then a table by subject, then what none reaches; or as JSON."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from rulewright.blocks import Block, Grid, Labeled, Prose, Tree, Words
from rulewright.check.comparison import ComparedOutcome, Mismatch, MismatchKind
from rulewright.check.coverage import Coverage
from rulewright.check.examples import ExampleResult
from rulewright.check.points import Point, PointKind
from rulewright.diagnostics.wording import counted
from rulewright.evaluate.outcome import Problem, Status
from rulewright.evaluate.plain_json import JsonValue, to_json
from rulewright.evaluate.trace import TraceNode
from rulewright.language.personal import marked
from rulewright.language.types import Type
from rulewright.packs.model.pack import Example, Expectation, Pack
from rulewright.packs.model.version_names import version_words
from rulewright.reports.values import exact_text
from rulewright.source import Place

SCHEMA = "rulewright/examples/1"
FEW = 8
"""So many rules with gaps are listed where the report is short."""

LONGEST_COMMAND = 300

HEAD = ("subject", "examples", "passed", "rules", "branches", "rows", "figures")

WritePlace = Callable[[Place], str]
"""How a place is called."""


def examples_text(
    pack: Pack,
    results: Sequence[ExampleResult],
    coverage: Coverage | None,
    *,
    name: str = "",
    full: bool = False,
    place: WritePlace = str,
) -> Iterator[Block]:
    """Yield the report of a run of examples; `name` is how the pack is called on the command line."""
    version = version_words(pack.version) if pack.timeline.amendments else ""
    for result in results:
        if not result.has_passed:
            yield _failure(result, name or pack.id, version, place)
    if not results and coverage is None:
        yield "there are no examples"
        return
    yield _summary(pack, results, coverage)
    yield _verdict(results)
    if coverage is not None and coverage.missed:
        yield _gaps(coverage, place, full=full)


# ── Failures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _failure(result: ExampleResult, pack: str, version: str, place: WritePlace) -> Block:
    """Return an example that failed: where it stands, what was expected, what came out."""
    example = result.example
    parts: list[Block] = [Words(place(example.place), "dim")]
    for mismatch in result.mismatches:
        output = f"{mismatch.output}: " if mismatch.output else ""
        expected, got = mismatch_texts(mismatch)
        labels = ("expected", "got")
        if mismatch.kind is MismatchKind.EVALUATORS:
            parts.append("the two evaluators disagree")
            labels = ("reference", "compiled")
        parts.append(_labeled(zip(labels, (output + expected, output + got), strict=True)))
    about = (("source", str(example.source or "")), ("note", example.note))
    parts.append(_labeled((label, text) for label, text in about if text))
    parts.append((Words("hint:", "hint"), f" {_explain_command(example, pack, version)}"))
    title = (Words("FAILED", "error"), " ", Words(example.id, "title"), f" · {example.rule}")
    return Tree(title, tuple(parts))


def _labeled(rows: Iterable[tuple[str, str]]) -> Block:
    return Labeled(tuple((Words(label, "label"), Prose(text)) for label, text in rows), column=8)


def _explain_command(example: Example, pack: str, version: str) -> str:
    """Return the command that explains the outcome of an example, or shows the rule where that would get too long."""
    facts = [f"--fact {shlex.quote(f'{name}={_fact(value)}')}" for name, value in example.facts.items()]
    facts += [f"--recorded {shlex.quote(f'{name}={_fact(value)}')}" for name, value in example.recorded.items()]
    facts += [f"--known-on {example.known_on}"] if example.known_on and example.recorded else []
    facts += [f"--version {shlex.quote(version)}"] if version else []
    command = " ".join(["rulewright explain", shlex.quote(pack), example.rule, *facts])
    return command if len(command) <= LONGEST_COMMAND else f"rulewright show {shlex.quote(pack)} {example.rule}"


def _fact(value: object) -> str:
    written = to_json(value)
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)


def mismatch_texts(mismatch: Mismatch) -> tuple[str, str]:
    """Return in words what was expected and what came out; what examples say of persons is invented, and shown."""
    if mismatch.type is not None:
        mismatch = replace(mismatch, type=marked(mismatch.type, is_personal=False))
    match mismatch:
        case Mismatch(kind=MismatchKind.STATUS, expected=Expectation() as expected, got=ComparedOutcome() as got):
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


def answer_text(answer: ComparedOutcome, type_: Type | None) -> str:
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


def _summary(pack: Pack, results: Sequence[ExampleResult], coverage: Coverage | None) -> Grid:
    """Return the table by subject."""
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
    return Grid(head, tuple(rows), right=tuple(range(1, len(head))))


def _counts(results: Sequence[ExampleResult]) -> tuple[str, str]:
    return str(len(results)), str(sum(result.has_passed for result in results))


def _has_points(coverage: Coverage | None, subject: str) -> bool:
    return coverage is not None and any(each.subject == subject for each in coverage.points)


def _reached(coverage: Coverage | None, subject: str | None) -> tuple[str, ...]:
    if coverage is None:
        return ()
    counts = (coverage.count(kind, subject) for kind in PointKind)
    return tuple(f"{reached}/{whole}" if whole else "–" for reached, whole in counts)


def _verdict(results: Sequence[ExampleResult]) -> Words:
    failed = sum(not result.has_passed for result in results)
    if not results:
        return Words("there are no examples", "warning")
    if failed:
        return Words(f"{failed} of {counted(len(results), 'example')} failed", "error")
    return Words(f"{counted(len(results), 'example')} passed", "label")


# ── What no example reaches ───────────────────────────────────────────────────────────────────────────────────────


def _gaps(coverage: Coverage, place: WritePlace, *, full: bool) -> Block:
    """Return what no example reaches, by rule; figures only where the report is full."""
    figures = sum(each.kind is PointKind.FIGURE for each in coverage.missed)
    missed = [each for each in coverage.missed if full or each.kind is not PointKind.FIGURE]
    by_rule = [(rule, list(points)) for rule, points in groupby(missed, key=lambda each: each.rule)]
    shown = by_rule if full else by_rule[:FEW]
    gaps: list[Block] = [Tree(rule, tuple(_by_place(points, place))) for rule, points in shown]
    left = [f"gaps in {counted(len(by_rule) - len(shown), 'more rule')}"] if len(by_rule) > len(shown) else []
    left += [counted(figures, "figure") + " not read"] if figures and not full else []
    rest = [Words(f"and {', '.join(left)}: --full lists them", "dim")] if left else []
    return Tree(Words("No example reaches", "title"), (*gaps, *rest)) if missed else rest[0]


def _by_place(points: Sequence[Point], place: WritePlace) -> Iterator[Block]:
    """Yield what is not reached, and where; the figures of a table are one entry, at the first of them."""

    def entry(text: str, at: Place) -> Block:
        return Tree(Prose(text, 2), (Words(place(at), "dim"),))

    figures = [each for each in points if each.kind is PointKind.FIGURE]
    for each in points:
        if each.kind is not PointKind.FIGURE:
            yield entry("the rule itself" if each.kind is PointKind.RULE else each.what, each.place)
    if figures:
        keys = " ".join(each.what.removeprefix("figure ").replace(", ", ",\N{NO-BREAK SPACE}") for each in figures)
        yield entry(f"{counted(len(figures), 'figure')}: {keys}", figures[0].place)


def examples_json(pack: Pack, results: Sequence[ExampleResult], coverage: Coverage | None) -> dict[str, JsonValue]:
    """Return the report as a JSON object; numbers are decimal text, but counts are numbers."""
    report: dict[str, JsonValue] = {
        "schema": SCHEMA,
        "pack": pack.id,
        "version": pack.version,
        "digest": pack.digest,
        "passed": sum(result.has_passed for result in results),
        "failed": sum(not result.has_passed for result in results),
        "examples": [_result(result) for result in results],
    }
    if coverage is not None:
        report["coverage"] = {
            each.id: _counts_json(coverage, each.id)
            for each in pack.subjects
            if any(point.subject == each.id for point in coverage.points)
        }
        report["missed"] = [_point(point) for point in coverage.missed]
    return report


def _counts_json(coverage: Coverage, subject: str) -> dict[str, JsonValue]:
    counts = {kind.value: coverage.count(kind, subject) for kind in PointKind}
    return {name: {"reached": reached, "all": whole} for name, (reached, whole) in counts.items()}


def _point(point: Point) -> dict[str, JsonValue]:
    return {"kind": point.kind.value, "rule": point.rule, "what": point.what, "place": _place(point.place)}


def _place(place: Place) -> dict[str, JsonValue]:
    return {"path": place.path, "line": place.line, "column": place.column}


def _result(result: ExampleResult) -> dict[str, JsonValue]:
    example = result.example
    return {
        "id": example.id,
        "rule": example.rule,
        "place": _place(example.place),
        "passed": result.has_passed,
        "mismatches": [_mismatch(each) for each in result.mismatches],
    }


def _mismatch(mismatch: Mismatch) -> dict[str, JsonValue]:
    return {
        "kind": mismatch.kind.value,
        "output": mismatch.output or None,
        "expected": _side(mismatch.expected),
        "got": _side(mismatch.got),
        "terms": mismatch.terms or None,
    }


def _side(side: object) -> JsonValue:
    match side:
        case Expectation(status=status, value=value, needs=needs):
            return {"status": status, "value": to_json(value), "needs": list(needs)}
        case ComparedOutcome(status=status, value=value, needs=needs, reason=reason):
            return {"status": status.value, "value": to_json(value), "needs": sorted(needs), "message": reason}
        case Status():
            return side.value
        case Mapping():
            return {str(name): _side(each) for name, each in side.items()}
        case _:
            return to_json(side)
