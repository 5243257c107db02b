"""What the parser does with texts that are too much for it, or broken from end to end."""

import sys

import pytest
from rulewright.language.grammar.parser import parse_expression, parse_type, parse_unary_tests
from rulewright.language.grammar.printer import print_expression
from rulewright.language.limits import DEFAULT_LIMITS, Limits
from rulewright.source import SourceText

DEPTH = DEFAULT_LIMITS.depth
DEEPEST = {
    "brackets": "(" * (DEPTH - 1) + "1" + ")" * (DEPTH - 1),
    "lists": "[" * (DEPTH - 1) + "1" + "]" * (DEPTH - 1),
    "signs": "-" * DEPTH + "1",
    "a sum": "1" + " + 1" * DEPTH,
    "paths": "a" + ".a" * DEPTH,
    "branches": "if a then b else " * (DEPTH - 1) + "1",
    "calls": "f(" * (DEPTH - 1) + "1" + ")" * (DEPTH - 1),
    "contexts": "{a: " * (DEPTH // 2) + "1" + "}" * (DEPTH // 2),
    "named arguments": "f(a: " * (DEPTH // 2) + "1" + ")" * (DEPTH // 2),
    "loops": "for a in b return " * (DEPTH - 2) + "1",
    "types": "a instance of " + "list<" * (DEPTH - 1) + "number" + ">" * (DEPTH - 1),
    "brackets to the right": "1 + (" * (DEPTH // 2 - 1) + "1 + 1" + ")" * (DEPTH // 2 - 1),
}
FLOODS = {
    "a megabyte of brackets": "(" * 1_000_000,
    "ten thousand levels": "(" * 10_000 + "1" + ")" * 10_000,
    "opening brackets": "[" * 90_000,
    "opening braces": "{a:" * 30_000,
    "closing brackets": "]" * 90_000,
    "half ranges": "]1..2[" * 15_000,
    "quotes": '"' * 90_001,
    "unterminated strings": '"abc\n' * 18_000,
    "null bytes": "\0" * 90_000,
    "lone surrogates": "\ud800" * 90_000,
    "names": "a " * 45_000,
    "a long sum": "1" + "+1" * 45_000,
    "branches": "if a then b else " * 5_000,
    "named arguments": "f(a b c d " * 9_000,
    "digits": "9" * 90_000,
    "keys that begin alike": "{" + ",".join(f"a {number}: a" for number in range(9_000)) + "}",
    "unterminated comments": "/*" * 45_000,
    "single quotes": "' " * 45_000,
    "negations": "not(" * 22_000,
    "types": "1 instance of " + "list<" * 17_000,
}


def codes(found):
    return {each.code for each in found.diagnostics}


@pytest.mark.parametrize("text", DEEPEST.values(), ids=DEEPEST)
def test_an_expression_as_deep_as_the_limit_is_read_and_printed(text):
    found = parse_expression(SourceText.of(text))

    assert found.diagnostics == ()
    assert parse_expression(SourceText.of(print_expression(found.tree))).tree == found.tree


@pytest.mark.parametrize("text", DEEPEST.values(), ids=DEEPEST)
def test_an_expression_one_level_deeper_is_refused(text):
    found = parse_expression(SourceText.of(f"-({text} and 1)"))

    assert found.tree is None
    assert codes(found) == {"too-deep"}


@pytest.mark.parametrize("text", DEEPEST.values(), ids=DEEPEST)
def test_the_deepest_expressions_leave_most_of_the_recursion_limit_free(text):
    used = []

    def watch(frame, _event, _argument):
        depth = 0
        while frame is not None:
            depth, frame = depth + 1, frame.f_back
        used.append(depth)

    sys.setprofile(watch)
    try:
        parse_expression(SourceText.of(text))
    finally:
        sys.setprofile(None)

    assert max(used) - used[0] < 500


@pytest.mark.parametrize("read", [parse_expression, parse_unary_tests, parse_type])
@pytest.mark.parametrize("text", FLOODS.values(), ids=FLOODS)
def test_a_flood_gives_few_diagnostics(read, text):
    found = read(SourceText.of(text))

    assert len(found.diagnostics) <= DEFAULT_LIMITS.diagnostics


def test_a_text_longer_than_the_limit_is_refused():
    found = parse_expression(SourceText.of("1 + 1"), limits=Limits(text_length=4))

    assert found.tree is None
    assert codes(found) == {"text-too-long"}


def test_reading_stops_at_the_limit_of_diagnostics():
    found = parse_expression(SourceText.of("% % % %"), limits=Limits(diagnostics=2))

    assert [each.place.column for each in found.diagnostics] == [1, 3]


def test_the_tree_of_a_broken_text_holds_what_could_be_read():
    found = parse_expression(SourceText.of("sum(a, ) + f(b"))

    assert codes(found) == {"unexpected-token", "unclosed-bracket"}
    assert print_expression(found.tree) == "sum(a, …) + f(b)"


def test_names_that_cannot_be_names_are_left_aside():
    found = parse_expression(SourceText.of("a"), names=["", " ", "1 a", "+ a", 'say "x"', "a\0b", "a ( b", "a"])

    assert found.diagnostics == ()
