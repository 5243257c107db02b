import pytest
from checker_cases import Surroundings
from rulewright.language.checker import check_expression
from rulewright.language.grammar.parser import parse_expression
from rulewright.source import SourceText

SURROUNDINGS = Surroundings().declared(
    "names", "x number, flag boolean, ms list<record(points points, name string)>, p record(age number), any_value any"
)
WHOLE = (
    "if flag then x + 1 else x * 2",
    "for m in ms return m . points + 1",
    "some m in ms satisfies m . points > 3",
    "ms [ points > 2 ] . name",
    "x in [ 1 .. 5 ]",
    "x between 1 and 5",
    "sum ( ms . points ) * x",
    "floor ( x , 2 )",
    "{ a : x , b : a + 1 } . b",
    "function ( a : number ) a + x",
    "any_value instance of list < number >",
    "p . age >= 18 and flag",
    'contains ( string : "abc" , match: "b" )',
    'string join ( [ "a" , "b" ] , ", " )',
    "- x ** 2",
)  # fmt: skip
PREFIXES = [" ".join(text.split(" ")[:count]) for text in WHOLE for count in range(1, len(text.split(" ")))]


def problems(text):
    source = SourceText.of(text)
    parsed = parse_expression(source)
    if parsed.tree is None or not parsed.diagnostics:
        return []
    return check_expression(parsed.tree, source, SURROUNDINGS.environment).diagnostics


@pytest.mark.parametrize("text", sorted(set(PREFIXES)))
def test_text_that_is_not_finished_has_only_the_problem_that_it_is_not_finished(text):
    assert [(each.code, each.message) for each in problems(text)] == []


@pytest.mark.parametrize(
    ("text", "column"),
    [("wieght + (", 1), ("if flagg then", 4), ("ms[pionts > ", 4), ("p.agee + ", 1), ("[x, yy, ", 5)],
)
def test_what_is_finished_of_an_unfinished_text_is_checked(text, column):
    assert [each.place.column for each in problems(text)] == [column]
