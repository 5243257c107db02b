"""What other languages write is answered with what can be written here."""

import re

import pytest
from rulewright.language.builtins import BUILTINS
from rulewright.language.foreign import FUNCTIONS, SIGNS
from rulewright.language.grammar.parser import parse_expression
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
