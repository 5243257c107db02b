"""Values of cases become values of the declared types, exactly, or say what is wrong with them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulewright.evaluate.coercion import InputProblem, coerce, coerce_inputs
from rulewright.evaluate.compiled import namespace
from rulewright.evaluate.compiled.fallback import Fallback
from rulewright.evaluate.emit.emission import Unit
from rulewright.evaluate.emit.reading import emit_reading
from rulewright.evaluate.plain_json import parse_json, to_json
from rulewright.language.temporal.values import Date
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    NUMBER,
    PERCENT,
    STRING,
    YEARS_DURATION,
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    NumberType,
)
from rulewright.language.values import DECIMAL128
from rulewright.packs.model.rules import Input

MEASURE = ContextType((("rate", PERCENT), ("eligible", BOOLEAN)), "measure")
PERIOD = EnumType("period", ("PREP", "BP1", "BP2"), (("Prep", "PREP"),))
TYPES = {
    "any": ANY,
    "boolean": BOOLEAN,
    "date and time": DATE_AND_TIME,
    "date": DATE,
    "days and time duration": DAYS_DURATION,
    "list<measure>": ListType(MEASURE),
    "list<number>": ListType(NUMBER),
    "map<measure>": MapType(MEASURE),
    "map<number>": MapType(NUMBER),
    "map<period, number>": MapType(NUMBER, PERIOD),
    "measure": MEASURE,
    "members": NumberType(name="members", low="0"),
    "months": NumberType(name="months", is_whole=True, low="1", high="12"),
    "number": NUMBER,
    "number?": Nullable(NUMBER),
    "percent": PERCENT,
    "period": PERIOD,
    "string": STRING,
    "track": EnumType("track", ("none", "1", "2")),
    "years and months duration": YEARS_DURATION,
}
LINES = [
    tuple(part.strip() for part in line.split(" | "))
    for line in (Path(__file__).parent / "coercions.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def explained(given_value: object, type_name: str) -> tuple[object, list[InputProblem]]:
    problems: list[InputProblem] = []
    with localcontext(DECIMAL128):
        return coerce(given_value, TYPES[type_name], "x", problems), problems


@pytest.mark.parametrize(("type_name", "given_text", "expected"), LINES)
def test_a_value_is_what_its_type_says_or_a_problem(type_name, given_text, expected):
    value, problems = explained(parse_json(given_text), type_name)

    if expected.startswith("### "):
        where, _, hint = expected.removeprefix("### ").partition(":")
        assert [f"{problem.code} at {problem.path}" for problem in problems] == [where]
        assert hint.strip() in problems[0].hint
    else:
        assert problems == []
        assert to_json(value) == json.loads(expected)


def test_a_binary_float_is_refused():
    _, (problem,) = explained(0.1, "number")

    assert (problem.code, problem.hint) == ("binary-float", 'give it as text, `"0.1"`, or as a Decimal')


def test_python_values_stand_for_their_kind():
    assert explained(Decimal("1.50"), "number") == (Decimal("1.50"), [])
    assert explained(dt.date(2020, 2, 29), "date") == (Date(2020, 2, 29), [])
    assert (
        to_json(explained(dt.datetime(2020, 2, 29, 10, 30, tzinfo=dt.UTC), "date and time")[0])
        == "2020-02-29T10:30:00Z"
    )


def test_all_problems_of_a_case_are_told_at_once():
    problems: list[InputProblem] = []
    inputs = (Input("rate", NUMBER), Input("period", PERIOD), Input("date", DATE))

    values = coerce_inputs({"rate": "x", "perod": "BP1", "date": "2020-01-31"}, inputs, problems)

    assert values == {"date": Date(2020, 1, 31)}
    assert [(problem.code, problem.path, problem.hint) for problem in problems] == [
        ("unknown-input", "perod", "did you mean `period`?"),
        ("wrong-type", "rate", "a number is written `1250.50`, a share `0.75` or `75%`"),
    ]


def test_null_leaves_out_an_input_whose_type_has_no_null():
    problems: list[InputProblem] = []
    inputs = (Input("rate", NUMBER), Input("previous", Nullable(NUMBER)), Input("period", PERIOD))

    values = coerce_inputs({"rate": None, "previous": None, "period": "BP1"}, inputs, problems)

    assert values == {"previous": None, "period": "BP1"}
    assert problems == []


# ── The generated path ────────────────────────────────────────────────────────────────────────────────────────────


def generated_readers() -> dict[str, object]:
    """Return for each type the generated function that reads an input `x` of it."""
    readers = {}
    for type_name, type_ in TYPES.items():
        unit = Unit("r")
        lines = [
            "def read(given):",
            *(f"    {line}" for line in emit_reading(unit, (Input("x", type_),))),
            "    return a0",
        ]
        space = namespace.names()
        exec("\n".join([*unit.definitions, *lines]), space)  # noqa: S102  (generated code is what is tested)
        readers[type_name] = space["read"]
    return readers


READERS = generated_readers()
NUMBER_TEXTS = st.from_regex(r"\A-?[0-9]{0,3}\.?[0-9]{0,3}( ?%|e5)?\Z") | st.text(max_size=4)
WORDS = st.sampled_from(["BP1", "Prep", "none", "1", "true", "2020-02-29", "2020-02-30", "P1D", "P1Y", "NaN", "١"])
SCALARS = st.one_of(
    NUMBER_TEXTS, WORDS, st.booleans(), st.none(), st.integers(-20, 20), st.decimals(places=2), st.just(0.5)
)
GIVEN = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["rate", "eligible", "A", "BP1", "Prep"]), inner, max_size=3)
        | st.fixed_dictionaries({"rate": inner, "eligible": st.booleans()})
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(TYPES)), GIVEN)
def test_the_generated_path_gives_the_same_value_or_falls_back(type_name, value):
    with localcontext(DECIMAL128):
        try:
            read = READERS[type_name]({"x": value})
        except Fallback:
            return
        expected, problems = explained(value, type_name)

    assert problems == []
    assert to_json(read) == to_json(expected)
    assert repr(read) == repr(expected)


@pytest.mark.parametrize(
    ("type_name", "value"),
    [
        ("number", "12.5"),
        ("number", Decimal("12.5")),
        ("number", 12),
        ("percent", "75%"),
        ("period", "Prep"),
        ("boolean", "true"),
        ("date", "2020-02-29"),
        ("number?", None),
        ("list<measure>", [{"rate": "0.5", "eligible": True}]),
        ("map<period, number>", {"Prep": "1"}),
    ],
)
def test_the_generated_path_reads_what_cases_usually_hold(type_name, value):
    READERS[type_name]({"x": value})


def test_numbers_are_written_in_one_way():
    texts = ["1E+5", "0.50", "-0", "-0.00", "12", "1E-7"]

    assert [to_json(Decimal(text)) for text in texts] == ["100000", "0.5", "0", "0", "12", "0.0000001"]


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": 1, "a": 2}', "[1, 2", '{"a": -Infinity}'])
def test_what_is_no_plain_json_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)
