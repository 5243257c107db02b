"""Says of calls of built-ins what their signatures leave open: units, items that are compared, items that are added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rulewright.language.builtins import Builtin, Signature
from rulewright.language.builtins.signatures import ITEM
from rulewright.language.checker.comparisons import is_ordered
from rulewright.language.checker.description import describe
from rulewright.language.checker.inference import Inference
from rulewright.language.checker.relations import is_text, join, overlaps, without_null
from rulewright.language.syntax import Invocation, Node
from rulewright.language.types import (
    ANY,
    NUMBER,
    PLAIN,
    AnyType,
    ListType,
    NeverType,
    Nullable,
    NumberType,
    RangeType,
    Type,
)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a built-in: its arguments in the order of the parameters, with their types."""

    node: Invocation
    builtin: Builtin
    nodes: Sequence[Node]
    types: Sequence[Type]


def is_vague(type_: Type) -> bool:
    """Whether the kind of a value, or of its items, is not known."""
    inner = without_null(type_)
    return isinstance(inner, AnyType | NeverType) or (isinstance(inner, ListType | RangeType) and is_vague(inner.item))


def has_order(inference: Inference, call: Call) -> bool:
    """Report arguments that a function would have to compare and cannot; return whether there are none."""
    if not call.builtin.ordered:
        return True
    is_relation = call.builtin.ordered == "ends"
    use = f"`{call.builtin.name}`"
    points: list[Type] = []
    for node, type_ in zip(call.nodes, call.types, strict=True):
        point = inference.strict(node, type_, use)
        if isinstance(point, RangeType if is_relation else ListType) and (is_relation or len(call.nodes) == 1):
            point = point.item
            if isinstance(point, Nullable):
                name = inference.text(node)
                message = f"items of `{name}` may be null, which {use} cannot take"
                inference.warn("possibly-null", message, node, f"leave them out: `{name}[item != null]`")
                point = point.type
        if isinstance(point, AnyType | NeverType):
            return True
        first = points[0] if points else point
        if isinstance(first, NumberType) and isinstance(point, NumberType) and join(first, point) == ANY:
            inference.mismatch(node, first, point, use)
            return False
        if not is_ordered(point) or not _is_one_kind(first, point):
            wanted = " and ".join(dict.fromkeys(describe(each) for each in (*points, point)))
            inference.report("wrong-argument", f"{use} cannot order {wanted}", node)
            return False
        points.append(point)
    return True


def _is_one_kind(left: Type, right: Type) -> bool:
    return (is_text(left) and is_text(right)) or overlaps(left, right)


def agreed_types(inference: Inference, call: Call, signature: Signature) -> tuple[Type, ...] | None:
    """Return the arguments with those that end in one place brought to one type, None where their units differ."""
    takes_null = [isinstance(signature.parameter(i)[1], AnyType | Nullable) for i in range(len(call.types))]
    is_strict = call.builtin.ordered == "items"
    given = [
        type_ if may_be_null and not is_strict else without_null(type_)
        for type_, may_be_null in zip(call.types, takes_null, strict=True)
    ]
    if signature.adds_items and isinstance(given[0], ListType):
        item = given[0].item
        added = [signature.written_type(index) == ITEM for index in range(1, len(given))]
        for type_, is_added in zip(call.types[1:], added, strict=True):
            item = join(item, type_) if is_added else item
        return (ListType(item), *(item if is_added else each for each, is_added in zip(given[1:], added, strict=True)))
    if signature.is_uniform:
        joined: Type = given[0] if given else ANY
        for type_ in given[1:]:
            if isinstance(joined, NumberType) and isinstance(type_, NumberType) and join(joined, type_) == ANY:
                inference.mismatch(call.node, joined, type_, f"`{call.builtin.name}`")
                return None
            joined = join(joined, type_)
        return (joined,) * len(given)
    return tuple(given)


def keeps_units(inference: Inference, call: Call, signature: Signature) -> bool:
    """Report numbers with a unit that the result would lose; return whether there are none."""
    if signature.result != NUMBER:
        return True
    for index, (node, given) in enumerate(zip(call.nodes, call.types, strict=True)):
        type_ = without_null(given)
        takes_number = isinstance(without_null(signature.parameter(index)[1]), NumberType)
        if takes_number and isinstance(type_, NumberType) and type_.unit != PLAIN:
            message = f"`{call.builtin.name}` takes plain numbers, not {describe(type_)}"
            inference.report("unit-mismatch", message, node, "the unit of the result would not be known")
            return False
    return True


def result_type(call: Call, signature: Signature, arguments: tuple[Type, ...]) -> Type:
    """Return the type of the result, without the bounds of the arguments that it was made from."""
    type_ = signature.result_type(arguments)
    inner = without_null(type_)
    if isinstance(inner, NumberType):
        is_whole = inner.is_whole and not call.builtin.is_fractional
        inner = NumberType(inner.unit, inner.name, inner.is_literal, is_whole)
    return Nullable(inner) if isinstance(type_, Nullable) else inner
