"""Values of Python, numpy and pandas are read, or refused with what to give instead."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import pytest
from rulewright.evaluate.plain_json import to_json
from rulewright.language.reading.case_words import read_given
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time
from rulewright.language.values import Range
from typed import TYPES

MAKE_DATE = "make it with `date_of`, which gives None for what is none"
MAKE_TIME = "make it with `time_of`, which gives None for what is none"
NOT_KNOWN = "leave it out, or give None, where it is not known"


def read(given: object, type_name: str) -> object:
    """Return the value as JSON, or the code and the hint of what is wrong."""
    value, problems = read_given(given, TYPES[type_name], "x")
    return [(problem.code, problem.hint) for problem in problems] or to_json(value)


@pytest.mark.parametrize(
    ("given", "type_name", "expected"),
    [
        (Decimal("1.50"), "number", "1.5"),
        (12, "number", "12"),
        (12, "any", "12"),
        (dt.date(2020, 2, 29), "date", "2020-02-29"),
        (dt.date(2020, 2, 29), "any", "2020-02-29"),
        (dt.time(10, 30), "time", "10:30:00"),
        (dt.datetime(2020, 2, 29, 10, 30, tzinfo=dt.UTC), "date and time", "2020-02-29T10:30:00Z"),
        (dt.timedelta(days=1, microseconds=5), "days and time duration", "P1DT0.000005S"),
        (dt.timedelta(seconds=-1), "days and time duration", "-PT1S"),
        ((1, "2"), "list<number>", ["1", "2"]),
        (MappingProxyType({"rate": "75%", "eligible": True}), "measure", {"rate": "0.75", "eligible": True}),
    ],
    ids=str,
)
def test_python_values_stand_for_their_kind(given, type_name, expected):
    assert read(given, type_name) == expected


@pytest.mark.parametrize(
    ("given", "type_name", "code", "hint"),
    [
        (0.1, "number", "binary-float", 'give it as text, `"0.1"`, or as a Decimal'),
        (0.5, "percent", "binary-float", 'give it as text, `"0.5"`, or as a Decimal'),
        (float("nan"), "number?", "binary-float", NOT_KNOWN),
        (float("nan"), "string", "binary-float", NOT_KNOWN),
        (float("nan"), "any", "binary-float", NOT_KNOWN),
        (Decimal("NaN"), "number", "wrong-type", NOT_KNOWN),
        (Decimal("sNaN"), "number?", "wrong-type", NOT_KNOWN),
        (Decimal("-Infinity"), "number", "wrong-type", f"no number stands for infinity: {NOT_KNOWN}"),
        (Fraction(3, 4), "number", "wrong-type", "give it as a Decimal, rounded as it should be"),
        (
            dt.datetime(2020, 2, 29, tzinfo=dt.UTC),
            "date",
            "wrong-type",
            "give the date without the time of day: `moment.date()`",
        ),
        (True, "number", "wrong-type", ""),
        (b"1", "number", "wrong-type", "give it as text: `.decode()`"),
        (float("-inf"), "number", "binary-float", f"no number stands for infinity: {NOT_KNOWN}"),
        ({1, 2}, "any", "wrong-type", "give it as a list: `list(…)`"),
        (range(2), "list<number>", "wrong-type", "give it as a list: `list(…)`"),
        (Date(2021, 2, 30), "date", "wrong-type", MAKE_DATE),
        (Date(2021, 13, 1), "date", "wrong-type", MAKE_DATE),
        (Date(2021, 2.0, 3), "date", "wrong-type", MAKE_DATE),
        (Date("2021", 2, 3), "any", "wrong-type", MAKE_DATE),
        (Date(10**9, 1, 1), "date", "wrong-type", MAKE_DATE),
        ([Date(2021, 2, 30)], "any", "wrong-type", MAKE_DATE),
        (DateTime(Date(2021, 2, 30), Time(0, 0, 0)), "date and time", "wrong-type", MAKE_DATE),
        (DateTime(Date(2021, 2, 3), "10:00:00"), "date and time", "wrong-type", MAKE_DATE),
        (Time(24, 0, 0), "time", "wrong-type", MAKE_TIME),
        (Time(10, 0, 0, 0, 3600, "Europe/Paris"), "time", "wrong-type", MAKE_TIME),
        (Time(10, 0, 0, 0, None, "Nowhere"), "any", "wrong-type", MAKE_TIME),
        (DaysDuration(0.5), "days and time duration", "wrong-type", "give its count as an `int`"),
        (Range(Date(2021, 2, 30), None, True, False), "any", "wrong-type", MAKE_DATE),
    ],
    ids=str,
)
def test_what_is_not_exact_is_refused_with_what_to_give(given, type_name, code, hint):
    assert read(given, type_name) == [(code, hint)]


def test_values_of_numpy():
    numpy = pytest.importorskip("numpy")

    assert read(numpy.int64(5), "number") == "5"
    assert read(numpy.uint8(1), "track") == "1"
    assert read(numpy.bool_(True), "boolean") is True
    assert read(numpy.str_("BP1"), "period") == "BP1"
    assert read(numpy.datetime64("2020-02-29"), "date") == "2020-02-29"
    assert read(numpy.datetime64("2020-02-29T10:30:00.5"), "date and time") == "2020-02-29T10:30:00.5"
    assert read({"rate": "75%", "eligible": numpy.bool_(False)}, "measure") == {"rate": "0.75", "eligible": False}
    assert read([numpy.int32(1)], "any") == ["1"]
    assert read(numpy.int64(75), "percent") == [
        ("percent-text", "write `75%` or `0.75`; more than 100% is written with its sign")
    ]
    assert read(numpy.float64(0.5), "number") == [("binary-float", 'give it as text, `"0.5"`, or as a Decimal')]
    assert read(numpy.float32(0.5), "number") == [("binary-float", 'give it as text, `"0.5"`, or as a Decimal')]
    assert read(numpy.float64("nan"), "number") == [("binary-float", NOT_KNOWN)]
    assert read(numpy.longdouble(1), "number") == [("wrong-type", "give it as text, or as a Decimal")]
    assert read(numpy.bool_(True), "number") == [("wrong-type", "")]
    assert read(numpy.datetime64("NaT"), "date") == [("wrong-type", NOT_KNOWN)]
    assert read(numpy.datetime64("NaT"), "any") == [("wrong-type", NOT_KNOWN)]
    assert read(numpy.timedelta64("NaT"), "string") == [("wrong-type", NOT_KNOWN)]
    assert read_given(numpy.datetime64("2020-02-29"), TYPES["any"], "x") == (Date(2020, 2, 29), ())
    for type_name in ("number", "string", "date"):
        assert read(numpy.datetime64("2021"), type_name) == [
            ("wrong-type", "give it to the day: `.astype('datetime64[D]')`")
        ]
    assert read(numpy.str_("x"), "date") == [("wrong-type", "write it as `2020-02-29`")]
    assert read(numpy.timedelta64(1, "D"), "days and time duration") == [
        ("wrong-type", "give it as a `datetime.timedelta`, or as text: `P1DT2H`")
    ]
    assert read(numpy.timedelta64(5, "M"), "time") == [("wrong-type", "write it as `10:30:00`")]
    assert read(numpy.array([1, 2]), "list<number>") == [("wrong-type", "give it as a list: `.tolist()`")]


def test_values_of_pandas():
    pandas = pytest.importorskip("pandas")
    moment = pandas.Timestamp("2020-02-29T10:30:00.123456789")

    assert read(moment, "date and time") == "2020-02-29T10:30:00.123456789"
    assert read(pandas.Timestamp("2020-02-29", tz="UTC"), "date and time") == "2020-02-29T00:00:00Z"
    assert read(pandas.Timedelta(days=1, nanoseconds=2), "days and time duration") == "P1DT0.000000002S"
    assert read(moment, "date") == [("wrong-type", "give the date without the time of day: `moment.date()`")]
    assert read(pandas.NaT, "date") == [("wrong-type", NOT_KNOWN)]
    assert read(pandas.NaT, "any") == [("wrong-type", NOT_KNOWN)]
    assert read(pandas.NA, "number?") == [("wrong-type", NOT_KNOWN)]
    assert read(pandas.Series([1, 2]), "list<number>") == [("wrong-type", "give it as a list: `.tolist()`")]
    assert read(pandas.Series([1, 2]), "map<number>") == [("wrong-type", "give it as a mapping: `.to_dict()`")]
    assert read(pandas.Series({"rate": 1}), "measure") == [("wrong-type", "give it as a mapping: `.to_dict()`")]
    assert read(pandas.Series([1, 2]), "number") == [("wrong-type", "give one of its items")]
    (message,) = read_given(pandas.Series([1, 2]), TYPES["number"], "x")[1]
    assert "\n" not in message.message
    assert read(pandas.Period("2021-02"), "date") == [
        ("wrong-type", "give what it stands for: a date, a number or a text of Python")
    ]
    frame = pandas.DataFrame({"rate": ["75%"], "eligible": [True]})
    assert read(frame, "list<measure>") == [("wrong-type", 'give it as a list of records: `.to_dict("records")`')]
    assert read(frame.to_dict("records"), "list<measure>") == [{"rate": "0.75", "eligible": True}]


@pytest.mark.parametrize("type_name", ["number", "date", "period", "string", "list<number>", "measure", "any"])
@pytest.mark.parametrize("step", [lambda inner: {"a": inner}, lambda inner: [inner]], ids=["records", "lists"])
def test_a_value_of_any_depth_is_refused_where_another_is_needed(type_name, step):
    deep: object = 1
    for _ in range(5000):
        deep = step(deep)

    assert read_given(deep, TYPES[type_name], "x")[1]


@pytest.mark.parametrize("type_name", sorted(TYPES))
def test_an_integer_that_python_does_not_write_is_refused(type_name):
    value, problems = read_given(10**5000 + 1, TYPES[type_name], "x")

    assert value is None
    assert problems
    assert all(len(problem.message) < 200 for problem in problems)


def test_an_integer_that_python_does_not_write_and_a_number_can_hold_is_one():
    assert read_given(-(10**5000), TYPES["number"], "x") == (Decimal("-1e5000"), ())
