from __future__ import annotations

import pytest
from rulewright import Engine
from rulewright.evaluate.hit_policy import Hit, answer_without_rows, combine_rows
from rulewright.evaluate.reference.tables import match_row, select_rows
from rulewright.language.numbers import number
from rulewright.language.values import Failure, Open, Unknown
from written_packs import pack_of

X = Unknown(frozenset({"x"}))
Y = Unknown(frozenset({"y"}))
BROKEN = Failure("broken", "division-by-zero")


def alike(_hit, _row):
    """Say that no two rows could make the outcome another one."""
    return False


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([True, True], True),
        ([], True),
        ([True, False], False),
        ([X, False], False),
        ([BROKEN, False], False),
        ([X, True, Y], Unknown(frozenset({"x", "y"}))),
        ([True, BROKEN], BROKEN),
        ([True, None], False),
        ([X, None], False),
        ([None, BROKEN], False),
    ],
)
def test_one_cell_that_does_not_hold_decides_against_a_row(cells, expected):
    assert match_row(cells) == expected


@pytest.mark.parametrize(
    ("policy", "matches", "expected"),
    [
        ("unique", [False, True, False], (2,)),
        ("unique", [False, False], ()),
        ("unique", [True, X], (1,)),
        ("unique", [X, Y, False], Unknown(frozenset({"x", "y"}))),
        ("unique", [BROKEN, X], BROKEN),
        ("any", [True, X, True], (1, 3)),
        ("first", [False, True, True], (2,)),
        ("first", [X, True], X),
        ("first", [True, X], (1,)),
        ("priority", [True, False, True], (1, 3)),
        ("priority", [True, X], X),
        ("collect", [True, False, True], (1, 3)),
        ("collect", [True, Open(frozenset({"d"}))], Open(frozenset({"d"}))),
        ("rule order", [False, False], ()),
        ("output order", [True, BROKEN], BROKEN),
    ],
)
def test_a_hit_policy_takes_rows_unless_one_in_doubt_could_change_the_outcome(policy, matches, expected):
    assert select_rows(policy, enumerate(matches, 1), alike) == expected


@pytest.mark.parametrize(
    ("matches", "expected"),
    [
        ([True, X, False], X),
        ([True, X, Open(frozenset({"d"}))], Unknown(frozenset({"x"}))),
        ([False, X, Y], Unknown(frozenset({"x", "y"}))),
        ([True, BROKEN], (1,)),
    ],
)
@pytest.mark.parametrize("policy", ["unique", "any"])
def test_a_row_that_waits_leaves_the_outcome_in_doubt_where_it_could_be_another(policy, matches, expected):
    assert select_rows(policy, enumerate(matches, 1), lambda hit, row: (hit, row) == (1, 2)) == expected


def test_two_hits_in_a_unique_table_are_an_error_that_names_both_rows():
    failure = select_rows("unique", [(1, False), (2, True), (3, True)], alike)

    assert isinstance(failure, Failure)
    assert failure.code == "several-rows-match"
    assert "rows 2 and 3" in failure.reason


def test_first_evaluates_no_row_behind_the_one_that_matches():
    evaluated: list[int] = []

    def matches():
        for row in (1, 2, 3):
            evaluated.append(row)
            yield row, row == 2

    assert select_rows("first", matches(), alike) == (2,)
    assert evaluated == [1, 2]


def rows(*outputs: tuple[object, ...]) -> list[Hit]:
    return [Hit(index, values) for index, values in enumerate(outputs, 1)]


def numbers(*values: int) -> list[Hit]:
    return rows(*((number(value),) for value in values))


SIZES = [["large", "medium", "small"], ["red", "blue"]]


@pytest.mark.parametrize(
    ("policy", "aggregation", "taken", "expected"),
    [
        ("unique", "", rows(("a", "b")), ("a", "b")),
        ("any", "", rows(("a",), ("a",)), ("a",)),
        ("any", "", rows((None,), (None,)), (None,)),
        ("any", "", rows((X,), (X,)), (X,)),
        ("first", "", rows(("a",)), ("a",)),
        ("priority", "", rows(("small",), ("large",), ("medium",)), ("large",)),
        ("priority", "", rows(("small", "blue"), ("small", "red")), ("small", "red")),
        ("priority", "", rows(("odd",), ("small",)), ("small",)),
        ("priority", "", rows(("small", "red", "b"), ("large", "red", "a")), ("large", "red", "a")),
        ("output order", "", rows(("small",), ("large",), ("small",)), (["large", "small", "small"],)),
        ("output order", "", rows(("small", "red"), ("large", "blue")), (["large", "small"], ["blue", "red"])),
        ("rule order", "", rows(("small",), ("large",)), (["small", "large"],)),
        ("collect", "", rows(("b", "1"), ("a", "2")), (["b", "a"], ["1", "2"])),
        ("collect", "sum", numbers(1, 2, 2), (number(5),)),
        ("collect", "min", numbers(3, 1, 2), (number(1),)),
        ("collect", "max", numbers(3, 1, 2), (number(3),)),
        ("collect", "count", rows(("a",), ("a",), ("b",)), (number(3),)),
        ("collect", "sum", rows((number(1),), (X,)), (X,)),
        ("collect", "", rows((number(1),), (X,)), (X,)),
        ("collect", "sum", rows((number(1), number(10)), (number(2), number(20))), (number(3), number(30))),
    ],
)
def test_the_rows_taken_are_combined_as_the_hit_policy_says(policy, aggregation, taken, expected):
    assert combine_rows(policy, aggregation, taken, SIZES) == expected


def test_rows_of_an_any_table_that_differ_are_an_error_that_names_both():
    failure = combine_rows("any", "", [Hit(2, ("a",)), Hit(3, ("a",)), Hit(5, ("b",))])

    assert isinstance(failure, Failure)
    assert failure.code == "rows-disagree"
    assert "rows 2 and 5" in failure.reason


@pytest.mark.parametrize(
    ("policy", "aggregation", "expected"),
    [
        ("collect", "", ([], [])),
        ("rule order", "", ([], [])),
        ("output order", "", ([], [])),
        ("collect", "count", (number(0), number(0))),
    ],
)
def test_a_table_that_collects_answers_that_there_is_nothing(policy, aggregation, expected):
    assert answer_without_rows(policy, aggregation, 2) == expected


@pytest.mark.parametrize(
    ("policy", "aggregation"),
    [("unique", ""), ("any", ""), ("first", ""), ("priority", ""), ("collect", "sum"), ("collect", "max")],
)
def test_other_tables_have_no_answer_when_no_row_matches(policy, aggregation):
    failure = answer_without_rows(policy, aggregation, 1)

    assert isinstance(failure, Failure)
    assert failure.code == "no-row-matches"


HEADER = b"pack: small\ntitle: A small pack\ndocuments: {act: {title: Act}}\n"
RULES = b"""\
subject: rules
title: Rules
namespace: ""
source: {document: act}
decisions:
  band:
    title: Band
    inputs: {x: number?}
    outputs: {y: number}
    table:
      hit_policy: first
      inputs: [x]
      rows:
        - {when: ["> 20"], then: ["1"]}
        - {when: ["null"], then: ["3"]}
"""


def test_a_cell_that_fails_is_where_the_error_is():
    engine = Engine(pack_of(HEADER, RULES))
    place = engine.run("band", {"x": None}).problem.place
    line = RULES.decode().splitlines()[place.line - 1]
    assert line[place.column - 1 : place.end_column - 1] == "> 20"
