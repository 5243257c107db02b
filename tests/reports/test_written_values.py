"""Values are written the way people read them, in every report; what is shortened is marked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from any_values import NUMBERS, REPR, VALUES
from hypothesis import given
from hypothesis import strategies as st
from rulewright.language.kinds import TEMPORAL_KINDS
from rulewright.language.temporal.values import Date
from rulewright.language.types import ANY, DATE, NUMBER, PERCENT, FunctionType, ListType, NumberType, RangeType, Unit
from rulewright.language.values import Failure, FunctionValue, NotApplicable, Open, Range, Unknown
from rulewright.packs.model.notation import Notation, UnitNotation
from rulewright.reports.numbers import shown_number
from rulewright.reports.values import exact_text, format_cell, format_value

UNITS = {
    "USD": UnitNotation("US dollar", "US dollars", "$", places=2),
    "EUR": UnitNotation("euro", "euros", "€", places=2),
    "JPY": UnitNotation("yen", "yen", "¥"),
    "SEK": UnitNotation("krona", "kronor", "kr", is_symbol_behind=True, places=2),
    "member": UnitNotation("member", "members"),
    "month": UnitNotation("month", "months"),
    "point": UnitNotation("point", "points"),
}
NOTATION = Notation(UNITS)
SWEDISH = Notation(UNITS, "\N{NO-BREAK SPACE}", ",")


def unit(name, scale=0, **others):
    return NumberType(Unit(tuple(sorted({name: 1, **others}.items())), scale), "amount")


MONEY = unit("USD")
RATE = unit("USD", member=-1, month=-1)
POINTS = unit("point")

WRITTEN = [
    ("0.7625", PERCENT, "76.25%"),
    ("1", PERCENT, "100%"),
    ("-0.5", PERCENT, "−50%"),
    ("0.3333333333333333333333333333333333", PERCENT, "≈ 33.33%"),
    ("1234.5", MONEY, "$1,234.50"),
    ("0", MONEY, "$0.00"),
    ("-0", MONEY, "$0.00"),
    ("-0.001", MONEY, "≈ $0.00"),
    ("-1234.5678", MONEY, "≈ −$1,234.57"),
    ("1200", unit("EUR"), "€1,200.00"),
    ("5001", unit("EUR"), "€5,001.00"),
    ("5001", unit("JPY"), "¥5,001"),
    ("0.5", unit("JPY"), "≈ ¥1"),
    ("5001", unit("SEK"), "5,001.00\N{NO-BREAK SPACE}kr"),
    ("5001", unit("GBP"), "5,001 GBP"),
    ("14.895", unit("USD", 6), "$14.895 million"),
    ("14.895", unit("point", 6), "14.895 million points"),
    ("10.29", RATE, "$10.29 per member per month"),
    ("4.505", RATE, "$4.505 per member per month"),
    ("-10.29", RATE, "−$10.29 per member per month"),
    ("1.5", POINTS, "1.5 points"),
    ("1", POINTS, "1 point"),
    ("-1", POINTS, "−1 point"),
    ("0.857142857142857", POINTS, "≈ 0.8571 points"),
    ("-0.00000001", POINTS, "≈ 0.0000 points"),
    ("1E+3", NUMBER, "1,000"),
    ("-0", NUMBER, "0"),
]


@pytest.mark.parametrize(("value", "shape", "text"), WRITTEN)
def test_numbers_are_written_with_their_unit(value, shape, text):
    assert format_value(Decimal(value), shape, NOTATION) == text


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        ("1234567.5", unit("SEK"), "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,50\N{NO-BREAK SPACE}kr"),
        ("0.125", PERCENT, "12,5%"),
        ("1234.5", POINTS, "1\N{NO-BREAK SPACE}234,5 points"),
    ],
)
def test_the_marks_in_numbers_are_those_of_the_pack(value, shape, text):
    assert format_value(Decimal(value), shape, SWEDISH) == text


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        ("4.505", RATE, "$4.505"),
        ("12", POINTS, "12"),
        ("0.7625", PERCENT, "76.25%"),
        ("0.33333333333", PERCENT, "≈ 33.33%"),
        ("33.336", MONEY, "≈ $33.34"),
    ],
)
def test_cells_have_no_words_but_the_mark_of_brevity(value, shape, text):
    assert format_cell(Decimal(value), shape, NOTATION) == text


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (Unknown(frozenset({"b", "a"})), None, "unknown (needs a, b)"),
        (Open(frozenset({"rule"})), None, "open (to be decided: rule)"),
        (NotApplicable("reporting only"), None, "none (reporting only)"),
        (Failure("division by zero"), None, "error (division by zero)"),
        (None, None, "none"),
        (True, None, "true"),
        ("", None, '""'),
        ([Decimal(1), "a"], None, "[1, a]"),
        ({"a": Decimal(1)}, None, "{a: 1}"),
        ([{"a": Decimal(1)}] * 3, None, "3 records"),
        (Range(Decimal(1), Decimal("1.5"), True, False), RangeType(MONEY), "[$1.00..$1.50)"),
        (Range(Date(2020, 2, 29), None, True, False), RangeType(DATE), "(>= 2020-02-29)"),
        (Range(None, Decimal("0.5"), False, False), RangeType(PERCENT), "(< 50%)"),
        ([Date(2020, 2, 29)], ListType(DATE), "[2020-02-29]"),
        (FunctionValue("f", max, FunctionType((("a", ANY), ("b", ANY)), ANY)), None, "function f(a, b)"),
    ],
)
def test_other_values_and_absences_are_written_in_words(value, shape, text):
    assert format_value(value, shape, NOTATION) == text


@pytest.mark.parametrize("text", ["2020-02-29", "10:30:00", "2020-02-29T10:30:00", "P1DT2H", "P1Y2M"])
def test_dates_times_and_durations_are_written_as_they_are_given(text):
    value = next(kind.parse(text) for kind in TEMPORAL_KINDS.values() if not isinstance(kind.parse(text), Failure))
    assert format_value(value, None, NOTATION) == text
    assert format_value([value], None, NOTATION) == f"[{text}]"


def test_a_value_of_any_depth_is_written_and_what_is_left_away_marked():
    value = Decimal(1)
    for _ in range(5000):
        value = {"a": value}
    assert format_value(value, None, NOTATION).count("…") == 1


# ── Every kind of value ───────────────────────────────────────────────────────────────────────────────────────────


@given(VALUES, st.sampled_from([NOTATION, SWEDISH]))
def test_no_value_is_written_for_programmers(value, notation):
    for text in (format_value(value, None, notation), format_cell(value, None, notation), exact_text(value)):
        assert not REPR.search(text), text
        assert all(each.isprintable() or each == "\N{NO-BREAK SPACE}" for each in text)


@given(NUMBERS, st.sampled_from([PERCENT, MONEY, RATE, POINTS, unit("JPY"), unit("USD", 6)]))
def test_a_number_is_shown_whole_or_marked_and_zero_has_no_sign(value, shape):
    text = format_value(value, shape, NOTATION)
    shown = shown_number(value, shape, NOTATION)
    assert text.startswith("≈ ") == (shown != value)
    assert ("−" in text) == (shown < 0)
