"""Finds numbers beside percents that might count hundredths: `score > 50`, `score > limit`.

A percent is a ratio in formulas, and FEEL has no sign for it. A number that is written out and beyond 1 is taken for a
slip where the percent's type has no bound that far. A plain number may be 50 or 0.5 and nobody checks which, so it
takes the type of a percent; what was divided, or multiplied by a percent, is a ratio as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rulewright.language.checker.constants import number_of
from rulewright.language.checker.inference import Inference, path_of
from rulewright.language.description import with_article
from rulewright.language.numbers import number_text
from rulewright.language.relations import is_beyond_ratio, without_null
from rulewright.language.syntax import Node, RangeLiteral
from rulewright.language.types import PERCENT, PLAIN, QUOTIENT, NumberType, Type


def check_percent(inference: Inference, node: Node, type_: Type, beside: Type) -> None:
    """Warn of the numbers that a node gives, alone or as the ends of a range, beside a percent."""
    percent = without_null(beside)
    if not isinstance(percent, NumberType) or percent.is_literal or percent.name != PERCENT.name:
        return
    for each, given in _parts(inference, node, type_):
        value = number_of(each)
        if value is not None and is_beyond_ratio(value, percent):
            shown, ratio = number_text(value), number_text(value.scaleb(-2))
            message = f"`{shown}` stands beside a percent, where it means {number_text(value.scaleb(2))}%"
            hint = f"{shown}% is `{ratio}` in a formula; a percent that may be more has a type with a `high`"
            inference.warn("percent-literal", message, each, hint)
        elif _may_count_hundredths(given):
            name = inference.text(each)
            message = f"`{name}` is {with_article(given)} and stands beside a percent, where 50 means 5000%"
            what = f"`{name}`" if path_of(each) else "what it is made of"
            hint = f"give {what} the type `percent`; where it counts hundredths, divide it by 100"
            inference.warn("percent-number", message, each, hint)


def _parts(inference: Inference, node: Node, type_: Type) -> Iterator[tuple[Node, Type]]:
    """Yield the numbers that a node is made of, with their types."""
    if not isinstance(node, RangeLiteral):
        yield node, type_
        return
    for end in (node.start, node.end):
        if end is not None:
            yield end, without_null(inference.type_of(end))


def _may_count_hundredths(type_: Type) -> bool:
    """Whether a number is plain, and neither a ratio nor bounded like one."""
    if not isinstance(type_, NumberType) or type_.is_literal or type_.unit != PLAIN:
        return False
    is_bounded = bool(type_.low and type_.high) and Decimal(type_.low) >= -1 and Decimal(type_.high) <= 1
    return not is_bounded and type_.name not in {PERCENT.name, QUOTIENT.name}
