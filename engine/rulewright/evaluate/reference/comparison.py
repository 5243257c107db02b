"""Compares values of which some may be absent."""

from __future__ import annotations

from rulewright.evaluate.reference.absences import absence_of, waiting_of
from rulewright.evaluate.reference.walker import Walker
from rulewright.language import operators
from rulewright.language.values import Failure, Value


def compare(walker: Walker, operator: str, left: Value, right: Value) -> Value:
    """Return `left operator right`.

    An error equals null, as the standard has it. In a pack an error compares with null alone: that is how a rule asks
    whether there is a value; beside anything else the error remains.
    """
    if operator not in {"=", "!="}:
        absent = absence_of((left, right))
        return operators.compare(operator, left, right) if absent is None else absent
    for operand, other in ((left, right), (right, left)):
        if isinstance(operand, Failure):
            if walker.errors_decide and other is not None:
                return absence_of((operand, other))
            walker.absorb(operand)
    waiting = waiting_of((left, right))
    return operators.compare(operator, left, right) if waiting is None else waiting
