"""An address is resolved by meaning in the files of a pack, or refused at the piece that means nothing."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulewright.packs.amendments.address import Address, AddressError, read_address
from rulewright.packs.amendments.text import PackText
from rulewright.packs.files import PackFiles, find_pack
from rulewright.packs.lookup import look_up
from rulewright.packs.trees import read_trees
from rulewright.packs.yaml.writing import in_lines, tree_in_one_line

HERE = Path(__file__).parent / "amendments"
PIECES = re.split(r"^== (\S+)\n", (HERE / "addressed.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
FILES = {path: text.encode() for path, text in zip(PIECES[1::2], PIECES[2::2], strict=True)}
LINES = (HERE / "found.txt").read_text(encoding="utf-8").splitlines()
CASES = [line.split(" -> ", 1) for line in LINES if line and not line.startswith("# ")]


@pytest.fixture(scope="module")
def pieces():
    folders = {
        folder: tuple((path, text) for path, text in FILES.items() if path.startswith(folder))
        for folder in ("base", "examples", "statements")
    }
    return PackText.of(read_trees(PackFiles(("pack.yaml", FILES["pack.yaml"]), *folders.values()))).pieces


def found_at(pieces, text):
    try:
        piece = pieces.piece(text)
    except AddressError as error:
        return f"error {error.span.start + 1} {error.code}"
    if piece.node is None:
        return f"nothing: there is no `{piece.address}`"
    place = piece.node.place
    star = ' by "*"' if piece.star >= 0 else ""
    return f"{piece.address} @ {place.path}:{place.line}:{place.column} {tree_in_one_line(piece.node)}{star}"


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_an_address_leads_to_one_piece_or_is_refused(pieces, text, expected):
    assert found_at(pieces, text) == expected


FOUND = [(text, expected) for text, expected in CASES if " @ " in expected]


@pytest.mark.parametrize("text", [text for text, _ in FOUND])
def test_the_address_in_full_leads_to_the_same_piece(pieces, text):
    full = str(pieces.piece(text).address)
    assert found_at(pieces, full) == found_at(pieces, text)


def test_pieces_that_lie_in_one_another_have_trails_that_continue_one_another(pieces):
    trails = {text: pieces.piece(text).trail for text, _ in FOUND}
    within = {
        (inner, outer)
        for inner, trail in trails.items()
        for outer, whole in trails.items()
        if len(whole) < len(trail) and trail[: len(whole)] == whole
    }
    assert ("small.share[aco.discretionary, BP1]", "small.share") in within
    assert ("subject:fees#decisions.due.title", "small.due#formula") not in within
    assert trails["small.share[aco.discretionary,PY2]"] == trails["small.part[aco.discretionary, BP2]"]
    assert trails["small.due#formula"][:3] == trails["subject:fees#decisions.due.title"][:3]


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).map(lambda text: " ".join(text.split()))
WORDS = TEXT.filter(bool)
NAMES = st.from_regex(r"[A-Za-z_]\w*", fullmatch=True).filter(str.isascii)
PARTS = st.tuples(st.tuples(NAMES), st.lists(st.tuples(WORDS) | st.tuples(WORDS, WORDS), max_size=3)).map(
    lambda pair: (pair[0], *pair[1])
)


@given(st.sampled_from(["rule", "type", "example"]), WORDS, st.lists(WORDS, max_size=3), PARTS | st.just(()))
def test_what_is_written_is_read_as_it_was(owner, id_, keys, part):
    address = Address(owner, id_, tuple(keys), tuple(part))
    assert read_address(str(address)) == address


def test_a_tree_is_written_in_one_line_or_in_lines(pieces):
    node = pieces.piece("small.share").node
    assert in_lines(node).splitlines()[-3:] == [
        "table:",
        '  aco.primary_care: {"*": {value: 5%, note: fixed}}',
        '  aco.discretionary: {PY1: 10%, BP2: 20%, "*": 30%}',
    ]


DOCS = (HERE.parents[2] / "docs/reference/pack-format.md").read_text(encoding="utf-8").partition("## Addresses")[2]
DOCUMENTED = [
    text for row in re.findall(r"^\| (`.*?) \|", DOCS, re.MULTILINE) for text in re.findall(r"`([^`]+)`", row)
]


@pytest.mark.parametrize("address", DOCUMENTED)
def test_the_addresses_of_the_reference_mean_something(address):
    found = look_up(find_pack("masshealth-dsrip"), address)
    assert found.text
    assert look_up(find_pack("masshealth-dsrip"), found.address) == found
