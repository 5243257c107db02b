"""Writes what the examples of a pack came to as JSON, for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rulewright.check.comparison import Answer, Mismatch
from rulewright.check.coverage import Coverage
from rulewright.check.examples import ExampleResult
from rulewright.check.points import Point, PointKind
from rulewright.evaluate.outcome import Status
from rulewright.evaluate.plain_json import JsonValue, to_json
from rulewright.packs.model.pack import Expectation, Pack
from rulewright.source import Place

SCHEMA = "rulewright/examples/1"


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
            each.id: _counts(coverage, each.id)
            for each in pack.subjects
            if any(point.subject == each.id for point in coverage.points)
        }
        report["missed"] = [_point(point) for point in coverage.missed]
    return report


def _counts(coverage: Coverage, subject: str) -> dict[str, JsonValue]:
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
        case Answer(status=status, value=value, needs=needs, reason=reason):
            return {"status": status.value, "value": to_json(value), "needs": sorted(needs), "message": reason}
        case Status():
            return side.value
        case Mapping():
            return {str(name): _side(each) for name, each in side.items()}
        case _:
            return to_json(side)
