"""Generates syntax trees for property tests: wild ones, and ones whose types fit.

`expressions` makes every tree that the parser can make, sense or not; parse its text with `names=KNOWN_NAMES`.
`typed_expressions` makes trees of one type over variables of known types, which a checker accepts.
"""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import strategies as st
from rulewright.language.syntax import (
    AnyTest,
    Arithmetic,
    AtLiteral,
    Between,
    BooleanLiteral,
    Comparison,
    ComparisonTest,
    Conjunction,
    ContextEntry,
    ContextLiteral,
    ContextTypeNode,
    Disjunction,
    Filter,
    For,
    FormalParameter,
    FunctionDefinition,
    FunctionTypeNode,
    If,
    In,
    InstanceOf,
    Invocation,
    Iterator,
    ListLiteral,
    ListTypeNode,
    Name,
    NamedArgument,
    NamedType,
    Negation,
    Node,
    NullLiteral,
    NumberLiteral,
    PathExpression,
    Quantified,
    RangeLiteral,
    RangeTypeNode,
    StringLiteral,
    TypeNode,
    UnaryTests,
)

KNOWN_NAMES = ("net pay", "tax rate 2", "Pre-Tax", "in stock")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
OPERATORS = ("+", "-", "*", "/", "**")

_VARIABLES = ("a", "b", "date", "time", "list", "not", "of", "external", "größe", *KNOWN_NAMES)
_FUNCTIONS = ("f", "not", "date and time", "string length", "round half up")
_PROPERTIES = ("a", "year", "time offset", "start included", *KNOWN_NAMES)
_KEYS = ("a", "b", "net pay", "x-y", "if", "odd {key}", "two  spaces", "", "1st", "date and time")
_PARAMETERS = ("a", "x", "start position", "tax rate 2")

numbers = st.builds(
    NumberLiteral,
    st.one_of(
        st.integers(0, 100).map(Decimal),
        st.decimals(min_value=0, max_value=10**6, places=3),
        st.builds(
            lambda digits, exponent: Decimal(digits).scaleb(exponent), st.integers(1, 10**20), st.integers(-99, 99)
        ),
    ),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
literals = st.one_of(
    numbers,
    texts.map(StringLiteral),
    st.booleans().map(BooleanLiteral),
    st.just(NullLiteral()),
    texts.map(AtLiteral),
)
names = st.sampled_from(_VARIABLES).map(Name)


def types() -> st.SearchStrategy[TypeNode]:
    """Return types as they are written."""
    simple = st.sampled_from(("number", "date", "list", "days and time duration", "Any", "tax.bracket")).map(NamedType)
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            inner.map(ListTypeNode),
            inner.map(RangeTypeNode),
            st.builds(
                ContextTypeNode,
                st.dictionaries(st.sampled_from(_PARAMETERS), inner, min_size=1, max_size=2).map(
                    lambda entries: tuple(entries.items())
                ),
            ),
            st.builds(FunctionTypeNode, st.lists(inner, max_size=2).map(tuple), inner),
        ),
        max_leaves=3,
    )


def expressions(max_leaves: int = 12) -> st.SearchStrategy[Node]:
    """Return any expressions."""
    return st.recursive(st.one_of(literals, names), _larger, max_leaves=max_leaves)


def unary_tests() -> st.SearchStrategy[UnaryTests]:
    """Return any unary tests of a cell."""
    inner = expressions(4)
    tests = st.lists(st.one_of(inner, _comparison_tests(inner)), min_size=1, max_size=3).map(tuple)
    return st.one_of(st.just(UnaryTests((AnyTest(),))), st.builds(UnaryTests, tests, st.booleans()))


def _comparison_tests(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(ComparisonTest, st.sampled_from(COMPARISONS), inner)


def _tuples(inner: st.SearchStrategy[Node], least: int = 0) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


def _contexts(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    entries = st.dictionaries(st.sampled_from(_KEYS), inner, max_size=3)
    return entries.map(lambda pairs: ContextLiteral(tuple(ContextEntry(*pair) for pair in pairs.items())))


def _ranges(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    whole = st.builds(RangeLiteral, inner, inner, st.booleans(), st.booleans())
    below = st.builds(RangeLiteral, st.none(), inner, st.just(False), st.booleans())
    above = st.builds(RangeLiteral, inner, st.none(), st.booleans(), st.just(False))
    return st.one_of(whole, below, above)


def _calls(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    named = st.dictionaries(st.sampled_from(_PARAMETERS), inner, min_size=1, max_size=2).map(
        lambda pairs: tuple(NamedArgument(*pair) for pair in pairs.items())
    )
    functions = st.one_of(st.sampled_from(_FUNCTIONS).map(Name), inner)
    by_position = st.builds(Invocation, functions, _tuples(inner))
    return st.one_of(by_position, st.builds(Invocation, functions, st.just(()), named))


def _functions(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parameters = st.dictionaries(st.sampled_from(_PARAMETERS), st.none() | types(), max_size=2).map(
        lambda pairs: tuple(FormalParameter(*pair) for pair in pairs.items())
    )
    written = st.builds(FunctionDefinition, parameters, inner)
    return st.one_of(written, st.builds(FunctionDefinition, parameters, _contexts(inner), st.just(True)))


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    iterator = st.builds(Iterator, st.sampled_from(("x", "line item")), inner, st.none() | inner)
    iterators = st.lists(iterator, min_size=1, max_size=2).map(tuple)
    tests = st.one_of(_tuples(inner, 1), _comparison_tests(inner).map(lambda test: (test,)))
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from(OPERATORS), inner, inner),
        st.builds(Comparison, st.sampled_from(COMPARISONS), inner, inner),
        st.builds(Conjunction, inner, inner),
        st.builds(Disjunction, inner, inner),
        st.builds(Negation, inner),
        st.builds(Between, inner, inner, inner),
        st.builds(In, inner, tests),
        st.builds(InstanceOf, inner, types()),
        st.builds(If, inner, inner, inner),
        st.builds(For, iterators, inner),
        st.builds(Quantified, st.sampled_from(("some", "every")), iterators, inner),
        st.builds(PathExpression, inner, st.sampled_from(_PROPERTIES)),
        st.builds(Filter, inner, inner),
        _tuples(inner).map(ListLiteral),
        _contexts(inner),
        _ranges(inner),
        _calls(inner),
        _functions(inner),
    )


@st.composite
def typed_expressions(draw: st.DrawFn, type_name: str, variables: Mapping[str, str], depth: int = 3) -> Node:
    """Return an expression of a type (`number`, `string`, `boolean` or `list<number>`) over variables with such types.

    No expression is more than `depth` operators deep.
    """

    def of(name: str, scope: Mapping[str, str] = variables) -> Node:
        return draw(typed_expressions(name, scope, depth - 1))

    def pick(*choices: str) -> str:
        return draw(st.sampled_from(choices))

    leaves = [Name(name) for name, each in variables.items() if each == type_name]
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(st.one_of(st.sampled_from(leaves), _constants(type_name)) if leaves else _constants(type_name))
    with_item = {**variables, "x": "number"}
    match type_name, draw(st.integers(0, 6)):
        case _, 0:
            return If(of("boolean"), of(type_name), of(type_name))
        case "number", 1:
            return Negation(of("number"))
        case "number", 2:
            return Invocation(Name(pick("sum", "count", "max")), (of("list<number>"),))
        case "number", 3:
            return Filter(of("list<number>"), NumberLiteral(Decimal(draw(st.integers(1, 3)))))
        case "number", _:
            return Arithmetic(pick("+", "-", "*", "/"), of("number"), of("number"))
        case "string", _:
            return Arithmetic("+", of("string"), of("string"))
        case "boolean", 1:
            return Comparison(pick("=", "!="), of("string"), of("string"))
        case "boolean", 2:
            return Conjunction(of("boolean"), of("boolean"))
        case "boolean", 3:
            return Disjunction(of("boolean"), of("boolean"))
        case "boolean", 4:
            return In(of("number"), (of("list<number>"),))
        case "boolean", 5:
            iterators = (Iterator("x", of("list<number>")),)
            return Quantified(pick("some", "every"), iterators, of("boolean", with_item))
        case "boolean", _:
            return Comparison(pick(*COMPARISONS), of("number"), of("number"))
        case _, 1 | 2:
            return For((Iterator("x", of("list<number>")),), of("number", with_item))
        case _:
            return ListLiteral(tuple(of("number") for _ in range(draw(st.integers(0, 3)))))


def _constants(type_name: str) -> st.SearchStrategy[Node]:
    return {
        "number": numbers,
        "string": texts.map(StringLiteral),
        "boolean": st.booleans().map(BooleanLiteral),
        "list<number>": st.lists(numbers, max_size=3).map(lambda items: ListLiteral(tuple(items))),
    }[type_name]
