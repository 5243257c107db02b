"""What holds for every tree and for every text."""

from hypothesis import example, given
from hypothesis import strategies as st
from rulewright.language.grammar.lexer import RESERVED, split_tokens
from rulewright.language.grammar.parser import parse_expression, parse_type, parse_unary_tests
from rulewright.language.grammar.printer import print_expression
from rulewright.source import SourceText
from trees import KNOWN_NAMES, expressions, typed_expressions, types, unary_tests

PIECES = (
    *sorted(RESERVED),
    *("not", "of", "external", "a", "b2", "date and time", "net pay", "time offset", "number", "list<number>"),
    *("1", ".5", "2.5e3", "1e9999", "1e99999999999999999999", '"x"', '"\\n"', '@"P1D"', '"', "'", "\\", "?", "%", "=="),
    *("(", ")", "[", "]", "{", "}", "<", ">", ",", ":", ".", "..", "->", "+", "-", "*", "/", "**"),
    *("=", "!=", "<=", ">=", "//", "/*", "*/", "\n", "\0", "\ud800", "é", "🐎", "\u00a0"),
)
READERS = st.sampled_from((parse_expression, parse_unary_tests, parse_type))


def parsed(read, tree):
    return read(SourceText.of(print_expression(tree)), names=KNOWN_NAMES)


@given(expressions())
def test_a_printed_expression_parses_to_the_same_tree(tree):
    found = parsed(parse_expression, tree)

    assert (found.diagnostics, found.tree) == ((), tree)


@given(unary_tests())
def test_printed_unary_tests_parse_to_the_same_tree(tree):
    found = parsed(parse_unary_tests, tree)

    assert (found.diagnostics, found.tree) == ((), tree)


@given(types())
def test_a_printed_type_parses_to_the_same_tree(tree):
    found = parsed(parse_type, tree)

    assert (found.diagnostics, found.tree) == ((), tree)


@given(st.sampled_from(("number", "boolean", "string", "list<number>")), st.data())
def test_a_printed_expression_of_fitting_types_parses_to_the_same_tree(type_name, data):
    variables = {"n": "number", "s": "string", "ok": "boolean", "items": "list<number>"}
    tree = data.draw(typed_expressions(type_name, variables))

    assert parsed(parse_expression, tree).tree == tree


@given(READERS, st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(("", " ")))
@example(parse_expression, ["]", "1", "..", "2", "["], "")
def test_any_sequence_of_pieces_gives_a_tree_or_diagnostics(read, pieces, separator):
    _assert_answers(read, separator.join(pieces))


@given(READERS, st.text(st.characters(), max_size=40))
def test_any_text_gives_a_tree_or_diagnostics(read, text):
    _assert_answers(read, text)


@given(st.text(st.characters(), max_size=40))
def test_tokens_stand_in_order_and_inside_the_text(text):
    tokens, _ = split_tokens(text)
    places = [place for pair in zip(tokens.starts, tokens.ends, strict=True) for place in pair]

    assert places == sorted(places)
    assert places[-1] == len(text)


def _assert_answers(read, text):
    found = read(SourceText.of(text), names=KNOWN_NAMES)

    assert found.tree is not None or found.diagnostics
    lines = text.count("\n") + 1
    assert all(1 <= each.place.line <= lines and each.message and each.code for each in found.diagnostics)
    if not found.diagnostics:
        again = parsed(read, found.tree)
        assert (again.diagnostics, again.tree) == ((), found.tree)
