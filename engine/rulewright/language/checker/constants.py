"""Reads what is constant in an expression: literals, and conditions that literals decide."""

from __future__ import annotations

from decimal import Decimal

from rulewright.language.syntax import (
    BooleanLiteral,
    Conjunction,
    Disjunction,
    Invocation,
    Name,
    Negation,
    Node,
    NumberLiteral,
    StringLiteral,
)

Constant = Decimal | str | bool


def number_of(node: Node) -> Decimal | None:
    """Return the number that a node writes out, or None. Exact: only signs are computed."""
    match node:
        case NumberLiteral(value):
            return value
        case Negation(operand):
            value_ = number_of(operand)
            return None if value_ is None else value_.copy_negate()
    return None


def written_string(node: Node) -> str | None:
    """Return the string that a node writes out, or None."""
    return node.value if isinstance(node, StringLiteral) else None


def constant_condition(node: Node) -> bool | None:
    """Return what a condition always is because of the literals in it, or None."""
    match node:
        case BooleanLiteral(value):
            return value
        case Conjunction(left, right):
            sides = (constant_condition(left), constant_condition(right))
            return False if False in sides else (None if None in sides else True)
        case Disjunction(left, right):
            sides = (constant_condition(left), constant_condition(right))
            return True if True in sides else (None if None in sides else False)
        case Invocation(Name("not"), (operand,), ()):
            always = constant_condition(operand)
            return None if always is None else not always
    return None
