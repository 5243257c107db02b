"""A step between trees and schema may bring nodes of other files: what is said of them stands in those files."""

from dataclasses import replace

import pytest
from pack_cases import HEADER, SUBJECT
from rulewright.packs.files import PackFiles
from rulewright.packs.loading import judge_trees, read_pieces, read_trees
from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import Entry, MappingNode

RULES = (
    SUBJECT
    + """\
parameters:
  weights: {title: Weights, type: list<number>, value: [1, 2]}  # the base's own comment
decisions:
  fee: {title: Fee, outputs: {due: {type: number, formula: 1 + 1}}}
"""
)
OTHER = "other.yaml"


def with_node(node, path, value):
    """Return a tree whose node at a path is another one."""
    if not path:
        return value
    entries = (
        Entry(each.key, with_node(each.value, path[1:], value)) if each.name == path[0] else each for each in node
    )
    return MappingNode(tuple(entries), node.place)


def amended(path, text):
    """Return the pack, and what is wrong with it, where a node comes from another file."""
    files = PackFiles(("pack.yaml", HEADER.encode()), (("base/rules.yaml", RULES.encode()),), (), ())
    trees = read_trees(files)
    other = read_yaml(text.encode(), OTHER)
    (header, subject) = trees.files
    root = with_node(subject[1].root, path, other.root.get("is"))
    sources = Sources({**trees.sources.files, OTHER: other.lines})
    judged, problems, _ = judge_trees(
        replace(trees, files=(header, ("subject", replace(subject[1], root=root))), sources=sources)
    )
    pack, found, _ = read_pieces(judged, sources, "")
    return pack, (*problems, *found)


def test_a_figure_is_written_as_in_its_own_file():
    pack, problems = amended(("parameters", "weights", "value"), "# a line\nis: [3, 4, 5]\n")
    figure = pack.rules["small.weights"].figures[()]
    assert problems == ()
    assert (figure.written, figure.place.path, figure.place.line) == ("[3, 4, 5]", OTHER, 2)


@pytest.mark.parametrize(
    ("path", "text", "code", "place", "words"),
    [
        (("parameters", "weights", "value"), "is: [3, x]", "number-text", (1, 9), "`x` is no number"),
        (("decisions", "fee", "outputs", "due", "formula"), "is: 1 + nobody", "unknown-name", (1, 9), "`nobody`"),
        (("decisions", "fee", "outputs", "due", "formula"), "is: 1 # one", "yaml-unquoted", (1, 7), "`# one`"),
        (("decisions", "fee", "outputs", "due", "formula"), "is: {a: 1}", "yaml-unquoted", (1, 5), "a mapping"),
        (("decisions", "fee", "outputs", "due"), "is: {type: number, rule: 1}", "unknown-key", (1, 20), "`rule`"),
    ],
)
def test_a_problem_stands_in_the_file_of_its_node(path, text, code, place, words):
    _, problems = amended(path, text + "\n")
    found = [(each.code, each.place.path, each.place.line, each.place.column) for each in problems]
    assert (code, OTHER, *place) in found
    assert any(words in each.message for each in problems)


def test_a_hint_quotes_the_file_of_its_node():
    _, problems = amended(("decisions", "fee", "outputs", "due", "formula"), "is: {a: 1, b: 2}\n")
    assert [each.hint for each in problems if each.code == "yaml-unquoted"] == ['put it in quotes: `"{a: 1, b: 2}"`']
