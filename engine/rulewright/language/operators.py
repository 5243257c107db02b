"""Computes FEEL's operators on definite values.

Operands are values, null, or failures (nulls with a reason), never facts or decisions that are still missing: the
evaluators combine those before. A result that the standard calls null is a `Failure` that says why; where an operand
was a failure already, that failure is the result, so that the first reason survives. Number arithmetic takes place in
the decimal context of the caller (`numbers.DECIMAL128`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, DecimalException, DivisionByZero, InvalidOperation

from rulewright.language.equality import comparable_pair, compared, disjunction_of, equality
from rulewright.language.kinds import kind_of, property_of
from rulewright.language.numbers import POWERS, fitted
from rulewright.language.temporal.arithmetic import (
    add_duration,
    divide_duration,
    multiply_duration,
    subtract_duration,
    time_between,
)
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.values import Absence, Failure, NothingFound, Range, Value

_MOMENTS = (Date, Time, DateTime)
_DURATIONS = (DaysDuration, YearsDuration)
"""Guard digits of powers and roots: enough for the last of 34 digits to be rounded correctly."""


# ── Arithmetic ────────────────────────────────────────────────────────────────────────────────────────────────────


def add(left: Value, right: Value) -> Value:
    """Return `left + right`: numbers, strings, durations, or a date or time and a duration."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return left + right
        except DecimalException as error:
            return _number_failure(error, "+")
    if type(left) is str and type(right) is str:
        return left + right
    result: Value = None
    if type(left) is type(right) and type(left) in _DURATIONS:
        result = _sum_of_durations(left, right, 1)
    elif isinstance(left, _MOMENTS) and isinstance(right, _DURATIONS):
        result = _in_calendar(add_duration(left, right), left, right)
    elif isinstance(left, _DURATIONS) and isinstance(right, _MOMENTS):
        result = _in_calendar(add_duration(right, left), right, left)
    return _refused("+", left, right) if result is None else result


def subtract(left: Value, right: Value) -> Value:
    """Return `left - right`: numbers, durations, two dates or times, or a date or time and a duration."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return left - right
        except DecimalException as error:
            return _number_failure(error, "-")
    result: Value = None
    if type(left) is type(right) and type(left) in _DURATIONS:
        result = _sum_of_durations(left, right, -1)
    elif isinstance(left, _MOMENTS) and isinstance(right, _DURATIONS):
        result = _in_calendar(subtract_duration(left, right), left, right)
    elif isinstance(left, _MOMENTS) and isinstance(right, _MOMENTS):
        result = time_between(left, right)
        if result is None and (type(left) is Time) == (type(right) is Time):
            return Failure(
                "cannot subtract a date or time without a time zone from one with a time zone, or the other way round",
                "wrong-operand",
            )
    return _refused("-", left, right) if result is None else result


def multiply(left: Value, right: Value) -> Value:
    """Return `left * right`: numbers, or a number and a duration."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return left * right
        except DecimalException as error:
            return _number_failure(error, "*")
    duration: Value = None
    if isinstance(left, _DURATIONS) and type(right) is Decimal:
        duration = multiply_duration(left, right)
    elif type(left) is Decimal and isinstance(right, _DURATIONS):
        duration = multiply_duration(right, left)
    else:
        return _refused("*", left, right)
    return _too_long() if duration is None else duration


def divide(left: Value, right: Value) -> Value:
    """Return `left / right`: numbers, a duration and a number, or two durations of one kind."""
    if type(left) is Decimal and type(right) is Decimal:
        if not right:
            return _division_by_zero()
        try:
            return left / right
        except DecimalException as error:
            return _number_failure(error, "/")
    if isinstance(left, _DURATIONS) and type(right) is Decimal:
        if not right:
            return _division_by_zero()
        duration = divide_duration(left, right)
        return _too_long() if duration is None else duration
    if isinstance(left, DaysDuration) and isinstance(right, DaysDuration):
        return divide(Decimal(left.nanoseconds), Decimal(right.nanoseconds))
    if isinstance(left, YearsDuration) and isinstance(right, YearsDuration):
        return divide(Decimal(left.months), Decimal(right.months))
    return _refused("/", left, right)


def power(base: Value, exponent: Value) -> Value:
    """Return `base ** exponent`, correct to 34 digits."""
    if type(base) is not Decimal or type(exponent) is not Decimal:
        return _refused("**", base, exponent)
    if not exponent:
        return Decimal(1)
    if not base and exponent < 0:
        return _division_by_zero()
    try:
        return fitted(POWERS.copy().power(base, exponent))
    except InvalidOperation:
        return Failure("a negative number has no power with a fractional exponent", "wrong-argument")
    except DecimalException as error:
        return _number_failure(error, "**")


def negate(operand: Value) -> Value:
    """Return `-operand`: a number or a duration."""
    if type(operand) is Decimal:
        return -operand
    if isinstance(operand, DaysDuration):
        return DaysDuration(-operand.nanoseconds)
    if isinstance(operand, YearsDuration):
        return YearsDuration(-operand.months)
    if isinstance(operand, Failure):
        return operand
    return Failure(f"`-` does not apply to {_with_article(operand)}", "wrong-operand")


# ── Comparison ────────────────────────────────────────────────────────────────────────────────────────────────────


def equal(left: Value, right: Value) -> Value:
    """Return `left = right`: true or false, an absence that leaves it open, or a failure where the kinds differ."""
    result = equality(left, right)
    if result is None:
        return Failure(f"{_with_article(left)} and {_with_article(right)} cannot be compared", "incomparable")
    return result


def not_equal(left: Value, right: Value) -> Value:
    """Return `left != right`."""
    result = equal(left, right)
    return result if isinstance(result, Absence) else not result


def compare(operator: str, left: Value, right: Value) -> Value:
    """Return `left operator right` for `=`, `!=`, `<`, `<=`, `>` and `>=`."""
    if operator == "=":
        return equal(left, right)
    if operator == "!=":
        return not_equal(left, right)
    if type(left) is not Decimal or type(right) is not Decimal:
        pair = comparable_pair(left, right)
        if pair is None:
            return _refused(operator, left, right)
        left, right = pair
    return compared(operator, left, right)


def in_range(value: Value, span: Range) -> Value:
    """Return whether the range includes the value; an end that is None is open to infinity."""
    if span.operator:
        return compare(span.operator, value, span.start)
    after_start: Value = True
    before_end: Value = True
    if span.start is not None:
        after_start = compare(">=" if span.start_included else ">", value, span.start)
    if span.end is not None:
        before_end = compare("<=" if span.end_included else "<", value, span.end)
    return conjunction(after_start, before_end)


def in_test(value: Value, test: Value) -> Value:
    """Return `value in test`: a range that includes it, a list that has it (or a range that includes it), or an equal.

    A failure as test is the answer. Items of a list that cannot be compared with the value do not have it.
    """
    if isinstance(test, Failure):
        return test
    if isinstance(test, Range) and not isinstance(value, Range):
        return in_range(value, test)
    if type(test) is list:
        whole = (equality(value, test),) if type(value) is list else ()
        return disjunction_of((*whole, *(_in_item(value, item) for item in test)))
    return equal(value, test)


def _in_item(value: Value, item: Value) -> bool | Absence | None:
    if isinstance(item, Range) and not isinstance(value, Range):
        return in_range(value, item) is True
    return equality(value, item)


# ── Logic ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def conjunction(left: Value, right: Value) -> Value:
    """Return `left and right`: false if either is false, true if both are true, else null with a reason."""
    if left is False or right is False:
        return False
    if left is True and right is True:
        return True
    return _undecided("and", left, right)


def disjunction(left: Value, right: Value) -> Value:
    """Return `left or right`: true if either is true, false if both are false, else null with a reason."""
    if left is True or right is True:
        return True
    if left is False and right is False:
        return False
    return _undecided("or", left, right)


def negation(operand: Value) -> Value:
    """Return `not(operand)`: null with a reason for anything but a boolean."""
    if operand is True:
        return False
    if operand is False:
        return True
    if isinstance(operand, Failure):
        return operand
    return Failure(f"`not` needs a boolean, but it got {_with_article(operand)}", "wrong-operand")


# ── Paths ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def path(value: Value, name: str) -> Value:
    """Return `value.name`: an entry of a context, a property of a date, time, duration or range, or those of a list."""
    if type(value) is dict:
        if name in value:
            return value[name]
        return NothingFound(f"the context has no entry `{name}`", "unknown-entry")
    if type(value) is list:
        return [path(item, name) for item in value]
    if isinstance(value, Failure):
        return value
    property_ = property_of(value, name)
    if property_ is not None:
        return property_.of(value)
    return Failure(f"{_with_article(value)} has no property `{name}`", "unknown-entry")


# ── Reasons ───────────────────────────────────────────────────────────────────────────────────────────────────────


def failed_operand(values: Sequence[Value]) -> Failure | None:
    """Return the first of the values that is a failure."""
    for value in values:
        if isinstance(value, Failure):
            return value
    return None


def _refused(operator: str, left: Value, right: Value) -> Failure:
    earlier = failed_operand((left, right))
    if earlier is not None:
        return earlier
    return Failure(f"`{operator}` does not apply to {_with_article(left)} and {_with_article(right)}", "wrong-operand")


def _undecided(operator: str, left: Value, right: Value) -> Failure:
    earlier = failed_operand((left, right))
    if earlier is not None:
        return earlier
    odd = right if isinstance(left, bool) else left
    return Failure(f"`{operator}` needs booleans, but it got {_with_article(odd)}", "wrong-operand")


def _with_article(value: Value) -> str:
    kind = kind_of(value)
    return kind if kind == "null" else f"a {kind}"


def _sum_of_durations(left: Value, right: Value, sign: int) -> Value:
    if isinstance(left, DaysDuration):
        return DaysDuration(left.nanoseconds + sign * right.nanoseconds)
    return YearsDuration(left.months + sign * right.months)


def _in_calendar(result: Value, moment: Value, duration: Value) -> Value:
    if result is None and not (isinstance(moment, Time) and isinstance(duration, YearsDuration)):
        return Failure("the result lies outside the years -999,999,999 to 999,999,999", "date-out-of-range")
    return result


def _number_failure(error: DecimalException, operator: str) -> Failure:
    if isinstance(error, DivisionByZero):
        return _division_by_zero()
    return Failure(f"the result of `{operator}` exceeds the largest number", "number-out-of-range")


def _division_by_zero() -> Failure:
    return Failure("division by zero", "division-by-zero")


def _too_long() -> Failure:
    return Failure("the duration is too long", "date-out-of-range")
