"""Infers unary tests: the right side of `in`, and the cells of decision tables."""

from __future__ import annotations

from rulewright.language.cells import INPUT
from rulewright.language.checker.comparisons import EQUALITY, check_comparable, is_ordered, report_same
from rulewright.language.checker.environment import Local
from rulewright.language.checker.inference import Inference
from rulewright.language.checker.intervals import check_bounds, check_subject, interval_of_test
from rulewright.language.descent import names_in
from rulewright.language.relations import share_values, without_null
from rulewright.language.syntax import (
    AnyTest,
    ComparisonTest,
    In,
    ListLiteral,
    Name,
    Node,
    NullLiteral,
    RangeLiteral,
    UnaryTests,
)
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    AnyType,
    ListType,
    RangeType,
    Type,
)


def infer_in(inference: Inference, node: In, local: Local) -> Type:
    """Infer `value in tests`."""
    value = inference.infer(node.value, local)
    inner = local.with_names({INPUT: value})
    is_one = len(node.tests) == 1
    for test in node.tests:
        _infer_test(inference, test, inner, node.value, booleans_decide=False, is_one=is_one)
        has_parts = isinstance(without_null(value), ListType | RangeType | AnyType)  # in itself is another question
        ends = (test.start, test.end) if isinstance(test, RangeLiteral) else () if has_parts else (test,)
        for end in ends:
            if end is not None:
                report_same(inference, node.value, end, local)
    if any(_orders(inference, test) for test in node.tests) and not any(isinstance(t, NullLiteral) for t in node.tests):
        inference.strict(node.value, value, "`in` a range")
    check_bounds(inference, node)
    return BOOLEAN


def _orders(inference: Inference, test: Node) -> bool:
    """Whether a test compares by order, which null has none of."""
    if isinstance(test, ComparisonTest):
        return test.operator not in EQUALITY
    return isinstance(inference.type_of(test), RangeType)


def infer_unary_tests(inference: Inference, node: UnaryTests, local: Local) -> Type:
    """Infer the tests of a cell; the input is the name `?`."""
    subject = Name(INPUT, span=node.span)
    if INPUT not in local.names:
        local = local.with_names({INPUT: ANY})
    is_one = len(node.tests) == 1
    for test in node.tests:
        _infer_test(inference, test, local, subject, booleans_decide=True, is_one=is_one)
        interval = interval_of_test(test)
        if interval is not None:
            check_subject(inference, test, subject, local.names[INPUT], interval)
    return BOOLEAN


def infer_any_test(_inference: Inference, _node: AnyTest, _local: Local) -> Type:
    """Infer `-`."""
    return BOOLEAN


def infer_comparison_test(inference: Inference, node: ComparisonTest, local: Local) -> Type:
    """Infer `< 5` and its kin."""
    subject = local.names.get(INPUT, ANY)
    if node.operator in EQUALITY:
        operand = inference.infer(node.operand, local)
    else:
        operand = inference.operand(node.operand, local, f"`{node.operator}`")
    left = Name(INPUT, span=node.span)
    check_comparable(inference, node.operator, node, (left, subject), (node.operand, operand))
    return BOOLEAN


def _infer_test(
    inference: Inference, test: Node, local: Local, subject: Node, *, booleans_decide: bool, is_one: bool
) -> None:
    """Infer one test and report one that the subject can never meet; where there are others, it may meet those.

    A boolean that does not name the input decides a cell, but is compared behind `in`.
    """
    type_ = without_null(inference.infer(test, local))
    if isinstance(test, ComparisonTest | AnyTest | UnaryTests) or INPUT in names_in(test):
        return
    if type_ == BOOLEAN and booleans_decide:
        return
    _check_test(inference, test, type_, (subject, local.names[INPUT]), is_item=not is_one)


def _check_test(inference: Inference, test: Node, type_: Type, subject: tuple[Node, Type], *, is_item: bool) -> None:
    subject_type = without_null(subject[1])
    if isinstance(type_, RangeType) and not isinstance(subject_type, RangeType):
        _check_range(inference, test, type_, subject)
    elif isinstance(type_, ListType):
        if isinstance(subject_type, ListType) and share_values(subject_type, type_):
            return
        if isinstance(test, ListLiteral):
            for item in test.items:
                _check_test(inference, item, without_null(inference.type_of(item)), subject, is_item=True)
        elif isinstance(type_.item, RangeType) and not isinstance(subject_type, RangeType):
            _check_range(inference, test, type_.item, subject)
        else:
            check_comparable(inference, "=", test, subject, (test, type_.item), is_item=True)
    else:
        check_comparable(inference, "=", test, subject, (test, type_), is_item=is_item)


def _check_range(inference: Inference, test: Node, range_: RangeType, subject: tuple[Node, Type]) -> None:
    """Report a range in which the subject can never lie; one of what has no order is made by `=` or `!=`."""
    operator = "<=" if is_ordered(range_.item) else "="
    check_comparable(inference, operator, test, subject, (test, range_.item))
