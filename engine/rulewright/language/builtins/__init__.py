"""Holds the built-in functions of FEEL (DMN 1.5, chapter 10.3.4), by family and by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from rulewright.language.builtins import (
    aggregates,
    booleans,
    contexts,
    conversions,
    lists,
    numeric,
    range_relations,
    sorting,
    strings,
    temporals,
)
from rulewright.language.builtins.builtin import Builtin
from rulewright.language.builtins.signatures import Signature


def _declared(*modules: ModuleType) -> tuple[Builtin, ...]:
    """Return the functions that modules declare, in the order of their text."""
    return tuple(each for module in modules for each in vars(module).values() if isinstance(each, Builtin))


FAMILIES: Mapping[str, tuple[Builtin, ...]] = MappingProxyType(
    {
        "conversion": _declared(conversions),
        "boolean": _declared(booleans),
        "string": _declared(strings),
        "list": _declared(lists, aggregates),
        "numeric": _declared(numeric),
        "date and time": _declared(temporals),
        "range": _declared(range_relations),
        "sort": _declared(sorting),
        "context": _declared(contexts),
    }
)
"""All built-in functions by family."""

BUILTINS: Mapping[str, Builtin] = MappingProxyType(
    {builtin.name: builtin for family in FAMILIES.values() for builtin in family}
)
"""All built-in functions by name."""

__all__ = ["BUILTINS", "FAMILIES", "Builtin", "Signature"]
