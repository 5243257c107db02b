"""What was renamed goes by its old names in formulas: the checked tree says the name that it has."""

import pytest
from rulewright.language.checker import Environment, check_expression, check_unary_tests
from rulewright.language.grammar.parser import parse_expression, parse_unary_tests
from rulewright.language.grammar.printer import print_expression
from rulewright.language.types import (
    BOOLEAN,
    NUMBER,
    STRING,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    Nullable,
)
from rulewright.source import SourceText

COLOR = EnumType("color", ("crimson", "blue"), (("red", "crimson"), ("rouge", "crimson")))
BOAT = ContextType((("hue", COLOR), ("meters", NUMBER)), "boat", aliases=(("color", "hue"), ("length", "meters")))
NAMES = {
    "color": COLOR,
    "maybe": Nullable(COLOR),
    "colors": ListType(COLOR),
    "boat": BOAT,
    "boats": ListType(BOAT),
    "counts": MapType(NUMBER, COLOR),
    "text": STRING,
    "flag": BOOLEAN,
    "other": ListType(ContextType((("length", NUMBER),), "other")),
    "weight": NUMBER,
}
PAINT = FunctionType((("hue", COLOR), ("coats", NUMBER)), NUMBER, aliases=(("color", "hue"),))
TAKE = FunctionType((("boat", BOAT),), NUMBER)
COUNT = FunctionType((("counts", MapType(NUMBER, COLOR)),), NUMBER)
AROUND = Environment(
    {**NAMES, "paint": PAINT, "take": TAKE, "sums": COUNT},
    types={"color": COLOR, "boat": BOAT},
    aliases={"mass": "weight", "text": "flag"},
)

PAIRS = [
    # members
    ('color = "red"', 'color = "crimson"'),
    ('"rouge" != color', '"crimson" != color'),
    ('maybe = "red"', 'maybe = "crimson"'),
    ('color in ("red", "blue")', 'color in ("crimson", "blue")'),
    ('color in ["blue", "red"]', 'color in ["blue", "crimson"]'),
    ('color = (if flag then "red" else "blue")', 'color = (if flag then "crimson" else "blue")'),
    ('if color = "red" then 1 else if color = "blue" then 2 else 3', None),
    ('count(colors[item = "red"])', 'count(colors[item = "crimson"])'),
    ('list contains(colors, "red")', 'list contains(colors, "crimson")'),
    ('append(colors, "red", "blue")', 'append(colors, "crimson", "blue")'),
    ('concatenate(colors, ["red"])', 'concatenate(colors, ["crimson"])'),
    ('index of(list: colors, match: "red")', 'index of(list: colors, match: "crimson")'),
    ('some each in colors satisfies each = "red"', 'some each in colors satisfies each = "crimson"'),
    ('paint("red", 2)', 'paint("crimson", 2)'),
    ('paint(if flag then "blue" else "red", 2)', 'paint(if flag then "blue" else "crimson", 2)'),
    ("counts.red", "counts.crimson"),
    ("sums({rouge: 1, blue: 2})", "sums({crimson: 1, blue: 2})"),
    ('boat.color = "red"', 'boat.hue = "crimson"'),
    # texts that only look like it
    ('contains(text, "red")', 'contains(text, "red")'),
    ('text = "red"', 'text = "red"'),
    # entries
    ("boat.length + 1", "boat.meters + 1"),
    ("sum(boats.length)", "sum(boats.meters)"),
    ("count(boats[length > 3])", "count(boats[meters > 3])"),
    ("count(boats[item.length > 3])", "count(boats[item.meters > 3])"),
    ("other[length > 1]", "other[length > 1]"),
    ("for each in boats return each.length", "for each in boats return each.meters"),
    ('take({color: "red", length: 3})', 'take({hue: "crimson", meters: 3})'),
    # parameters and names of the rule
    ('paint(color: "red", coats: 1)', 'paint(hue: "crimson", coats: 1)'),
    ("mass * 2", "weight * 2"),
    ("for mass in [1] return mass", "for mass in [1] return mass"),
    ('text = "a"', 'text = "a"'),
]


def checked(text, around=AROUND):
    parsed = parse_expression(SourceText.of(text))
    assert parsed.diagnostics == ()
    return check_expression(parsed.tree, SourceText.of(text), around)


@pytest.mark.parametrize("pair", PAIRS, ids=[old for old, _ in PAIRS])
def test_a_formula_with_old_names_is_that_with_the_new_ones(pair):
    old, new = pair
    one, other = checked(old), checked(new or old.replace("red", "crimson"))
    assert print_expression(one.tree) == print_expression(other.tree)
    assert one.type == other.type
    assert [each.code for each in one.diagnostics] == [each.code for each in other.diagnostics]
    assert [each.code for each in one.diagnostics if each.is_error] == []


WRONG = [
    ('for one in ["red"] return one = color', "impossible-member"),
    ('for one in ["red", "blue"] return one = color', "impossible-member"),
    ('for one in {a: "red", b: "blue"}.a return color in [one, "blue"]', "impossible-member"),
    ("sums({red: 1, crimson: 2})", "impossible-member"),
    ('take({color: "red", hue: "blue", meters: 3})', "unknown-entry"),
    ('paint(color: "red", hue: "blue", coats: 1)', "unknown-argument"),
    ('for one in [{color: "blue", meters: 1}] return take(one)', "wrong-argument"),
]


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_an_old_name_that_nobody_can_take_for_the_new_one_is_reported(text, code):
    assert code in {each.code for each in checked(text).diagnostics if each.is_error}


@pytest.mark.parametrize(("old", "new"), [('"red"', '"crimson"'), ('not("rouge")', 'not("crimson")')])
def test_so_are_the_tests_of_a_cell(old, new):
    trees = []
    for text in (old, new):
        parsed = parse_unary_tests(SourceText.of(text))
        found = check_unary_tests(parsed.tree, SourceText.of(text), AROUND, COLOR)
        assert found.diagnostics == ()
        trees.append(print_expression(found.tree))
    assert trees[0] == trees[1]
