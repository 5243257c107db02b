"""Says what a cell of a decision table, or the right side of `in`, means of a value (DMN 1.5, 7.3.3 and 10.3.2.8).

The evaluator and the geometry of tables both come here once they know what the expression in the cell comes to.
"""

from __future__ import annotations

from rulewright.language import operators
from rulewright.language.values import Absence, Value

INPUT = "?"
"""The name under which a test's input is in scope. A test that names it is itself the answer."""


def passes(value: Value, answer: Value, *, booleans_decide: bool) -> Value:
    """Return whether a value passes a test that comes to `answer` and does not name its input.

    It equals the answer, lies in that range, or is in that list. In a cell (`booleans_decide`) a boolean decides by
    itself for every value that is no boolean.
    """
    is_other = value is not None and not isinstance(value, bool | Absence)
    if booleans_decide and isinstance(answer, bool) and is_other:
        return answer
    return operators.in_test(value, answer)
