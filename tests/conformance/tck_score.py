"""Scores answers to TCK cases: by topic, on all cases, on those that expect a value, and beside an answer of null."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulewright.language.equality import is_identical
from rulewright.language.values import Value
from tck_values import read_value

Json = Any
TOLERANCE = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Result:
    """One case with its answer, and whether it is right."""

    case: Json
    answer: Json
    is_right: bool

    @property
    def expects_null(self) -> bool:
        """Whether null is the right answer."""
        return bool(self.case["expected"]["type"] == "null")


@dataclass(frozen=True, slots=True)
class Score:
    """All results."""

    results: tuple[Result, ...]

    def of(self, kind: str) -> Score:
        """Return the score of one kind of case."""
        return Score(tuple(result for result in self.results if result.case["kind"] == kind))

    @property
    def rate(self) -> float:
        """The share of right answers."""
        return _rate(self.results)

    @property
    def failures(self) -> tuple[Result, ...]:
        """The cases answered wrongly."""
        return tuple(result for result in self.results if not result.is_right)

    def text(self) -> str:
        """Return the score for people."""
        lines: list[str] = []
        for kind in ("literal", "decision_table", "other"):
            results = self.of(kind).results
            if not results:
                continue
            valued = [result for result in results if not result.expects_null]
            null = sum(result.expects_null for result in results) / len(results)
            lines.append(
                f"{kind}: {_share(results)}; expecting a value: {_share(valued)}; always null would have {null:.1%}"
            )
            if kind != "other":
                topics = sorted({result.case["topic"] for result in results})
                lines.extend(f"  {topic}: {_share(r for r in results if r.case['topic'] == topic)}" for topic in topics)
        for result in self.of("literal").failures + self.of("decision_table").failures:
            lines.append(f"FAILED {result.case['id']}")
            lines.append(f"  {result.case.get('expression') or result.case.get('table')}")
            lines.append(f"  expected {result.case['expected']}")
            lines.append(f"  got      {result.answer.get('value') or result.answer.get('error')}")
        return "\n".join(lines) + "\n"


def score(cases: Iterable[Json], answers: Iterable[Json]) -> Score:
    """Return how the answers compare with what the cases expect."""
    pairs = zip(cases, answers, strict=True)
    return Score(tuple(Result(case, answer, _is_right(case["expected"], answer)) for case, answer in pairs))


def _is_right(expected: Json, answer: Json) -> bool:
    if "error" in answer:
        return bool(expected["type"] == "null")
    return _agree(read_value(expected), read_value(answer["value"]))


def _agree(expected: Value, got: Value) -> bool:
    if isinstance(expected, Decimal) and isinstance(got, Decimal):
        return abs(expected - got) <= TOLERANCE
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(_agree(e, g) for e, g in zip(expected, got, strict=True))
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(_agree(expected[name], got[name]) for name in expected)
    return is_identical(expected, got)


def _rate(results: Iterable[Result]) -> float:
    rights = [result.is_right for result in results]
    return sum(rights) / len(rights) if rights else 1.0


def _share(results: Iterable[Result]) -> str:
    results = list(results)
    rights = sum(result.is_right for result in results)
    return f"{rights}/{len(results)} = {_rate(results):.2%}"
