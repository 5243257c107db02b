"""Checks expressions and unary tests: the entrance to the type checker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from rulewright.language.cells import INPUT
from rulewright.language.checker import arithmetic, calls, cells, comparisons, control, lists, names
from rulewright.language.checker.decisive import decisive
from rulewright.language.checker.environment import Checked, Environment, Local
from rulewright.language.checker.expectations import expect
from rulewright.language.checker.inference import Infer, Inference
from rulewright.language.checker.narrowing import assuming
from rulewright.language.descent import nodes_in, with_children
from rulewright.language.relations import without_null
from rulewright.language.syntax import (
    AnyTest,
    Arithmetic,
    AtLiteral,
    Between,
    BooleanLiteral,
    Comparison,
    ComparisonTest,
    Conjunction,
    ContextEntry,
    ContextLiteral,
    Disjunction,
    Filter,
    For,
    FunctionDefinition,
    If,
    In,
    InstanceOf,
    Invocation,
    Iterator,
    ListLiteral,
    Name,
    NamedArgument,
    Negation,
    Node,
    NullLiteral,
    NumberLiteral,
    PathExpression,
    Quantified,
    RangeLiteral,
    RuleReference,
    StringLiteral,
    UnaryTests,
)
from rulewright.language.types import BOOLEAN, FunctionType, Type
from rulewright.source import SourceText

INFERRERS: Mapping[type[Node], Infer] = MappingProxyType(
    {
        AnyTest: cells.infer_any_test,
        Arithmetic: arithmetic.infer_arithmetic,
        AtLiteral: names.infer_at,
        Between: comparisons.infer_between,
        BooleanLiteral: names.infer_boolean,
        Comparison: comparisons.infer_comparison,
        ComparisonTest: cells.infer_comparison_test,
        Conjunction: control.infer_conjunction,
        ContextEntry: lists.infer_entry,
        ContextLiteral: lists.infer_context,
        Disjunction: control.infer_disjunction,
        Filter: lists.infer_filter,
        For: control.infer_for,
        FunctionDefinition: calls.infer_function,
        If: control.infer_if,
        In: cells.infer_in,
        InstanceOf: control.infer_instance_of,
        Invocation: calls.infer_invocation,
        Iterator: control.infer_iterator,
        ListLiteral: lists.infer_list,
        Name: names.infer_name,
        NamedArgument: calls.infer_named_argument,
        Negation: arithmetic.infer_negation,
        NullLiteral: names.infer_null,
        NumberLiteral: names.infer_number,
        PathExpression: names.infer_path,
        Quantified: control.infer_quantified,
        RangeLiteral: lists.infer_range,
        RuleReference: names.infer_rule_reference,
        StringLiteral: names.infer_string,
        UnaryTests: cells.infer_unary_tests,
    }
)
"""How each kind of node gets its type. A kind that is not here (a part that did not parse) is `any`, in silence."""


def check_expression(tree: Node, source: SourceText, environment: Environment, expected: Type | None = None) -> Checked:
    """Return the type of an expression and its problems; `expected` is what its place declares.

    What goes by a name that it had before has its own name in the tree of the answer.
    """
    inference = Inference(source, environment, INFERRERS)
    type_ = inference.infer(tree, _around(inference))
    if expected is not None:
        expect(inference, tree, expected, "the result", "type-mismatch")
    if inference.renamed:
        return check_expression(_with_names(inference.renamed, tree), source, environment, expected)
    inference.soften("incomparable", except_at=frozenset(node.span for node in decisive(inference, tree)))
    return _checked(inference, tree, type_)


def check_unary_tests(tree: Node, source: SourceText, environment: Environment, input_type: Type) -> Checked:
    """Return the problems of a cell's tests against an input of that type; `?` is the input."""
    inference = Inference(source, environment, INFERRERS)
    local = _around(inference).with_names({INPUT: input_type})
    type_ = inference.infer(tree, local)
    if inference.renamed:
        return check_unary_tests(_with_names(inference.renamed, tree), source, environment, input_type)
    return _checked(inference, tree, type_)


def _with_names(names: Mapping[int, str], node: Node) -> Node:
    """Return a tree in which some nodes, by their `id`, say another name."""
    changed = with_children(node, partial(_with_names, names))
    name = names.get(id(node))
    match changed:
        case _ if name is None:
            return changed
        case StringLiteral():
            return replace(changed, value=name)
        case ContextEntry():
            return replace(changed, key=name)
        case Name() | NamedArgument() | PathExpression():
            return replace(changed, name=name)
    return changed


def _checked(inference: Inference, tree: Node, type_: Type) -> Checked:
    nodes = tuple(nodes_in(tree))
    types = tuple(inference.type_of(node) for node in nodes)
    if any(isinstance(node, Filter | FunctionDefinition) for node in nodes):
        tree = _with_types(inference, tree)
    return Checked(tree, type_, inference.diagnostics, types)


def _with_types(inference: Inference, node: Node) -> Node:
    """Return a tree whose functions know the type of what they answer, and whose filters whether they are no index."""
    type_ = inference.type_of(node)
    changed = with_children(node, partial(_with_types, inference))
    if isinstance(changed, FunctionDefinition) and isinstance(type_, FunctionType):
        return replace(changed, result=type_.result)
    if isinstance(node, Filter) and isinstance(changed, Filter):
        return replace(changed, keeps=without_null(inference.type_of(node.condition)) == BOOLEAN)
    return changed


def _around(inference: Inference) -> Local:
    """Return the names around an expression with what is assumed of them."""
    environment = inference.environment
    local = Local(environment.names)
    if environment.aliases:
        local = local.with_old_names(environment.names, environment.aliases)
    for condition in inference.environment.assumed:
        local = assuming(inference, local, condition)
    return local
