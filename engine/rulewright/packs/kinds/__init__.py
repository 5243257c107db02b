"""Defines the kinds of rules: each module of this folder is one, and nothing else names it.

A kind's module has its class of rules, which says how a rule is shown and evaluated; the form in which its rules are
written, with what reads them; and a `KIND` that brings these together. Its part of the schema of subjects stands in
`schemas/kinds` under the module's name.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rulewright.packs.format.kind import RuleKind


@cache
def all_kinds() -> tuple[RuleKind, ...]:
    """Return every kind, in the order in which subjects list them."""
    from pkgutil import iter_modules  # noqa: PLC0415  (a warm start does without)

    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
    return tuple(sorted((module.KIND for module in modules), key=lambda kind: (kind.order, kind.section)))
