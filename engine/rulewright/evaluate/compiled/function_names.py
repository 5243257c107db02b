"""Names the functions that are generated for a rule: the compiler writes these names, the program looks them up."""

from __future__ import annotations

from typing import NamedTuple


class FunctionNames(NamedTuple):
    """The functions of one rule, with or without a trace.

    One takes values: other rules call it. One takes a case's facts, and answers the arguments that they came to as
    well. One takes a case and answers the value alone; with a trace there is none.
    """

    by_values: str
    by_case: str
    value_alone: str


def function_names(number: int, *, is_tracing: bool) -> FunctionNames:
    """Return the names of the functions of the rule with a number, that of its place in the pack."""
    if is_tracing:
        return FunctionNames(f"t{number}", f"u{number}", "")
    return FunctionNames(f"p{number}", f"q{number}", f"w{number}")
