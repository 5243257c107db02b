"""A picture of what rests on what: every node right of those below it, none on another, no way lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rulewright.reports.dependency_picture import GAP, MOST, NamedNode, pictures_of

NODES = st.integers(2, 12)


@st.composite
def graphs(draw, *, is_circular=False):
    """Make what rests on what, in groups."""
    number = draw(NODES)
    nodes = [f"rule.number_{each}" for each in range(number)]
    rests = {
        node: draw(st.lists(st.sampled_from(nodes if is_circular else nodes[:index] or [node]), max_size=3))
        for index, node in enumerate(nodes)
    }
    rests = {node: [each for each in found if each != node] for node, found in rests.items()}
    return rests, {node: NamedNode(node, draw(st.sampled_from("ABC"))) for node in nodes}


def reached(lines, node):
    found, pending = set(), [node]
    while pending:
        for each in lines.get(pending.pop(), ()):
            if each not in found:
                found.add(each)
                pending.append(each)
    return found


@given(graphs())
def test_every_way_is_in_the_picture_from_the_left_to_the_right(graph):
    rests, named = graph
    pictures = list(pictures_of(rests, named))
    assert len(pictures) == bool(any(rests.values()))
    for picture in pictures:
        nodes = {node.id: node for band in picture.bands for node in band.nodes}
        lines = {}
        for curve in picture.curves:
            lines.setdefault(curve.end, []).append(curve.start)
            assert nodes[curve.start].x + nodes[curve.start].width < nodes[curve.end].x
        assert {node: reached(lines, node) for node in rests} == {node: reached(rests, node) for node in rests}
        for curve in picture.curves:
            others = [each for each in lines[curve.end] if each != curve.start]
            assert all(curve.start not in reached(lines, each) for each in others)
        for band in picture.bands:
            assert {named[node.id].group for node in band.nodes} == {band.title}
            assert all(band.y < node.y and node.y + node.height < band.y + band.height for node in band.nodes)
        assert all(
            node.x + node.width <= picture.width and node.y + node.height <= picture.height for node in nodes.values()
        )
        for column in {node.x for node in nodes.values()}:
            stack = sorted((node.y, node.y + node.height) for node in nodes.values() if node.x == column)
            assert all(end + GAP <= start for (_, end), (start, _) in pairwise(stack))


@given(graphs(is_circular=True))
def test_a_circle_is_drawn_too(graph):
    rests, named = graph
    for picture in pictures_of(rests, named):
        assert {each for curve in picture.curves for each in (curve.start, curve.end)} <= set(named)


def test_of_hundreds_there_is_one_picture_of_the_groups_and_one_of_each_in_which_every_line_stands_once():
    number = 5 * MOST
    names = [f"subject_{each % 7}.rule_{each}" for each in range(number)]
    rests = {name: [names[index - 3]] if index >= 3 else [] for index, name in enumerate(names)}
    first, *others = pictures_of(rests, {name: NamedNode(name, name.split(".")[0]) for name in names})
    assert sorted(node.id for band in first.bands for node in band.nodes) == [f"subject_{each}" for each in range(7)]
    assert sorted(each.title for each in others) == [f"subject_{each}" for each in range(7)]
    drawn = [(curve.start, curve.end) for each in others for curve in each.curves]
    assert sorted(drawn) == sorted((found[0], name) for name, found in rests.items() if found)


def test_long_names_are_broken_or_cut_within_their_node():
    rests = {"a" * 70: ["b.c_" + "d" * 25]}
    (picture,) = pictures_of(rests, {name: NamedNode(name, "") for name in ("a" * 70, "b.c_" + "d" * 25)})
    labels = {node.id: node.label for band in picture.bands for node in band.nodes}
    assert labels["b.c_" + "d" * 25] == ("b.c_", "d" * 25)
    assert labels["a" * 70] == ("a" * 27, f"{'a' * 26}…")
