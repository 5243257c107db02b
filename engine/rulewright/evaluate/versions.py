"""Chooses the version of a pack that answers a case: by the period or date that it is about, as it was known on a date.

Without `as_of` the period is the one that the case gives for a rule's input whose type is the pack's clock. Without
`known_on` everything counts that is adopted. The wall clock plays no part. A case that could mean several versions, of
which the rule is not the same in all, is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from rulewright.evaluate.case import Case
from rulewright.evaluate.choice import Choice
from rulewright.evaluate.dates import misread_dates
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.indexed_pack import IndexedPack
from rulewright.evaluate.plans import UnknownRuleError
from rulewright.evaluate.tokens import Tokens
from rulewright.language.reading.case_words import Misread
from rulewright.language.types import EnumType, Nullable, Type
from rulewright.packs.model.links import references_of
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
        pack = self._base.pack
        problems = misread_dates(pack.types.get(pack.clock), as_of, case.known_on)
        if problems:
            return Choice(self.engine(()), problems)
        known = case.known_on or self.timeline.latest
        given = self._period_of(rule, case.facts)
        clock = self.timeline.clock
        if as_of is not None and given and clock.moment(as_of).period not in {-1, clock.moment(given).period}:
            message = f"the case is about `{given}`, and `as_of` says `{as_of}`"
            return Choice(self.engine(()), (Misread("dates-differ", "as_of", message, "leave one of them out"),))
        about = as_of or given
        try:
            return self._at(about, known) if about else self._at_any_time(rule, known)
        except UnplacedError as error:
            hint = "give `as_of` as a date"
            return Choice(self.engine(()), (Misread("unplaced-period", "as_of", str(error), hint),))

    def at(self, as_of: str | None, known_on: str | None) -> Choice:
        """Return the version about a date or period, as it was known on a date; without the first the last."""
        pack = self._base.pack
        problems = misread_dates(pack.types.get(pack.clock), as_of, known_on)
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
        for engine in self._having(id_):
            return engine.rule(id_)
        return self.engine(()).rule(id_)

    def _at(self, about: str, known: str) -> Choice:
        return self._chosen(self.timeline.select(about, known), about, known)

    def _chosen(self, selection: Selection, about: str, known: str) -> Choice:
        applied = tuple(id_ for id_, is_in_force in selection.applied if is_in_force)
        by_key = tuple(id_ for id_, is_in_force in selection.key if not is_in_force)
        errata = {each.id for each in self.timeline.amendments if each.is_erratum}
        corrections = tuple(id_ for id_ in dict.fromkeys((*applied, *by_key)) if id_ in errata)
        engine = self.engine(selection.key)
        return Choice(engine, (), about, known, applied, by_key, selection.left_out, corrections)

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
            return Choice(self.engine(()), (Misread("as-of-needed", "as_of", message, hint),))
        return self._last(known)

    def _period_of(self, rule: str, facts: Mapping[str, object]) -> str:
        """Return the one period of the clock that the facts of a case name; empty where there are none, or several."""
        for engine in self._having(rule):
            names = [each.name for each in engine.rule(rule).inputs if self._is_clock(each.type)]
            periods = {self.timeline.clock.member(str(facts[name])) for name in names if name in facts} - {""}
            return periods.pop() if len(periods) == 1 else ""
        self.rule(rule)  # says that there is none
        return ""

    def _is_clock(self, type_: Type) -> bool:
        inner = type_.type if isinstance(type_, Nullable) else type_
        return isinstance(inner, EnumType) and all(self.timeline.clock.member(each) for each in inner.members)

    def _having(self, rule: str) -> Iterator[Engine]:
        """Yield the engines of the versions that have a rule."""
        for engine in map(self.engine, self.timeline.keys):
            try:
                engine.rule(rule)
            except UnknownRuleError:
                continue
            yield engine

    def _is_same(self, rule: str, keys: tuple[VersionKey, ...]) -> bool:
        """Whether a rule and all that it rests on are the same in some versions."""
        found = self._same.get((rule, keys))
        if found is None:
            found = self._same[rule, keys] = len({_text_of(rule, self.engine(key)) for key in keys}) == 1
        return found


def _text_of(rule: str, engine: Engine) -> str:
    """Return all that a rule says, and that the rules say on which it rests."""
    from rulewright.packs.canonical import canonical_text  # noqa: PLC0415  (few cases need it)

    pack = engine.pack
    found = pack.find_rule(rule)
    pending = [found.id] if found is not None else []
    seen: dict[str, str] = {}
    while pending:
        id_ = pending.pop()
        if id_ not in seen and id_ in pack.rules:
            seen[id_] = canonical_text(pack.rules[id_])
            pending += references_of(pack.rules[id_])
    return "\n".join((*(f"{id_} {text}" for id_, text in sorted(seen.items())), canonical_text(pack.requirements)))
