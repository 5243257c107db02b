import pytest
from rulewright.packs.format.decode import decode
from rulewright.packs.format.written import Keyed, WrittenForm
from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.tree import ScalarNode, SequenceNode, TreeNode


class Inner(WrittenForm):
    BARE = "type"

    type: ScalarNode | None = None
    title: str = ""


class Outer(WrittenForm):
    name: str = ""
    for_: ScalarNode | None = None
    raw: TreeNode | None = None
    cells: SequenceNode | None = None
    words: tuple[str, ...] = ()
    members: tuple[ScalarNode, ...] | None = None
    inner: Inner = Inner()
    entries: tuple[Keyed[Inner], ...] = ()
    keyed: Keyed[Inner] | None = None


def fields(decoded):
    """Return the fields that do not have their defaults."""
    return {name: value for name, value in vars(decoded).items() if name != "place"}


def outer(text):
    return decode(read_yaml(text.encode(), "f.yaml").root, Outer)


def test_a_field_takes_the_value_of_its_key():
    decoded = outer("name: a\nfor: b\nraw: {x: y}\ncells: [c]\nwords: [d, e]\nmembers: [f]\n")
    assert (decoded.name, decoded.for_.text, decoded.raw.text("x")) == ("a", "b", "y")
    assert [cell.text for cell in decoded.cells] == ["c"]
    assert (decoded.words, [each.text for each in decoded.members]) == (("d", "e"), ["f"])


def test_what_is_not_written_has_its_default():
    assert fields(outer("name: a\n")) == {"name": "a"}


def test_every_scalar_keeps_its_place():
    decoded = outer("for: b\nkeyed: {type: t}\n")
    assert (decoded.for_.place.line, decoded.for_.place.column) == (1, 6)
    assert (decoded.keyed.key.place.line, decoded.keyed.value.type.place.column) == (2, 15)


def test_what_is_no_mapping_stands_in_the_bare_field():
    decoded = outer("inner: number\nentries: {a: number, b: {type: date, title: B}, c: [x]}\n")
    assert decoded.inner.type.text == "number"
    assert [(each.name, each.value.title) for each in decoded.entries] == [("a", ""), ("b", "B"), ("c", "")]
    assert [each.value.type and each.value.type.text for each in decoded.entries] == ["number", "date", None]


@pytest.mark.parametrize(
    "text",
    ["name: [a]", "for: {b: c}", "cells: c", "words: d", "words: {d: e}", "members: f", "entries: [a]", "entries: b"],
)
def test_what_has_another_shape_is_as_if_it_were_not_written(text):
    assert fields(outer(text)) == {}


def test_items_of_another_shape_are_left_out():
    assert outer("words: [a, [b], {c: d}, e]\n").words == ("a", "e")


def test_what_is_no_mapping_at_all_has_every_default():
    assert fields(outer("[a, b]\n")) == {}


def test_what_was_written_stays_as_it_was():
    with pytest.raises(AttributeError, match="`name` is as it was written"):
        outer("name: a\n").name = "b"
