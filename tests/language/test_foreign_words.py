"""What other languages write is answered with what can be written here."""

import re

import pytest
from rulewright.language.builtins import BUILTINS
from rulewright.language.checker import Environment, check_expression
from rulewright.language.foreign import FUNCTIONS, SIGNS
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.types import ANY, NUMBER, STRING, ListType
from rulewright.source import SourceText

CALLED = re.compile(r"\b(?!if |then |else |in |return |and |or )([a-z]+(?: [a-z]+)*)\(")


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_what_is_written_for_a_function_can_be_read(name):
    for written in FUNCTIONS[name].split("` or `"):
        assert not parse_expression(SourceText.of(written.replace("…", "x"))).diagnostics
        called = {found for found in CALLED.findall(written) if found != "function"}
        assert called <= set(BUILTINS)


def test_no_built_in_counts_as_foreign():
    assert not set(FUNCTIONS) & set(BUILTINS)


@pytest.mark.parametrize("sign", sorted(set(SIGNS) - {";"}))
def test_a_sign_of_another_language_counts_as_the_one_that_is_meant(sign):
    written = parse_expression(SourceText.of(f"a {sign} b"))
    meant = parse_expression(SourceText.of(f"a {SIGNS[sign]} b"))

    assert [each.code for each in written.diagnostics] in (["unexpected-character"], ["unexpected-token"])
    assert type(written.tree) is type(meant.tree)


NAMES = {"xs": ListType(NUMBER), "anys": ListType(ANY), "s": STRING, "n": NUMBER}
HABITS = {
    # an expression, the one hint that answers it
    "xs.length": "write `count(list)` or `string length(text)`",
    "xs.length()": "write `count(list)` or `string length(text)`",
    "anys.length + 1": "write `count(list)` or `string length(text)`",
    "anys.length > 1": "write `count(list)` or `string length(text)`",
    "floor(anys.size)": "write `count(list)`",
    "anys.length()": "write `count(list)` or `string length(text)`",
    "xs.count": "write `count(…)`, with what it works on in the brackets",
    "xs.sum()": "write `sum(…)`, with what it works on in the brackets",
    "xs.first": "write `list[1]`",
    "xs.last()": "write `list[-1]`",
    "xs.slice(1)": "write `sublist(list, start, length)`",
    "xs.push(1)": "write `append(list, x)`",
    "s.toUpperCase()": "write `upper case(text)`",
    's.includes("a")': "write `contains(text, part)` or `list contains(list, x)`",
    "n.toFixed(2)": "write `decimal(n, places)`",
    "math.floor(n)": "write `floor(…)`",
    "Math.max(n, 1)": "write `max(…)`",
    "np.round(n)": "write `round half up(n, places)` or `decimal(n, places)`",
    "is.na(n)": "write `x = null`",
    "ifelse(n > 1, 2, 3)": "write `if … then … else …`",
    "IFERROR(n, 0)": "write `if x = null then … else x`",
    "n %in% xs": "write `in`",
    "A1 + 1": "a cell of a spreadsheet has no name here: give what it holds as an input",
    '{a: 1}["a"]': "an entry is read with `.a`",
    "1,000": "write `1000`, without a comma",
    "2020-01-31": 'for the date write `@"2020-01-31"`',
    "n > 1/31/2020": 'a date is written `@"2020-01-31"`',
}


@pytest.mark.parametrize("text", HABITS)
def test_a_habit_of_another_language_is_answered_by_one_message(text):
    source = SourceText.of(text)
    parsed = parse_expression(source)
    checked = check_expression(parsed.tree, source, Environment(NAMES, {}, {}))
    problems = {each.hint: each for each in (*parsed.diagnostics, *checked.diagnostics)}
    assert list(problems) == [HABITS[text]]


@pytest.mark.parametrize("text", ['@"2020-01-31"', '"2020-01-31"', "2020 - 01 - 31", "2020-1-31", "// 2020-01-31\n1"])
def test_what_is_no_date_without_marks_is_left_alone(text):
    assert parse_expression(SourceText.of(text)).diagnostics == ()


def test_the_length_of_a_list_of_anything_where_a_number_is_wanted():
    source = SourceText.of("anys.length")
    (problem,) = check_expression(parse_expression(source).tree, source, Environment(NAMES, {}, {}), NUMBER).diagnostics
    assert problem.hint == "write `count(list)` or `string length(text)`"
