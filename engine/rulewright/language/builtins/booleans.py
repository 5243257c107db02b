"""Computes the built-in function `not`."""

from __future__ import annotations

from rulewright.language.builtins.builtin import builtin
from rulewright.language.operators import negation
from rulewright.language.values import Value


@builtin("not(negand: boolean) -> boolean", example=("not(true)", "false"))
def not_(negand: bool) -> Value:
    """Returns true for false and false for true."""
    return negation(negand)
