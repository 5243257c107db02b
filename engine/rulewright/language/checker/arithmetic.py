"""Infers sums, products and powers: numbers with their units, strings, and the arithmetic of dates and durations.

Units: `+` and `-` need equal units, `*` and `/` combine them. A number written in the expression takes any unit in a
sum and none in a product. A number on a scale (`USD million`) is not the same as one without; multiplied by exactly
its scale, written out, it becomes the plain one.
"""

from __future__ import annotations

from decimal import Decimal

from rulewright.language.checker.constants import number_of
from rulewright.language.checker.environment import Local
from rulewright.language.checker.inference import Inference, list_hint
from rulewright.language.checker.percents import check_percent
from rulewright.language.description import describe
from rulewright.language.relations import RATIOS, is_text, join_numbers
from rulewright.language.syntax import Arithmetic, Negation
from rulewright.language.types import (
    ANY,
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    NUMBER,
    PERCENT,
    PLAIN,
    QUOTIENT,
    STRING,
    TIME,
    YEARS_DURATION,
    AnyType,
    NumberType,
    SimpleType,
    Type,
    Unit,
)

HUNDRED = Decimal(100)
DURATIONS = (DAYS_DURATION, YEARS_DURATION)
POINTS = (DATE, DATE_AND_TIME)


def _temporal_table() -> dict[tuple[str, SimpleType, SimpleType], SimpleType]:
    """Return what `+` and `-` give for every pair of dates, times and durations (DMN 1.5, table 55)."""
    table: dict[tuple[str, SimpleType, SimpleType], SimpleType] = {}
    for duration in DURATIONS:
        for point in POINTS:
            table["+", point, duration] = table["+", duration, point] = table["-", point, duration] = point
        table["+", duration, duration] = table["-", duration, duration] = duration
    table["+", TIME, DAYS_DURATION] = table["+", DAYS_DURATION, TIME] = table["-", TIME, DAYS_DURATION] = TIME
    for left in POINTS:
        for right in POINTS:
            table["-", left, right] = DAYS_DURATION
    table["-", TIME, TIME] = DAYS_DURATION
    return table


TEMPORAL = _temporal_table()


def infer_arithmetic(inference: Inference, node: Arithmetic, local: Local) -> Type:
    """Infer `+ - * / **`."""
    use = f"`{node.operator}`"
    left = inference.operand(node.left, local, use)
    right = inference.operand(node.right, local, use)
    if node.operator == "/" and number_of(node.right) == 0 and number_of(node.right) is not None:
        inference.report("division-by-zero", "this divides by zero", node.right)
        return ANY
    if isinstance(left, NumberType) and isinstance(right, NumberType):
        return _numbers(inference, node, left, right)
    if isinstance(left, AnyType) or isinstance(right, AnyType):
        return _partly_known(inference, node, left, right)
    result = _others(node.operator, left, right)
    if result is not None:
        return result
    hint = list_hint(inference, node.left) or list_hint(inference, node.right) or _hint(node, left)
    return inference.wrong_operand(node, f"{use} cannot take {describe(left)} and {describe(right)}", hint)


def infer_negation(inference: Inference, node: Negation, local: Local) -> Type:
    """Infer unary minus."""
    operand = inference.operand(node.operand, local, "unary `-`")
    if isinstance(operand, NumberType):
        return NumberType(operand.unit, operand.name, operand.is_literal, operand.is_whole)
    if isinstance(operand, AnyType) or operand in DURATIONS:
        return operand
    return inference.wrong_operand(node, f"unary `-` cannot take {describe(operand)}")


def _partly_known(inference: Inference, node: Arithmetic, left: Type, right: Type) -> Type:
    """Report an operand that no partner would make right."""
    for operand, type_ in ((node.left, left), (node.right, right)):
        if isinstance(type_, AnyType | NumberType) or (is_text(type_) and node.operator == "+"):
            continue
        if isinstance(type_, SimpleType) and _has_partner(node.operator, type_):
            continue
        return inference.wrong_operand(operand, f"`{node.operator}` cannot take {describe(type_)}")
    return ANY


def _has_partner(operator: str, type_: SimpleType) -> bool:
    if operator in {"*", "/"}:
        return type_ in DURATIONS
    return any(operator == entry[0] and type_ in entry[1:] for entry in TEMPORAL)


def _others(operator: str, left: Type, right: Type) -> Type | None:
    if operator == "+" and is_text(left) and is_text(right):
        return STRING
    if isinstance(left, SimpleType) and isinstance(right, SimpleType):
        if operator == "/" and left == right and left in DURATIONS:
            return NUMBER
        return TEMPORAL.get((operator, left, right))
    if operator in {"*", "/"} and left in DURATIONS and _is_plain(right):
        return left
    if operator == "*" and right in DURATIONS and _is_plain(left):
        return right
    return None


def _is_plain(type_: Type) -> bool:
    return isinstance(type_, NumberType) and type_.unit == PLAIN


def _hint(node: Arithmetic, left: Type) -> str:
    if node.operator == "+" and is_text(left):
        return "turn the other side into text with `string(…)`"
    return ""


# ── Numbers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _numbers(inference: Inference, node: Arithmetic, left: NumberType, right: NumberType) -> Type:
    if node.operator in {"+", "-"}:
        joined = join_numbers(left, right)
        if joined is None:
            return inference.mismatch(node, left, right, f"`{node.operator}`")
        check_percent(inference, node.left, left, right)
        check_percent(inference, node.right, right, left)
        return NumberType(joined.unit, joined.name, joined.is_literal, joined.is_whole)
    if node.operator == "**":
        return _power(inference, node, left, right)
    is_whole = node.operator == "*" and left.is_whole and right.is_whole
    if left.is_literal and right.is_literal:
        return NumberType(is_literal=True, is_whole=is_whole)
    if node.operator == "*":
        unit = _converted(node, left, right) or left.unit.times(right.unit)
    else:
        unit = left.unit.over(right.unit)
    if unit != PLAIN:
        return _named(inference, unit, left, right, is_whole=is_whole)
    return NumberType(name=_plain_name(node, left, right), is_whole=is_whole)


def _converted(node: Arithmetic, left: NumberType, right: NumberType) -> Unit | None:
    """Return the unit of `x * 1000000` where x counts millions: the multiplication that undoes the scale."""
    for factor, other in ((node.left, right), (node.right, left)):
        value = number_of(factor)
        if other.unit.scale > 0 and value is not None and value == Decimal(10) ** other.unit.scale:
            return Unit(other.unit.factors)
    return None


def _named(inference: Inference, unit: Unit, left: NumberType, right: NumberType, *, is_whole: bool) -> NumberType:
    for factor, other in ((left, right), (right, left)):
        if factor.unit == unit and other.unit == PLAIN:
            return NumberType(unit, factor.name, is_whole=is_whole)
    return inference.named_number(unit)


def _plain_name(node: Arithmetic, left: NumberType, right: NumberType) -> str:
    """Return what a plain product or quotient is called: what was divided is a ratio, and so is a share of one."""
    if PLAIN == left.unit == right.unit:
        if node.operator == "*" and HUNDRED in (number_of(node.left), number_of(node.right)):
            return NUMBER.name  # it counts hundredths now
        for factor, other in ((left, right), (right, left)):
            is_kept = node.operator == "*" or factor.name == PERCENT.name
            if is_kept and (other.is_literal or other.name == factor.name):
                return factor.name
    is_ratio = node.operator == "/" or not RATIOS.isdisjoint((left.name, right.name))
    return (QUOTIENT if is_ratio else NUMBER).name


def _power(inference: Inference, node: Arithmetic, left: NumberType, right: NumberType) -> Type:
    if right.unit != PLAIN:
        return inference.wrong_operand(node.right, f"an exponent is a plain number, not {describe(right)}")
    if left.unit == PLAIN:
        return NumberType(is_literal=left.is_literal and right.is_literal)
    exponent = number_of(node.right)
    if exponent is None or exponent != exponent.to_integral_value() or abs(exponent) > 9:
        message = f"{describe(left)} can be raised only to a small whole number written out"
        return inference.wrong_operand(node.right, message, "the unit of the result would not be known")
    unit = PLAIN
    for _ in range(abs(int(exponent))):
        unit = unit.times(left.unit)
    return inference.named_number(PLAIN.over(unit) if exponent < 0 else unit)
