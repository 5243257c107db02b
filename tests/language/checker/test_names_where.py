import pytest
from checker_cases import NAMED, Declarations
from rulewright.language.checker import describe, names_where
from rulewright.language.grammar.parser import parse_unary_tests
from rulewright.language.syntax import Name, NumberLiteral
from rulewright.language.types import EnumType, Nullable
from rulewright.source import SourceText


def cell(text):
    return parse_unary_tests(SourceText.of(text)).tree


@pytest.mark.parametrize(
    ("tests", "members"),
    [
        ('"BP1"', ("BP1",)),
        ('"BP3", "BP1"', ("BP1", "BP3")),
        ('not("BP1", "PREP")', ("BP2", "BP3")),
        ('"BP1", ? = "BP2"', ("PREP", "BP1", "BP2", "BP3")),
        ('"unheard of"', ("PREP", "BP1", "BP2", "BP3")),
        ("-", ("PREP", "BP1", "BP2", "BP3")),
    ],
)
def test_cell_leaves_the_members_that_it_lists(tests, members):
    names = names_where({"period": NAMED["period"]}, Name("period"), cell(tests))
    assert isinstance(names["period"], EnumType)
    assert names["period"].members == members


@pytest.mark.parametrize(
    ("declared", "tests", "left"),
    [
        ("number?", "> 5", "number"),
        ("number?", "[1..5], 7", "number"),
        ("number?", "> 5, null", "number?"),
        ("number?", "not(5)", "number?"),
        ("number?", "not(null)", "number"),
        ("number?", "not(5, null)", "number"),
        ("number?", "-", "number?"),
        ("number?", "!= null", "number"),
        ("number?", "? != null", "number"),
        ("number?", "!= null, > 5", "number"),
        ("number?", "!= null, null", "number?"),
        ("number?", "!= 5", "number?"),
        ("number?", "(!= 5)", "number?"),
        ("number?", "(!= null)", "number?"),
        ("number?", "(= 5)", "number"),
        ("number?", "= 5", "number"),
        ("number?", "= null", "number?"),
        ("number?", "not(= null)", "number"),
        ("number?", "not(!= null)", "number?"),
        ("period?", "!= null", "period"),
        ("period?", '"BP1"', "period"),
        ("period?", 'not("BP1")', "period?"),
        ("string?", '"a"', "string"),
    ],
)
def test_cell_that_no_null_passes_rules_null_out(declared, tests, left):
    names = {"x": Declarations(declared).type()}
    assert describe(names_where(names, Name("x"), cell(tests))["x"]) == left


def test_input_that_is_no_name_leaves_the_names_as_they_are():
    names = {"x": Nullable(NAMED["period"])}
    assert names_where(names, NumberLiteral(1), cell('"BP1"')) is names
    assert names_where(names, Name("y"), cell('"BP1"')) is names
