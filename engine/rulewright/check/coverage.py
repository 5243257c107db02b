"""Measures what the examples of a pack reach, by running them through the reference evaluator and watching it.

Rules, table rows, figures, assumed inputs and refusals stand in the trace. Which way a formula went does not: that is
watched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import localcontext
from typing import Any

from rulewright.check.dated_examples import examples_of
from rulewright.check.points import (
    Point,
    PointKind,
    Turn,
    assumption_point,
    rule_point,
    turns_of,
)
from rulewright.check.selection import select
from rulewright.check.watching import Watch
from rulewright.evaluate.facts import read_facts
from rulewright.evaluate.recorded import read_recorded
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.evaluate.trace import TraceNode
from rulewright.language.numbers import DECIMAL128
from rulewright.language.values import Failure
from rulewright.packs.model.pack import Example, Pack
from rulewright.packs.model.rules import Rule

POINT_KINDS: Mapping[str, PointKind] = {
    "requirement": PointKind.BRANCH,
    "row": PointKind.ROW,
    "figure": PointKind.FIGURE,
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What examples ought to reach, in the order of the pack, and what of it they do reach."""

    points: tuple[Point, ...]
    reached: frozenset[Point]

    @property
    def missed(self) -> tuple[Point, ...]:
        """What no example reaches; of a rule that none reaches, only the rule itself."""
        rules = {each.rule for each in self.points if each.kind is PointKind.RULE and each not in self.reached}
        return tuple(
            each
            for each in self.points
            if each not in self.reached and (each.kind is PointKind.RULE or each.rule not in rules)
        )

    def count(self, kind: PointKind, subject: str | None = None) -> tuple[int, int]:
        """Return how many points of a kind are reached and how many there are, in all or in one subject."""
        points = [each for each in self.points if each.kind is kind and subject in {None, each.subject}]
        return sum(each in self.reached for each in points), len(points)


def measure_coverage(
    pack: Pack, examples: Iterable[Example] | None = None, rules: Sequence[str] | None = None
) -> Coverage:
    """Return what examples reach of rules, directly or through other rules.

    Without `examples` all of the pack are run; without `rules` it covers all but the lines of statements, which
    are run on tables.
    """
    checklists = {id_: _Checklist.of(pack.rules[id_]) for id_ in (select(pack).rules if rules is None else rules)}
    turns = [turn for checklist in checklists.values() for turn in checklist.turns]
    watch = Watch.on(turns)
    reference = ReferenceEvaluator.of(pack, watch.walks)
    reached: set[Point] = set()
    for example in examples_of(pack, examples):
        for node in _trace(example, pack, reference).evaluations():
            if node.rule in checklists:
                reached.update(checklists[node.rule].reached_by(node))
            for read in node.figures:
                if read.parameter in checklists:
                    reached.update(checklists[read.parameter].reached_by_reading(read.key))
    reached.update(turn.point for turn in turns if watch.has_seen(turn))
    return Coverage(tuple(point for each in checklists.values() for point in each.points), frozenset(reached))


def _trace(example: Example, pack: Pack, reference: ReferenceEvaluator) -> TraceNode:
    with localcontext(DECIMAL128):
        values, problems = read_facts(example.facts, pack.rules[example.rule].inputs)
        decisions, wrong = read_recorded(example.recorded, pack.rules, {})
    if problems or wrong:
        return TraceNode("", Failure((*problems, *wrong)[0].message))
    return reference.evaluate_rule(example.rule, values, decisions).trace


@dataclass(frozen=True, slots=True)
class _Checklist:
    """What examples ought to reach of one rule."""

    rule: Rule
    whole: Point | None
    assumptions: dict[str, Point]
    turns: tuple[Turn, ...]
    requirements: dict[str, Point]
    rows: dict[int | str | None, Point]
    figures: dict[tuple[str, ...], Point]

    @classmethod
    def of(cls, rule: Rule) -> _Checklist:
        """Return the checklist of a rule."""
        points: dict[str, dict[Any, Point]] = {kind: {} for kind in POINT_KINDS}
        for each in rule.reachable():
            points[each.kind][each.key] = Point(POINT_KINDS[each.kind], rule.id, rule.subject, each.what, each.place)
        return cls(
            rule,
            rule_point(rule),
            {each.name: assumption_point(rule, each) for each in rule.inputs if each.otherwise is not None},
            tuple(turns_of(rule)),
            points["requirement"],
            points["row"],
            points["figure"],
        )

    @property
    def points(self) -> tuple[Point, ...]:
        """Return every point of the rule, each once."""
        whole = [self.whole] if self.whole else []
        turns = [turn.point for turn in self.turns]
        groups = (self.assumptions, self.requirements, self.rows, self.figures)
        return tuple(dict.fromkeys([*whole, *turns, *(point for group in groups for point in group.values())]))

    def reached_by(self, node: TraceNode) -> Iterator[Point]:
        """Yield what an evaluation of the rule reaches, but for turns and figures."""
        if self.whole is not None:
            yield self.whole
        yield from (self.assumptions[name] for name in node.assumed)
        if (
            isinstance(node.value, Failure)
            and node.value.code == "requirement-not-met"
            and node.value.rule == node.rule
        ):
            reason = node.value.reason
            said = next((each.message for each in self.rule.conditions() if each.has_said(reason)), None)
            yield from (self.requirements[each] for each in (said,) if each is not None)
        yield from (self.rows[number] for number in node.rows)
        if None in self.rows and not node.rows and node.outputs and not isinstance(node.value, Failure):
            yield self.rows[None]

    def reached_by_reading(self, key: tuple[str, ...]) -> Iterator[Point]:
        """Yield what reading a figure reaches."""
        yield from (point for point in (self.whole, self.figures.get(key)) if point is not None)
