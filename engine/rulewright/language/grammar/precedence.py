"""Orders the operators by how tightly they bind (DMN 1.5, 10.3.1.2, rules 2 and 4), for the parser and the printer."""

from __future__ import annotations

from collections.abc import Mapping

ANY, OR, AND, COMPARISON, SUM, PRODUCT, POWER, SIGN, INSTANCE_OF, POSTFIX, PRIMARY = range(11)
"""From loose to tight. `if`, `for`, `some`, `every` and `function` are `ANY`, as they reach as far as they can."""

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})

LEVELS: Mapping[str, int] = {
    "or": OR,
    "and": AND,
    "=": COMPARISON,
    "!=": COMPARISON,
    "<": COMPARISON,
    "<=": COMPARISON,
    ">": COMPARISON,
    ">=": COMPARISON,
    "in": COMPARISON,
    "between": COMPARISON,
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "**": POWER,
}
"""Operators between two operands. All lean to the left; comparisons do not chain."""
