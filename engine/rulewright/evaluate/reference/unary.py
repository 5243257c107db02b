"""Decides unary tests: the cells of decision tables and the right side of `in` (DMN 1.5, 7.3.3 and 10.3.2.8).

A test is an expression of which the input may or may not be a part:

- `< 5`, `!= x`: the input compares so.
- `? * 2 > limit`: where the input `?` is named, the expression itself is the answer.
- `"a"`, `[1..5]`, `allowed_periods`: the input equals the value, lies in the range, or is in the list.
- `is_late`: a truth that does not name the input decides for every input that is no truth itself.
"""

from __future__ import annotations

from functools import lru_cache

from rulewright.evaluate.reference.absences import waiting_of
from rulewright.evaluate.reference.comparison import compare
from rulewright.evaluate.reference.scope import INPUT, Scope
from rulewright.evaluate.reference.truth import decide
from rulewright.evaluate.reference.walker import Walker
from rulewright.language import operators, syntax
from rulewright.language.descent import children
from rulewright.language.values import Absence, Failure, Value


def passes(walker: Walker, cell: syntax.Node, value: Value, scope: Scope) -> bool | Absence:
    """Return whether an input passes a cell of a decision table."""
    if isinstance(cell, syntax.UnaryTests):
        result = decide((passes(walker, test, value, scope) for test in cell.tests), walker, decisive=True)
        return not result if cell.is_negated and isinstance(result, bool) else _as_truth(result)
    return _holds(walker, cell, value, scope, truths_decide=True)


def is_in(walker: Walker, test: syntax.Node, value: Value, scope: Scope) -> bool | Absence:
    """Return whether `value in test` is true."""
    if isinstance(test, syntax.UnaryTests):
        return passes(walker, test, value, scope)
    return _holds(walker, test, value, scope, truths_decide=False)


def _holds(walker: Walker, test: syntax.Node, value: Value, scope: Scope, *, truths_decide: bool) -> bool | Absence:
    if isinstance(test, syntax.AnyTest):
        return True
    inner = scope.within({INPUT: value})
    if isinstance(test, syntax.ComparisonTest):
        return _as_truth(compare(walker, test.operator, value, walker.walk(test.operand, inner)))
    answer = walker.walk(test, inner)
    is_truth = isinstance(answer, bool) and not isinstance(value, bool | Absence) and value is not None
    if mentions(test, INPUT) or (truths_decide and is_truth):
        return _as_truth(answer)
    waiting = waiting_of((value, answer))
    if waiting is not None:
        return waiting
    if isinstance(value, Failure) and walker.errors_decide and answer is not None:
        return value
    return _as_truth(operators.in_test(value, answer))


@lru_cache(maxsize=4096)
def mentions(node: syntax.Node, name: str) -> bool:
    """Whether an expression names something, anywhere in it."""
    if isinstance(node, syntax.Name):
        return node.name == name
    return any(mentions(child, name) for child in children(node))


def _as_truth(value: Value) -> bool | Absence:
    if isinstance(value, bool | Absence):
        return value
    return Failure("the test answers neither true nor false", "wrong-operand")
