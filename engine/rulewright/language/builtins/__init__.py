"""Holds the built-in functions of FEEL (DMN 1.5, chapter 10.3.4), in one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
from rulewright.language.builtins.builtin import Builtin, Signature

BUILTINS: Mapping[str, Builtin] = MappingProxyType(
    {
        builtin.name: builtin
        for family in (
            conversions,
            booleans,
            strings,
            lists,
            aggregates,
            numeric,
            temporals,
            range_relations,
            sorting,
            contexts,
        )
        for builtin in family.builtins()
    }
)
"""All built-in functions by name."""

__all__ = ["BUILTINS", "Builtin", "Signature"]
