"""Phrases of other languages are answered with what to write here, wherever in an expression they stand."""

import re

import pytest
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.phrases import PHRASES, phrase_hint
from rulewright.source import SourceText

HINTS = {
    "x is null": "write `= null`",
    "if x is not None then 1 else 2": "write `!= null`",
    "x is 5": "write `=`",
    "x is not 5": "write `!=`",
    "x not in [1..5]": "write `not(x in …)`",
    "x not between 1 and 5": "write `not(x between a and b)`",
    "if not x then 1 else 2": "write `not(…)`",
    "a and not b": "write `not(…)`",
    "xs[not b]": "write `not(…)`",
    "x ?? 1": "write `if x = null then … else x`",
    "(b ? 1 : 2)": "write `if … then … else …`",
    "if a then 1 elif b then 2 else 3": "write `else if`",
    "case when b then 1 else 2 end": "write `if … then … else …`",
    "if b { 1 } else 2": "write `if … then … else …`",
    "lambda q: q + 1": "a function is written `function(a, b) a + b`",
    "let y = 1 in y": "name it as a key of a context: `{y: 1, result: y + 1}.result`",
    "=ROUND(x; 2)": "leave the `=` before the formula out",
    "return x": "leave `return` out: a formula is its result",
    'f"{x} items"': 'write `string(x) + " text"`: texts are joined with `+`',
    'name like "A%"': "write `contains(text, part)` or `matches(text, pattern)`",
    "(xs contains 1)": "write `contains(text, part)` or `list contains(list, x)`",
    "x mod 2": "write `modulo(a, b)`",
    "sum(*xs)": "give the list itself",
    "xs.map(q => q + 1)": "write `for q in list return …`",
    "xs.map((q) => q + 1)": "write `for q in list return …`",
    "xs.filter(q -> q > 1)": "write `list[condition]`: it sees each as `item`",
    "xs.any(q => q)": "write `some q in list satisfies …`",
    "xs.all(q => q)": "write `every q in list satisfies …`",
    "xs.reduce((a, b) => a, 0)": "write `sum(for item in list return …)`",
    "apply(q => q)": "a function is written `function(a, b) a + b`",
    "x => 5": "write `>=`; a function is written `function(a, b) a + b`",
    "if x => 5 then 1 else 2": "write `>=`",
    "xs.map((a, b) => a + b)": "write `for a in list return …`",
    "xs.filter((a, i) => i > 0)": "write `list[condition]`: it sees each as `item`",
    "xs.reduce((a, b) => a + b, 0)": "write `sum(for item in list return …)`",
    "xs.sort((a, b) => a - b)": "write `sort(list, function(a, b) a < b)`",
    "(a, b) => a + b": "a function is written `function(a, b) a + b`",
    "xs.any(q => q > 1)": "write `some q in list satisfies …`",
    "rows.cells.0": "items are counted from 1, in brackets: the first is `rows.cells[1]`",
    "1:10": "a range stands in brackets: `[1..10]`",
    "x += 1": "nothing is given a value here: a formula is its result",
    "x++": "write `x + 1`",
    "x is greater than 5": "write `>`",
    "x less than or equal to 5": "write `<=`",
    "x at least 5": "write `>=`",
    "x equals 5": "write `=`",
    "x within [1..2]": "write `in`, with a range behind it: `x in [a..b]`",
    "between(x, 1, 2)": "write `x between a and b`",
    "x plus 5": "write `+`",
    "x divided by 5": "write `/`",
    "5 million": "write the number with all its decimal digits",
    "5k": "write the number with all its decimal digits",
    "0x1F": "write the number with all its decimal digits",
    "select a from xs": "write `list[condition].entry`",
    "xs where a > 1": "write `list[condition]`",
    "a > 1 for all a in xs": "write `every x in list satisfies …`",
    "if (a > 1) { 2 } else { 3 }": "write `if … then … else …`",
    "x::int": "write `number(text, null, null)` or `string(x)`",
    "x IN (1, 2)": "write `in` in small letters",
    "x LIKE 'a%'": "write `contains(text, part)` or `matches(text, pattern)`",
    "let y = 1; y + 1": "name it as a key of a context: `{y: 1, result: y + 1}.result`",
    "a->b": "an entry is read with `.`, as in `a.b`",
    "sum(q for q in xs)": "write `for q in list return …`: what is made of each stands last",
    "[q.a for q in xs if q.b > 1]": "write `for q in list[condition] return …`",
    "for q in xs: q + 1": "write `for item in list return …`",
    "some q in xs where q > 1": "write `some item in list satisfies …`",
    "x in 1..5": "a range stands in brackets: `[1..5]`",
    "if x in low..high then 1 else 2": "a range stands in brackets: `[low..high]`",
    "xs[1:2]": "write `sublist(list, start, length)`; items are counted from 1",
    "1_000": "write `1000`, without a mark between the digits",
    "x := 5": "write `=`",
    "day + 5 days": 'write `duration("P5D")`',
    "day + 5 months": 'write `duration("P5M")`',
    "$5": "write the number alone: its type says of what it is",
}


@pytest.mark.parametrize("text", HINTS)
def test_a_phrase_of_another_language_is_answered_with_what_to_write(text):
    assert HINTS[text] in [each.hint for each in parse_expression(SourceText.of(text)).diagnostics]


@pytest.mark.parametrize("text", HINTS)
def test_what_follows_from_a_phrase_is_not_reported(text):
    at_it = [each for each in parse_expression(SourceText.of(text)).diagnostics if each.hint == HINTS[text]]
    behind = [each for each in parse_expression(SourceText.of(text)).diagnostics if each.place > at_it[0].place]
    assert len(at_it) == 1
    assert behind == []


@pytest.mark.parametrize("hint", sorted({hint for _, _, hint in PHRASES}))
def test_what_is_advised_can_be_read(hint):
    for written in re.findall(
        r"`([^`]+)`", re.sub(r"\{(name|first|last|number)\}", "1", hint.replace("for {name}", "for q"))
    ):
        if written not in NO_EXPRESSION:
            text = written.replace("some 1", "some q").replace("every 1", "every q").replace("…", "x")
            assert not parse_expression(SourceText.of(f"a {text} b" if text in JOINTS else text)).diagnostics


JOINTS = {"=", "!=", "+", "-", "*", "/", "<", "<=", ">", ">="}
NO_EXPRESSION = {"= null", "!= null", "else if", "return", ".", "in"}


def test_a_phrase_is_looked_for_near_its_place_alone():
    text = f"{'(' * 5_000}x is null"
    assert phrase_hint(text, text.index("is")) == "write `= null`"
    assert not phrase_hint("x beside y", 2)
