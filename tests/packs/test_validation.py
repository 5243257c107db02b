"""Whatever the shape of a file, its schema gives messages with places, never an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rulewright.packs.format.schema import schema_of
from rulewright.packs.format.validation import validate
from rulewright.packs.kinds import all_kinds
from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import plain

WORDS = """
subject title namespace source parameters decisions discretions definitions checks inputs outputs table type value
formula rows when then id rule expect pack documents types enum number record statement lines tables period party reads
a B-c
"""
KEYS = st.sampled_from(WORDS.split())
SCALARS = st.sampled_from(["x", "1", "true", "", "A-b", "number", "unique"])
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def written(tree):
    if isinstance(tree, dict):
        return "{" + ", ".join(f'"{key}": {written(value)}' for key, value in tree.items()) + "}"
    return "[" + ", ".join(map(written, tree)) + "]" if isinstance(tree, list) else f'"{tree}"'


@pytest.mark.parametrize("schema", ["pack", "subject", "examples", "statement"])
@settings(max_examples=60)
@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_every_tree_is_explained(schema, tree):
    file = read_yaml(written(tree).encode(), "f.yaml")
    assert plain(file.root) == tree
    known = schema_of(schema, all_kinds())
    problems = validate(file.root, known, Sources({file.path: file.lines})).problems
    is_valid = known.validator.is_valid(tree)
    assert is_valid == (problems == ())
    for each in problems:
        assert each.message
        assert each.place.path == "f.yaml"
