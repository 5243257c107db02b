from checker_cases import NAMED
from hypothesis import given, settings
from hypothesis import strategies as st
from rulewright.language.checker import (
    Environment,
    check_expression,
    check_unary_tests,
    describe,
)
from rulewright.language.descent import nodes_in
from rulewright.language.relations import assignable, is_nullable, join, or_null, share_values, without_null
from rulewright.language.syntax import UnaryTests
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    DATE,
    NEVER,
    NULL,
    NUMBER,
    PERCENT,
    STRING,
    AnyType,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    Nullable,
    NumberType,
    RangeType,
)
from rulewright.source import SourceText
from wild_trees import expressions

RECORD = ContextType((("points", NAMED["points"]), ("model", NAMED["model"])), "record")
ENVIRONMENT = Environment(
    names={
        "x": NUMBER,
        "price": NAMED["money"],
        "model": NAMED["model"],
        "records": ListType(RECORD),
        "maybe": Nullable(NUMBER),
    },
    rules={"figures.cap": NAMED["money"], "scoring.rate": FunctionType((("x", NUMBER),), PERCENT)},
    types=NAMED,
)
SOURCE = SourceText.of("x")

plain = st.sampled_from(
    [
        NUMBER,
        PERCENT,
        NAMED["money"],
        NumberType(is_literal=True),
        STRING,
        BOOLEAN,
        DATE,
        NAMED["model"],
        EnumType("", ("A_partnership",)),
        EnumType("", ("a", "b")),
    ]
)
types = st.recursive(
    plain | st.sampled_from([ANY, NULL]),
    lambda inner: st.one_of(
        inner.map(ListType),
        inner.map(RangeType),
        inner.map(or_null),
        inner.map(MapType),
        st.tuples(inner, inner).map(lambda pair: ContextType((("a", pair[0]), ("b", pair[1])))),
        inner.map(lambda entry: ContextType((("a", entry),), is_closed=False)),
    ),
    max_leaves=4,
)


@settings(max_examples=400)
@given(expressions, st.none() | types)
def test_any_tree_is_checked_without_an_exception(tree, expected):
    checked = check_expression(tree, SOURCE, ENVIRONMENT, expected)
    assert len(checked.types) == sum(1 for _ in nodes_in(tree))
    assert checked.tree == tree
    assert describe(checked.type)
    for diagnostic in checked.diagnostics:
        assert diagnostic.message


@settings(max_examples=100)
@given(expressions, types)
def test_any_cell_is_checked_without_an_exception(tree, input_type):
    cell = tree if isinstance(tree, UnaryTests) else UnaryTests((tree,))
    assert check_unary_tests(cell, SOURCE, ENVIRONMENT, input_type).type == BOOLEAN


@given(types)
def test_every_type_stands_for_itself_and_joins_with_itself_to_itself(type_):
    assert assignable(type_, type_)
    assert join(type_, type_) == type_
    assert share_values(type_, type_)


@given(types)
def test_nothing_stands_for_everything_and_joins_to_the_other(type_):
    assert assignable(NEVER, type_)
    assert join(NEVER, type_) == join(type_, NEVER) == type_


@given(types, types)
def test_both_sides_stand_for_their_join(left, right):
    joined = join(left, right)
    assert assignable(left, joined)
    assert assignable(right, joined)


@given(types, types)
def test_join_and_overlap_are_symmetric(left, right):
    assert share_values(left, right) == share_values(right, left)
    assert assignable(join(left, right), join(right, left))


@given(types)
def test_null_is_added_and_taken_away(type_):
    assert is_nullable(or_null(type_)) or isinstance(type_, AnyType)
    assert assignable(NULL, or_null(type_))
    assert assignable(type_, or_null(type_))
    assert not isinstance(without_null(type_), Nullable)
