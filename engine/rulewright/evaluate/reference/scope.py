"""Defines scopes: the names that an expression sees, innermost first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rulewright.language.values import Value

INPUT = "?"
"""The name under which the input of a unary test is in scope."""


@dataclass(frozen=True, slots=True)
class _Missing:
    """Says that a name is in no scope (None would be a value)."""


MISSING: Final = _Missing()


@dataclass(frozen=True, slots=True)
class Scope:
    """Names with their values, and the scope around them."""

    names: Mapping[str, Value]
    outer: Scope | None = None

    def look_up(self, name: str) -> Value:
        """Return the value of a name, or `MISSING`."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return MISSING

    def within(self, names: Mapping[str, Value]) -> Scope:
        """Return a scope inside this one."""
        return Scope(names, self)
