"""Evaluates `if`, `for`, `some` and `every`."""

from __future__ import annotations

from rulewright.evaluate.reference.domains import combinations
from rulewright.evaluate.reference.limits import LimitReached
from rulewright.evaluate.reference.scope import Scope
from rulewright.evaluate.reference.truth import decide, truth_of
from rulewright.evaluate.reference.unary import mentions
from rulewright.evaluate.reference.walker import Walker
from rulewright.language import syntax
from rulewright.language.values import Absence, Failure, Open, Unknown, Value, combine

PARTIAL = "partial"
"""The name of the results so far in the body of `for`."""

NOTHING: frozenset[str] = frozenset()


def walk_if(walker: Walker, node: syntax.If, scope: Scope) -> Value:
    """Return the consequence or the alternative, as the condition says."""
    condition = walker.as_truth(walker.walk(node.condition, scope))
    if condition is True:
        return walker.walk(node.consequence, scope)
    if condition is False:
        return walker.walk(node.alternative, scope)
    if isinstance(condition, Unknown | Open):
        return _undecided(walker, condition, node, scope)
    if isinstance(condition, Absence):
        return condition
    return Failure("the condition of `if` is no boolean", "wrong-operand", node.condition.span, walker.rule)


def _undecided(walker: Walker, condition: Unknown | Open, node: syntax.If, scope: Scope) -> Value:
    """Return what an undecided `if` waits for: what its condition needs, and what both branches need."""
    facts, decisions = _needs(_branch(walker, node.consequence, scope))
    other_facts, other_decisions = _needs(_branch(walker, node.alternative, scope))
    both = (facts | decisions) & (other_facts | other_decisions)
    both_decisions = decisions & other_decisions
    waiting: list[Absence] = [condition]
    if both_decisions:
        waiting.append(Open(both_decisions))
    if both - both_decisions:
        waiting.append(Unknown(both - both_decisions))
    return combine(waiting)


def _branch(walker: Walker, node: syntax.Node, scope: Scope) -> Value:
    """Return the value of a branch that is looked at for its needs; one without an end needs nothing."""
    depth = walker.depth
    try:
        return walker.walk(node, scope)
    except LimitReached as reached:
        walker.depth = depth
        return reached.failure


def _needs(value: Value) -> tuple[frozenset[str], frozenset[str]]:
    """Return the facts and the decisions that a value waits for."""
    if isinstance(value, Open):
        return value.needs, value.decisions
    return (value.needs, NOTHING) if isinstance(value, Unknown) else (NOTHING, NOTHING)


def walk_for(walker: Walker, node: syntax.For, scope: Scope) -> Value:
    """Return the list of what the body answers for each combination of items; it sees those before as `partial`."""
    results: list[Value] = []
    absent: list[Absence] = []
    sees_partial = mentions(node.body, PARTIAL)
    for inner in combinations(walker, node.iterators, scope, longest=walker.limits.list_length):
        if isinstance(inner, Absence):
            absent.append(inner)
            continue
        walker.count_steps(len(results) // 100 if sees_partial else 0)
        names = {PARTIAL: list(results)} if sees_partial else {}
        results.append(walker.walk(node.body, inner.within(names)))
        walker.check_size(results)
    return combine(absent) if absent else walker.as_list(results)


def walk_quantified(walker: Walker, node: syntax.Quantified, scope: Scope) -> Value:
    """Return whether the condition holds for some or for every combination of items."""
    truths = (
        inner if isinstance(inner, Absence) else truth_of(walker, node.condition, inner)
        for inner in combinations(walker, node.iterators, scope)
    )
    return decide(truths, walker, decisive=node.quantifier == "some")
