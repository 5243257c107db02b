"""What a profile allows beyond the one spelling of a pack, row by row; and every profile gives every type."""

from __future__ import annotations

import json
from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulewright.evaluate.plain_json import to_json
from rulewright.language.kinds import BY_NAME
from rulewright.language.reading.giving import as_fact
from rulewright.language.reading.profiles import (
    CASE,
    CELL,
    COMMAND_LINE,
    EXAMPLE,
    LAXITIES,
    PACK,
    PROFILES,
    RATIO_CELL,
    Profile,
)
from rulewright.language.reading.reader import read
from rulewright.language.reading.slips import ReadValue, Written
from rulewright.language.types import NumberType
from rulewright.language.values import Range, Unknown
from typed import TYPES

LONG = "0.50000000000000000000000000000000000"
SAMPLES = {
    "any_numeral": [("007", "number", Decimal(7)), (".5", "number", Decimal("0.5")), ("5.", "number", Decimal(5))],
    "spare_zeros": [(LONG, "number", Decimal("0.5"))],
    "any_percent": [("75%", "number", Decimal("0.75"))],
    "bare_percent": [("0.75", "percent", Decimal("0.75")), ("1.5", "score", Decimal("1.5"))],
    "spare_blanks": [
        (" 12 ", "number", Decimal(12)),
        ("75 %", "percent", Decimal("0.75")),
        (" BP1 ", "period", "BP1"),
        (" P1D ", "days and time duration", BY_NAME["days and time duration"].parse("P1D")),
    ],
    "unquoted": [("yes", "string", "yes"), ("2020-02-29", "string", "2020-02-29")],
    "one_sided": [("(<= 5)", "range<number>", Range(None, Decimal(5), False, True))],
}


def given_in(profile: Profile, text: str) -> object:
    return Written(text) if profile in (PACK, EXAMPLE) else text


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@pytest.mark.parametrize(
    ("laxity", "text", "type_name", "value"),
    [(name, *sample) for name, samples in SAMPLES.items() for sample in samples],
)
def test_a_profile_reads_what_it_allows_and_refuses_what_it_does_not(profile, laxity, text, type_name, value):
    reading = read(given_in(profile, text), TYPES[type_name], profile)

    if getattr(profile, laxity):
        assert reading == ReadValue(value)
    else:
        assert reading.value is None
        assert len(reading.slips) == 1


def test_a_percent_without_its_sign_is_refused_where_people_write_one():
    cases = [("0.75", "percent"), ("75", "percent"), ("1", "score"), ("[0.5, 1]", "list<percent>")]
    for profile in (CELL, COMMAND_LINE):
        for text, name in cases:
            assert {each.what for each in read(text, TYPES[name], profile).slips} == {"sign"}, (profile.name, text)
        assert read('{"rate": 0.5, "eligible": true}', TYPES["measure"], profile).slips[0].what == "sign"
    assert read("0.75", TYPES["percent"], RATIO_CELL) == ReadValue(Decimal("0.75"))
    assert [each.what for each in read("75", TYPES["percent"], RATIO_CELL).slips] == ["percent"]


def test_null_in_yaml():
    for profile in PROFILES:
        for text in ("null", "~", "", "Null"):
            assert (read(Written(text), TYPES["number?"], profile) == ReadValue(None)) is (text in profile.nulls)
            quoted = read(Written(text, is_quoted=True), TYPES["string?"], profile)
            assert quoted == ReadValue(text)


def test_an_entry_that_a_record_lacks():
    given = {"rate": "75%"}
    strict = read({"rate": Written("75%")}, TYPES["measure"], PACK)

    assert [(each.what, each.value) for each in strict.slips] == [("missing", ["eligible"])]
    assert read({"rate": Written("75%")}, TYPES["measure"], EXAMPLE) == ReadValue({"rate": Decimal("0.75")})
    for profile in (CASE, CELL, COMMAND_LINE):
        unknown = Unknown(frozenset({"x.eligible"}))
        assert read(given, TYPES["measure"], profile, ("x",)) == ReadValue(
            {"rate": Decimal("0.75"), "eligible": unknown}
        )


def test_a_map_of_rows():
    for profile in PROFILES:
        row = {"aco": given_in(profile, "A"), "score": given_in(profile, "1")}
        reading = read([row], TYPES["map<number>"], profile)
        assert (reading == ReadValue({"A": Decimal(1)})) is profile.map_of_rows
        assert bool(reading.slips) is not profile.map_of_rows


def test_text_that_is_json():
    assert {profile.json_text for profile in PROFILES} == {"", "collections", "all"}
    for profile in PROFILES:
        texts = {name: given_in(profile, text) for name, text in JSON_TEXTS.items()}
        numbers = read(texts["list<number>"], TYPES["list<number>"], profile)
        assert (numbers == ReadValue([Decimal(1), Decimal(2)])) is (profile.json_text != "")
        quoted = read(texts["string"], TYPES["string"], profile)
        assert quoted == ReadValue("a" if profile.json_text == "all" else '"a"')
        nothing = read(texts["number?"], TYPES["number?"], profile)
        assert (nothing == ReadValue(None)) is (profile in (PACK, EXAMPLE) or profile.json_text == "all")


JSON_TEXTS = {"list<number>": "[1, 2]", "string": '"a"', "number?": "null"}


@pytest.mark.parametrize("text", ["[1, 2", '{"a": 1, "a": 2}', "[NaN]"])
def test_text_that_begins_like_json_and_is_none(text):
    for profile in (CELL, COMMAND_LINE):
        (slip,) = read(text, TYPES["list<number>"], profile).slips
        assert slip.what == "json"
        assert "is no JSON" in slip.value


def test_an_empty_text():
    for profile in PROFILES:
        for text in ("", "  "):
            reading = read(text, TYPES["number?"], profile)
            assert (reading == ReadValue(None)) is profile.empty_is_null
    assert [each.what for each in read(" ", TYPES["number"], CELL).slips] == ["null"]


def test_what_spreadsheets_save():
    for profile in PROFILES:
        assert (read(given_in(profile, "TRUE"), TYPES["boolean"], profile) == ReadValue(True)) is profile.spreadsheet
        text = read(given_in(profile, " a\u00a0"), TYPES["string"], profile)
        assert (text == ReadValue("a")) is profile.spreadsheet


def test_every_row_of_the_table_is_tried():
    tried = {*SAMPLES, "nulls", "missing", "map_of_rows", "json_text", "empty_is_null", "spreadsheet"}

    assert {field.name for field in fields(Profile)} - {"name"} == set(LAXITIES) == tried


EVERY_TYPE = {
    "any": "text",
    "boolean": "true",
    "date": "2020-02-29",
    "date and time": "2020-02-29T10:30:00Z",
    "days and time duration": "P90D",
    "list<measure>": [{"rate": "75%", "eligible": "true"}, {"rate": "-5%", "eligible": "false"}],
    "list<money>": ["1", "2.5"],
    "list<number>": ["1", "2.5"],
    "list<percent>": ["75%", "120%"],
    "map<measure>": {"A": {"rate": "75%", "eligible": "true"}},
    "map<number>": {"A": "1"},
    "map<period, number>": {"Prep": "1", "BP1": "2"},
    "measure": {"rate": "75%", "eligible": "true"},
    "members": "12",
    "money": "12.5",
    "months": "12",
    "number": "-1250.50",
    "number?": "1",
    "percent": "120%",
    "period": "Prep",
    "range<date>": "[2020-01-01..2020-12-31)",
    "range<number>": "(1..5]",
    "range<percent>": "[0%..120%]",
    "score": "150%",
    "string": "text",
    "string?": "text",
    "time": "10:30:00",
    "track": "none",
    "years and months duration": "P1Y6M",
}


def written(plain: object) -> object:
    """Return a value as a tree of YAML has it."""
    if isinstance(plain, list):
        return [written(item) for item in plain]
    if isinstance(plain, dict):
        return {Written(name): written(item) for name, item in plain.items()}
    return Written(plain)


def one_text(plain: object) -> str:
    """Return a value as one text: collections as JSON."""
    return plain if isinstance(plain, str) else json.dumps(plain)


def test_every_profile_gives_every_type():
    assert set(EVERY_TYPE) == set(TYPES)
    for name, plain in EVERY_TYPE.items():
        type_ = TYPES[name]
        expected = read(plain, type_, CASE)
        assert expected.slips == ()
        for profile in (PACK, EXAMPLE):
            assert read(written(plain), type_, profile) == expected, (profile.name, name)
        for profile in (CELL, COMMAND_LINE):
            assert read(one_text(plain), type_, profile) == expected, (profile.name, name)


# ── Giving ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
def test_a_value_that_was_read_can_be_given_again(name):
    value = read(EVERY_TYPE[name], TYPES[name], CASE).value
    fact = as_fact(value, TYPES[name])

    assert read(fact, TYPES[name], CASE) == ReadValue(value)
    if name != "any":
        assert read(json.loads(json.dumps(to_json(fact))), TYPES[name], CASE) == ReadValue(value)


@given(st.decimals(-200, 200, places=4), st.sampled_from(["", "-1", "0"]), st.sampled_from(["", "1", "200"]))
def test_a_percent_without_its_sign_is_read_where_it_can_mean_one_thing(value, low, high):
    type_ = NumberType(name="percent", low=low, high=high)
    reading = read(value, type_, CASE)
    is_inside = not (low and value < Decimal(low)) and not (high and value > Decimal(high))
    is_clear = abs(value) <= 1 or bool(high if value > 1 else low)

    assert (reading.slips == ()) is (is_inside and is_clear)
    if is_inside:
        assert read(as_fact(value, type_), type_, CASE) == ReadValue(value)


def test_a_pack_names_the_kind_of_a_duration():
    for profile in PROFILES:
        (slip,) = read(given_in(profile, "P1Y"), TYPES["days and time duration"], profile).slips
        assert slip.what == "kind"
