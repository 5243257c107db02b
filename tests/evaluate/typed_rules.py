"""Makes rules as models, without files, whose expressions have the types that the reader of packs gives them."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

from rulewright.language.checker import Environment, check_expression, check_unary_tests
from rulewright.language.syntax import (
    Node,
)
from rulewright.language.types import BOOLEAN, NUMBER, STRING, EnumType, FunctionType, ListType, Type
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import (
    Citation,
    Expression,
    Rule,
)
from rulewright.source import Place, SourceText

_SPEC = importlib.util.spec_from_file_location("trees", Path(__file__).parents[1] / "language" / "trees.py")
assert _SPEC is not None
assert _SPEC.loader is not None
trees = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(trees)

TEXT = SourceText.of("")
PLACE = Place("test.yaml", 1, 1)
CITATION = Citation("protocol")
TIER = EnumType("tier", ("low", "high", "none"))
TYPES: dict[str, Type] = {"number": NUMBER, "string": STRING, "boolean": BOOLEAN, "list<number>": ListType(NUMBER)}
FACTS = {"n": "number", "m": "number", "s": "string", "t": "boolean", "ns": "list<number>"}


def expression(tree: Node, type_: Type) -> Expression:
    """Return an expression whose nodes have no types yet."""
    return Expression(TEXT, tree, type_, ())


def typed(rules: dict[str, Rule]) -> dict[str, Rule]:
    """Return rules whose expressions have the types of their nodes, as the reader of packs gives them."""
    signatures = {id_: signature_of(rule) for id_, rule in rules.items()}
    return {
        id_: _typed_decision(rule, signatures) if isinstance(rule, Decision) else rule for id_, rule in rules.items()
    }


def signature_of(rule: Rule) -> Type:
    inputs, result = rule.inputs, rule.outcome
    optional = frozenset(each.name for each in inputs if each.otherwise is not None)
    parameters = tuple((each.name, each.type) for each in inputs)
    return FunctionType(parameters, result, optional=optional) if inputs else result


def _typed_decision(rule: Decision, signatures: dict[str, Type]) -> Decision:
    names: dict[str, Type] = {}

    def checked(each: Expression | None, tested: Type | None = None) -> Expression | None:
        if each is None:
            return None
        environment = Environment(dict(names), signatures, {"tier": TIER})
        found = (
            check_expression(each.tree, TEXT, environment)
            if tested is None
            else check_unary_tests(each.tree, TEXT, environment, tested)
        )
        return replace(each, tree=found.tree, types=found.types)

    inputs = []
    for each in rule.inputs:
        inputs.append(replace(each, otherwise=checked(each.otherwise)))
        names[each.name] = each.type
    steps = []
    for step in rule.steps:
        steps.append(replace(step, expression=checked(step.expression)))
        names[step.name] = step.expression.type
    requirements = tuple(replace(each, condition=checked(each.condition)) for each in rule.requirements)
    table = rule.table
    if table is not None:
        kinds = [each.type for each in table.inputs]
        table = replace(
            table,
            inputs=tuple(map(checked, table.inputs)),
            rows=tuple(
                replace(row, tests=tuple(map(checked, row.tests, kinds)), results=tuple(map(checked, row.results)))
                for row in table.rows
            ),
            defaults=tuple(map(checked, table.defaults)),
        )
    outputs = []
    for output in rule.outputs:
        formula = checked(output.expression)
        names[output.name] = output.type
        outputs.append(replace(output, expression=formula, range=checked(output.range, output.type)))
    return replace(
        rule, inputs=tuple(inputs), steps=tuple(steps), requirements=requirements, table=table, outputs=tuple(outputs)
    )


def common(id_: str) -> dict[str, object]:
    return {"id": id_, "title": id_, "source": CITATION, "place": PLACE, "subject": "test"}
