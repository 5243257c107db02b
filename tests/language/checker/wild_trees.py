"""Generates trees of every kind of node, well-typed or not."""

from decimal import Decimal

from hypothesis import strategies as st
from rulewright.language import syntax as s

NAMES = ("x", "price", "model", "records", "maybe", "unknown", "item", "partial", "points", "?", "count", "sum", "not")
names = st.sampled_from(NAMES)
numbers = st.sampled_from(["0", "1", "-1", "2.5", "1000000", "1E+30"]).map(Decimal)
strings = st.sampled_from(["", "a", "B_primary_care", "2020-02-29", "P1D", "nonsense"])

types = st.recursive(
    st.sampled_from(["number", "string", "date", "Any", "model", "nothing"]).map(s.NamedType),
    lambda inner: st.one_of(
        inner.map(s.ListTypeNode),
        inner.map(s.RangeTypeNode),
        st.tuples(inner, inner).map(lambda pair: s.ContextTypeNode((("a", pair[0]), ("b", pair[1])))),
        st.tuples(inner, inner).map(lambda pair: s.FunctionTypeNode(pair[:1], pair[1])),
    ),
    max_leaves=3,
)

leaves = st.one_of(
    names.map(s.Name),
    numbers.map(s.NumberLiteral),
    strings.map(s.StringLiteral),
    st.booleans().map(s.BooleanLiteral),
    st.just(s.NullLiteral()),
    strings.map(s.AtLiteral),
    st.sampled_from(["figures.cap", "scoring.rate", "gone"]).map(s.RuleReference),
    st.just(s.Invalid()),
)


def larger(inner):
    some = st.lists(inner, max_size=3).map(tuple)
    iterators = st.lists(st.builds(s.Iterator, names, inner, st.none() | inner), min_size=1, max_size=2).map(tuple)
    tests = st.one_of(
        inner,
        st.builds(s.ComparisonTest, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner),
        st.just(s.AnyTest()),
    )
    test_lists = st.lists(tests, min_size=1, max_size=2).map(tuple)
    arguments = st.lists(st.builds(s.NamedArgument, names, inner), max_size=3).map(tuple)
    parameters = st.lists(st.builds(s.FormalParameter, names, st.none() | types), max_size=2).map(tuple)
    return st.one_of(
        some.map(s.ListLiteral),
        st.lists(st.builds(s.ContextEntry, names, inner), max_size=3).map(tuple).map(s.ContextLiteral),
        st.builds(s.RangeLiteral, st.none() | inner, st.none() | inner, st.booleans(), st.booleans()),
        st.builds(s.PathExpression, inner, names),
        st.builds(s.Filter, inner, inner),
        st.builds(s.Invocation, inner, some),
        st.builds(lambda function, named: s.Invocation(function, (), named), inner, arguments),
        st.builds(s.FunctionDefinition, parameters, inner, st.booleans()),
        st.builds(s.Negation, inner),
        st.builds(s.Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(s.Comparison, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner),
        st.builds(s.Conjunction, inner, inner),
        st.builds(s.Disjunction, inner, inner),
        st.builds(s.Between, inner, inner, inner),
        st.builds(s.In, inner, test_lists),
        st.builds(s.InstanceOf, inner, types),
        st.builds(s.If, inner, inner, inner),
        st.builds(s.For, iterators, inner),
        st.builds(s.Quantified, st.sampled_from(["some", "every"]), iterators, inner),
        st.builds(s.UnaryTests, test_lists, st.booleans()),
    )


expressions = st.recursive(leaves, larger, max_leaves=12)
