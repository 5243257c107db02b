"""Where arguments do not meet parameters, the same is said of every kind of function by all who look at the call."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from agreement import engine_of
from rulewright import Engine
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.checker import Environment, check_expression
from rulewright.language.descent import with_children
from rulewright.language.equality import is_identical
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.syntax import Name, Node, RuleReference
from rulewright.language.types import BOOLEAN, NUMBER, ListType, Nullable
from rulewright.language.values import Failure
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Input, Output
from rulewright.source import SourceText
from typed_rules import common, expression, signature_of, typed

RULE = "holds"
"""A rule with the parameters of `list contains`, which all functions here have."""

HOLDS = Decision(
    **common(RULE),
    inputs=(Input("list", ListType(NUMBER)), Input("element", Nullable(NUMBER))),
    outputs=(Output("value", BOOLEAN, expression=expression(parse_expression(SourceText.of("true")).tree, BOOLEAN)),),
)
SIGNATURES = {RULE: signature_of(HOLDS)}


class Callee(NamedTuple):
    """A way to reach a function: a text with `…` for a call's arguments, what it is called, and what is said of it.

    `null` is said where a call by position leaves out what may be null.
    """

    text: str
    shown: str
    hint: str
    null: str = ""


BUILT_IN = "it is `list contains(list, element)`, as in `list contains([1, 2, 3], 2)`"
UNTYPED = "function(list: list<number>, element) list"
CALLEES = {
    "a built-in": Callee("list contains…", "`list contains`", BUILT_IN),
    "a built-in in brackets": Callee("(list contains)…", "`list contains`", BUILT_IN),
    "a built-in under a name": Callee("{f: list contains, y: f…}.y", "`list contains`", BUILT_IN),
    "a built-in at a path": Callee("{o: {f: list contains}, y: o.f…}.y", "`list contains`", BUILT_IN),
    "a built-in in a list": Callee("[list contains][1]…", "`list contains`", BUILT_IN),
    "a function on the spot": Callee(f"({UNTYPED})…", "the function", "it is `function(list, element)`"),
    "a function in a list": Callee(f"[{UNTYPED}][1]…", "the function", "it is `function(list, element)`"),
    "a function under a name": Callee(f"{{f: {UNTYPED}, y: f…}}.y", "`f`", "it is `f(list, element)`"),
    "a function at a path": Callee(f"{{o: {{f: {UNTYPED}}}, y: o.f…}}.y", "`o.f`", "it is `o.f(list, element)`"),
    "a function under the name of a built-in": Callee(
        f"{{abs: {UNTYPED}, y: abs…}}.y", "`abs`", "it is `abs(list, element)`"
    ),
    "a rule": Callee(
        "holds…", "`holds`", "it is `holds(list, element)`", "write null for what is left out: `holds(list, null)`"
    ),
    "a rule under a name": Callee(
        "{f: holds, y: f…}.y", "`f`", "it is `f(list, element)`", "write null for what is left out: `f(list, null)`"
    ),
}

MISTAKES = {
    "()": ("missing-argument", "{shown} is called without `list`, `element`; {hint}"),
    "([1])": ("missing-argument", "{shown} is called without `element`; {null}"),
    "([1], 2, 3)": ("extra-argument", "{shown} takes 2 arguments, not 3; {hint}"),
    "([1], 2, 3, 1 / 0)": ("extra-argument", "{shown} takes 2 arguments, not 4; {hint}"),
    "(list: [1], elemnt: 2)": ("unknown-argument", "{shown} has no argument `elemnt`; did you mean `element`?"),
    "(list: [1], q: 2)": ("unknown-argument", "{shown} has no argument `q`; {hint}"),
    "(list: [1], list: [2])": (
        "duplicate-name",
        "argument `list` is given twice; remove one, or rename it",
    ),
    "([1], element: 2)": (
        "mixed-arguments",
        "arguments by name and by position stand in one call; name all arguments or none",
    ),
    "(element: 2)": ("missing-argument", "{shown} is called without `list`; {hint}"),
}
LEFT_OUT = {"(list: [1])": ("missing-argument", "{shown} is called without `element`; {hint}")}
"""What is a mistake in a pack alone: by the standard, what may be null is null."""

FITTING = ("([1], 2)", "(element: 2, list: [1])", "([1], null)")


def cases(*calls):
    return [
        pytest.param(callee, call, id=f"{name}: {call}")
        for name, callee in CALLEES.items()
        for group in calls
        for call in group
    ]


def said(callee, call):
    """Return the code and the sentence that are expected."""
    code, sentence = (MISTAKES | LEFT_OUT)[call]
    return code, sentence.format(shown=callee.shown, hint=callee.hint, null=callee.null or callee.hint)


def linked(node: Node) -> Node:
    """Return a tree with the name of the rule resolved, as a linker does."""
    return RuleReference(RULE, RULE, span=node.span) if node == Name(RULE) else with_children(node, linked)


def read(callee, call):
    """Return the source of a call, its tree, and what the parser says of it."""
    source = SourceText.of(callee.text.replace("…", call))
    parsed = parse_expression(source)
    assert parsed.tree is not None
    return source, linked(parsed.tree), parsed.diagnostics


def first(diagnostics):
    """Return the code and the sentence of the first problem."""
    return diagnostics[0].code, f"{diagnostics[0].message}; {diagnostics[0].hint}"


def pack_of(tree) -> Engine:
    """Return the engine of a pack with a formula that nobody has checked, and the rule that it may call."""
    caller = engine_of(tree, {}).pack.rules["rule"]
    return Engine(Pack("test", "Test", "base", "", {}, {}, (), typed({RULE: HOLDS, "rule": caller}), (), {}))


def failed(value):
    assert isinstance(value, Failure)
    return value.code, value.reason


@pytest.mark.parametrize(("callee", "call"), cases(MISTAKES, LEFT_OUT))
def test_the_checker_and_both_evaluators_say_the_same_in_a_pack(callee, call):
    source, tree, diagnostics = read(callee, call)
    checked = check_expression(tree, source, Environment(rules=SIGNATURES))
    engine = pack_of(tree)
    problems = [engine.run("rule", {}, reference=is_reference).problem for is_reference in (True, False)]

    assert first((*diagnostics, *checked.diagnostics)) == said(callee, call)
    assert [(each.code, each.reason) for each in problems] == [said(callee, call)] * 2
    assert first(checked.diagnostics) == said(callee, call)


@pytest.mark.parametrize(("callee", "call"), [each for each in cases(MISTAKES) if "a rule" not in each.id])
def test_the_checker_and_the_evaluator_say_the_same_of_an_expression_that_stands_alone(callee, call):
    source, tree, diagnostics = read(callee, call)
    checked = check_expression(tree, source, Environment(fills_null=True))

    assert first((*diagnostics, *checked.diagnostics)) == said(callee, call)
    assert failed(ReferenceEvaluator().evaluate(tree)) == said(callee, call)


@pytest.mark.parametrize(("callee", "call"), [each for each in cases(LEFT_OUT) if "a rule" not in each.id])
def test_what_may_be_null_may_be_left_out_by_name_of_an_expression_that_stands_alone(callee, call):
    source, tree, _ = read(callee, call)
    _, given, _ = read(callee, "(list: [1], element: null)")

    assert check_expression(tree, source, Environment(fills_null=True)).diagnostics == ()
    assert is_identical(ReferenceEvaluator().evaluate(tree), ReferenceEvaluator().evaluate(given)) is True


@pytest.mark.parametrize(("type_", "is_filled"), [("Any", True), ("Null", True), ("number", False)])
def test_a_parameter_that_takes_no_null_may_not_be_left_out(type_, is_filled):
    source = SourceText.of(f"(function(a, b: {type_}) b)(a: 1)")
    tree = parse_expression(source).tree
    checked = check_expression(tree, source, Environment(fills_null=True))
    value = ReferenceEvaluator().evaluate(tree)
    expected = ("missing-argument", "the function is called without `b`; it is `function(a, b)`")

    assert (value is None) is is_filled
    assert is_filled or failed(value) == first(checked.diagnostics) == expected


@pytest.mark.parametrize(("callee", "call"), cases(FITTING))
def test_what_fits_is_answered_by_all(callee, call):
    source, tree, diagnostics = read(callee, call)
    checked = check_expression(tree, source, Environment(rules=SIGNATURES))
    engine = pack_of(tree)

    assert diagnostics == checked.diagnostics == ()
    assert all(engine.run("rule", {}, reference=each).problem is None for each in (True, False))


@pytest.mark.parametrize(
    ("handed", "code", "sentence"),
    [
        ("abs", "extra-argument", '`abs` takes 1 argument, not 2; it is `abs(n)`, as in `abs(@"-PT5H")`'),
        ("function(a) true", "extra-argument", "the function takes 1 argument, not 2; it is `function(a)`"),
        (
            "function(a, b, c) true",
            "missing-argument",
            "the function is called without `c`; it is `function(a, b, c)`",
        ),
        ("{f: function(a) true}.f", "extra-argument", "the function takes 1 argument, not 2; it is `function(a)`"),
        ("alone", "extra-argument", "`alone` takes 1 argument, not 2; it is `alone(n)`"),
    ],
)
def test_the_same_is_said_of_a_function_that_is_handed_to_a_built_in(handed, code, sentence):
    source = SourceText.of(f"sort([2, 1], {handed})")
    alone = Decision(**common("alone"), inputs=(Input("n", NUMBER),), outputs=HOLDS.outputs)
    tree = with_children(
        parse_expression(source).tree,
        lambda node: RuleReference("alone", "alone", span=node.span) if node == Name("alone") else node,
    )
    checked = check_expression(tree, source, Environment(rules={"alone": signature_of(alone)}))

    assert first(checked.diagnostics) == (code, sentence)
    assert failed(ReferenceEvaluator({"alone": alone}).evaluate(tree)) == (code, sentence)
