"""Decides conjunctions and disjunctions with absences: what `and`, `or`, `some`, `every` and `in` share.

A definite false decides a conjunction and a definite true a disjunction, whatever else is absent (DMN 1.5,
10.3.2.10). Otherwise an absence is the answer, which combines all there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from rulewright.evaluate.reference.scope import Scope
from rulewright.evaluate.reference.walker import Walker
from rulewright.language.kinds import kind_of
from rulewright.language.syntax import Node
from rulewright.language.values import Absence, Failure, Value, combine


def truth_of(walker: Walker, node: Node, scope: Scope) -> bool | Absence:
    """Return the truth of an operand, or its absence; anything else, null too, is an error."""
    value = walker.walk(node, scope)
    if isinstance(value, bool | Absence):
        return value
    return Failure(f"a boolean is needed here, not {kind_of(value)}", "wrong-operand", node.span, walker.rule)


def decide(truths: Iterable[Value], walker: Walker, *, decisive: bool) -> Value:
    """Return `decisive` as soon as a truth is that; else what is absent; else the opposite.

    Truths are asked for one by one, so that nothing behind the decisive one is evaluated.
    """
    absences: list[Absence] = []
    for truth in truths:
        if truth is decisive:
            for absence in absences:
                if isinstance(absence, Failure):
                    walker.absorb(absence)
            return decisive
        if isinstance(truth, Absence):
            absences.append(truth)
    return combine(absences) if absences else not decisive
