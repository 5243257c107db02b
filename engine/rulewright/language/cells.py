"""Says what a cell of a decision table, or the right side of `in`, means of a value (DMN 1.5, 7.3.3 and 10.3.2.8).

Both evaluators and the geometry of tables go by this module: by what a range demands of a value, and, once they know
what the expression in a cell comes to, by whether a value passes it.
"""

from __future__ import annotations

from rulewright.language import operators
from rulewright.language.syntax import Node, RangeLiteral
from rulewright.language.values import Absence, Value

INPUT = "?"
"""The name under which a test's input is in scope. A test that names it is itself the answer."""


Bounds = tuple[tuple[str, Node], ...]
"""How a value compares with each of some operands."""


def bounds_of(span: RangeLiteral) -> Bounds:
    """Return how a value compares with the ends of a range that it lies in (DMN 1.5, table 55).

    It lies in the range where all comparisons hold; as with `and`, one that is false decides, whatever comes behind it.
    """
    if span.operator and span.start is not None:
        return ((span.operator, span.start),)
    start = ">=" if span.start_included else ">", span.start
    end = "<=" if span.end_included else "<", span.end
    return tuple((operator, node) for operator, node in (start, end) if node is not None)


def passes(value: Value, answer: Value, *, booleans_decide: bool) -> Value:
    """Return whether a value passes a test that comes to `answer` and does not name its input.

    It equals the answer, lies in that range, or is in that list. In a cell (`booleans_decide`) a boolean decides by
    itself for every value that is no boolean.
    """
    is_other = value is not None and not isinstance(value, bool | Absence)
    if booleans_decide and isinstance(answer, bool) and is_other:
        return answer
    return operators.in_test(value, answer)
