"""A tree that is written as YAML is read again as the same tree, quoted texts as quoted ones."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulewright.packs import history_of, look_up
from rulewright.packs.amendments.text import PackText
from rulewright.packs.files import find_pack, read_files
from rulewright.packs.loading import PackReading
from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, plain
from rulewright.packs.yaml.writing import in_lines
from rulewright.reports.layout import draw
from rulewright.reports.versions import piece_lines
from rulewright.source import Mark, Place, SourceText

HERE = Path(__file__).parent
PACKS = [
    find_pack("masshealth-dsrip"),
    *(each.parent for each in sorted(HERE.parent.glob("exercises/*/pack/pack.yaml"))),
]
NOWHERE = Place("", 1, 1)
ODD = (
    "",
    " ",
    "2",
    "null",
    "a: b",
    "a #b",
    "- a",
    "one\ntwo",
    "one\n\n  two\n",
    "\n",
    "tab\tbed",
    "a\n\tb",
    "|",
    "\u200b\nb",
)
TEXTS = st.sampled_from(ODD) | st.text(st.characters(codec="utf-8"), max_size=90)


def scalar(text, style="double"):
    return ScalarNode(SourceText("", text, (Mark(0, 1, 1),)), style, NOWHERE)


def below(trees):
    """Return lists and mappings of trees."""
    entries = st.lists(st.tuples(TEXTS, trees), max_size=4, unique_by=lambda each: each[0])
    return st.lists(trees, max_size=4).map(lambda items: SequenceNode(tuple(items), NOWHERE)) | entries.map(
        lambda pairs: MappingNode(tuple(Entry(scalar(name), value) for name, value in pairs), NOWHERE)
    )


def is_quoted(node):
    """Return a tree with what is said of each text: whether it is quoted or stands in lines."""
    if isinstance(node, ScalarNode):
        return node.text, node.style != "plain"
    if isinstance(node, SequenceNode):
        return [is_quoted(each) for each in node]
    return [(is_quoted(each.key), is_quoted(each.value)) for each in node]


def read_again(text):
    """Return the tree of a text that stands behind a dash."""
    lines = text.split("\n")
    root = read_yaml("\n".join([f"- {lines[0]}", *(f"  {each}" for each in lines[1:])]).encode() + b"\n", "").root
    assert root is not None, text
    return root.items[0]


@given(st.recursive(TEXTS.map(scalar), below, max_leaves=12))
def test_any_tree_is_read_again_as_it_was(tree):
    assert is_quoted(read_again(in_lines(tree))) == is_quoted(tree)


@pytest.fixture(params=PACKS, ids=lambda path: path.parent.name)
def reading(request):
    return PackReading(read_files(request.param), request.param.name)


def test_every_file_is_read_again_with_its_quotes(reading):
    for file in reading.texts:
        if file.root is None or not isinstance(file.root, MappingNode):
            continue
        for each in file.root:  # texts without quotes may get some, where they could be read otherwise
            again = read_again(in_lines(each.value))
            assert plain(again) == plain(each.value)
            assert lost_quotes(each.value, again) == []


def lost_quotes(one, other):
    if isinstance(one, ScalarNode):
        return [one.text] if one.style in {"single", "double"} and other.style == "plain" else []
    pairs = (
        zip(one, other, strict=True)
        if isinstance(one, SequenceNode)
        else ((a.value, b.value) for a, b in zip(one, other, strict=True))
    )
    return [text for pair in pairs for text in lost_quotes(*pair)]


def addresses(pieces):
    """Return the addresses of everything that has an id, and of its parts."""
    for (owner, id_), found in pieces.owners.known.items():
        whole = id_ if owner == "rule" else f"{owner}:{id_}"
        yield whole
        if isinstance(found[0].node, MappingNode) and owner in {"rule", "example", "statement"}:
            yield from (f"{whole}#{each.name}" for each in found[0].node)


FOLDER = HERE.parent / "exercises" / "one-rule-becomes-two" / "pack"


def test_what_is_shown_of_any_address_is_what_stands_there():
    reading = PackReading(read_files(FOLDER), "pack")
    pieces = PackText.of(reading.trees).pieces
    shown = 0
    for address in addresses(pieces):
        found = look_up(FOLDER, address)
        assert plain(read_again(draw([piece_lines(found)]))) == plain(pieces.piece(address).node), address
        assert plain(read_again(history_of(FOLDER, address).base.text)) == plain(pieces.piece(address).node), address
        shown += 1
    assert shown > 20


@pytest.mark.parametrize("folder", PACKS[1:], ids=lambda path: path.parent.name)
def test_what_amendments_say_is_shown_as_it_stands_in_their_files(folder):
    compared = 0
    for file in PackReading(read_files(folder), folder.name).amending:
        changes = [each for step in file.root.get("changes") for each in step.get("changes") or (step,)]
        for change in changes:
            verb = next((each for each in change if each.name in {"set", "replace", "repeal"}), None)
            if verb is None:
                continue
            events = history_of(folder, verb.value.text).events
            (event,) = (each for each in events if each.place == verb.value.place)
            assert event.was
            for name in {"was", "now"} & {each.name for each in change}:
                assert plain(read_again(getattr(event, name))) == plain(change.get(name))
                compared += 1
    assert compared
