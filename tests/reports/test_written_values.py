"""Values are written the way people read them; what is shortened is marked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rulewright.language.kinds import TEMPORAL_KINDS
from rulewright.language.types import NUMBER, PERCENT, NumberType, Unit
from rulewright.language.values import Failure, NotApplicable, Open, Unknown
from rulewright.reports.values import format_cell, format_value

MONEY = NumberType(Unit((("USD", 1),)), "money")
MILLIONS = NumberType(Unit((("USD", 1),), 6), "money_million")
RATE = NumberType(Unit((("USD", 1), ("member", -1), ("month", -1))), "rate")
POINTS = NumberType(Unit((("point", 1),)), "points")

WRITTEN = [
    ("0.7625", PERCENT, "76.25%"),
    ("1", PERCENT, "100%"),
    ("0.3333333333333333333333333333333333", PERCENT, "≈ 33.33%"),
    ("1234.5", MONEY, "$1,234.50"),
    ("0", MONEY, "$0.00"),
    ("-1234.5678", MONEY, "≈ −$1,234.57"),
    ("14.895", MILLIONS, "$14.895 million"),
    ("10.29", RATE, "$10.29 per member per month"),
    ("4.505", RATE, "$4.505 per member per month"),
    ("1.5", POINTS, "1.5 points"),
    ("0.857142857142857", POINTS, "≈ 0.8571 points"),
    ("1E+3", NUMBER, "1,000"),
]


@pytest.mark.parametrize(("value", "shape", "text"), WRITTEN)
def test_numbers_are_written_with_their_unit(value, shape, text):
    assert format_value(Decimal(value), shape) == text


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        ("4.505", RATE, "$4.505"),
        ("12", POINTS, "12"),
        ("0.7625", PERCENT, "76.25%"),
        ("0.33333333333", PERCENT, "33.33%"),
    ],
)
def test_cells_have_no_words(value, shape, text):
    assert format_cell(Decimal(value), shape) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Unknown(frozenset({"b", "a"})), "unknown (needs a, b)"),
        (Open(frozenset({"rule"})), "open (to be decided: rule)"),
        (NotApplicable("reporting only"), "none (reporting only)"),
        (Failure("division by zero"), "error (division by zero)"),
        (None, "none"),
        (True, "true"),
        ([Decimal(1), "a"], "[1, a]"),
        ({"a": Decimal(1)}, "{a: 1}"),
        ([{"a": Decimal(1)}] * 3, "3 records"),
    ],
)
def test_other_values_and_absences_are_written_in_words(value, text):
    assert format_value(value) == text


@pytest.mark.parametrize("text", ["2020-02-29", "10:30:00", "2020-02-29T10:30:00", "P1DT2H", "P1Y2M"])
def test_dates_times_and_durations_are_written_as_they_are_given(text):
    value = next(kind.parse(text) for kind in TEMPORAL_KINDS.values() if not isinstance(kind.parse(text), Failure))
    assert format_value(value) == text
    assert format_value([value]) == f"[{text}]"
