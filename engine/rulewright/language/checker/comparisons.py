"""Infers comparisons and finds those that can never hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from rulewright.diagnostics import Severity
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.checker.constants import number_of
from rulewright.language.checker.environment import ITEM, Local
from rulewright.language.checker.inference import Inference, are_same, list_hint, path_of
from rulewright.language.checker.intervals import check_bounds
from rulewright.language.checker.percents import check_percent
from rulewright.language.descent import children
from rulewright.language.description import describe
from rulewright.language.relations import is_text, share_values, without_null
from rulewright.language.syntax import (
    Between,
    Comparison,
    ContextEntry,
    For,
    If,
    ListLiteral,
    Node,
    StringLiteral,
)
from rulewright.language.types import (
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    AnyType,
    EnumType,
    ListType,
    NeverType,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)

EQUALITY = ("=", "!=")
SHOWN_MEMBERS = 6
"""A hint lists the members of an enumeration where there are at most so many."""


def infer_comparison(inference: Inference, node: Comparison, local: Local) -> Type:
    """Infer `= != < <= > >=`."""
    if node.operator in EQUALITY:
        left, right = inference.infer(node.left, local), inference.infer(node.right, local)
    else:
        use = f"`{node.operator}`"
        left, right = inference.operand(node.left, local, use), inference.operand(node.right, local, use)
    if are_same(local, node.left, node.right):
        hint = _hint_for_same(local, node.left)
        _report_constant(inference, node, node.operator in {"=", "<=", ">="}, "both sides are the same", hint)
        return BOOLEAN
    values = (number_of(node.left), number_of(node.right))
    if values[0] is not None and values[1] is not None:
        _report_constant(
            inference, node, compare_numbers(node.operator, values[0], values[1]), "both sides are constant"
        )
        return BOOLEAN
    check_comparable(inference, node.operator, node, (node.left, left), (node.right, right))
    check_bounds(inference, node)
    return BOOLEAN


def infer_between(inference: Inference, node: Between, local: Local) -> Type:
    """Infer `value between low and high`."""
    value = inference.operand(node.value, local, "`between`")
    for end, operator in ((node.low, ">="), (node.high, "<=")):
        type_ = inference.operand(end, local, "`between`")
        check_comparable(inference, operator, node, (node.value, value), (end, type_))
        report_same(inference, node.value, end, local)
    low, high = number_of(node.low), number_of(node.high)
    if low is not None and high is not None and low > high:
        inference.warn("never-holds", f"nothing lies between {low} and {high}", node, "write the lower end first")
    check_bounds(inference, node)
    return BOOLEAN


def report_same(inference: Inference, value: Node, end: Node, local: Local) -> None:
    """Warn of a value that is compared with itself as the end of a range, or as one of several tests."""
    if are_same(local, value, end):
        hint = _hint_for_same(local, value)
        inference.warn("always-holds", "this always holds: both sides are the same", end, hint)


def _hint_for_same(local: Local, side: Node) -> str:
    """Return what to do about a side of a comparison that is the other one as well."""
    key = path_of(side) or ()
    entry = key[1:] if key[0] == ITEM and key[1:] else key
    if entry[0] in local.entries:
        return "inside a filter a name is the item's entry; give the outer one another name"
    return "compare it with something else, or leave the comparison out"


def compare_numbers(operator: str, left: Decimal, right: Decimal) -> bool:
    """Return whether the comparison of two numbers holds."""
    match operator:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
    return left >= right


def _report_constant(inference: Inference, node: Comparison, holds: bool, reason: str, hint: str = "") -> None:
    if holds:
        inference.warn("always-holds", f"this always holds: {reason}", node, hint)
    else:
        inference.warn("never-holds", f"this never holds: {reason}", node, hint)


def check_comparable(
    inference: Inference,
    operator: str,
    node: Node,
    left: tuple[Node, Type],
    right: tuple[Node, Type],
    *,
    is_item: bool = False,
) -> None:
    """Report two operands that an operator cannot compare, and warn of two that are never equal.

    `node` is the comparison as a whole; operands come with their nodes. With `is_item` they are compared as items of
    lists, or as one of several tests: such a comparison answers false where a whole one has no value. One problem is
    reported at most.
    """
    left_type, right_type = without_null(left[1]), without_null(right[1])
    if isinstance(left_type, AnyType | NeverType) or isinstance(right_type, AnyType | NeverType):
        return
    if isinstance(left_type, NullType) or isinstance(right_type, NullType):
        return
    if isinstance(left_type, NumberType) and isinstance(right_type, NumberType):
        _compare(inference, operator, node, left_type, right_type)
        check_percent(inference, left[0], left_type, right_type)
        check_percent(inference, right[0], right_type, left_type)
    elif isinstance(left_type, EnumType) and isinstance(right_type, EnumType):
        _compare_enums(inference, operator, node, (left[0], left_type), (right[0], right_type), is_item=is_item)
    elif not share_values(left_type, right_type):
        _report_different(inference, operator, node, left_type, right_type, is_item=is_item)
    elif operator not in EQUALITY and not is_ordered(left_type):
        message = f"`{operator}` cannot order {describe(left_type)}"
        inference.report("wrong-operand", message, node, "numbers, strings, dates, times and durations have an order")
    elif isinstance(left_type, ListType) and isinstance(right_type, ListType):
        items = (left[0], left_type.item), (right[0], right_type.item)
        check_comparable(inference, operator, node, *items, is_item=True)


def is_ordered(type_: Type) -> bool:
    """Whether `<` is defined on the type."""
    return isinstance(type_, NumberType | EnumType) or (isinstance(type_, SimpleType) and type_ != BOOLEAN)


def _report_different(
    inference: Inference, operator: str, node: Node, left: Type, right: Type, *, is_item: bool
) -> None:
    of_list = next((hint for each in children(node) if (hint := list_hint(inference, each))), "")
    if operator not in EQUALITY:
        message = f"`{operator}` cannot compare {describe(left)} with {describe(right)}"
        inference.report("wrong-operand", message, node, of_list or _conversion(left, right))
    elif type(left) is type(right) and not isinstance(left, SimpleType):
        _report_disjoint(inference, operator, node, "the two sides", is_item=is_item)
    else:
        message = f"{describe(left)} and {describe(right)} cannot be compared"
        severity = Severity.WARNING if is_item else Severity.ERROR
        inference.report("incomparable", message, node, of_list or _conversion(left, right), severity)


def _report_disjoint(inference: Inference, operator: str, node: Node, sides: str, *, is_item: bool) -> None:
    """Warn of two sides of one kind that are never equal."""
    if operator != "=":
        inference.warn("always-holds", f"this always holds: {sides} have no value in common", node)
    elif is_item:
        inference.warn("never-holds", f"this item is never met: {sides} have no value in common", node)
    else:
        inference.warn("never-holds", f"this never holds: {sides} have no value in common", node)


def _conversion(left: Type, right: Type) -> str:
    """Return how to bring the two together, where there is a usual way."""
    if {left, right} == {DATE, DATE_AND_TIME}:
        return "turn the date and time into a date with `date(…)`"
    for one, other in ((left, right), (right, left)):
        if is_text(one) and isinstance(other, NumberType):
            return "write the number without quotes, or convert the text with `number(…)`"
        if is_text(one) and isinstance(other, SimpleType) and other != BOOLEAN:
            return 'write the text as `@"…"`'
        if isinstance(one, ListType) and not isinstance(other, ListType):
            return "to look for a value in a list write `value in list`"
        if isinstance(one, RangeType) and not isinstance(other, RangeType):
            return "to look for a value in a range write `value in range`"
    return ""


def _compare(inference: Inference, operator: str, node: Node, left: NumberType, right: NumberType) -> None:
    if left.is_literal or right.is_literal or left.unit == right.unit:
        return
    inference.mismatch(node, left, right, f"`{operator}`")


# ── Enumerations ──────────────────────────────────────────────────────────────────────────────────────────────────


def _compare_enums(
    inference: Inference,
    operator: str,
    node: Node,
    left: tuple[Node, EnumType],
    right: tuple[Node, EnumType],
    *,
    is_item: bool,
) -> None:
    for (_, enum), (other_node, other) in ((left, right), (right, left)):
        if enum.name and not other.name:
            if operator not in EQUALITY:
                break
            if set(enum.members).isdisjoint(other.members):
                report_impossible(inference, other_node, enum, other.members)
            else:
                report_old_names(inference, other_node, enum, other.members)
            return
    if operator not in EQUALITY:
        if left[1].name or right[1].name:
            message = f"`{operator}` orders {describe(left[1])} by the alphabet"
            inference.warn("alphabetical-order", message, node, "list the members that are meant: `x in (…, …)`")
        return
    if set(left[1].members).isdisjoint(right[1].members):
        is_named = left[1].name != right[1].name
        names = f"`{left[1].name}` and `{right[1].name}`" if is_named else "the two sides"
        _report_disjoint(inference, operator, node, names, is_item=is_item)
    elif left[1].name and right[1].name and left[1].name != right[1].name:
        message = f"this compares `{left[1].name}` with `{right[1].name}`, which have only some members in common"
        inference.warn("different-enums", message, node)


def report_impossible(inference: Inference, node: Node, enum: EnumType, written: tuple[str, ...]) -> None:
    """Report strings that are no members of an enumeration (or ruled out by a condition before)."""
    declared = inference.environment.types.get(enum.name)
    written = _without_old_names(inference, node, dict(_aliases_of(inference, enum)), written)
    if not written:
        return
    if isinstance(declared, EnumType) and not set(declared.members).isdisjoint(written):
        shown = ", ".join(f'"{each}"' for each in written if each in declared.members)
        inference.warn("never-holds", f"`{enum.name}` is not {shown} here: a condition before rules it out", node)
        return
    shown = ", ".join(f'"{each}"' for each in written[:SHOWN_MEMBERS])
    word = "is no member" if len(written) == 1 else "are no members"
    inference.report("impossible-member", f"`{shown}` {word} of `{enum.name}`", node, member_hint(enum, written))


def report_old_names(inference: Inference, node: Node, enum: EnumType, written: tuple[str, ...]) -> None:
    """Take texts that are other names of members for these members, and report those that nobody can."""
    old = {alias for alias, _ in _aliases_of(inference, enum)}
    if not old.isdisjoint(written):
        report_impossible(inference, node, enum, tuple(each for each in written if each in old))


def _aliases_of(inference: Inference, enum: EnumType) -> tuple[tuple[str, str], ...]:
    """Return the other names of members, those of members that a condition has ruled out too."""
    declared = inference.environment.types.get(enum.name)
    return declared.aliases if isinstance(declared, EnumType) else enum.aliases


def _without_old_names(
    inference: Inference, node: Node, aliases: Mapping[str, str], written: tuple[str, ...]
) -> tuple[str, ...]:
    """Take texts that are other names of members for these members; return the texts that are none, and stay."""
    found = [each for each in _texts_in(node) if isinstance(each, StringLiteral) and each.value in aliases]
    for each in found:
        inference.rename(each, aliases[each.value])
    taken = {each.value for each in found}
    if isinstance(node, ContextEntry) and node.key in aliases:
        inference.rename(node, aliases[node.key])
        taken = {node.key}
    return tuple(each for each in written if each not in taken)


def _texts_in(node: Node) -> Iterator[Node]:
    """Yield the nodes that may be what an expression comes to, or an item of it."""
    match node:
        case If(_, consequence, alternative):
            yield from (*_texts_in(consequence), *_texts_in(alternative))
        case ListLiteral(items):
            yield from (text for each in items for text in _texts_in(each))
        case For(_, body):
            yield from _texts_in(body)
        case _:
            yield node


def member_hint(enum: EnumType, written: tuple[str, ...]) -> str:
    """Return the hint for a string that is no member: the one of which it is another name, the nearest, all if few."""
    for each in written:
        for alias, member in enum.aliases:
            if alias == each:
                return f'write `"{member}"`, of which it is another name'
        hint = did_you_mean(each, enum.members)
        if hint:
            return hint
    if len(enum.members) <= SHOWN_MEMBERS:
        return "members are " + ", ".join(f"`{member}`" for member in enum.members)
    return ""
