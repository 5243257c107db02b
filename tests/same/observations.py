"""Writes what an engine answers as plain JSON, so that the answers of two engines can be compared by their text.

It knows as little of the engine as it can: a value object is written with its class and its fields, whatever they
are. A field or class that has another name in the new engine is declared in `accepted.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum

Json = object
OUTCOME = ("rule", "status", "value", "type", "needs", "message", "problem", "warnings")
DIAGNOSTIC = ("code", "severity", "place", "message", "hint", "related")
TOKEN = re.compile("personal-[a-z2-7]{16}")
"""What stands in the place of a personal value: each process draws the key by chance."""

FUNCTION = "FunctionValue"
"""A function's tree is no part of an outcome: it is written by its name and its parameters."""


class Observer:
    """Writes what one engine answers. `old_names` gives the old engine's name for a name; `added` are left out."""

    def __init__(self, old_names: Mapping[str, str], added: frozenset[str]) -> None:
        self.old_names = old_names
        self.new_names = {old: new for new, old in old_names.items()}
        self.added = added

    def value(self, value: object) -> Json:
        """Return any object as JSON, exactly."""
        match value:
            case None | bool():
                return value
            case str():
                return TOKEN.sub("personal", value)
            case Enum():
                return str(value.value)
            case Decimal() | int() | float():
                return {type(value).__name__: str(value)}
            case Mapping():
                named = enumerate(value.items())
                return {TOKEN.sub(f"personal {place}", str(key)): self.value(item) for place, (key, item) in named}
            case list() | tuple() if not hasattr(value, "_fields"):
                return [self.value(item) for item in value]
            case frozenset() | set():
                return sorted(map(str, value))
            case _ if is_dataclass(value) or hasattr(value, "_fields"):
                return self._fields(value)
            case _:
                return f"{type(value).__name__} {value}"

    def _fields(self, value: object) -> Json:
        kind = self._old(type(value).__name__)
        if kind == FUNCTION:
            return {"is": kind, "name": value.name, "parameters": list(value.parameters)}
        names = value._fields if hasattr(value, "_fields") else [each.name for each in fields(value)]
        found: dict[str, Json] = {"is": kind}
        for name in names:
            if f"{kind}.{self._old(name)}" not in self.added:
                found[self._old(name)] = self.value(getattr(value, name))
        return found

    def outcome(self, outcome: object, *, has_trace: bool = True) -> Json:
        """Return an outcome with its trace."""
        found = {name: self.value(self.part(outcome, name)) for name in OUTCOME}
        if has_trace:
            found["trace"] = self.value(self.part(outcome, "trace"))
        return found

    def diagnostics(self, diagnostics: object) -> Json:
        """Return the problems of a pack."""
        return [{name: self.value(self.part(each, name)) for name in DIAGNOSTIC} for each in diagnostics]

    def part(self, value: object, name: str) -> object:
        """Return a part by the old engine's name for it."""
        return getattr(value, self.new_names.get(name, name))

    def _old(self, name: str) -> str:
        return self.old_names.get(name, name)


def attempted(function: object, *arguments: object, **named: object) -> Json:
    """Return what a function gives, or the exception that ends it: both are answers."""
    try:
        return function(*arguments, **named)
    except Exception as error:  # noqa: BLE001  (whatever an engine raises is what it answers)
        return {"raised": type(error).__name__, "message": str(error)}
