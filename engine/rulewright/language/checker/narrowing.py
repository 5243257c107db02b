"""Narrows names by conditions: after `x != null`, x is not null; after `m = "A"` fails, m is any other member.

Only names and simple paths are narrowed, and only by conditions whose outcome says so in plain: tests for null,
comparisons with strings, `in`, `instance of`, joined by `and`, `or` and `not`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rulewright.language import cells
from rulewright.language.checker.constants import written_string
from rulewright.language.checker.environment import Local, NamePath
from rulewright.language.checker.inference import Inference, path_of
from rulewright.language.relations import is_nullable, without_null
from rulewright.language.syntax import (
    AtLiteral,
    BooleanLiteral,
    Comparison,
    ComparisonTest,
    Conjunction,
    Disjunction,
    In,
    InstanceOf,
    Invocation,
    Name,
    Node,
    NullLiteral,
    NumberLiteral,
    RangeLiteral,
    StringLiteral,
    UnaryTests,
)
from rulewright.language.types import NEVER, NULL, AnyType, EnumType, NeverType, Nullable, Type
from rulewright.language.written import resolve_type

Facts = dict[NamePath, Type]
_VALUES = NumberLiteral | StringLiteral | BooleanLiteral | AtLiteral


def narrowed(inference: Inference, local: Local, condition: Node, *, holds: bool) -> Local:
    """Return the scope where a condition, inferred before, holds or does not hold.

    What becomes known may refute all but one of several conditions of which one holds: then that one does.
    """
    local = local.with_facts(facts_where(inference, condition, holds=holds))
    for clause in local.clauses:
        left = [each for each in clause if not _is_refuted(each, local.facts)]
        if len(left) == 1:
            rest = tuple(each for each in local.clauses if each is not clause)
            return narrowed(inference, replace(local, clauses=rest), left[0], holds=True)
    return local


def assuming(inference: Inference, local: Local, condition: Node) -> Local:
    """Return the scope with a condition that is known to hold."""
    with inference.silence():
        inference.infer(condition, local)
    if isinstance(condition, Disjunction):
        return replace(local, clauses=(*local.clauses, tuple(_disjuncts(condition))))
    return narrowed(inference, local, condition, holds=True)


def _disjuncts(node: Node) -> list[Node]:
    if not isinstance(node, Disjunction):
        return [node]
    return [*_disjuncts(node.left), *_disjuncts(node.right)]


def _is_refuted(condition: Node, facts: Mapping[NamePath, Type]) -> bool:
    """Whether what is known of a name contradicts a condition on it."""
    if not isinstance(condition, Comparison) or condition.operator not in {"=", "!="}:
        return False
    for subject, other in ((condition.left, condition.right), (condition.right, condition.left)):
        key, text = path_of(subject), written_string(other)
        known = None if key is None else facts.get(key)
        if known is None:
            continue
        if isinstance(other, NullLiteral):
            return known == NULL if condition.operator == "!=" else not is_nullable(known)
        if text is not None and isinstance(known, EnumType):
            return known.members == (text,) if condition.operator == "!=" else text not in known.members
    return False


def facts_where(inference: Inference, condition: Node, *, holds: bool) -> Facts:
    """Return what is known of names where a condition, inferred before, holds or does not hold.

    A condition "does not hold" when it is false or null, as in the `else` of an `if`.
    """
    match condition:
        case Conjunction(left, right) if holds:
            return facts_where(inference, left, holds=True) | facts_where(inference, right, holds=True)
        case Disjunction(left, right) if not holds:
            return facts_where(inference, left, holds=False) | facts_where(inference, right, holds=False)
        case Invocation(Name("not"), (operand,), ()) if holds:
            return facts_where(inference, operand, holds=False)
        case Invocation(Name("not"), (operand,), ()) if _is_two_valued(operand):
            return facts_where(inference, operand, holds=True)
        case Comparison("=" | "!=", left, right):
            is_equal = (condition.operator == "=") == holds
            return _equality(inference, left, right, is_equal) | _equality(inference, right, left, is_equal)
        case Comparison(_, left, right) if holds:
            return _not_null(inference, left) | _not_null(inference, right)
        case In(value, tests):
            return _membership(inference, value, tests, holds=holds)
        case InstanceOf(value) if holds:
            return _instance(inference, condition)
    return {}


def _is_two_valued(node: Node) -> bool:
    """Whether a condition is never null, so that `not` failing means that it holds."""
    return isinstance(node, Comparison) and node.operator in {"=", "!="}


def _not_null(inference: Inference, node: Node) -> Facts:
    key = path_of(node)
    type_ = inference.type_of(node)
    if key is None or not isinstance(type_, Nullable):
        return {}
    return {key: type_.type}


def _equality(inference: Inference, subject: Node, other: Node, is_equal: bool) -> Facts:
    key = path_of(subject)
    if key is None:
        return {}
    type_ = inference.type_of(subject)
    if isinstance(other, NullLiteral):
        if is_equal:
            return {key: NULL} if is_nullable(type_) else {}
        return {key: without_null(type_)} if isinstance(type_, Nullable) else {}
    text = written_string(other)
    enum = without_null(type_)
    if text is not None and isinstance(enum, EnumType) and text in enum.members:
        if is_equal:
            return {key: replace(enum, members=(text,))}
        return {key: _without(type_, {text})}
    other_type = inference.type_of(other)
    if is_equal and isinstance(type_, Nullable) and not is_nullable(other_type) and not isinstance(other_type, AnyType):
        return {key: type_.type}
    return {}


def _without(type_: Type, members: set[str]) -> Type:
    enum = without_null(type_)
    if not isinstance(enum, EnumType):
        return type_
    left = tuple(member for member in enum.members if member not in members)
    if isinstance(type_, Nullable):
        return Nullable(replace(enum, members=left)) if left else NULL
    return replace(enum, members=left) if left else NEVER


def _membership(inference: Inference, value: Node, tests: tuple[Node, ...], *, holds: bool) -> Facts:
    key = path_of(value)
    if key is None:
        return {}
    type_ = inference.type_of(value)
    tests = _flat(tests)
    texts = {text for test in tests if (text := written_string(test)) is not None}
    has_null = any(isinstance(test, NullLiteral) for test in tests)
    enum = without_null(type_)
    if not isinstance(enum, EnumType) or any(
        written_string(t) is None and not isinstance(t, NullLiteral) for t in tests
    ):
        is_present = holds and isinstance(type_, Nullable) and all(_excludes_null(test) for test in tests)
        return {key: enum} if is_present else {}
    if not holds:
        return {key: _without(enum if has_null else type_, texts)}
    kept = _only(enum, texts)
    if isinstance(kept, NeverType):
        return {}
    return {key: Nullable(kept) if has_null and isinstance(type_, Nullable) else kept}


def names_where(names: Mapping[str, Type], subject: Node, cell: Node) -> Mapping[str, Type]:
    """Return the names with what is known of one of them where it, the input of a table, passes a cell.

    The outputs of a row are read with the names that all its cells leave.
    """
    if not isinstance(subject, Name) or subject.name not in names or not isinstance(cell, UnaryTests):
        return names
    type_ = names[subject.name]
    texts = {text for test in cell.tests if (text := written_string(test)) is not None}
    has_only_texts = len(texts) == len(cell.tests)
    if cell.is_negated and any(map(_is_for_null, cell.tests)):
        narrowed = without_null(type_)
    elif cell.is_negated:
        narrowed = _without(type_, texts) if has_only_texts else type_
    elif has_only_texts and isinstance(without_null(type_), EnumType):
        narrowed = _only(without_null(type_), texts)
    elif all(_excludes_null(test) for test in cell.tests):
        narrowed = without_null(type_)
    else:
        narrowed = type_
    return names if isinstance(narrowed, NeverType) else {**names, subject.name: narrowed}


def _only(enum: Type, texts: set[str]) -> Type:
    if not isinstance(enum, EnumType):
        return enum
    members = tuple(member for member in enum.members if member in texts)
    return replace(enum, members=members) if members else NEVER


def _flat(tests: tuple[Node, ...]) -> tuple[Node, ...]:
    if len(tests) == 1 and isinstance(tests[0], UnaryTests) and not tests[0].is_negated:
        return tests[0].tests
    return tests


def _excludes_null(test: Node) -> bool:
    """Whether a test fails for null whatever else it says."""
    match test:
        case ComparisonTest("!=", operand) | Comparison("!=", Name(cells.INPUT), operand):
            return isinstance(operand, NullLiteral)
        case ComparisonTest("=", operand) | RangeLiteral(start=operand, operator="="):
            return isinstance(operand, _VALUES)
        case RangeLiteral(operator="!="):
            return False
    return isinstance(test, ComparisonTest | RangeLiteral | _VALUES)


def _is_for_null(test: Node) -> bool:
    """Whether a test holds for null."""
    match test:
        case ComparisonTest("=", operand):
            return isinstance(operand, NullLiteral)
    return isinstance(test, NullLiteral)


def _instance(inference: Inference, condition: InstanceOf) -> Facts:
    key = path_of(condition.value)
    if key is None:
        return {}
    type_ = inference.type_of(condition.value)
    if isinstance(type_, Nullable):
        return {key: type_.type}
    if isinstance(type_, AnyType):
        written = resolve_type(condition.type, inference.environment.types)
        return {} if written is None else {key: written}
    return {}
