"""Takes rules apart whatever their kind: their inputs, their expressions, the type of their outcome."""

from __future__ import annotations

from collections.abc import Iterator

from rulewright.language.types import STRING, ContextType, MapType, Type
from rulewright.packs.model.rules import Decision, Discretion, Expression, Input, Parameter, Rule


def inputs_of(rule: Rule) -> tuple[Input, ...]:
    """Return the inputs of a rule; of a parameter the keys that are asked for."""
    return rule.inputs if isinstance(rule, Parameter | Decision | Discretion) else ()


def outcome_type(rule: Rule) -> Type:
    """Return the type of an outcome: a record where there are several outputs, the text of a definition."""
    match rule:
        case Decision(outputs=(single,)):
            return single.type
        case Decision(outputs=outputs):
            return ContextType(tuple((output.name, output.type) for output in outputs))
        case Parameter(collected_key=Input(type=key)):
            return MapType(rule.type, key)
        case Parameter() | Discretion():
            return rule.type
        case _:
            return STRING


def output_type(rule: Rule, name: str) -> Type | None:
    """Return the declared type of one output of a decision; None where it has none of that name."""
    outputs = rule.outputs if isinstance(rule, Decision) else ()
    return next((output.type for output in outputs if output.name == name), None)


def expressions_of(rule: Rule) -> Iterator[Expression]:
    """Yield every expression of a rule, in the order in which they are evaluated."""
    if isinstance(rule, Discretion) and rule.limits is not None:
        yield rule.limits
    if not isinstance(rule, Decision):
        return
    yield from (input_.otherwise for input_ in rule.inputs if input_.otherwise is not None)
    yield from (step.expression for step in rule.steps)
    yield from (requirement.condition for requirement in rule.requirements)
    if rule.table is not None:
        yield from rule.table.inputs
        for row in rule.table.rows:
            yield from (*row.tests, *row.results)
        yield from rule.table.defaults
    for output in rule.outputs:
        yield from (each for each in (output.expression, output.range) if each is not None)
