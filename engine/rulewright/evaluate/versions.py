"""Chooses the version of a pack that answers a case: by the period or date that it is about, as it was known on a date.

Without `as_of` the period is the one that the case gives for a rule's input whose type is the pack's clock. Without
`known_on` everything counts that is adopted. The wall clock plays no part. A case that could mean several versions, of
which the rule is not the same in all, is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.evaluate.case import Case
from rulewright.evaluate.choice import Choice, without_rule
from rulewright.evaluate.crossings import calling_across, full_text, marked_across, periods_of
from rulewright.evaluate.dates import misread_dates
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.indexed_pack import IndexedPack
from rulewright.evaluate.outcome import Outcome
from rulewright.evaluate.plans import UnknownRuleError
from rulewright.evaluate.tokens import Tokens
from rulewright.evaluate.trace import TraceNode
from rulewright.language.reading.case_words import Misread
from rulewright.packs.model.timeline import Selection, Timeline, UnplacedError, VersionKey, version_name

if TYPE_CHECKING:
    from rulewright.packs.model.pack import Pack
    from rulewright.packs.model.rules import Rule

SHOWN = 8
"""So many times are named in a hint."""


class ReadVersion(Protocol):
    """Reads versions of a pack."""

    @property
    def may_be_personal(self) -> bool:
        """Whether an amendment may mark anything as personal."""

    def __call__(self, id_: str, timeline: Timeline, key: VersionKey) -> Pack:
        """Return a version."""


class PackVersions:
    """The versions of one pack, each read when it is first needed; safe to use from several threads."""

    def __init__(self, base: IndexedPack, read: ReadVersion, tokens: Tokens | None = None) -> None:
        self.tokens = tokens or Tokens()
        self.timeline = Timeline.unpacked(base.index.timeline)
        self._base = base
        self._read = read
        self._engines: dict[VersionKey, Engine] = {(): Engine(base, self.tokens)}
        self._same: dict[tuple[str, tuple[VersionKey, ...]], bool] = {}
        self._across: dict[tuple[VersionKey, tuple[VersionKey, ...]], frozenset[str]] = {}
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
        return next((self.engine(key) for key in self.timeline.keys if version_name(key) == version), None)

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

    def _indexed(self, key: VersionKey) -> IndexedPack:
        cache = self._base.cache.of_version(key)

        def read() -> Pack:
            return self._read(self._base.index.id, self.timeline, key)

        return IndexedPack.cached(cache, read) or IndexedPack.of(read(), cache)

    # ── Which one answers ─────────────────────────────────────────────────────────────────────────────────────────

    def choose(self, case: Case) -> Choice:
        """Return the version that answers a case.

        Raises:
            UnknownRuleError: when no version has the rule.
        """
        rule, as_of = case.rule, case.as_of
        having = self._having(rule)
        problems = self._misread(as_of, case.known_on)
        if problems:
            return Choice(having, problems)
        known = case.known_on or self.timeline.latest
        given = self._period_of(having.rule(rule), case.facts)
        clock = self.timeline.clock
        if as_of is not None and given and clock.moment(as_of).period not in {-1, clock.moment(given).period}:
            message = f"the case is about `{given}`, and `as_of` says `{as_of}`"
            return Choice(having, (Misread("dates-differ", "as_of", message, "leave one of them out"),))
        about = as_of or given
        try:
            choice = self._at(about, known) if about else self._at_any_time(rule, known)
        except UnplacedError as error:
            return Choice(having, (Misread("unplaced-period", "as_of", str(error), "give `as_of` as a date"),))
        missing = () if choice.problems else without_rule(having.rule(rule).id, choice, self.timeline)
        return Choice(having, missing) if missing else choice

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
        selections = self.timeline.selections(known)
        return self._chosen(selections[-1][1] if selections else self.timeline.select("", known), "", known)

    def rule(self, id_: str) -> Rule:
        """Return a rule of the first version that has it.

        Raises:
            UnknownRuleError: when none has.
        """
        return self._having(id_).rule(id_)

    def _at(self, about: str, known: str) -> Choice:
        return self._chosen(self.timeline.select(about, known), about, known)

    def _chosen(self, selection: Selection, about: str, known: str) -> Choice:
        applied = tuple(id_ for id_, is_in_force in selection.applied if is_in_force)
        by_key = tuple(id_ for id_, is_in_force in selection.key if not is_in_force)
        errata = {each.id for each in self.timeline.amendments if each.is_erratum}
        corrections = tuple(id_ for id_ in dict.fromkeys((*applied, *by_key)) if id_ in errata)
        engine = self.engine(selection.key)
        return Choice(engine, (), about, known, applied, by_key, selection.left_out, corrections, self)

    def _at_any_time(self, rule: str, known: str) -> Choice:
        """Return the version of a case that says no time: one, if the rule is the same in all."""
        selections = self.timeline.selections(known)
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
            return Choice(self._having(rule), (Misread("as-of-needed", "as_of", message, hint),))
        return self._last(known)

    def _period_of(self, rule: Rule, facts: Mapping[str, object]) -> str:
        """Return the one period of the clock that the facts of a case name; empty where there are none, or several."""
        names = [name for name in periods_of(rule, self.timeline.clock) if name in facts]
        periods = {self.timeline.clock.member(str(facts[name])) for name in names} - {""}
        return periods.pop() if len(periods) == 1 else ""

    def _having(self, rule: str) -> Engine:
        """Return the engine of the first version that has a rule.

        Raises:
            UnknownRuleError: when none has.
        """
        for engine in map(self.engine, self.timeline.keys):
            if engine.pack.find_rule(rule) is not None:
                return engine
        pack = self.engine(()).pack
        raise UnknownRuleError(rule, did_you_mean(rule, pack.rules, pack.aliases))

    def _misread(self, as_of: str | None, known_on: str | None) -> tuple[Misread, ...]:
        pack = self._base.pack
        return misread_dates(pack.types.get(pack.clock), as_of, known_on)

    def _is_same(self, rule: str, keys: tuple[VersionKey, ...]) -> bool:
        """Whether a rule and all that it rests on are the same in some versions."""
        found = self._same.get((rule, keys))
        if found is None:
            found = self._same[rule, keys] = len({full_text(rule, self.engine(key).pack) for key in keys}) == 1
        return found

    # ── A case that spans versions ────────────────────────────────────────────────────────────────────────────────

    def marked(self, outcome: Outcome, choice: Choice) -> Outcome:
        """Return the outcome of a version with a warning of each rule that was called for the period of another one."""
        if not choice.as_of:  # the rule is the same at all times
            return outcome
        pack, clock = choice.engine.pack, self.timeline.clock
        period = clock.moment(choice.as_of).period
        about = clock.members[period] if period >= 0 else ""
        key = self.timeline.select(choice.as_of, choice.known_on).key
        if outcome.rule not in self._calling(key, choice.known_on):
            return outcome

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

    def _calling(self, key: VersionKey, known_on: str) -> frozenset[str]:
        """Return the rules of a version that may call for another period of a rule that was another one then."""
        keys = tuple(dict.fromkeys(selection.key for _, selection in self.timeline.selections(known_on)))
        found = self._across.get((key, keys))
        if found is None:
            pack = self.engine(key).pack
            found = calling_across(pack, self.timeline.clock, lambda rule: not self._is_same(rule, keys))
            self._across[key, keys] = found
        return found


def _known_trace(trace: TraceNode) -> TraceNode:
    return trace
