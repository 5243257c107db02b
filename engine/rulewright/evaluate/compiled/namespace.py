"""Gives generated code the names it calls. What a rule rarely calls is imported when a rule that calls it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, DecimalException
from importlib import import_module
from types import CodeType
from typing import Any

from rulewright.evaluate.compiled import fallback, reading, runtime
from rulewright.evaluate.compiled.missing import MISSING
from rulewright.evaluate.compiled.trace import EventLayout
from rulewright.evaluate.trace import FigureRead
from rulewright.language.kinds import TEMPORAL_KINDS

PLACES: Mapping[str, str] = {
    "BUILTINS": "rulewright.language.builtins",
    "add": "rulewright.language.operators",
    "subtract": "rulewright.language.operators",
    "multiply": "rulewright.language.operators",
    "divide": "rulewright.language.operators",
    "power": "rulewright.language.operators",
    "negate": "rulewright.language.operators",
    "compare": "rulewright.language.operators",
    "in_test": "rulewright.language.operators",
    "path": "rulewright.language.operators",
    **{kind.class_.__name__: kind.class_.__module__ for kind in TEMPORAL_KINDS.values()},
    "parse_temporal": "rulewright.language.temporal.text",
    "key_text": "rulewright.language.keys",
    "KeyRows": "rulewright.evaluate.compiled.rows",
    "DayRows": "rulewright.evaluate.compiled.rows",
    "choice_of": "rulewright.evaluate.compiled.decisions",
    "undecided": "rulewright.evaluate.compiled.decisions",
    "Unknown": "rulewright.language.values",
    "Hit": "rulewright.evaluate.hit_policy",
    "combine_rows": "rulewright.evaluate.hit_policy",
    "answer_without_rows": "rulewright.evaluate.hit_policy",
}
"""Where the names stand that are imported on first use."""

OWN = (
    "ZERO all_definite at_index boolean compare_sized count_steps definite definite_entries entry first_unshadowed "
    "make_range measured present read_figure require sized some sum_of unshadowed visited whole_numbers worked "
    "worked_by_name"
)
READING = (
    "to_decimal read_any read_boolean read_date read_date_and_time read_days read_text read_time read_years "
    "in_digits without_sign"
)
SIGNALING = "UNREADABLE fall_back unread"


def provide(space: dict[str, Any], code: CodeType) -> None:
    """Put into a namespace what a piece of code, with the functions in it, names and the namespace lacks."""
    for name in code.co_names:
        if name in PLACES and name not in space:
            space[name] = getattr(import_module(PLACES[name]), name)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            provide(space, constant)


def names() -> dict[str, Any]:
    """Return a fresh namespace for one pack."""
    space: dict[str, Any] = {name: getattr(runtime, name) for name in OWN.split()}
    space |= {name: getattr(reading, name) for name in READING.split()}
    space |= {name: getattr(fallback, name) for name in SIGNALING.split()}
    return {
        **space,
        "D": Decimal,
        "DecimalException": DecimalException,
        "MISSING": MISSING,
        "FigureRead": FigureRead,
        "EventLayout": EventLayout,
    }
