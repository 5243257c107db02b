"""Infers `and`, `or`, `if`, `for`, `some` and `every`, `instance of`."""

from __future__ import annotations

from dataclasses import replace

from rulewright.language.checker.constants import constant_condition
from rulewright.language.checker.environment import Local
from rulewright.language.checker.inference import Inference
from rulewright.language.checker.intervals import check_conjunction
from rulewright.language.checker.lists import items_of, join_checked
from rulewright.language.checker.narrowing import narrowed
from rulewright.language.description import describe
from rulewright.language.relations import is_nullable, share_values, without_null
from rulewright.language.syntax import (
    Conjunction,
    Disjunction,
    For,
    If,
    InstanceOf,
    Iterator,
    Node,
    NullLiteral,
    Quantified,
)
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    DATE,
    AnyType,
    ContextType,
    ListType,
    NeverType,
    NumberType,
    RangeType,
    Type,
)

PARTIAL = "partial"


def infer_conjunction(inference: Inference, node: Conjunction, local: Local) -> Type:
    """Infer `a and b and …`; each part is read knowing that those before it hold."""
    parts = _parts(node, Conjunction)
    _infer_parts(inference, parts, local, "`and`", holds=True)
    _set_inner(inference, node, Conjunction)
    check_conjunction(inference, parts)
    return BOOLEAN


def infer_disjunction(inference: Inference, node: Disjunction, local: Local) -> Type:
    """Infer `a or b or …`; each part is read knowing that those before it do not hold."""
    _infer_parts(inference, _parts(node, Disjunction), local, "`or`", holds=False)
    _set_inner(inference, node, Disjunction)
    return BOOLEAN


def _parts(node: Node, kind: type[Conjunction | Disjunction]) -> list[Node]:
    if not isinstance(node, kind):
        return [node]
    return [*_parts(node.left, kind), *_parts(node.right, kind)]


def _set_inner(inference: Inference, node: Node, kind: type[Conjunction | Disjunction]) -> None:
    """Give their type to the nodes inside a chain that were flattened away."""
    if isinstance(node, kind):
        inference.types[id(node)] = BOOLEAN
        _set_inner(inference, node.left, kind)
        _set_inner(inference, node.right, kind)


def _infer_parts(inference: Inference, parts: list[Node], local: Local, use: str, *, holds: bool) -> None:
    for part in parts:
        type_ = inference.strict(part, inference.infer(part, local), use)
        if isinstance(type_, AnyType) or type_ == BOOLEAN:
            local = narrowed(inference, local, part, holds=holds)
        else:
            inference.wrong_operand(part, f"{use} takes conditions, not {describe(type_)}", "compare it with something")


# ── If ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def infer_if(inference: Inference, node: If, local: Local) -> Type:
    """Infer `if`; each branch is read knowing how the condition turned out."""
    check_condition(inference, node.condition, local, "`if`")
    always = constant_condition(node.condition)
    otherwise = narrowed(inference, local, node.condition, holds=False)
    consequence = inference.infer(node.consequence, narrowed(inference, local, node.condition, holds=True))
    alternative = inference.infer(node.alternative, otherwise)
    is_exhausted = any(isinstance(type_, NeverType) for type_ in otherwise.facts.values())
    if always is not None:
        dead, word = (node.alternative, "true") if always else (node.consequence, "false")
        inference.warn("unreachable-branch", f"this is never reached: the condition is always {word}", dead)
        inference.unreached.add(id(dead))
        return consequence if always else alternative
    if is_exhausted:
        inference.unreached.add(id(node.alternative))
        if not isinstance(node.alternative, NullLiteral):
            message = "this is never reached: the conditions before name every member"
            inference.warn("unreachable-branch", message, node.alternative, "write the last case as the `else`")
        return consequence
    return join_checked(inference, node.alternative, consequence, alternative, "`if`")


def check_condition(inference: Inference, node: Node, local: Local, use: str) -> None:
    """Infer a condition, reporting one that is not a boolean."""
    type_ = inference.operand(node, local, f"the condition of {use}")
    if type_ != BOOLEAN and not isinstance(type_, AnyType):
        inference.wrong_operand(node, f"the condition of {use} is {describe(type_)}, not boolean")


# ── Iteration ─────────────────────────────────────────────────────────────────────────────────────────────────────


def infer_for(inference: Inference, node: For, local: Local) -> Type:
    """Infer `for`; the body sees the iterators and, as `partial`, the results so far."""
    inner = _with_iterators(inference, node.iterators, local)
    body = inference.infer(node.body, inner.with_names({PARTIAL: ListType(ANY)}))
    return ListType(body)


def infer_quantified(inference: Inference, node: Quantified, local: Local) -> Type:
    """Infer `some` and `every`."""
    inner = _with_iterators(inference, node.iterators, local)
    check_condition(inference, node.condition, inner, f"`{node.quantifier}`")
    return BOOLEAN


def _with_iterators(inference: Inference, iterators: tuple[Iterator, ...], local: Local) -> Local:
    for iterator in iterators:
        item = infer_iterator(inference, iterator, local)
        inference.types[id(iterator)] = item
        local = local.with_names({iterator.name: item})
    return local


def infer_iterator(inference: Inference, node: Iterator, local: Local) -> Type:
    """Infer the item of one iterator."""
    use = f"`{node.name} in`"
    domain = inference.strict(node.domain, inference.infer(node.domain, local), use)
    if node.end is None:
        if isinstance(domain, RangeType):
            return _counted(inference, node.domain, domain.item, use)
        return items_of(inference, node.domain, domain, use)
    end = inference.operand(node.end, local, use)
    for side, type_ in ((node.domain, domain), (node.end, end)):
        if _counted(inference, side, type_, use) == ANY:
            return ANY
    joined = join_checked(inference, node.end, domain, end, use)
    if type(domain) is not type(end):
        return inference.wrong_operand(node.end, f"{use} cannot count from {describe(domain)} to {describe(end)}")
    if isinstance(joined, NumberType):
        return NumberType(joined.unit, joined.name, joined.is_literal, joined.is_whole)
    return joined


def _counted(inference: Inference, node: Node, type_: Type, use: str) -> Type:
    """Return a type that one can count in, `any` after reporting another."""
    if isinstance(type_, AnyType | NumberType) or type_ == DATE:
        return type_
    return inference.wrong_operand(node, f"{use} counts numbers or dates, not {describe(type_)}")


# ── Instance of ───────────────────────────────────────────────────────────────────────────────────────────────────


def infer_instance_of(inference: Inference, node: InstanceOf, local: Local) -> Type:
    """Infer `value instance of type`."""
    value = inference.infer(node.value, local)
    written = inference.written_type(node.type)
    if written is not None and not share_values(_conforming(without_null(value)), written):
        message = f"this never holds: {describe(value)} is never {describe(written)}"
        inference.warn("never-holds", message, node)
    return BOOLEAN


def _conforming(type_: Type) -> Type:
    """Return a type whose entries that may be null are `any`: null conforms to every type inside a context."""
    if not isinstance(type_, ContextType):
        return type_
    entries = ((name, ANY if is_nullable(each) else _conforming(each)) for name, each in type_.entries)
    return replace(type_, entries=tuple(entries))
