"""Compares two versions of a pack: what they say differently, and what follows for decisions, examples and statements.

A comparison is a value. What differs comes from `packs/comparing.py`; here each rule gets a verdict. A rule is
*identical* where its outcome digest is the same: it and all that it rests on say the same. It has *moved* where an
example shows that it answers differently, its witness, or where a figure of its own is another one. Else it *may move*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from rulewright.compare.digests import OutcomeDigests, computed
from rulewright.compare.examples import ExampleMove, moved_examples
from rulewright.compare.witness.search import Searched, WitnessSearch
from rulewright.diagnostics import Diagnostic
from rulewright.evaluate.engine import Engine
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.comparing import VersionChange
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Rule


class Verdict(Enum):
    """What becomes of the outcomes of a rule; one that only one version has is new, or gone."""

    IDENTICAL = "identical"
    MOVED = "moved"
    MAY_MOVE = "may move"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions: as it was named, what that means in words, and the pack.

    `applied` are its amendments, `left_out` others of the pack with the reasons. `problems` are all that is wrong.
    """

    name: str
    words: str
    version: str
    pack: Pack
    applied: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether the version does not load: it is compared as far as it can be read, and runs no example."""
        return any(each.is_error for each in self.problems)


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What becomes of a rule, or of a line or reconciliation of a `statement`.

    `because` are the changed rules on which it rests, itself first if it is one of them; empty where what it is
    computed from has changed otherwise. `digests` are its outcome digests before and after, empty where there is none.
    The witness is an example that shows that it has moved, or a case that a search has found; `searched` is how that
    went, if there was one.
    """

    rule: Rule
    verdict: Verdict
    because: tuple[str, ...] = ()
    digests: tuple[str, str] = ("", "")
    witness: ExampleMove | None = None
    statement: str = ""
    searched: Searched | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Other times about which two packs differ as well, and what moves there, without witnesses.

    It does not load where one of the versions of these times has errors.
    """

    times: tuple[str, ...]
    movements: tuple[RuleVerdict, ...]
    has_errors: bool = False


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions of a pack, and in what they differ.

    `rules` are the verdicts of all rules that compute, figures among them; `lines` those of statements. `questions`
    are pairs of rules, one gone and one new, that may be one under another name. `rests_on` gives for what is not
    identical by its id all other such rules and lines on which it rests directly, in either version. `elsewhere` is
    what packs that were named as a whole say differently about other times.
    """

    before: Side
    after: Side
    changes: tuple[VersionChange, ...]
    questions: tuple[tuple[str, str], ...]
    examples: tuple[ExampleMove, ...]
    rules: tuple[RuleVerdict, ...]
    lines: tuple[RuleVerdict, ...]
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def movements(self) -> tuple[RuleVerdict, ...]:
        """What is not identical."""
        return tuple(each for each in (*self.rules, *self.lines) if each.verdict is not Verdict.IDENTICAL)

    @property
    def is_identical(self) -> bool:
        """Whether it is certain that no outcome moves."""
        return not self.has_errors and not self.movements and not self.elsewhere

    @property
    def has_errors(self) -> bool:
        """Whether a version does not load, also where it is one of other times."""
        return self.before.has_errors or self.after.has_errors or any(each.has_errors for each in self.elsewhere)


def compare_sides(
    before: Side,
    after: Side,
    changes: Sequence[VersionChange] = (),
    questions: Sequence[tuple[str, str]] = (),
    *,
    with_examples: bool = True,
    seconds: float = 0,
) -> VersionComparison:
    """Return the comparison of two versions under one set of names; `changes` are what they say differently.

    With examples, witnesses are searched for at most so many seconds of a processor for each decision.
    """
    digests = OutcomeDigests(before.pack), OutcomeDigests(after.pack)
    if before.pack.digest == after.pack.digest and not before.has_errors and not after.has_errors:
        digests = (digests[0], digests[0])
    certain = frozenset(id_ for id_, digest in digests[0].rules.items() if digests[1].rules.get(id_) == digest)
    examples: tuple[ExampleMove, ...] = ()
    witnesses: dict[str, ExampleMove] = {}
    searched: Mapping[str, Searched] = {}
    if with_examples and not before.has_errors and not after.has_errors:
        engines = Engine(before.pack), Engine(after.pack)
        examples = tuple(moved_examples(engines, certain))
        for each in sorted(examples, key=lambda move: move.size):
            if not each.is_disputed:
                witnesses.setdefault(each.rule, each)
        if seconds:
            both = [id_ for id_ in digests[1].rules if id_ in digests[0].rules and id_ not in certain]
            decisions = [id_ for id_ in both if isinstance(after.pack.rules[id_], Decision)]
            searched = WitnessSearch(engines, digests, seconds).of_all(decisions, witnesses)
    judging = _Judging(digests, changes, witnesses, searched)
    rules, lines = tuple(judging.rules()), tuple(judging.lines())
    rests_on = _resting(digests, [each for each in (*rules, *lines) if each.verdict is not Verdict.IDENTICAL])
    return VersionComparison(before, after, tuple(changes), tuple(questions), examples, rules, lines, rests_on)


def _resting(
    digests: tuple[OutcomeDigests, OutcomeDigests], movements: Sequence[RuleVerdict]
) -> dict[str, tuple[str, ...]]:
    """Return by id on which others of them movements rest directly, in either version."""
    ids = dict.fromkeys(each.rule.id for each in movements)
    used = {id_: dict.fromkeys(other for side in digests for other in side.direct(id_)) for id_ in ids}
    return {id_: tuple(each for each in found if each in ids and each != id_) for id_, found in used.items()}


@dataclass(frozen=True, slots=True)
class _Judging:
    """What verdicts go by: the digests of both versions, the changes, examples of rules that move, and searches."""

    digests: tuple[OutcomeDigests, OutcomeDigests]
    changes: Sequence[VersionChange]
    witnesses: Mapping[str, ExampleMove]
    searched: Mapping[str, Searched]

    def rules(self) -> Iterator[RuleVerdict]:
        """Yield the verdict of every rule that computes, in the order of the later version."""
        one, other = self.digests
        for id_ in dict.fromkeys((*other.rules, *one.rules)):
            rule = other.pack.rules.get(id_) or one.pack.rules[id_]
            if rule.is_prose:
                continue
            pair = one.rules.get(id_, ""), other.rules.get(id_, "")
            yield self.verdict(rule, pair, self.because(id_, "basis"))

    def lines(self) -> Iterator[RuleVerdict]:
        """Yield the verdict of every line and reconciliation of the statements."""
        one, other = self.digests
        for statement in dict.fromkeys((*other.pack.statements, *one.pack.statements)):
            plans = [pack.statements[statement] for pack in (other.pack, one.pack) if statement in pack.statements]
            for id_ in dict.fromkeys(id_ for plan in plans for id_ in computed(plan)):
                rule = other.pack.rules.get(id_) or one.pack.rules[id_]
                pair = one.lines.get(id_, ""), other.lines.get(id_, "")
                yield self.verdict(rule, pair, self.because(id_, "line_basis"), statement)

    def because(self, rule: str, basis: str) -> tuple[str, ...]:
        """Return the rules that say something else, of all on which a rule rests in either version."""
        one, other = self.digests
        rests = getattr(one, basis).get(rule, frozenset()) | getattr(other, basis).get(rule, frozenset())
        found = sorted(each for each in rests if one.own(each) != other.own(each))
        return (*(each for each in found if each == rule), *(each for each in found if each != rule))

    def verdict(
        self, rule: Rule, digests: tuple[str, str], because: tuple[str, ...], statement: str = ""
    ) -> RuleVerdict:
        """Return what becomes of a rule with these digests."""
        witness = self.witnesses.get(rule.id)
        if digests[0] == digests[1]:
            return RuleVerdict(rule, Verdict.IDENTICAL, (), digests, statement=statement)
        if not all(digests):
            verdict = Verdict.GONE if digests[0] else Verdict.NEW
            return RuleVerdict(rule, verdict, because, digests, statement=statement)
        searched = self.searched.get(rule.id)
        witness = (searched and searched.witness) or witness
        is_moved = witness is not None or any(each.id == rule.id and each.has_moved_figure for each in self.changes)
        verdict = Verdict.MOVED if is_moved else Verdict.MAY_MOVE
        return RuleVerdict(rule, verdict, because, digests, witness, statement, searched)
