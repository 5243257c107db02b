import pytest
from checker_cases import Surroundings
from rulewright.language.checker import check_expression
from rulewright.language.descent import nodes_in
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.types import NUMBER
from rulewright.source import SourceText

ENVIRONMENT = (
    Surroundings()
    .declared("names", "x number, xs list<number>, r any")
    .declared("rules", "f(x number) -> number")
    .environment
)
SHAPES = {
    "list": ("[", "1", "]"),
    "domain of for": ("for i in ", "[1]", " return i"),
    "body of for": ("for i in [1] return ", "1", ""),
    "context": ("{a: ", "1", "}"),
    "argument": ("floor(", "1", ")"),
    "named argument": ("floor(n: ", "1", ")"),
    "function": ("function(x) ", "1", ""),
    "condition": ("if ", "true", " then 1 = 1 else false"),
    "alternative": ("if x > 1 then 1 else ", "2", ""),
    "in": ("1 in (", "1", ")"),
    "filter": ("xs[", "1", "]"),
    "quantifier": ("some i in xs satisfies ", "i = 1", ""),
    "negation": ("-", "1", ""),
    "sum": ("", "1", " + 1"),
    "conjunction": ("", "x = 1", " and x = 1"),
    "range": ("[", "1", "..2]"),
    "call of a call": ("", "r", "(1)"),
    "path": ("", "r", ".a"),
    "sort": ("sort(xs, function(a, b) ", "a < b", ")"),
}


def deepest(before, middle, after):
    for count in range(DEFAULT_LIMITS.depth, 0, -1):
        source = SourceText.of(before * count + middle + after * count)
        parsed = parse_expression(source)
        if parsed.tree is not None and not parsed.diagnostics:
            return parsed.tree, source
    raise AssertionError(before)


@pytest.mark.parametrize("shape", SHAPES)
def test_deepest_expression_that_the_parser_reads_is_checked(shape):
    tree, source = deepest(*SHAPES[shape])
    assert len(check_expression(tree, source, ENVIRONMENT, NUMBER).types) == sum(1 for _ in nodes_in(tree))
