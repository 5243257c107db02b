"""Infers lists, contexts, ranges and filters."""

from __future__ import annotations

from dataclasses import replace

from rulewright.language.checker.comparisons import check_comparable, is_ordered
from rulewright.language.checker.constants import number_of
from rulewright.language.checker.environment import ITEM, Local, NamePath
from rulewright.language.checker.inference import Inference
from rulewright.language.checker.narrowing import facts_where
from rulewright.language.description import describe, with_article
from rulewright.language.relations import join, without_null
from rulewright.language.syntax import (
    ContextEntry,
    ContextLiteral,
    Filter,
    FunctionDefinition,
    ListLiteral,
    Node,
    RangeLiteral,
    StringLiteral,
)
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    NEVER,
    AnyType,
    ContextType,
    ListType,
    MapType,
    NeverType,
    NullType,
    NumberType,
    RangeType,
    Type,
)


def infer_list(inference: Inference, node: ListLiteral, local: Local) -> Type:
    """Infer a list; its item type is what all items are."""
    item: Type = NEVER
    for each in node.items:
        item = join_checked(inference, each, item, inference.infer(each, local), "a list")
    return ListType(item)


def join_checked(inference: Inference, node: Node, left: Type, right: Type, use: str) -> Type:
    """Return the join of two types, reporting numbers of different units (`node` is the second)."""
    one, other = without_null(left), without_null(right)
    if (
        isinstance(one, NumberType)
        and isinstance(other, NumberType)
        and not (one.is_literal or other.is_literal)
        and one.unit != other.unit
    ):
        return inference.mismatch(node, one, other, use)
    return join(left, right)


def infer_context(inference: Inference, node: ContextLiteral, local: Local) -> Type:
    """Infer a context; later entries see earlier ones, and a function also itself."""
    entries: dict[str, Type] = {}
    for entry in node.entries:
        calls_itself = isinstance(entry.value, FunctionDefinition)
        inner = local.with_names({entry.key: ANY}) if calls_itself else local
        entries[entry.key] = inference.infer(entry, inner)
        local = local.with_names({entry.key: entries[entry.key]})
    return ContextType(tuple(entries.items()))


def infer_entry(inference: Inference, node: ContextEntry, local: Local) -> Type:
    """Infer one entry of a context."""
    return inference.infer(node.value, local)


def infer_range(inference: Inference, node: RangeLiteral, local: Local) -> Type:
    """Infer a range from its ends; one that is missing is unbounded, as in `(> 5)`."""
    ends = [(end, inference.operand(end, local, "a range")) for end in (node.start, node.end) if end is not None]
    item: Type = NEVER
    for end, type_ in ends:
        if not node.operator and not isinstance(type_, AnyType) and not is_ordered(type_):
            message = f"{with_article(type_)} cannot be the end of a range"
            return inference.wrong_operand(end, message, "numbers, strings, dates, times and durations have an order")
        item = type_ if isinstance(item, NeverType) else item
    if len(ends) == 2 and not node.operator:
        check_comparable(inference, "<=", node, ends[0], ends[1])
        item = join(ends[0][1], ends[1][1])
        _check_order(inference, node)
    return RangeType(ANY if isinstance(item, NeverType) else item)


def _check_order(inference: Inference, node: RangeLiteral) -> None:
    if node.start is None or node.end is None:
        return
    start, end = number_of(node.start), number_of(node.end)
    if start is None or end is None:
        return
    if start > end:
        inference.report("empty-range", f"nothing lies between {start} and {end}", node, "write the lower end first")
    elif start == end and not (node.start_included and node.end_included):
        hint = f"write `[{start}..{end}]` where {start} itself is meant"
        inference.report("empty-range", f"nothing lies between {start} and {end}", node, hint)


# ── Filters ───────────────────────────────────────────────────────────────────────────────────────────────────────


def infer_filter(inference: Inference, node: Filter, local: Local) -> Type:
    """Infer `list[condition]` (the items for which it holds) and `list[number]` (one item).

    The condition sees the item as `item` and, where it is a context, its entries by name.
    """
    target = inference.operand(node.target, local, "a filter")
    key = node.condition.value if isinstance(node.condition, StringLiteral) else ""
    is_entry = bool(key) and isinstance(without_null(target), ContextType | MapType)
    item = target if is_entry else items_of(inference, node.target, target, "a filter")
    inner = item_scope(local, item)
    condition = inference.strict(node.condition, inference.infer(node.condition, inner), "a filter's condition")
    if isinstance(condition, NumberType):
        if number_of(node.condition) == 0:
            message, hint = "items are counted from 1, so there is none at 0", "the first is `[1]`, the last `[-1]`"
            inference.report("wrong-operand", message, node.condition, hint)
        return item
    if condition == BOOLEAN:
        return ListType(_kept(item, facts_where(inference, node.condition, holds=True)))
    if not isinstance(condition, AnyType):
        message = f"a filter takes a condition or the number of an item, not {describe(condition)}"
        is_name = isinstance(without_null(item), ContextType | MapType) and key.isidentifier()
        inference.wrong_operand(node.condition, message, f"an entry is read with `.{key}`" if is_name else "")
    return ANY


def items_of(inference: Inference, node: Node, type_: Type, use: str) -> Type:
    """Return the type of the items of a list; anything else counts as a list of one item, which is reported."""
    match type_:
        case ListType(item):
            return item
        case AnyType() | NeverType() | NullType():
            return ANY
    message = f"{use} takes a list; {with_article(type_)} counts as a list of one item"
    inference.warn("not-a-list", message, node, "write the brackets where a list of one is meant: `[…]`")
    return type_


def item_scope(local: Local, item: Type) -> Local:
    """Return the names that a filter's condition sees for an item of that type."""
    inner = without_null(item)
    names: dict[str, Type] = {ITEM: item}
    aliases: dict[str, str] = {}
    is_open = isinstance(inner, AnyType | NeverType | MapType)
    if isinstance(inner, ContextType):
        names |= dict(inner.entries)
        aliases = dict(inner.aliases)
        is_open = not inner.is_closed
    entries = frozenset(name for name, _ in inner.entries) if isinstance(inner, ContextType) and inner.name else ()
    return replace(local.with_old_names(names, aliases, is_open=is_open), entries=frozenset(entries))


def _kept(item: Type, facts: dict[NamePath, Type]) -> Type:
    """Return the item type with what the filter's condition says about the items kept."""
    item = facts.get((ITEM,), item)
    inner = without_null(item)
    if not isinstance(inner, ContextType):
        return item
    entries = tuple((name, facts.get((name,), facts.get((ITEM, name), type_))) for name, type_ in inner.entries)
    if entries == inner.entries:
        return item
    return replace(inner, entries=entries)
