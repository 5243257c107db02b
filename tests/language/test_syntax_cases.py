"""The parser and the printer on the cases beside this file, one area of the grammar a file."""

from pathlib import Path

import pytest
from rulewright.language.grammar.printer import print_expression
from syntax_cases import read_cases

HERE = Path(__file__).parent
CASES = read_cases(HERE / "syntax")
VALID = [case for case in CASES if not case.problems]
PAGES = HERE.parent.parent / "engine/rulewright/diagnostics/pages"


@pytest.mark.parametrize("case", [case for case in VALID if not case.is_other_text], ids=str)
def test_a_text_is_printed_in_its_canonical_form(case):
    parsed = case.parse(case.text)

    assert parsed.diagnostics == ()
    assert print_expression(parsed.tree) == case.expected


@pytest.mark.parametrize("case", [case for case in VALID if case.is_other_text], ids=str)
def test_brackets_that_spell_the_precedence_out_change_nothing(case):
    parsed, spelt_out = case.parse(case.text), case.parse(case.expected)

    assert (parsed.diagnostics, spelt_out.diagnostics) == ((), ())
    assert parsed.tree == spelt_out.tree


@pytest.mark.parametrize("case", VALID, ids=str)
def test_a_canonical_form_reads_as_the_tree_it_was_printed_from(case):
    tree = case.parse(case.text).tree

    assert case.parse(print_expression(tree)).tree == tree


@pytest.mark.parametrize("case", [case for case in CASES if case.problems], ids=str)
def test_every_mistake_of_a_text_is_reported_at_its_place(case):
    found = sorted((each.place.column, each.code) for each in case.parse(case.text).diagnostics)

    assert found == sorted(case.problems)


def test_every_code_of_the_cases_has_a_manual_page():
    codes = {code for case in CASES for _, code in case.problems}

    assert codes
    assert [code for code in sorted(codes) if not (PAGES / f"{code}.md").is_file()] == []
