"""Evaluates expressions and the rules of a pack the slow and obvious way: the specification of what a pack means.

A rule is a pure function of its inputs. Run for a case, its inputs are the facts; called by a formula, they are
the arguments. What each kind of rule does stands in `rulewright.evaluate.reference.rules`; here are the entrances.

Everything here is meant to be obvious rather than fast (DMN 1.5, chapter 10). Operators and built-ins compute on
values; the walks decide what is evaluated, in which scope, and what becomes of absences:

- A strict operation (arithmetic, comparison, a call of a built-in) with an absent operand is that absence.
- `and`, `or`, `some`, `every` and `in` are decided by one definite operand.
- `if` is decided by its condition alone.
- A list with an item that is unknown, open or not applicable is that absence as a whole; a context keeps it in its
  entry.
- An error acts as null where the standard says so, and keeps its reason. Where a boolean is needed, the standard
  goes on as if an error were false; a pack does not: a rule must not find somebody "not eligible" because a formula
  failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from decimal import localcontext
from functools import partial
from typing import NamedTuple, TypeVar

from rulewright.evaluate.reference import access, control, operations
from rulewright.evaluate.reference.operations import passes_test
from rulewright.evaluate.reference.rules import Frame, RuleEvaluation
from rulewright.evaluate.reference.walker import InvalidDecision, LimitReached, Scope, Walker, Walks, no_rule
from rulewright.evaluate.trace import TraceNode
from rulewright.language import syntax
from rulewright.language.absences import absences_within
from rulewright.language.builtins import BUILTINS
from rulewright.language.builtins.builtin import Builtin
from rulewright.language.limits import DEFAULT_LIMITS, Limits
from rulewright.language.numbers import DECIMAL128
from rulewright.language.syntax import Node
from rulewright.language.types import Type
from rulewright.language.values import Failure, Value
from rulewright.language.work import is_deeper
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.recorded import RecordedDecisions
from rulewright.packs.model.rules import Input, Requirement, Rule
from rulewright.records import dataclass

WALKS: Walks = {
    syntax.NumberLiteral: access.walk_number,
    syntax.StringLiteral: access.walk_literal,
    syntax.BooleanLiteral: access.walk_literal,
    syntax.NullLiteral: access.walk_null,
    syntax.AtLiteral: access.walk_at_literal,
    syntax.ListLiteral: access.walk_list,
    syntax.ContextLiteral: access.walk_context,
    syntax.RangeLiteral: access.walk_range,
    syntax.FunctionDefinition: access.walk_function,
    syntax.Name: access.walk_name,
    syntax.RuleReference: access.walk_rule_reference,
    syntax.PathExpression: access.walk_path,
    syntax.Filter: access.walk_filter,
    syntax.Invocation: access.walk_invocation,
    syntax.Negation: operations.walk_negation,
    syntax.Arithmetic: operations.walk_arithmetic,
    syntax.Comparison: operations.walk_comparison,
    syntax.Conjunction: operations.walk_conjunction,
    syntax.Disjunction: operations.walk_disjunction,
    syntax.Between: operations.walk_between,
    syntax.In: operations.walk_in,
    syntax.InstanceOf: operations.walk_instance_of,
    syntax.If: control.walk_if,
    syntax.For: control.walk_for,
    syntax.Quantified: control.walk_quantified,
    syntax.UnaryTests: operations.walk_test,
    syntax.AnyTest: operations.walk_test,
    syntax.ComparisonTest: operations.walk_test,
    syntax.Invalid: access.walk_invalid,
}
"""How each kind of node is evaluated."""

T = TypeVar("T")


class Evaluated(NamedTuple):
    """What a rule or expression came to: its value or absence, and the errors that did not matter to it."""

    value: Value
    warnings: tuple[Failure, ...]


class EvaluatedRule(NamedTuple):
    """What a rule came to: its value or absence, why, and the errors that did not matter to it."""

    value: Value
    trace: TraceNode
    warnings: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class ReferenceEvaluator:
    """The reference evaluator over the rules and types of a pack.

    Without rules expressions stand alone and follow the standard; with rules an error remains one where the standard
    would take it for false.
    `walks` says how each kind of node is evaluated; whoever watches an evaluation gives walks that report on it.
    `requirements` are what records must meet, by the name of their type.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)
    limits: Limits = DEFAULT_LIMITS
    built_ins: Mapping[str, Builtin] = field(default_factory=lambda: BUILTINS)
    walks: Walks = field(default_factory=lambda: WALKS)
    requirements: Mapping[str, tuple[Requirement, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pack: Pack, walks: Walks = WALKS) -> ReferenceEvaluator:
        """Return the reference evaluator of a pack."""
        return cls(pack.rules, pack.types, walks=walks, requirements=pack.requirements)

    def evaluate(self, tree: Node, names: Mapping[str, Value] | None = None) -> Value:
        """Return the value of an expression; an error is a null that keeps its reason."""
        return self.evaluate_with_warnings(tree, names).value

    def evaluate_with_warnings(self, tree: Node, names: Mapping[str, Value] | None = None) -> Evaluated:
        """Return the value of an expression with the errors that it passed over."""
        frame = self._frame({})
        walker = frame.walker
        value = _bounded(frame, lambda: _answer(walker, walker.walk(tree, Scope(names or {}))))
        return Evaluated(value, _warnings(walker, value))

    def test(self, cell: Node, value: Value, names: Mapping[str, Value] | None = None) -> Value:
        """Return whether an input passes unary tests."""
        frame = self._frame({})
        return _bounded(frame, lambda: passes_test(frame.walker, cell, value, Scope(names or {})))

    def evaluate_rule(
        self, rule_id: str, arguments: Mapping[str, Value], recorded: RecordedDecisions | None = None
    ) -> EvaluatedRule:
        """Return the outcome of a rule for facts that were coerced to its inputs' types.

        A fact that is not given has no entry. `recorded` holds the recorded decisions by the discretion's id and the
        texts of its inputs' values; a decision for all of them stands under the empty tuple.
        """
        rule = self.rules.get(rule_id)
        if rule is None:
            failure = no_rule(rule_id)
            return EvaluatedRule(failure, TraceNode(rule_id, failure), ())
        frame = self._frame(recorded or {})
        walker = frame.walker
        trace = _bounded(frame, lambda: _answer(walker, _traced(frame, rule, arguments)))
        if isinstance(trace, Failure):
            trace = TraceNode(rule_id, trace)
        return EvaluatedRule(trace.value, trace, _warnings(walker, trace.value))

    def departures(self, values: Mapping[str, Value], inputs: Sequence[Input]) -> tuple[Failure, ...]:
        """Return the errors of the facts that are not of the types of the inputs, requirements of records included."""
        frame = self._frame({})
        found = (
            _bounded(frame, partial(frame.departure, values[each.name], each.type, each.name))
            for each in inputs
            if each.name in values
        )
        return tuple(each for each in found if each is not None)

    def _frame(self, recorded: RecordedDecisions) -> Frame:
        """Return the outermost frame of a new evaluation."""
        walker = Walker(self.walks, self.built_ins, self.types, self.limits, errors_decide=bool(self.rules))
        return Frame(RuleEvaluation(self.rules, recorded, walker, self.requirements))


def _warnings(walker: Walker, value: Value) -> tuple[Failure, ...]:
    """Return the errors that were passed over, each once, without those that the outcome itself reports."""
    reported = absences_within(value)
    return tuple(failure for failure in dict.fromkeys(walker.absorbed) if failure not in reported)


def _traced(frame: Frame, rule: Rule, arguments: Mapping[str, Value]) -> TraceNode:
    """Return the trace of a rule, also where a decision that cannot stand ended its evaluation."""
    try:
        return Frame(frame.evaluation, rule.id).trace(rule, arguments)
    except InvalidDecision as invalid:
        return invalid.trace or TraceNode(rule.id, invalid.failure)


def _answer(walker: Walker, answer: T) -> T:
    """Return what an evaluation answers, once that can be written out.

    Raises:
        LimitReached: when it is too large or too deep.
    """
    value = answer.value if isinstance(answer, TraceNode) else answer
    if isinstance(value, list | dict):
        walker.count_size(value)
        if is_deeper(value, walker.limits.depth):
            raise LimitReached(Failure("lists and contexts stand too deep inside each other", "limit-depth"))
    return answer


def _bounded(frame: Frame, evaluate: Callable[[], T]) -> T | Failure:
    """Return what an evaluation comes to, or the failure that ended it."""
    walker = frame.walker
    with localcontext(DECIMAL128), walker.inside(frame):
        try:
            return evaluate()
        except LimitReached as reached:
            reached.locate(walker.place, walker.rule)
            return reached.failure
        except InvalidDecision as invalid:
            return invalid.failure
        except RecursionError:
            return Failure("the evaluation goes too deep", "limit-depth", walker.place, walker.rule)
