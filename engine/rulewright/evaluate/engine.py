"""Runs the rules of a pack: the entrance of the library.

An engine reads a case's values, runs the compiled rule where there is one, and calls the reference evaluator for
everything that the compiled rule does not decide. Both give the same outcome; only the time they take differs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import getcontext, localcontext, setcontext
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, cast

from rulewright.evaluate.case import Case
from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.evaluate.compiled.known import known
from rulewright.evaluate.compiled.missing import MISSING
from rulewright.evaluate.compiled.trace import no_events, read_trace
from rulewright.evaluate.indexed_pack import IndexedPack
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.plans import Plan, Plans
from rulewright.language.numbers import DECIMAL128
from rulewright.language.values import Value

if TYPE_CHECKING:
    from rulewright.evaluate.choice import Choice, Chooser
    from rulewright.evaluate.compiled.program import GeneratedFunction
    from rulewright.evaluate.masking import Masking
    from rulewright.evaluate.needs import Needs
    from rulewright.evaluate.recorded import ReadDecisions
    from rulewright.evaluate.tokens import Tokens
    from rulewright.packs.model.pack import Pack
    from rulewright.packs.model.rules import Rule

CHUNK = 256
"""So many cases of a batch are run under one setting of the decimal context."""

NOTHING: Mapping[str, object] = {}


class _DecimalContext(threading.local):
    """The decimal context of FEEL, one for each thread."""

    def __init__(self) -> None:
        self.context = DECIMAL128.copy()


class Engine:
    """The rules of one pack, ready to run; safe to use from several threads and to send to other processes.

    A pack that `load_pack` has read and that has amendments answers each case in the version that holds for it; `pack`,
    `version` and `digest` are then those of the base. Without `versions` an engine knows one version alone.
    """

    __slots__ = ("_arithmetic", "_indexed", "_masking", "_plans", "_tokens", "_versions")

    def __init__(self, pack: Pack | IndexedPack, tokens: Tokens | None = None, versions: Chooser | None = None) -> None:
        self._indexed = pack if isinstance(pack, IndexedPack) else IndexedPack.of(pack)
        self._versions = versions
        self._plans = Plans(self._indexed)
        self._arithmetic = _DecimalContext()
        self._tokens = tokens or (self._own_tokens() if self.has_personal else None)
        self._masking: Masking | None = None

    def __reduce__(self) -> tuple[type[Engine], tuple[IndexedPack, Tokens | None, Chooser | None]]:
        """Pickle the pack, and the key of tokens; what was compiled comes from the cache, or is compiled again."""
        return Engine, (self._indexed, self._tokens, self._versions)

    def with_tokens(self, tokens: Tokens) -> Engine:
        """Return an engine of the same pack that shows personal values by these tokens."""
        versions = None if self._versions is None else self._versions.with_tokens(tokens)
        return Engine(self._indexed, tokens, versions)

    # ── What there is ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def id(self) -> str:
        """The id of the pack."""
        return self._indexed.index.id

    @property
    def version(self) -> str:
        """The version of the pack."""
        return self._indexed.index.version

    @property
    def digest(self) -> str:
        """The digest of the pack's consolidated text."""
        return self._indexed.index.digest

    @property
    def pack(self) -> Pack:
        """The pack itself."""
        return self._indexed.pack

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of all rules, in the order of the pack."""
        return tuple(self._indexed.index.rules)

    @property
    def has_personal(self) -> bool:
        """Whether anything in the pack is marked as personal."""
        return self._indexed.index.has_personal or (self._versions is not None and self._versions.has_personal)

    @property
    def tokens(self) -> Tokens:
        """What makes the tokens that stand in outputs in the place of personal values."""
        return self._tokens or self._own_tokens()

    @staticmethod
    def _own_tokens() -> Tokens:
        from rulewright.evaluate.tokens import Tokens  # noqa: PLC0415  (few packs have personal values)

        return Tokens()

    def id_of(self, name: str) -> str:
        """Return the id of a rule by its id or an alias, without reading the rule.

        Where the base has none, it is that of the first version that has one.

        Raises:
            UnknownRuleError: when there is none.
        """
        return self._plans.id_of(name) if self._versions is None else self._versions.id_of(name)

    def rule(self, id_: str) -> Rule:
        """Return a rule by its id or an alias.

        Where the base has none, it is that of the first version that has one.

        Raises:
            UnknownRuleError: when there is none.
        """
        if self._versions is not None:
            return self._versions.rule(id_)
        return self.pack.rules[self._plans.id_of(id_)]

    @property
    def versions(self) -> tuple[Engine, ...]:
        """An engine for each version of the pack, the base first; each knows that version alone."""
        return (self,) if self._versions is None else cast("tuple[Engine, ...]", self._versions.all())

    @property
    def is_version(self) -> bool:
        """Whether the pack has amendments, so that this is one of its versions, or all of them."""
        return bool(self._indexed.index.timeline)

    @property
    def named_version(self) -> str:
        """The version, where the engine knows one of several; empty where it chooses, or where there is one."""
        return self.version if self._versions is None and self.is_version else ""

    def choose(self, case: Case) -> Choice:
        """Return which version of the pack answers a case, and which amendments make it up.

        Raises:
            UnknownRuleError: when there is no such rule.
            PackError: when the version has errors.
        """
        return self.choose_at(case.as_of, case.known_on) if self._versions is None else self._versions.choose(case)

    def of_case(self, case: Case) -> Engine:
        """Return the engine of the version that answers a case; where none does, of the first that has its rule."""
        return self if self._versions is None else cast("Engine", self.choose(case).engine)

    def named(self, version: str) -> Engine | None:
        """Return the engine of the version of a name, such as `base`; None where there is none."""
        if self._versions is None:
            from rulewright.packs.model.version_names import is_version_named  # noqa: PLC0415  (few name a version)

            return self if is_version_named(self.version, version) else None
        return cast("Engine | None", self._versions.named(version))

    def at(self, as_of: str | None = None, known_on: str | None = None) -> Engine:
        """Return the engine of the version about a date or period, as it was known on a date; all versions for neither.

        Raises:
            ValueError: when a date is none, or the version has no place in time.
        """
        return self if as_of is None and known_on is None else self.chosen(self.choose_at(as_of, known_on))

    def choose_at(self, as_of: str | None, known_on: str | None) -> Choice:
        """Return which version holds about a date or period (the last, if none is given), as it was known on a date."""
        if self._versions is not None:
            return self._versions.at(as_of, known_on)
        from rulewright.evaluate.choice import only_choice  # noqa: PLC0415  (few cases give dates)
        from rulewright.evaluate.dates import misread_dates  # noqa: PLC0415  (the same)

        problems = misread_dates(self.pack.types.get(self.pack.clock), as_of, known_on)
        return only_choice(self, problems, as_of or "", known_on or "", self._indexed.index.timeline)

    @staticmethod
    def chosen(choice: Choice) -> Engine:
        """Return the engine of the version that was chosen.

        Raises:
            ValueError: when none was.
        """
        if choice.problems:
            raise ValueError(f"{choice.problems[0].message}; {choice.problems[0].hint}")
        return cast("Engine", choice.engine)

    def needs(self, rule: str, as_of: str | None = None, known_on: str | None = None) -> Needs:
        """Return what an outcome of the rule may need: facts, open figures, decisions.

        Raises:
            UnknownRuleError: when there is no such rule.
            ValueError: when a date is none, or does not say which version of the rule is meant.
        """
        from rulewright.evaluate.needs import needs_of  # noqa: PLC0415  (a first outcome does without)

        if self._versions is not None or as_of is not None or known_on is not None:
            return self.chosen(self.choose(Case(rule, NOTHING, "", as_of, known_on))).needs(rule)
        return needs_of(self.rule(rule), self.pack.rules)

    # ── Running ───────────────────────────────────────────────────────────────────────────────────────────────────

    def run(
        self,
        rule: str,
        facts: Mapping[str, object] = NOTHING,
        *,
        as_of: str | None = None,
        known_on: str | None = None,
        recorded: Mapping[str, object] | None = None,
        trace: bool = False,
        reference: bool = False,
    ) -> Outcome:
        """Return the outcome of a rule for a case's facts.

        `facts` are JSON or Python values by input name: numbers as decimal text, `int` or `Decimal`, never `float`.
        `as_of` is the date, or the member of the pack's `clock`, that the outcome is about, `known_on` the date up to
        which amendments and decisions count; where they change nothing, a warning of the outcome says so.
        `recorded` are recorded decisions by the discretion's id. With `trace` the reasons are noted on the way;
        without, `Outcome.trace` finds them by evaluating again when it is read. `reference` leaves the whole
        evaluation to the reference evaluator.

        Raises:
            UnknownRuleError: when there is no such rule.
            InternalError: when the code generated for the rule fails.
        """
        if self._versions is not None:
            case = Case(rule, facts, "", as_of, known_on, recorded)
            return self._versions.run(case, trace=trace, reference=reference)
        if as_of is not None or known_on is not None:
            return self._run_dated(Case(rule, facts, "", as_of, known_on, recorded), trace=trace, reference=reference)
        plan = self._plans[rule]
        if not plan.is_compiled or recorded or reference:
            return self._explain(plan, facts, recorded or NOTHING, is_reference=reference)
        before = getcontext()
        setcontext(self._arithmetic.context)
        try:
            if trace:
                events = no_events()
                value, _ = self._plans.tracing(plan.rule)[0](facts, events)
                may_have_basis = plan.has_basis or plan.has_defaults
                outcome = known(plan.rule, value, plan.type, partial(read_trace, events), may_have_basis)
            else:
                value, arguments = plan.of_case(facts)
                may_have_basis = plan.has_basis or (plan.has_defaults and MISSING in arguments)
                outcome = known(plan.rule, value, plan.type, partial(plan.trace, arguments), may_have_basis)
            return self._masked(outcome) if plan.is_personal else outcome
        except Exception as error:  # noqa: BLE001  (it is looked at there)
            return self._undecided(plan, facts, error)
        finally:
            setcontext(before)

    def read_decisions(self, recorded: Mapping[str, object], *, known_on: str | None = None) -> ReadDecisions:
        """Return recorded decisions for `recorded` of many cases: they are read now, and not for each case again."""
        from rulewright.evaluate.recorded import decisions_of  # noqa: PLC0415  (most cases record nothing)

        return decisions_of(recorded, self.pack.rules, self._indexed.index.aliases, known_on)

    def run_case(self, case: Case, *, trace: bool = False) -> Outcome:
        """Return the outcome of a case, as `run` does.

        Raises:
            UnknownRuleError: when there is no such rule.
            InternalError: when the code generated for the rule fails.
        """
        return self.run(
            case.rule, case.facts, as_of=case.as_of, known_on=case.known_on, recorded=case.recorded, trace=trace
        )

    def run_many(self, cases: Iterable[Case]) -> Iterator[Outcome]:
        """Yield the outcome of each case, in order.

        Raises:
            UnknownRuleError: when a case names a rule that there is not.
            InternalError: when the code generated for a rule fails.
        """
        remaining = iter(cases)
        while chunk := list(islice(remaining, CHUNK)):
            yield from self._run_chunk(chunk)

    def values(self, rule: str, cases: Iterable[Mapping[str, object]]) -> Iterator[Value | Outcome]:
        """Yield the value of a rule for each of many cases; where a case has none, the outcome that says why.

        The quickest way through many cases of one rule: no outcome is made where there is a value.

        Raises:
            UnknownRuleError: when there is no such rule.
            InternalError: when the code generated for the rule fails.
        """
        if self._versions is not None:
            yield from self._versions.values(rule, cases)
            return
        plan = self._plans[rule]
        value_of = self._plans.value_function(plan)
        remaining = iter(cases)
        while chunk := list(islice(remaining, CHUNK)):
            yield from self._values(plan, value_of, chunk)

    def _values(
        self, plan: Plan, value_of: GeneratedFunction, cases: list[Mapping[str, object]]
    ) -> list[Value | Outcome]:
        found: list[Value | Outcome] = []
        with localcontext(DECIMAL128):
            for facts in cases:
                try:
                    found.append(value_of(facts))
                except Exception as error:  # noqa: BLE001  (it is looked at there)
                    outcome = self._undecided(plan, facts, error)
                    is_known = outcome.status is Status.KNOWN and not outcome.message
                    found.append(outcome.value if is_known else outcome)
        return found

    def _run_chunk(self, cases: list[Case]) -> list[Outcome]:
        outcomes = []
        with localcontext(DECIMAL128):
            for case in cases:
                if case.recorded or case.as_of is not None or case.known_on is not None or self._versions is not None:
                    outcome = self.run_case(case)
                else:
                    plan = self._plans[case.rule]
                    try:
                        value, arguments = plan.of_case(case.facts)
                        may_have_basis = plan.has_basis or (plan.has_defaults and MISSING in arguments)
                        outcome = known(plan.rule, value, plan.type, partial(plan.trace, arguments), may_have_basis)
                        outcome = self._masked(outcome) if plan.is_personal else outcome
                    except Exception as error:  # noqa: BLE001  (it is looked at there)
                        outcome = self._undecided(plan, case.facts, error)
                outcomes.append(outcome)
        return outcomes

    def _undecided(self, plan: Plan, facts: Mapping[str, object], error: Exception) -> Outcome:
        """Return the outcome of a case that generated code has left; an error that is no fallback is a fault."""
        if not isinstance(error, Fallback):
            plan.fail(error)
        return self._explain(plan, facts, NOTHING, is_reference=error.reason is Reason.LIMIT)

    def _explain(
        self,
        plan: Plan,
        facts: Mapping[str, object],
        recorded: Mapping[str, object],
        known_on: str | None = None,
        *,
        is_reference: bool = False,
    ) -> Outcome:
        """Return the outcome by the path that explains, which is imported on first use."""
        from rulewright.evaluate.explaining import explained_outcome  # noqa: PLC0415  (a compiled rule does without)

        is_reference = is_reference or not plan.is_compiled
        outcome = explained_outcome(self._indexed, plan, facts, recorded, known_on, is_reference=is_reference)
        return self._masked(outcome) if plan.is_personal else outcome

    def _masked(self, outcome: Outcome) -> Outcome:
        """Return the outcome of a rule that may come upon something personal as outputs may have it."""
        if self._masking is None:
            from rulewright.evaluate.masking import Masking  # noqa: PLC0415  (few packs have personal values)

            self._masking = Masking(self.pack, self.tokens)
        return self._masking.outcome(outcome)

    def _run_dated(self, case: Case, *, trace: bool, reference: bool) -> Outcome:
        """Return the outcome of a case with dates, which change nothing in an engine that knows one version."""
        from rulewright.evaluate.answers import refused  # noqa: PLC0415  (few cases give dates)
        from rulewright.evaluate.dates import dates_without_effect  # noqa: PLC0415  (the same)

        choice = self.choose(case)
        if choice.problems:
            plan = self._plans[case.rule]
            return refused(plan.rule, plan.type, choice.problems)
        outcome = self.run_here(case, trace=trace, reference=reference)
        reason = "the version is chosen" if self.is_version else "the pack has one version"
        dates = case.as_of, None if case.recorded else case.known_on
        notes = dates_without_effect(outcome.rule, reason, self.version, *dates)
        return replace(outcome, warnings=(*outcome.warnings, *notes))

    def run_here(self, case: Case, *, trace: bool = False, reference: bool = False) -> Outcome:
        """Return the outcome of a case in this version; of recorded decisions those that were known count."""
        if case.recorded:
            plan = self._plans[case.rule]
            return self._explain(plan, case.facts, case.recorded, case.known_on, is_reference=reference)
        return self.run(case.rule, case.facts, trace=trace, reference=reference)
