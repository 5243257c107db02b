"""How a text is cut into tokens."""

from pathlib import Path

import pytest
from rulewright.language.grammar.lexer import END, split_tokens
from rulewright.language.grammar.parser import parse_expression
from rulewright.source import SourceText

PAGES = Path(__file__).parent.parent.parent / "engine/rulewright/diagnostics/pages"
PAGES_OF_THE_PARSER = (
    *("chained-comparison", "duplicate-name", "empty-expression", "invalid-escape", "mixed-arguments"),
    *("number-out-of-range", "unclosed-bracket", "unexpected-character", "unexpected-end", "unexpected-token"),
    *("line-comment", "unterminated-comment", "unterminated-string"),
)
SPACES = "\t\n\v\f\r \x85\xa0\u1680\u180e\u2000\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"


@pytest.mark.parametrize("space", SPACES, ids=lambda space: f"U+{ord(space):04X}")
def test_every_white_space_of_the_standard_separates_tokens(space):
    tokens, mistakes = split_tokens(f"a{space}b")

    assert (tokens.texts, mistakes) == (["a", "b", ""], ())


@pytest.mark.parametrize("name", ["größe", "面积", "имя", "_x1", "?", "a·b", "🐎", "e\u0301te", "x‿y"])
def test_letters_of_any_script_make_a_name(name):
    tokens, mistakes = split_tokens(name)

    assert (tokens.texts, mistakes) == ([name, ""], ())


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("1..5", ["1", "..", "5"]),
        ("1...5", ["1", "..", ".5"]),
        ("a.b", ["a", ".", "b"]),
        ("a**b*c", ["a", "**", "b", "*", "c"]),
        ("list<list<a>>", ["list", "<", "list", "<", "a", ">", ">"]),
        ("function<>->a", ["function", "<", ">", "->", "a"]),
        ("a//b\n/c", ["a", "/", "c"]),
        ("a/*/ */b", ["a", "b"]),
        ('"a//b"', ["a//b"]),
        ("1e5e", ["1e5", "e"]),
        ("Pre-Tax", ["Pre", "-", "Tax"]),
    ],
)
def test_the_longest_token_that_fits_is_taken(text, pieces):
    tokens, mistakes = split_tokens(text)

    assert (tokens.texts[:-1], tokens.kinds[-1], mistakes) == (pieces, END, ())


def test_tokens_know_where_they_stand():
    tokens, _ = split_tokens('  if "a" ')

    assert list(zip(tokens.kinds, tokens.starts, tokens.ends, strict=True)) == [
        ("if", 2, 4),
        ("string", 5, 8),
        ("end", 9, 9),
    ]


@pytest.mark.parametrize("code", PAGES_OF_THE_PARSER)
def test_the_examples_of_a_manual_page_fail_and_pass(code):
    avoid, prefer = (PAGES / f"{code}.md").read_text(encoding="utf-8").split("```feel\n")[1:]
    bad, good = (parse_expression(SourceText.of(each.split("\n```")[0])) for each in (avoid, prefer))

    assert code in {each.code for each in bad.diagnostics}
    assert good.diagnostics == ()
