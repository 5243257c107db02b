"""An offset leads to a node, a node to its place, and a place back to the offset."""

from hypothesis import given
from hypothesis import strategies as st
from rulewright.language.descent import children, node_at, nodes_in, with_children
from rulewright.language.grammar.parser import parse_expression, parse_unary_tests
from rulewright.language.grammar.printer import print_expression
from rulewright.source import Mark, SourceText, Span
from trees import KNOWN_NAMES, expressions, unary_tests


def read(parse, tree):
    """Return a tree as it is read from its own text, with the text."""
    source = SourceText.of(print_expression(tree))
    return parse(source, names=KNOWN_NAMES).tree, source


TREES = st.one_of(
    expressions().map(lambda tree: read(parse_expression, tree)),
    unary_tests().map(lambda tree: read(parse_unary_tests, tree)),
)


def holds(node, offset):
    return node.span.start <= offset < node.span.end


@given(TREES)
def test_the_node_at_an_offset_is_the_innermost_that_holds_it(read):
    tree, source = read
    for offset in range(len(source.text)):
        found = node_at(tree, offset)
        holding = [node for node in nodes_in(tree) if holds(node, offset)]
        assert (found is None) == (not holding)
        if found is not None:
            assert any(found is node for node in holding)
            assert not any(holds(child, offset) for child in children(found))


@given(TREES)
def test_every_node_is_found_at_its_first_character_or_a_part_of_it_is(read):
    tree, _ = read
    for node in nodes_in(tree):
        found = node_at(tree, node.span.start)
        assert any(found is part for part in nodes_in(node))


@given(TREES)
def test_a_node_leads_to_its_place_and_back(read):
    tree, source = read
    for node in nodes_in(tree):
        start, end = source.ends(node.span)
        assert source.offset_at(start.line, start.column) == node.span.start
        assert source.offset_at(end.line, end.column - 1) == node.span.end - 1


@given(TREES)
def test_a_tree_without_changes_is_itself(read):
    tree, _ = read
    assert with_children(tree, lambda node: node) is tree


def test_a_span_over_lines_and_escapes_has_both_ends():
    source = SourceText("f.yaml", 'a\n"b"', (Mark(0, 7, 12), Mark(2, 8, 3), Mark(3, 8, 5), Mark(5, 8, 8)))

    start, end = source.ends(Span(0, 5))
    assert ((start.line, start.column), (end.line, end.column)) == ((7, 12), (8, 7))
    assert [source.offset_at(8, column) for column in range(2, 9)] == [None, 2, None, 3, 4, None, None]
