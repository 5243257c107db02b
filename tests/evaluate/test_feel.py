"""What the checker finds never keeps an expression from the value that the standard gives it."""

from __future__ import annotations

import pytest
from expression_cases import read_cases
from rulewright.evaluate import FeelSession, source_of
from rulewright.evaluate.reference.parts import MOST_PARTS
from rulewright.language.display import display
from rulewright.language.values import Absence

CASES = tuple(
    each
    for each in read_cases()
    if not each.is_pack and not any(isinstance(fact, Absence) for fact in each.facts.values())
)
REFUSED_BY_PACKS = [
    # expression, value, what a pack would call an error
    ('"a" in ["b", "c", "a"]', "true", ""),
    ('"d" in ("c", < "c", >="d")', "true", ""),
    ('{a: "foo"} in ({a: "bar"}, {a: "foo"})', "true", ""),
    ("{a: null} instance of context<a: string>", "true", ""),
    ('upper case(["x"][item = "x"])', '"X"', "wrong-argument"),
    ("false and null", "false", "wrong-operand"),
    ("true or null", "true", "wrong-operand"),
    ("[{x: 1}][y > 1]", "[]", "unknown-name"),
    ("now() instance of date and time", "true", ""),
    ("today() = date(now())", "true", ""),
    ("{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(5)}.r", "120", ""),
    ('1 in ("a", 1)', "true", "incomparable"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.place)
def test_an_expression_comes_to_what_the_evaluator_says(case):
    result = FeelSession(dict(case.facts)).evaluate(source_of(case.text))
    expected = case.expected.partition(" warning: ")[0]
    if expected.startswith("error: "):
        assert not result.is_clean
    else:
        assert (display([result.value])[1:-1], result.is_clean) == (expected, True)


@pytest.mark.parametrize(("text", "value", "code"), REFUSED_BY_PACKS)
def test_what_a_pack_refuses_is_a_warning_where_there_is_a_value(text, value, code):
    result = FeelSession().evaluate(source_of(text))
    assert (display([result.value])[1:-1], result.is_clean) == (value, True)
    assert code in {"", *(each.code for each in result.diagnostics)}


def test_the_parts_of_an_expression_are_noted_in_the_order_of_their_evaluation():
    result = FeelSession({"x": True}).evaluate(source_of("if x then 1 + 2 else 3"), wants_parts=True)

    def noted(part):
        text = "if x then 1 + 2 else 3"[part.span.start : part.span.end]
        return text, part.value, part.is_plain, [noted(each) for each in part.parts]

    assert noted(result.parts) == (
        "if x then 1 + 2 else 3",
        3,
        False,
        [("x", True, False, []), ("1 + 2", 3, False, [("1", 1, True, []), ("2", 2, True, [])])],
    )
    assert not result.parts.is_cut


def test_of_very_many_parts_the_first_are_noted_and_the_rest_is_marked():
    result = FeelSession().evaluate(source_of("sum(for i in 1..9999 return i + 1)"), wants_parts=True)

    def count(part):
        return 1 + sum(map(count, part.parts))

    loop = next(each for each in result.parts.parts if each.parts)
    assert (result.value, count(result.parts)) == (50_004_999, MOST_PARTS)
    assert (result.parts.is_cut, loop.is_cut) == (False, True)


def test_an_expression_that_reaches_a_limit_has_its_first_parts():
    result = FeelSession().evaluate(source_of("for i in 1..10**7 return i"), wants_parts=True)

    assert [each.code for each in result.diagnostics] == ["limit-list"]
    assert result.parts.value is None


def test_the_clock_stands_still_within_an_expression():
    assert FeelSession().evaluate(source_of("every i in 1..500 satisfies now() = now()")).value is True
