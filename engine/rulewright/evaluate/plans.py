"""Plans how each rule of a pack is run: with generated code where there is some, else with the reference evaluator.

A plan is made when its rule is first called, and then kept.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import localcontext
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from rulewright.evaluate.compiled.fallback import InternalError, not_compiled
from rulewright.evaluate.compiled.missing import MISSING
from rulewright.evaluate.compiled.trace import no_events, read_trace
from rulewright.evaluate.indexed_pack import IndexedPack
from rulewright.evaluate.trace import TraceNode
from rulewright.language.numbers import DECIMAL128
from rulewright.language.values import Value
from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.evaluate.compiled.program import GeneratedFunction, Program


class UnknownRuleError(LookupError):
    """Says that a pack has no rule of that id; `hint` names the nearest."""

    def __init__(self, rule: str, hint: str) -> None:
        super().__init__(rule, hint)
        self.rule = rule
        self.hint = hint

    def __str__(self) -> str:
        return f"unknown rule `{self.rule}`" + (f": {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a rule is run: what answers a case's facts, and what answers values.

    Both fall back where the rule is not compiled. `trace` evaluates arguments again, with all reasons; `noting` gives
    the functions that note reasons, and that know of recorded decisions. `has_basis` says whether an outcome may rest
    on a default or a rounding whatever the facts, `has_defaults` whether it does where facts are left out,
    `is_personal` whether the rule, or one that it calls, may come upon something personal.
    """

    rule: str
    type: str
    is_compiled: bool
    is_personal: bool
    of_case: GeneratedFunction
    of_values: GeneratedFunction
    trace: Callable[[tuple[Value, ...]], TraceNode]
    has_basis: bool
    has_defaults: bool
    noting: Callable[[], tuple[GeneratedFunction, GeneratedFunction]]

    def fail(self, error: Exception) -> NoReturn:
        """Raise what is the engine's fault, with its words unless they may be personal."""
        if isinstance(error, InternalError):
            raise error
        fault = InternalError(self.rule, error, is_shown=not self.is_personal)
        raise fault from (None if self.is_personal else error)

    def may_have_basis(self, arguments: tuple[Value, ...]) -> bool:
        """Whether an outcome for these arguments may rest on a default or a rounding."""
        return self.has_basis or (self.has_defaults and MISSING in arguments)


MOST_HINTS = 1000
"""So many names of no rule are kept with what they may have meant."""


class Plans:
    """The plans of a pack's rules by id and by alias. Safe to use from several threads."""

    __slots__ = ("_found", "_hints", "_index", "_indexed", "_made_program")

    def __init__(self, indexed: IndexedPack) -> None:
        self._index = indexed.index
        self._indexed = indexed
        self._made_program: Program | None = None
        self._found: dict[str, Plan] = {}
        self._hints: dict[str, str] = {}

    def __getitem__(self, rule: str) -> Plan:
        """Return the plan of a rule.

        Raises:
            UnknownRuleError: when there is no such rule.
        """
        found = self._found.get(rule)
        if found is None:
            found = self._found[rule] = self._made(rule)
        return found

    @property
    def _program(self) -> Program:
        """The compiled rules; what queries a rule and does not run it, loads nothing of them."""
        if self._made_program is None:
            from rulewright.evaluate.compiled.program import Program  # noqa: PLC0415  (the same)

            indexed = self._indexed
            self._made_program = Program(tuple(indexed.index.rules), indexed.compile, indexed.cache)
        return self._made_program

    def value_function(self, plan: Plan) -> GeneratedFunction:
        """Return the function from a case's facts to the value alone; it falls back where the rule is not compiled."""
        return (self._program.value_function(plan.rule) if plan.is_compiled else None) or not_compiled

    def tracing(self, rule: str) -> tuple[GeneratedFunction, GeneratedFunction]:
        """Return the functions of a compiled rule that note reasons, from a case's facts and from values.

        They fall back where this variant's brackets alone stand deeper inside each other than Python reads.
        """
        return self._program.functions(rule, is_tracing=True) or (not_compiled, not_compiled)

    def id_of(self, rule: str) -> str:
        """Return the id of a rule, which may be named by an alias; nothing is planned for it.

        Raises:
            UnknownRuleError: when there is no such rule.
        """
        index = self._index
        id_ = rule if rule in index.rules else index.aliases.get(rule, "")
        if not id_:
            raise UnknownRuleError(rule, self._hint(rule))
        return id_

    def _hint(self, rule: str) -> str:
        """Return which rule a name may have meant; the same name comes up in many cases."""
        hint = self._hints.get(rule)
        if hint is None:
            from rulewright.diagnostics.suggest import did_you_mean  # noqa: PLC0415  (only for who misspelled)

            if len(self._hints) >= MOST_HINTS:
                self._hints.clear()
            hint = self._hints[rule] = did_you_mean(rule, self._index.rules, self._index.aliases)
        return hint

    def _made(self, rule: str) -> Plan:
        index = self._index
        id_ = self.id_of(rule)
        if id_ != rule:
            return self[id_]
        functions = self._program.functions(id_)
        of_case, of_values = functions or (not_compiled, not_compiled)
        has_basis, has_defaults = self._program.bases_of(id_)
        is_personal = id_ in index.personal
        trace = partial(self._trace, id_)
        return Plan(
            id_,
            index.rules[id_],
            functions is not None,
            is_personal,
            of_case,
            of_values,
            trace,
            has_basis,
            has_defaults,
            partial(self.tracing, id_),
        )

    def _trace(self, rule: str, arguments: tuple[Value, ...]) -> TraceNode:
        """Evaluate again, noting what a trace records."""
        functions = self._program.functions(rule, is_tracing=True)
        if functions is None:
            return self._reference_trace(rule, arguments)
        events = no_events()
        try:
            with localcontext(DECIMAL128):
                functions[1](events, *arguments)
            return read_trace(events)
        except Exception as error:  # noqa: BLE001  (the plain variant answered, so the tracing one does)
            self[rule].fail(error)

    def _reference_trace(self, rule: str, arguments: tuple[Value, ...]) -> TraceNode:
        """Return the trace of a rule whose variant that notes reasons is not compiled."""
        from rulewright.evaluate.reference.evaluator import ReferenceEvaluator  # noqa: PLC0415  (few formulas are that deep)

        pack = self._indexed.pack
        given = zip(pack.rules[rule].inputs, arguments, strict=True)
        values = {each.name: value for each, value in given if value is not MISSING}
        return ReferenceEvaluator.of(pack).evaluate_rule(rule, values).trace
