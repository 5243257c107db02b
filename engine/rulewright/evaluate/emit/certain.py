"""Finds the inputs that every evaluation of a decision looks at, whatever the case.

A fact that is looked at only sometimes (in a branch of `if`, behind `and`, where another input is not given) may be
missing without any effect on the outcome. Generated code then does without it, and falls back where it meets it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rulewright.language.descent import children
from rulewright.language.syntax import Conjunction, Disjunction, If, Name, Node
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import Expression


def uncertain_inputs(rule: Decision) -> frozenset[str]:
    """Return the inputs without `otherwise` that some evaluations do not look at."""
    certain = frozenset[str]().union(*(certain_names(each.tree) for each in _always_evaluated(rule)))
    return frozenset(each.name for each in rule.inputs if each.otherwise is None) - certain


def certain_names(node: Node) -> frozenset[str]:
    """Return names that stand where each evaluation of an expression comes by.

    What stands in the body of a loop is taken as such: it is the quicker the less it looks at.
    """
    match node:
        case Name(name=name):
            return frozenset({name})
        case If(condition=condition, consequence=consequence, alternative=alternative):
            return certain_names(condition) | (certain_names(consequence) & certain_names(alternative))
        case Conjunction(left=left) | Disjunction(left=left):
            return certain_names(left)
        case _:
            return frozenset[str]().union(*map(certain_names, children(node)))


def _always_evaluated(rule: Decision) -> Iterator[Expression]:
    yield from (step.expression for step in rule.steps)
    yield from (requirement.condition for requirement in rule.requirements)
    for output in rule.outputs:
        yield from (each for each in (output.expression, output.range) if each is not None)
    if rule.table is not None:
        yield from rule.table.inputs
        yield from (test for row in rule.table.rows for test in row.tests)
