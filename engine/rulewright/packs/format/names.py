"""Refuses names that formulas could not use, because the language has taken them."""

from __future__ import annotations

from rulewright.diagnostics import Diagnostic
from rulewright.language.grammar.lexer import RESERVED
from rulewright.language.kinds import SCALAR_TYPES
from rulewright.packs.types import GENERIC
from rulewright.packs.yaml.tree import ScalarNode


def refuse_reserved_name(key: ScalarNode, problems: list[Diagnostic]) -> None:
    """Report an input, step, key or part of an id that is a word of the language.

    Outputs and entries may be: behind a dot every name is one.
    """
    for name in key.text.split("."):
        if name in RESERVED:
            message = f"`{name}` is a word of the language"
            problems.append(
                Diagnostic("reserved-name", message, key.place, f"take another name, such as `{name}_value`")
            )


def refuse_reserved_type(key: ScalarNode, problems: list[Diagnostic]) -> None:
    """Report a declared type that has the name of a built-in one."""
    if key.text in SCALAR_TYPES or key.text in GENERIC:
        message = f"`{key.text}` is a type of the language"
        problems.append(Diagnostic("reserved-name", message, key.place, "take another name"))
