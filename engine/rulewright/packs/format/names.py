"""Refuses names that formulas could not use, because the language has taken them."""

from __future__ import annotations

from collections.abc import Iterator

from rulewright.diagnostics import Diagnostic
from rulewright.language.grammar.lexer import RESERVED
from rulewright.language.kinds import SCALAR_TYPES
from rulewright.packs.format.types import GENERIC
from rulewright.packs.yaml.tree import ScalarNode


def reserved_names(key: ScalarNode) -> Iterator[Diagnostic]:
    """Yield the problem of an input, step, key or part of an id that is a word of the language.

    Outputs and entries may be: behind a dot every name is one.
    """
    for name in key.text.split("."):
        if name in RESERVED:
            hint = f"take another name, such as `{name}_value`"
            yield Diagnostic("reserved-name", f"`{name}` is a word of the language", key.place, hint)


def reserved_type(key: ScalarNode) -> Iterator[Diagnostic]:
    """Yield the problem of a declared type that has the name of a built-in one."""
    if key.text in SCALAR_TYPES or key.text in GENERIC:
        message = f"`{key.text}` is a type of the language"
        yield Diagnostic("reserved-name", message, key.place, "take another name")
