"""Says what a rule is to a formula that calls it: a function of its inputs."""

from __future__ import annotations

from collections.abc import Sequence

from rulewright.language.types import FunctionType, Type
from rulewright.packs.model.rules import Input


def function_type(inputs: Sequence[Input], outcome: Type) -> FunctionType:
    """Return the type of a rule as a function; a call may leave out what has an `otherwise`."""
    optional = frozenset(each.name for each in inputs if each.otherwise is not None)
    return FunctionType(tuple((each.name, each.type) for each in inputs), outcome, optional)
