"""Finds numbers written as if percents counted hundredths: `score > 50`, where 50% is meant and 5000% is said.

A percent is a ratio in formulas, and FEEL has no sign for it. A number beyond 1 is taken for a slip where the percent's
type has no bound that far.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rulewright.language.checker.constants import number_of
from rulewright.language.checker.inference import Inference
from rulewright.language.numbers import number_text
from rulewright.language.relations import is_beyond_ratio, without_null
from rulewright.language.syntax import Node, RangeLiteral
from rulewright.language.types import NumberType, Type


def check_percent(inference: Inference, node: Node, beside: Type) -> None:
    """Warn of the numbers that a node writes out, alone or as the ends of a range, beside a percent."""
    percent = without_null(beside)
    if not isinstance(percent, NumberType) or percent.is_literal:
        return
    for each, value in _written(node):
        if is_beyond_ratio(value, percent):
            shown, ratio = number_text(value), number_text(value.scaleb(-2))
            message = f"`{shown}` stands beside a percent, where it means {number_text(value.scaleb(2))}%"
            hint = f"{shown}% is `{ratio}` in a formula; a percent that may be more has a type with a `high`"
            inference.warn("percent-literal", message, each, hint)


def _written(node: Node) -> Iterator[tuple[Node, Decimal]]:
    ends = (node.start, node.end) if isinstance(node, RangeLiteral) else (node,)
    for each in ends:
        value = None if each is None else number_of(each)
        if each is not None and value is not None:
            yield each, value
