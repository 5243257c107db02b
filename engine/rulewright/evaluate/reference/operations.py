"""Evaluates operators: arithmetic, comparison, logic, `between`, `in` with its unary tests, and `instance of`.

Logic with absences: a definite false decides a conjunction and a definite true a disjunction, whatever else is absent
(DMN 1.5, 10.3.2.10). Otherwise an absence is the answer, which combines all there are.

Unary tests are the cells of decision tables and the right side of `in` (DMN 1.5, 7.3.3 and 10.3.2.8). A test is an
expression of which the input may or may not be a part:

- `< 5`, `!= x`: the input compares so.
- `? * 2 > limit`: where the input `?` is named, the expression itself is the answer.
- `[1..5]`: the input lies between the ends; the range itself is not made.
- `"a"`, `allowed_periods`: the input equals the value, lies in that range, or is in the list.
- `is_late`: a boolean that does not name the input decides for every input that is no boolean itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial

from rulewright.evaluate.reference.conformance import conforms
from rulewright.evaluate.reference.walker import UNBOUND, Scope, Walker
from rulewright.language import cells, operators, syntax
from rulewright.language.absences import absence_of, absences_within, waiting_of
from rulewright.language.descent import children
from rulewright.language.kinds import kind_of
from rulewright.language.syntax import Node
from rulewright.language.types import NullType
from rulewright.language.values import Absence, Failure, NothingFound, Range, Value, combine
from rulewright.language.work import POWER, compared_size
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
    if node.operator == "**":
        walker.count_steps(POWER)
    value = ARITHMETIC[node.operator](left, right)
    walker.check_size(value)
    walker.count_size(value)
    return value


def walk_comparison(walker: Walker, node: syntax.Comparison, scope: Scope) -> Value:
    """Return how two values compare."""
    left, right = walker.walk(node.left, scope), walker.walk(node.right, scope)
    return compare_values(walker, node.operator, left, right)


def walk_conjunction(walker: Walker, node: syntax.Conjunction, scope: Scope) -> Value:
    """Return whether both hold; a false on the left decides."""
    left = boolean_of(walker, node.left, scope)
    return left if left is False else decide((left, boolean_of(walker, node.right, scope)), walker, decisive=False)


def walk_disjunction(walker: Walker, node: syntax.Disjunction, scope: Scope) -> Value:
    """Return whether one of both holds; a true on the left decides."""
    left = boolean_of(walker, node.left, scope)
    return left if left is True else decide((left, boolean_of(walker, node.right, scope)), walker, decisive=True)


def walk_between(walker: Walker, node: syntax.Between, scope: Scope) -> Value:
    """Return whether a value lies between two others, both included."""
    return lies_within(walker, walker.walk(node.value, scope), ((">=", node.low), ("<=", node.high)), scope)


def walk_in(walker: Walker, node: syntax.In, scope: Scope) -> Value:
    """Return whether one of the tests holds for a value."""
    value = walker.walk(node.value, scope)
    return decide((is_in(walker, test, value, scope) for test in node.tests), walker, decisive=True)


def walk_instance_of(walker: Walker, node: syntax.InstanceOf, scope: Scope) -> Value:
    """Return whether a value is of a type; null is of `Null` alone (DMN 1.5, table 61)."""
    value = walker.walk(node.value, scope)
    type_ = resolve_type(node.type, walker.types)
    if type_ is None:
        return Failure("unknown type", "unknown-type", node.type.span, walker.rule)
    if isinstance(value, Absence) and (walker.errors_decide or not isinstance(value, Failure)):
        return value
    if value is None or isinstance(value, Failure):
        return isinstance(type_, NullType)
    walker.count_size(value)
    absences = [each for each in absences_within(value) if walker.errors_decide or not isinstance(each, Failure)]
    return conforms(value, type_) and (combine(absences) if absences else True)


def walk_test(walker: Walker, node: syntax.UnaryTests | syntax.AnyTest | syntax.ComparisonTest, scope: Scope) -> Value:
    """Return whether the input that is in scope passes the test."""
    value = scope.look_up(cells.INPUT)
    if value is UNBOUND:
        return Failure("a test needs an input, and there is none here", "unknown-name")
    return passes_test(walker, node, value, scope)


# ── Comparison ────────────────────────────────────────────────────────────────────────────────────────────────────────


def compare_values(walker: Walker, operator: str, left: Value, right: Value) -> Value:
    """Return `left operator right`.

    An error equals null, as the standard has it. In a pack it remains an error, beside null too; but a lookup that
    found nothing is null for what compares it with null.
    """
    if operator not in {"=", "!="}:
        absent = absence_of((left, right))
        return _compared(walker, operator, left, right) if absent is None else absent
    for operand, other in ((left, right), (right, left)):
        if isinstance(operand, Failure):
            if walker.errors_decide and not (other is None and isinstance(operand, NothingFound)):
                return absence_of((operand, other))
            walker.absorb(operand)
    waiting = waiting_of((left, right))
    if waiting is not None:
        return waiting
    left, right = (None if isinstance(operand, Failure) else operand for operand in (left, right))
    return _compared(walker, operator, left, right)


def _compared(walker: Walker, operator: str, left: Value, right: Value) -> Value:
    walker.count_steps(compared_size(left, right))
    return walker.looking_inside(partial(operators.compare, operator), left, right)


def lies_within(walker: Walker, value: Value, bounds: cells.Bounds, scope: Scope) -> Value:
    """Return whether a value compares with some operands as it should; one behind a false answer is not evaluated."""
    booleans = (compare_values(walker, operator, value, walker.walk(node, scope)) for operator, node in bounds)
    return decide(booleans, walker, decisive=False)


# ── Logic ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def boolean_of(walker: Walker, node: Node, scope: Scope) -> bool | Absence:
    """Return the boolean that an operand is, or its absence; anything else, null too, is an error."""
    value = walker.walk(node, scope)
    if isinstance(value, bool | Absence):
        return value
    return Failure(f"a boolean is needed here, not {kind_of(value)}", "wrong-operand", node.span, walker.rule)


def decide(booleans: Iterable[Value], walker: Walker, *, decisive: bool) -> Value:
    """Return `decisive` as soon as a boolean is that; else what is absent; else the opposite.

    They are evaluated one by one, so that nothing behind the decisive one is evaluated.
    """
    absences: list[Absence] = []
    for boolean in booleans:
        if boolean is decisive:
            for absence in absences:
                if isinstance(absence, Failure):
                    walker.absorb(absence)
            return decisive
        if isinstance(boolean, Absence):
            absences.append(boolean)
    return combine(absences) if absences else not decisive


# ── Unary tests ───────────────────────────────────────────────────────────────────────────────────────────────────────


def passes_test(walker: Walker, cell: syntax.Node, value: Value, scope: Scope) -> bool | Absence:
    """Return whether an input passes a cell of a decision table."""
    if isinstance(cell, syntax.UnaryTests):
        result = decide((passes_test(walker, test, value, scope) for test in cell.tests), walker, decisive=True)
        return not result if cell.is_negated and isinstance(result, bool) else _as_boolean(result)
    return _holds(walker, cell, value, scope, booleans_decide=True)


def is_in(walker: Walker, test: syntax.Node, value: Value, scope: Scope) -> bool | Absence:
    """Return whether `value in test` is true."""
    if isinstance(test, syntax.UnaryTests):
        return passes_test(walker, test, value, scope)
    return _holds(walker, test, value, scope, booleans_decide=False)


def _holds(walker: Walker, test: syntax.Node, value: Value, scope: Scope, *, booleans_decide: bool) -> bool | Absence:
    if isinstance(test, syntax.AnyTest):
        return True
    inner = scope.within({cells.INPUT: value})
    if isinstance(test, syntax.ComparisonTest):
        return _as_boolean(compare_values(walker, test.operator, value, walker.walk(test.operand, inner)))
    if isinstance(test, syntax.RangeLiteral) and not isinstance(value, Range) and not mentions(test, cells.INPUT):
        return _as_boolean(lies_within(walker, value, cells.bounds_of(test), inner))
    answer = walker.walk(test, inner)
    if mentions(test, cells.INPUT):
        return _as_boolean(answer)
    waiting = waiting_of((value, answer))
    if waiting is not None:
        return waiting
    if isinstance(answer, Failure):
        return answer
    if isinstance(value, Failure):
        if walker.errors_decide and not (answer is None and isinstance(value, NothingFound)):
            return value
        walker.absorb(value)
        value = None
    walker.count_size(answer)
    test_it = partial(cells.passes, booleans_decide=booleans_decide)
    return _as_boolean(walker.looking_inside(test_it, value, answer))


@lru_cache(maxsize=4096)
def mentions(node: syntax.Node, name: str) -> bool:
    """Whether an expression names something, anywhere in it."""
    if isinstance(node, syntax.Name):
        return node.name == name
    return any(mentions(child, name) for child in children(node))


def _as_boolean(value: Value) -> bool | Absence:
    if isinstance(value, bool | Absence):
        return value
    return Failure("the test answers neither true nor false", "wrong-operand")
