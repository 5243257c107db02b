"""Finds the type of every node of a decision's expressions, which the generation of code rests on.

The pack was checked when it was read, but only the type of each whole expression was kept. Here the same checker
looks at one decision again; the names in scope are those that the reader of packs had in scope.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulewright.language.checker import Scope, check_expression, check_unary_tests
from rulewright.language.types import FunctionType, Type
from rulewright.packs.model.parts import inputs_of, outcome_type
from rulewright.packs.model.rules import Decision, Expression, Rule

NodeTypes = Mapping[int, Mapping[int, Type]]
"""By `id` of an expression: the types of its nodes by their `id`. It holds as long as the pack lives."""


def signature_of(rule: Rule) -> Type:
    """Return the type of a reference to a rule: a function where it has inputs, else its outcome."""
    inputs, result = inputs_of(rule), outcome_type(rule)
    if not inputs:
        return result
    optional = frozenset(input_.name for input_ in inputs if input_.otherwise is not None)
    return FunctionType(tuple((input_.name, input_.type) for input_ in inputs), result, optional=optional)


def node_types(rule: Decision, signatures: Mapping[str, Type], types: Mapping[str, Type]) -> NodeTypes:
    """Return the types of the nodes of every expression of a decision."""
    found: dict[int, Mapping[int, Type]] = {}
    for expression, names, tested in _expressions(rule):
        scope = Scope(names, signatures, types)
        if tested is None:
            checked = check_expression(expression.tree, expression.source, scope)
        else:
            checked = check_unary_tests(expression.tree, expression.source, scope, tested)
        found[id(expression)] = checked.types
    return found


def _expressions(rule: Decision) -> Iterator[tuple[Expression, Mapping[str, Type], Type | None]]:
    """Yield every expression with the names it sees; for unary tests also the type of what is tested."""
    names: dict[str, Type] = {}
    for input_ in rule.inputs:
        if input_.otherwise is not None:
            yield input_.otherwise, dict(names), None
        names[input_.name] = input_.type
    for step in rule.steps:
        yield step.expression, dict(names), None
        names[step.name] = step.expression.type
    for requirement in rule.requirements:
        yield requirement.condition, dict(names), None
    if rule.table is not None:
        local = dict(names)
        for expression in rule.table.inputs:
            yield expression, local, None
        for row in rule.table.rows:
            for cell, tested in zip(row.tests, rule.table.inputs, strict=True):
                yield cell, local, tested.type
        for expression in (*(each for row in rule.table.rows for each in row.results), *rule.table.defaults):
            yield expression, local, None
    for output in rule.outputs:
        if output.expression is not None:
            yield output.expression, dict(names), None
        names[output.name] = output.type
        if output.range is not None:
            yield output.range, dict(names), output.type
