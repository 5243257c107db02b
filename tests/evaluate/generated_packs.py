"""Generates small packs of two decisions, a figure and a table of figures, and cases for them.

The packs are made as models, without files: what is tested is evaluation.
"""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st
from rulewright.language.checker import Environment, check_expression, check_unary_tests
from rulewright.language.syntax import (
    AnyTest,
    ComparisonTest,
    For,
    Invocation,
    Iterator,
    Name,
    Node,
    NumberLiteral,
    RangeLiteral,
    RuleReference,
    StringLiteral,
    UnaryTests,
)
from rulewright.language.types import BOOLEAN, NUMBER, STRING, EnumType, FunctionType, ListType, Type
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.kinds.parameter import Parameter
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import (
    Citation,
    DecisionTable,
    Expression,
    Figure,
    Input,
    Output,
    Requirement,
    Rounding,
    Rule,
    Step,
    TableRow,
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
NUMBERS = st.sampled_from(["0", "1", "2", "-1", "0.5", "3.14", "1000000", "0.000001", "-0.25"])


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


def figure(value: object, *, status: str = "enacted", absence: str = "") -> Figure:
    return Figure(value, str(value), PLACE, status, CITATION, absence)


def parameters() -> st.SearchStrategy[dict[str, Parameter]]:
    cells = st.one_of(
        NUMBERS.map(lambda text: figure(Decimal(text))),
        NUMBERS.map(lambda text: figure(Decimal(text))),
        NUMBERS.map(lambda text: figure(Decimal(text))),
        st.sampled_from([figure(None, status="open"), figure(None, absence="reporting only")]),
    )
    rows = st.fixed_dictionaries({("low",): cells, ("high",): cells}, optional={("none",): cells})
    return st.builds(
        lambda cap, table: {
            "cap": Parameter(**common("cap"), type=NUMBER, figures={(): figure(Decimal(cap))}),
            "rate": Parameter(**common("rate"), type=NUMBER, inputs=(Input("tier", TIER),), figures=table),
        },
        NUMBERS,
        rows,
    )


@st.composite
def inner_decisions(draw: st.DrawFn) -> Decision:
    names = {"a": "number", "b": "number", "c": "boolean"}
    otherwise = draw(st.none() | trees.typed_expressions("number", {"a": "number"}, 1))
    step = draw(trees.typed_expressions("number", names, 2))
    formula = draw(trees.typed_expressions("number", {**names, "x": "number"}, 2))
    rounding = draw(
        st.none() | st.builds(Rounding, st.integers(0, 3), st.sampled_from(["half_up", "half_even", "down"]))
    )
    low, high = (NumberLiteral(Decimal(end)) for end in draw(st.sampled_from([("-1", "5"), ("-9999999", "9999999")])))
    within = draw(st.none() | st.just(RangeLiteral(low, high, True, True)))
    condition = draw(
        st.none() | st.none() | st.none() | trees.typed_expressions("boolean", {**names, "x": "number"}, 1)
    )
    return Decision(
        **common("inner"),
        inputs=(
            Input("a", NUMBER),
            Input("c", BOOLEAN),
            Input("b", NUMBER, otherwise=None if otherwise is None else expression(otherwise, NUMBER)),
        ),
        steps=(Step("x", expression(step, NUMBER)),),
        requirements=() if condition is None else (Requirement(expression(condition, BOOLEAN), "not met", PLACE),),
        outputs=(
            Output(
                "y",
                NUMBER,
                expression=expression(formula, NUMBER),
                rounding=rounding,
                range=None if within is None else expression(UnaryTests((within,)), BOOLEAN),
            ),
        ),
    )


def cells(type_name: str) -> st.SearchStrategy[Node]:
    if type_name == "string":
        tests: st.SearchStrategy[Node] = st.sampled_from(["", "a", "low", "high"]).map(StringLiteral)
    else:
        numbers = NUMBERS.map(lambda text: NumberLiteral(Decimal(text)))
        tests = numbers | st.builds(ComparisonTest, st.sampled_from(["<", "<=", ">", ">=", "="]), numbers)
        tests = tests | st.builds(RangeLiteral, numbers, numbers, st.booleans(), st.booleans())
    several = st.lists(tests, min_size=1, max_size=2).map(tuple)
    return st.just(UnaryTests((AnyTest(),))) | st.builds(UnaryTests, several, st.booleans())


@st.composite
def tables(draw: st.DrawFn) -> tuple[DecisionTable, Type]:
    policy, aggregation = draw(
        st.sampled_from(
            [("unique", ""), ("first", ""), ("any", ""), ("rule order", ""), ("collect", "sum"), ("collect", "count")]
        )
    )
    rows = tuple(
        TableRow(
            number,
            (expression(draw(cells("number")), BOOLEAN), expression(draw(cells("string")), BOOLEAN)),
            (expression(draw(trees.typed_expressions("number", FACTS, 1)), NUMBER),),
            PLACE,
        )
        for number in range(1, draw(st.integers(1, 3)) + 1)
    )
    default = draw(st.none() | trees.typed_expressions("number", FACTS, 1))
    is_list = policy == "rule order"
    table = DecisionTable(
        policy,
        (expression(Name("n"), NUMBER), expression(Name("s"), STRING)),
        rows,
        aggregation,
        (),
        () if default is None or is_list else (expression(default, NUMBER),),
        PLACE,
    )
    return table, ListType(NUMBER) if is_list else NUMBER


def called(id_: str, *arguments: Node) -> Invocation:
    return Invocation(RuleReference(id_, id_), arguments)


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    figures = draw(parameters())
    names = {**FACTS, "one": "number", "all": "list<number>", "cap_now": "number"}
    facts = ("n", "m", "s", "t", "ns")
    inner = draw(inner_decisions())
    last = [(Name("m"),)] if inner.inputs[-1].otherwise is None else [(Name("m"),), ()]
    given = [draw(trees.typed_expressions(name, FACTS, 1)) for name in ("number", "boolean")]
    first = called("inner", *given, *draw(st.sampled_from(last)))
    each = called("inner", Name("i"), Name("t"), *draw(st.sampled_from(last)))
    many = For((Iterator("i", Name("ns")),), each)
    rate = called("rate", draw(st.sampled_from([Name("s"), StringLiteral("low"), StringLiteral("high")])))
    steps = (
        Step("one", expression(first, NUMBER)),
        Step("all", expression(many, ListType(NUMBER))),
        Step("cap_now", expression(draw(st.sampled_from([RuleReference("cap", "cap"), rate])), NUMBER)),
    )
    outputs = tuple(
        Output(
            f"out{place}",
            TYPES[name],
            expression=expression(draw(trees.typed_expressions(name, names, 2)), TYPES[name]),
        )
        for place, name in enumerate(draw(st.lists(st.sampled_from(sorted(TYPES)), min_size=1, max_size=2)))
    )
    inputs = tuple(Input(name, TYPES[FACTS[name]]) for name in facts)
    table, type_ = draw(tables())
    rules = {
        **figures,
        "inner": inner,
        "outer": Decision(**common("outer"), inputs=inputs, steps=steps, outputs=outputs),
        "table": Decision(**common("table"), inputs=inputs, outputs=(Output("found", type_),), table=table),
    }
    return Pack("test", "Test", "base", "", {}, {"tier": TIER}, (), typed(rules), (), {})


def facts() -> st.SearchStrategy[dict[str, object]]:
    """Return cases for `outer` and `table`: most complete, some with a fact missing."""
    values = {
        "n": NUMBERS,
        "m": NUMBERS | st.just("50%"),
        "s": st.sampled_from(["low", "high", "low", "high", "none", "a", ""]),
        "t": st.booleans(),
        "ns": st.lists(NUMBERS, max_size=4),
    }
    whole = st.fixed_dictionaries(values)
    return whole | whole | st.fixed_dictionaries({}, optional=values)
