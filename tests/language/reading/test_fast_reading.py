"""The generated reader of cases gives what the one reader gives, or leaves the case to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext
from functools import cache
from typing import Never

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulewright.evaluate.compiled import namespace
from rulewright.evaluate.compiled.fallback import Fallback
from rulewright.evaluate.emit.emission import Emission, GeneratedCode, NotCompilable
from rulewright.evaluate.emit.reading import emit_reading
from rulewright.language.kinds import KINDS
from rulewright.language.numbers import DECIMAL128
from rulewright.language.reading.case_words import read_given
from rulewright.language.types import (
    ANY,
    DATE,
    STRING,
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.packs.model.rules import Input
from typed import TYPES

PERIOD = EnumType("period", ("PREP", "BP1", "1"), (("Prep", "PREP"),))
NAMES = ("rate", "eligible", "a")


def not_called(*_given: object) -> Never:
    raise AssertionError("reading calls nothing")


@cache
def reader_of(type_: Type) -> Callable[[dict[str, object]], object]:
    """Return the generated function that reads an input `x` of a type."""
    code = GeneratedCode("r")
    emission = Emission(code, {}, {}, False, not_called, not_called, not_called, {}, not_called)
    reading, unread = emit_reading(emission, (Input("x", type_),))
    lines = ["def read(facts):", *(f"    {line}" for line in reading.lines(unread)), "    return a0"]
    space = namespace.names()
    made = compile("\n".join([*code.definitions, *lines]), "<reader>", "exec")
    namespace.provide(space, made)
    exec(made, space)  # noqa: S102  (generated code is what is tested)
    return space["read"]


def number_types() -> st.SearchStrategy[Type]:
    return st.builds(
        NumberType,
        name=st.sampled_from(["number", "percent"]),
        is_whole=st.booleans(),
        low=st.sampled_from(["", "-5", "0"]),
        high=st.sampled_from(["", "1", "200"]),
    )


SCALAR_TYPES = st.one_of(
    number_types(), st.just(PERIOD), st.sampled_from([kind.type for kind in KINDS if isinstance(kind.type, SimpleType)])
)
GENERATED_TYPES = st.recursive(
    SCALAR_TYPES | st.just(ANY),
    lambda inner: st.one_of(
        st.builds(Nullable, inner.filter(lambda type_: not isinstance(type_, Nullable) and type_ != ANY)),
        st.builds(ListType, inner),
        st.builds(MapType, inner, st.sampled_from([None, PERIOD, STRING, DATE, NumberType("number")])),
        st.dictionaries(st.sampled_from(NAMES), inner, min_size=1).map(
            lambda entries: ContextType(tuple(entries.items()))
        ),
    ),
    max_leaves=4,
)

NUMBER_TEXTS = st.from_regex(r"\A-?[0-9]{0,3}\.?[0-9]{0,3}( ?%|e5)?\Z") | st.text(max_size=4)
WORDS = ["BP1", "Prep", "none", "1", "true", "2020-02-29", "2020-02-30", "10:30:00", "2020-02-29T10:30:00Z", "P1D"]
SCALARS = st.one_of(
    NUMBER_TEXTS,
    st.sampled_from([*WORDS, "P1Y", "NaN", "١", "[1..5]"]),
    st.booleans(),
    st.none(),
    st.integers(-20, 200),
    st.decimals(places=2),
    st.just(0.5),
)
KEYS = st.one_of(
    st.sampled_from(["1", "BP1", "2020-02-29", "2020-02-30", "1.0"]), st.integers(0, 2), st.booleans(), st.none()
) | st.sampled_from([1.5, date(2020, 2, 29), (1,), Decimal("1.0")])
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NAMES, "BP1", "Prep"]), inner, max_size=3)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=6,
)
NUMBERS = st.decimals(-300, 300, places=2) | st.integers(-2, 2)


def fitting(type_: Type) -> st.SearchStrategy[object]:
    """Return values that are usually given for a type."""
    match type_:
        case NumberType():
            return NUMBERS | NUMBERS.map(str) | NUMBERS.map("{}%".format)
        case EnumType():
            return st.sampled_from([*type_.members, "Prep"])
        case Nullable(inner):
            return st.none() | fitting(inner)
        case ListType(inner):
            return st.lists(fitting(inner), max_size=3)
        case MapType(inner, key):
            names = fitting(key) | KEYS if key else st.sampled_from(NAMES) | KEYS
            return st.dictionaries(names, fitting(inner), max_size=2)
        case ContextType(entries):
            return st.fixed_dictionaries({name: fitting(entry) for name, entry in entries})
    return st.booleans() | st.sampled_from(WORDS)


CASES = GENERATED_TYPES.flatmap(lambda type_: st.tuples(st.just(type_), fitting(type_) | ANYTHING))
NAMED = [type_ for type_ in TYPES.values() if not isinstance(type_, RangeType)]
NAMED_CASES = st.tuples(st.sampled_from(NAMED), ANYTHING)


@given(CASES | NAMED_CASES)
def test_the_generated_reader_gives_the_same_value_or_falls_back(case):
    type_, value = case
    with localcontext(DECIMAL128):
        try:
            read = reader_of(type_)({"x": value})
        except Fallback:
            return
        expected, problems = read_given(value, type_, "x")

    assert problems == ()
    assert shown(read) == shown(expected)


def shown(value: object) -> str:
    """Return a value as text; the sign of a zero is no part of a value."""
    return re.sub(r"Decimal\('-(0(\.0*)?)'\)", r"Decimal('\1')", repr(value))


@pytest.mark.parametrize(
    ("type_name", "value"),
    [
        ("number", "12.5"),
        ("number", Decimal("12.5")),
        ("number", 12),
        ("percent", "75%"),
        ("percent", "1"),
        ("score", "1.5"),
        ("period", "Prep"),
        ("boolean", "true"),
        ("date", "2020-02-29"),
        ("number?", None),
        ("list<measure>", [{"rate": "0.5", "eligible": True}]),
        ("map<period, number>", {"Prep": "1"}),
    ],
)
def test_the_generated_reader_reads_what_cases_usually_hold(type_name, value):
    reader_of(TYPES[type_name])({"x": value})


@pytest.mark.parametrize(
    ("type_name", "value"),
    [("percent", "75"), ("percent", -2), ("percent", "120%"), ("list<percent>", ["1.5"]), ("measure", {"rate": 75})],
)
def test_the_generated_reader_leaves_percents_beyond_one_to_the_other(type_name, value):
    with pytest.raises(Fallback):
        reader_of(TYPES[type_name])({"x": value})


def test_a_range_is_left_to_the_other_reader():
    with pytest.raises(NotCompilable):
        reader_of(TYPES["range<number>"])
