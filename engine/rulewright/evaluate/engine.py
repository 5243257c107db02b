"""Answers questions to a pack: the entrance of the library.

An engine reads a case's values, runs the compiled rule where there is one, and asks the reference evaluator for
everything that the compiled rule does not decide. Both give the same outcome; only the time they take differs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, getcontext, setcontext
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from rulewright.evaluate.known import known
from rulewright.evaluate.outcome import Outcome, TraceNode
from rulewright.evaluate.program import Function, Program
from rulewright.evaluate.runtime import GIVES_WAY, bail
from rulewright.evaluate.source import PackSource
from rulewright.evaluate.trace import read_trace
from rulewright.language.values import DECIMAL128, Value

if TYPE_CHECKING:
    from rulewright.evaluate.needs import Needs
    from rulewright.packs.model import Pack, Rule

CHUNK = 256
"""So many cases of a batch are run under one setting of the decimal context."""

NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Case:
    """One question: a rule, its inputs, and what else an outcome depends on. `id` is the asker's own."""

    rule: str
    inputs: Mapping[str, object]
    id: str = ""
    as_of: str = ""
    known_on: str = ""
    recorded: Mapping[str, object] | None = None


class UnknownRuleError(LookupError):
    """Says that a pack has no rule of that id; `hint` names the nearest."""

    def __init__(self, rule: str, hint: str) -> None:
        super().__init__(f"unknown rule `{rule}`" + (f": {hint}" if hint else ""))
        self.rule = rule
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Plan:
    """How a rule is run: what reads its inputs and what answers; both give way where the rule is not compiled."""

    rule: str
    type: str
    is_compiled: bool
    read: Function
    answer: Function


class Engine:
    """The rules of one pack, ready to be asked. Frozen, and safe to use from several threads."""

    def __init__(self, pack: Pack | PackSource, *, reference: bool = False) -> None:
        self._source = pack if isinstance(pack, PackSource) else PackSource.of(pack)
        self._is_reference = reference
        self._program = Program(tuple(self._source.index.rules), self._source.compile, self._source.cache)
        self._plans: dict[str, Plan] = {}
        self._local = threading.local()

    # ── What there is ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def id(self) -> str:
        """The id of the pack."""
        return self._source.index.id

    @property
    def version(self) -> str:
        """The version of the pack."""
        return self._source.index.version

    @property
    def digest(self) -> str:
        """The digest of the pack's consolidated text."""
        return self._source.index.digest

    @property
    def pack(self) -> Pack:
        """The pack itself."""
        return self._source.pack

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of all rules, in the order of the pack."""
        return tuple(self._source.index.rules)

    def rule(self, id_: str) -> Rule:
        """Return a rule by its id or an alias.

        Raises:
            UnknownRuleError: when there is none.
        """
        return self.pack.rules[self._plan(id_).rule]

    def needs(self, rule: str) -> Needs:
        """Return what an outcome of the rule may need: inputs, open figures, decisions.

        Raises:
            UnknownRuleError: when there is no such rule.
        """
        from rulewright.evaluate.needs import needs_of  # noqa: PLC0415  (a first outcome does without)

        return needs_of(self.rule(rule), self.pack.rules)

    # ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────────

    def run(
        self,
        rule: str,
        inputs: Mapping[str, object] = NOTHING,
        *,
        as_of: str | None = None,  # noqa: ARG002  (kept in receipts; a pack of one version answers for every date)
        known_on: str | None = None,  # noqa: ARG002  (the same)
        recorded: Mapping[str, object] | None = None,
        trace: bool = False,
        reference: bool = False,
    ) -> Outcome:
        """Return the outcome of a rule for a case's facts.

        `inputs` are JSON or Python values by input name: numbers as decimal text, `int` or `Decimal`, never `float`.
        `recorded` are recorded decisions by the discretion's id. With `trace` the reasons are noted on the way;
        without, `Outcome.trace` finds them by evaluating again when it is asked. `reference` leaves the whole
        evaluation to the reference evaluator.

        Raises:
            UnknownRuleError: when there is no such rule.
        """
        plan = self._plans.get(rule) or self._plan(rule)
        if not plan.is_compiled or recorded or reference:
            return self._explain(plan, inputs, recorded or NOTHING, is_reference=reference)
        if trace:
            return self._run_traced(plan, inputs)
        before = getcontext()
        try:
            setcontext(self._context())
            return self._quick(plan, inputs)
        finally:
            setcontext(before)

    def run_many(self, cases: Iterable[Case]) -> Iterator[Outcome]:
        """Yield the outcome of each case, in order.

        Raises:
            UnknownRuleError: when a case asks a rule that there is not.
        """
        remaining = iter(cases)
        while chunk := list(islice(remaining, CHUNK)):
            yield from self._run_chunk(chunk)

    def _run_chunk(self, cases: list[Case]) -> list[Outcome]:
        before = getcontext()
        try:
            setcontext(self._context())
            outcomes = []
            for case in cases:
                plan = self._plans.get(case.rule) or self._plan(case.rule)
                if not plan.is_compiled or case.recorded:
                    outcomes.append(self._explain(plan, case.inputs, case.recorded or NOTHING))
                else:
                    outcomes.append(self._quick(plan, case.inputs))
            return outcomes
        finally:
            setcontext(before)

    def _quick(self, plan: Plan, inputs: Mapping[str, object]) -> Outcome:
        """Return the outcome of a compiled rule; what it does not decide is explained. The context is set."""
        try:
            arguments = plan.read(inputs)
            value = plan.answer([0], *arguments)
        except GIVES_WAY:
            return self._explain(plan, inputs, NOTHING)
        return known(plan.rule, value, plan.type, partial(self._trace, plan, arguments))

    def _run_traced(self, plan: Plan, inputs: Mapping[str, object]) -> Outcome:
        before = getcontext()
        try:
            setcontext(self._context())
            arguments = plan.read(inputs)
            events: list[Any] = [0]
            value = self._traced(plan.rule)(events, *arguments)
        except GIVES_WAY:
            return self._explain(plan, inputs, NOTHING)
        finally:
            setcontext(before)
        return known(plan.rule, value, plan.type, partial(read_trace, events))

    def _trace(self, plan: Plan, arguments: tuple[Value, ...]) -> TraceNode:
        """Evaluate again, noting what a trace tells."""
        before = getcontext()
        events: list[Any] = [0]
        try:
            setcontext(self._context())
            self._traced(plan.rule)(events, *arguments)
        finally:
            setcontext(before)
        return read_trace(events)

    def _traced(self, rule: str) -> Function:
        function = self._program.function(rule, is_tracing=True)
        if function is None:  # pragma: no cover  (both variants are generated from the same nodes)
            raise TypeError(f"`{rule}` has a plain variant only")
        return function

    def _explain(
        self,
        plan: Plan,
        inputs: Mapping[str, object],
        recorded: Mapping[str, object],
        *,
        is_reference: bool = False,
    ) -> Outcome:
        """Return the outcome by the path that explains, which is imported on first use."""
        from rulewright.evaluate.explaining import explain  # noqa: PLC0415

        retrace = None if is_reference or recorded or not plan.is_compiled else partial(self._trace, plan)
        return explain(self._source, plan, inputs, recorded, retrace)

    # ── Plans ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _plan(self, rule: str) -> Plan:
        """Return how a rule is run; the first question to a rule loads it."""
        index = self._source.index
        id_ = rule if rule in index.rules else index.aliases.get(rule, "")
        if not id_:
            from rulewright.diagnostics.suggest import did_you_mean  # noqa: PLC0415  (only for who misspelt)

            raise UnknownRuleError(rule, did_you_mean(rule, index.rules, index.aliases))
        plan = self._plans.get(id_)
        if plan is None:
            answer = None if self._is_reference else self._program.function(id_)
            read = None if answer is None else self._program.reader(id_)
            is_compiled = answer is not None and read is not None
            plan = Plan(id_, index.rules[id_], is_compiled, read or bail, answer or bail)
            self._plans[id_] = plan
        self._plans[rule] = plan
        return plan

    def _context(self) -> Context:
        """Return this thread's decimal context of FEEL."""
        try:
            context: Context = self._local.context
        except AttributeError:
            context = self._local.context = DECIMAL128.copy()
        return context
