"""Chooses the version of a pack that answers a case: by the period or date that it is about, as it was known on a date.

Without `as_of` the period is the one that the case gives for a rule's input whose type is the pack's clock. Without
`known_on` everything counts that is adopted. The wall clock plays no part. A case that could mean several versions, of
which the rule is not the same in all, is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby, islice
from typing import TYPE_CHECKING, Protocol, cast

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.evaluate.answers import refused
from rulewright.evaluate.case import Case
from rulewright.evaluate.choice import Choice, errata_among, without_rule
from rulewright.evaluate.compiled.known import in_version
from rulewright.evaluate.dates import misread_dates
from rulewright.evaluate.engine import CHUNK, Engine
from rulewright.evaluate.indexed_pack import IndexedPack, PackIndex
from rulewright.evaluate.outcome import Outcome
from rulewright.evaluate.plans import UnknownRuleError
from rulewright.evaluate.tokens import Tokens
from rulewright.evaluate.trace import TraceNode
from rulewright.language.reading.case_words import Misread
from rulewright.packs.model.timeline import EVERY_RULE, Selection, Timeline, UnplacedError, VersionKey
from rulewright.packs.model.version_names import is_version_named, version_name

if TYPE_CHECKING:
    from rulewright.language.values import Value
    from rulewright.packs.model.pack import Pack
    from rulewright.packs.model.rules import Rule

SHOWN = 8
"""So many times are named in a hint."""

MOST_CHOICES = 10_000
"""So many choices are kept for further cases: of each rule, date and period that came up."""


class ReadVersion(Protocol):
    """Reads versions of a pack."""

    @property
    def may_be_personal(self) -> bool:
        """Whether an amendment may mark anything as personal."""

    def version(self, id_: str, timeline: Timeline, key: VersionKey) -> Pack:
        """Return a version."""


class PackVersions:
    """The versions of one pack, each read when it is first needed; safe to use from several threads."""

    def __init__(self, base: IndexedPack, read: ReadVersion, tokens: Tokens | None = None) -> None:
        self.tokens = tokens or Tokens()
        self.timeline = Timeline.unpacked(base.index.timeline)
        self._base = base
        self._read = read
        self._packs: dict[VersionKey, IndexedPack] = {(): base}
        self._engines: dict[VersionKey, Engine] = {(): Engine(base, self.tokens)}
        clock = self.timeline.clock
        self._members = {**dict(clock.aliases), **{each: each for each in clock.members}}
        self._choices: dict[tuple[str, str | None, str | None, str], Choice] = {}
        self._inputs: dict[str, tuple[VersionKey, tuple[str, ...]]] = {}
        self._selected: dict[str, tuple[tuple[str, Selection], ...]] = {}
        self._same: dict[tuple[str, tuple[VersionKey, ...]], bool] = {}
        self._across: dict[tuple[str, str, str], bool] = {}
        self._reached = dict(self.timeline.reached)
        self._numbers = {key: number for number, key in enumerate(self.timeline.keys)}
        self._lock = threading.RLock()

    def __reduce__(self) -> tuple[type[PackVersions], tuple[IndexedPack, ReadVersion, Tokens]]:
        """Send the base and what reads versions; the other side reads those that it needs."""
        return PackVersions, (self._base, self._read, self.tokens)

    def with_tokens(self, tokens: Tokens) -> PackVersions:
        """Return the same versions, which show personal values by these tokens."""
        return PackVersions(self._base, self._read, tokens)

    @property
    def has_personal(self) -> bool:
        """Whether an amendment may mark anything as personal."""
        return self._read.may_be_personal

    # ── What there is ─────────────────────────────────────────────────────────────────────────────────────────────

    def all(self) -> tuple[Engine, ...]:
        """Return the engines of all versions, the base first."""
        return tuple(map(self.engine, self.timeline.keys))

    def named(self, version: str) -> Engine | None:
        """Return the engine of the version of a name; None where there is none."""
        return next(
            (self.engine(key) for key in self.timeline.keys if is_version_named(version_name(key), version)), None
        )

    def engine(self, key: VersionKey) -> Engine:
        """Return the engine of one version.

        Raises:
            PackError: when the version has errors.
        """
        with self._lock:
            found = self._engines.get(key)
            if found is None:
                found = self._engines[key] = Engine(self._indexed(key), self.tokens)
            return found

    def _index(self, key: VersionKey) -> PackIndex:
        return self._indexed(key).index

    def _indexed(self, key: VersionKey) -> IndexedPack:
        with self._lock:
            found = self._packs.get(key)
            if found is None:
                found = self._packs[key] = self._opened(key)
            return found

    def _opened(self, key: VersionKey) -> IndexedPack:
        cache = self._base.cache.of_version(key)

        def read() -> Pack:
            return self._read.version(self._base.index.id, self.timeline, key)

        return IndexedPack.cached(cache, read, self._base.index.timeline) or IndexedPack.of(read(), cache)

    # ── Which one answers ─────────────────────────────────────────────────────────────────────────────────────────

    def choose(self, case: Case) -> Choice:
        """Return the version that answers a case.

        Raises:
            UnknownRuleError: when no version has the rule.
        """
        return self._choice(case.rule, case.as_of, case.known_on, case.facts)

    def _choice(self, rule: str, as_of: str | None, known_on: str | None, facts: Mapping[str, object]) -> Choice:
        """Return the version that answers a case: one that was chosen before, where all is said as it was then."""
        having, inputs = self._inputs.get(rule) or self._having(rule)
        given = self._period_of(inputs, facts) if inputs else ""
        question = (rule, as_of, known_on, given)
        found = self._choices.get(question)
        if found is None:
            found = self._chosen_for(rule, as_of, known_on, given, having)
            if len(self._choices) >= MOST_CHOICES:
                self._choices.clear()
            self._choices[question] = found
        return found

    def _chosen_for(self, rule: str, as_of: str | None, known_on: str | None, given: str, having: VersionKey) -> Choice:
        """Return the version that answers cases of a rule; `given` is the period that their facts name."""
        problems = self._misread(as_of, known_on)
        if problems:
            return Choice(self.engine(having), problems)
        known = known_on or self.timeline.latest
        clock = self.timeline.clock
        if as_of is not None and given and clock.moment(as_of).period not in {-1, clock.moment(given).period}:
            message = f"the case is about `{given}`, and `as_of` says `{as_of}`"
            return Choice(self.engine(having), (Misread("dates-differ", "as_of", message, "leave one of them out"),))
        about = as_of or given
        try:
            choice = self._at(about, known) if about else self._at_any_time(rule, known, having)
        except UnplacedError as error:
            hint = "give `as_of` as a date"
            return Choice(self.engine(having), (Misread("unplaced-period", "as_of", str(error), hint),))
        if choice.problems:
            return choice
        id_ = _id_in(self._index(having), rule)
        index = cast("Engine", choice.engine)._indexed.index  # noqa: SLF001  (an engine of the same pack)
        if _id_in(index, id_):
            return choice
        return Choice(self.engine(having), without_rule(id_, index.version, choice, self.timeline))

    def at(self, as_of: str | None, known_on: str | None) -> Choice:
        """Return the version about a date or period, as it was known on a date; without the first the last."""
        problems = self._misread(as_of, known_on)
        if problems:
            return Choice(self.engine(()), problems)
        known = known_on or self.timeline.latest
        try:
            return self._at(as_of, known) if as_of is not None else self._last(known)
        except UnplacedError as error:
            return Choice(self.engine(()), (Misread("unplaced-period", "as_of", str(error), "give `as_of` as a date"),))

    def _last(self, known: str) -> Choice:
        selections = self._selections(known)
        return self._chosen(selections[-1][1] if selections else self.timeline.select("", known), "", known)

    def _selections(self, known: str) -> tuple[tuple[str, Selection], ...]:
        """Return the version of each moment, as it was known on a date."""
        found = self._selected.get(known)
        if found is None:
            if len(self._selected) >= MOST_CHOICES:
                self._selected.clear()
            found = self._selected[known] = self.timeline.selections(known)
        return found

    def id_of(self, name: str) -> str:
        """Return the id of a rule by its id or an alias in the first version that has it.

        Raises:
            UnknownRuleError: when none has.
        """
        return _id_in(self._index(self._having(name)[0]), name)

    def rule(self, id_: str) -> Rule:
        """Return a rule of the first version that has it.

        Raises:
            UnknownRuleError: when none has.
        """
        return self.engine(self._having(id_)[0]).rule(id_)

    def _at(self, about: str, known: str) -> Choice:
        return self._chosen(self.timeline.select(about, known), about, known)

    def _chosen(self, selection: Selection, about: str, known: str) -> Choice:
        applied = tuple(id_ for id_, is_in_force in selection.applied if is_in_force)
        by_key = tuple(id_ for id_, is_in_force in selection.key if not is_in_force)
        corrections = errata_among((*applied, *by_key), self.timeline)
        engine = self.engine(selection.key)
        return Choice(engine, (), about, known, applied, by_key, selection.left_out, corrections, self)

    def _at_any_time(self, rule: str, known: str, having: VersionKey) -> Choice:
        """Return the version of a case that says no time: one, if the rule is the same in all."""
        selections = self._selections(known)
        if not selections:
            return self._chosen(self.timeline.select("", known), "", known)
        keys = tuple(dict.fromkeys(selection.key for _, selection in selections))
        if len(keys) > 1 and not self._is_same(rule, keys):
            times: dict[VersionKey, str] = {}
            for moment, selection in selections:
                times.setdefault(selection.key, moment)
            named = ", ".join(f"`{moment}`" for moment in [*times.values()][:SHOWN])
            message = f"`{rule}` is not the same at all times, and the case does not say which one it is about"
            hint = f"give `as_of`: a date, or a period such as {named}"
            return Choice(self.engine(having), (Misread("as-of-needed", "as_of", message, hint),))
        return self._last(known)

    def _period_of(self, inputs: tuple[str, ...], facts: Mapping[str, object]) -> str:
        """Return the one period of the clock that the facts of a case name; empty where there are none, or several."""
        periods = {self._members.get(str(facts[name]), "") for name in inputs if name in facts} - {""}
        return periods.pop() if len(periods) == 1 else ""

    def _having(self, rule: str) -> tuple[VersionKey, tuple[str, ...]]:
        """Return the first version that has a rule, and the inputs of the rule that are periods of the clock.

        Raises:
            UnknownRuleError: when there is none.
        """
        for key in self.timeline.keys:
            index = self._index(key)
            if id_ := _id_in(index, rule):
                found = self._inputs[rule] = key, index.periods.get(id_, ())
                return found
        index = self._index(())
        raise UnknownRuleError(rule, did_you_mean(rule, index.rules, index.aliases))

    def _misread(self, as_of: str | None, known_on: str | None) -> tuple[Misread, ...]:
        if as_of is None and known_on is None:
            return ()
        pack = self._base.pack
        return misread_dates(pack.types.get(pack.clock), as_of, known_on)

    def _is_same(self, rule: str, keys: tuple[VersionKey, ...]) -> bool:
        """Whether a rule and all that it rests on are the same in some versions.

        Versions are read for it only where an amendment may have reached the rule.
        """
        found = self._same.get((rule, keys))
        if found is None:
            found = self._same[rule, keys] = not self._is_reached(rule, keys) or self._has_one_text(rule, keys)
        return found

    def _is_reached(self, rule: str, keys: tuple[VersionKey, ...]) -> bool:
        """Whether a rule may be another one in any of some versions than in the base, or is not in the base."""
        id_ = _id_in(self._index(()), rule)
        reached = self._reached.get(id_, 0) | self._reached.get(EVERY_RULE, 0)
        return not id_ or (reached > 0 and any(reached >> self._numbers[key] & 1 for key in keys))

    def _has_one_text(self, rule: str, keys: tuple[VersionKey, ...]) -> bool:
        packs = map(self._indexed, keys)
        return len({pack.text_digests.get(_id_in(pack.index, rule), "") for pack in packs}) == 1

    # ── Answering ─────────────────────────────────────────────────────────────────────────────────────────────────

    def run(self, case: Case, *, trace: bool, reference: bool) -> Outcome:
        """Return the outcome of a case in the version that answers it.

        Raises:
            UnknownRuleError: when no version has the rule.
        """
        choice = self.choose(case)
        engine = cast("Engine", choice.engine)
        if choice.problems:
            return self._refused(case.rule, choice)
        return self._answered(engine.run_here(case, trace=trace, reference=reference), choice)

    def values(self, rule: str, cases: Iterable[Mapping[str, object]]) -> Iterator[Value | Outcome]:
        """Yield the value of a rule for each of many cases, each in the version that answers it.

        Raises:
            UnknownRuleError: when no version has the rule.
        """
        remaining = iter(cases)
        while chunk := list(islice(remaining, CHUNK)):
            for choice, group in groupby(chunk, lambda facts: self._choice(rule, None, None, facts)):
                engine = cast("Engine", choice.engine)
                if choice.problems:
                    yield from (self._refused(rule, choice) for _ in group)
                else:
                    found = engine.values(rule, group)
                    yield from (self._answered(each, choice) if isinstance(each, Outcome) else each for each in found)

    def _refused(self, rule: str, choice: Choice) -> Outcome:
        """Return the outcome of a case that no version answers."""
        index = self._index(self._having(rule)[0])
        id_ = _id_in(index, rule)
        return refused(id_, index.rules[id_], choice.problems)

    def _answered(self, outcome: Outcome, choice: Choice) -> Outcome:
        return self.marked(in_version(outcome, cast("Engine", choice.engine).version), choice)

    # ── A case that spans versions ────────────────────────────────────────────────────────────────────────────────

    def marked(self, outcome: Outcome, choice: Choice) -> Outcome:
        """Return the outcome of a version with a warning of each rule that was called for the period of another one."""
        if not choice.as_of or not self._may_cross(outcome.rule, choice):  # without, the rule is the same at all times
            return outcome
        from rulewright.evaluate.crossings import marked_across  # noqa: PLC0415  (few rules span versions)

        pack, clock = cast("Engine", choice.engine).pack, self.timeline.clock
        period = clock.moment(choice.as_of).period
        about = clock.members[period] if period >= 0 else ""
        key = self.timeline.select(choice.as_of, choice.known_on).key

        def other_version(rule: str, period: str) -> str:
            try:
                then = self.timeline.select(clock.member(period), choice.known_on).key
            except UnplacedError:
                return ""
            is_same = then == key or self._is_same(rule, (key, then))
            return "" if is_same else version_name(then)

        trace = outcome.trace
        if trace is None:
            return outcome
        trace, warnings = marked_across(trace, pack, clock, about, other_version)
        return replace(outcome, warnings=(*outcome.warnings, *warnings), make_trace=partial(_known_trace, trace))

    def _may_cross(self, rule: str, choice: Choice) -> bool:
        """Whether a rule, itself or through others, may call for another period of one that was another one then."""
        question = (rule, choice.as_of, choice.known_on)
        found = self._across.get(question)
        if found is None:
            if len(self._across) >= MOST_CHOICES:
                self._across.clear()
            found = self._across[question] = self._crosses(rule, choice)
        return found

    def _crosses(self, rule: str, choice: Choice) -> bool:
        engine = cast("Engine", choice.engine)
        called = engine._indexed.index.across.get(rule, ())  # noqa: SLF001  (an engine of the same pack)
        if not called:
            return False
        keys = tuple(dict.fromkeys(selection.key for _, selection in self._selections(choice.known_on)))
        return len(keys) > 1 and not all(self._is_same(each, keys) for each in called)


def _id_in(index: PackIndex, rule: str) -> str:
    """Return the id of a rule in a version, by the id or an alias; empty where the version has none."""
    return rule if rule in index.rules else index.aliases.get(rule, "")


def _known_trace(trace: TraceNode) -> TraceNode:
    return trace
