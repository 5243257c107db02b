"""Says of which parts of a formula an error is an error of the whole.

They are evaluated in any case, and nothing around them passes over their error: not an operand of `and`, the body of a
loop, or what may be compared with null.
"""

from __future__ import annotations

from collections.abc import Iterator

from rulewright.language.builtins import BUILTINS
from rulewright.language.checker.comparisons import EQUALITY
from rulewright.language.checker.inference import Inference
from rulewright.language.descent import nodes_in
from rulewright.language.syntax import (
    Arithmetic,
    Between,
    Comparison,
    ContextEntry,
    ContextLiteral,
    Filter,
    For,
    FormalParameter,
    If,
    In,
    InstanceOf,
    Invocation,
    ListLiteral,
    Name,
    Negation,
    Node,
    PathExpression,
    Quantified,
    RangeLiteral,
)
from rulewright.language.syntax import Iterator as Iteration
from rulewright.language.types import AnyType, NeverType, Nullable, NullType


def decisive(inference: Inference, tree: Node) -> Iterator[Node]:
    """Yield the nodes of an expression whose error is that of the whole expression."""
    bound = frozenset(_bound(tree))
    outcomes, operands = [tree], list[Node]()
    while outcomes:
        node = outcomes.pop()
        yield node
        match node:
            case ListLiteral(items):
                outcomes.extend(items)
            case ContextLiteral(entries):
                outcomes.extend(entry.value for entry in entries)
            case _:
                operands.extend(_operands(inference, node, bound))
    while operands:
        node = operands.pop()
        yield node
        operands.extend(_operands(inference, node, bound))


def _operands(inference: Inference, node: Node, bound: frozenset[str]) -> tuple[Node, ...]:
    """Return the parts of an operation whose error is its own."""
    match node:
        case Comparison(operator, left, right) if operator in EQUALITY:
            sides = ((left, right), (right, left))
            return tuple(side for side, other in sides if not _may_be_null(inference, other))
        case Comparison(_, left, right) | Arithmetic(_, left, right):
            return left, right
        case Between(value) | InstanceOf(value) | Negation(value) | PathExpression(value) | Filter(value) | If(value):
            return (value,)
        case In(_, (test,)):
            return (test,)
        case For((Iteration(_, domain, end), *_)) | Quantified(_, (Iteration(_, domain, end), *_)):
            return (domain,) if end is None else (domain, end)
        case RangeLiteral(start, end):
            return tuple(each for each in (start, end) if each is not None)
        case Invocation(Name(name), arguments, named) if name in BUILTINS and name not in bound:
            return (*arguments, *(each.value for each in named))
    return ()


def _may_be_null(inference: Inference, node: Node) -> bool:
    return isinstance(inference.type_of(node), Nullable | NullType | AnyType | NeverType)


def _bound(tree: Node) -> Iterator[str]:
    """Yield the names that an expression gives to what may be a function."""
    for node in nodes_in(tree):
        if isinstance(node, ContextEntry):
            yield node.key
        elif isinstance(node, FormalParameter | Iteration):
            yield node.name
