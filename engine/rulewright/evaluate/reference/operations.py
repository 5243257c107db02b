"""Evaluates operators: arithmetic, comparison, logic, `between`, `in` and `instance of`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rulewright.evaluate.reference.absences import absence_of, waiting_within
from rulewright.evaluate.reference.comparison import compare
from rulewright.evaluate.reference.conformance import conforms
from rulewright.evaluate.reference.scope import INPUT, MISSING, Scope
from rulewright.evaluate.reference.truth import decide, truth_of
from rulewright.evaluate.reference.unary import is_in, passes
from rulewright.evaluate.reference.walker import Walker
from rulewright.language import operators, syntax
from rulewright.language.values import Absence, Failure, Value
from rulewright.language.written import resolve_type

ARITHMETIC: Mapping[str, Callable[[Value, Value], Value]] = {
    "+": operators.add,
    "-": operators.subtract,
    "*": operators.multiply,
    "/": operators.divide,
    "**": operators.power,
}


def walk_negation(walker: Walker, node: syntax.Negation, scope: Scope) -> Value:
    """Return the number or duration with the other sign."""
    operand = walker.walk(node.operand, scope)
    return operand if isinstance(operand, Absence) else operators.negate(operand)


def walk_arithmetic(walker: Walker, node: syntax.Arithmetic, scope: Scope) -> Value:
    """Return the sum, difference, product, quotient or power."""
    left, right = walker.walk(node.left, scope), walker.walk(node.right, scope)
    absent = absence_of((left, right))
    if absent is not None:
        return absent
    value = ARITHMETIC[node.operator](left, right)
    walker.check_size(value)
    return value


def walk_comparison(walker: Walker, node: syntax.Comparison, scope: Scope) -> Value:
    """Return how two values compare."""
    left, right = walker.walk(node.left, scope), walker.walk(node.right, scope)
    return compare(walker, node.operator, left, right)


def walk_conjunction(walker: Walker, node: syntax.Conjunction, scope: Scope) -> Value:
    """Return whether both hold; a false on the left decides."""
    left = truth_of(walker, node.left, scope)
    return left if left is False else decide((left, truth_of(walker, node.right, scope)), walker, decisive=False)


def walk_disjunction(walker: Walker, node: syntax.Disjunction, scope: Scope) -> Value:
    """Return whether one of both holds; a true on the left decides."""
    left = truth_of(walker, node.left, scope)
    return left if left is True else decide((left, truth_of(walker, node.right, scope)), walker, decisive=True)


def walk_between(walker: Walker, node: syntax.Between, scope: Scope) -> Value:
    """Return whether a value lies between two others, both included."""
    value, low, high = (walker.walk(part, scope) for part in (node.value, node.low, node.high))
    bounds = (compare(walker, ">=", value, low), compare(walker, "<=", value, high))
    return decide(bounds, walker, decisive=False)


def walk_in(walker: Walker, node: syntax.In, scope: Scope) -> Value:
    """Return whether one of the tests holds for a value."""
    value = walker.walk(node.value, scope)
    return decide((is_in(walker, test, value, scope) for test in node.tests), walker, decisive=True)


def walk_instance_of(walker: Walker, node: syntax.InstanceOf, scope: Scope) -> Value:
    """Return whether a value is of a type; null is of none."""
    value = walker.walk(node.value, scope)
    type_ = resolve_type(node.type, walker.types)
    if type_ is None:
        return Failure("unknown type", "unknown-type", node.type.span, walker.rule)
    if isinstance(value, Absence) and (walker.errors_decide or not isinstance(value, Failure)):
        return value
    if value is None or isinstance(value, Failure):
        return False
    return conforms(value, type_) and (waiting_within(value) or True)


def walk_test(walker: Walker, node: syntax.UnaryTests | syntax.AnyTest | syntax.ComparisonTest, scope: Scope) -> Value:
    """Return whether the input that is in scope passes the test."""
    value = scope.look_up(INPUT)
    if value is MISSING:
        return Failure("a test needs an input, and there is none here", "unknown-name")
    return passes(walker, node, value, scope)
