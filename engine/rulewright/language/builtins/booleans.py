"""Computes the built-in function `not`."""

from __future__ import annotations

from rulewright.language.builtins.builtin import Builtin, Signature
from rulewright.language.operators import negation
from rulewright.language.types import BOOLEAN

FAMILY = "boolean"


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family."""
    return (
        Builtin(
            "not",
            FAMILY,
            (Signature((("negand", BOOLEAN),), BOOLEAN, negation),),
            "Returns true for false and false for true",
            "not(true)",
            "false",
        ),
    )
