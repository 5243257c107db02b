"""The reader gives every scalar as text with the place of every character, and never raises."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulewright.packs.yaml import commas
from rulewright.packs.yaml.reader import MAX_BYTES, read_yaml
from rulewright.packs.yaml.tree import MappingNode, ScalarNode
from rulewright.source import Span

LETTERS = st.text(alphabet="ab é'\"\\#:-{}[]>|&*!%@`,?0漢𝔘", max_size=12)
LINES = st.lists(LETTERS, min_size=1, max_size=4)
ESCAPED = {'"': '\\"', "\\": "\\\\", "é": "\\xe9", "漢": "\\u6f22", "𝔘": "\\U0001d518", "\t": "\\t"}


def read_scalar(text):
    file = read_yaml(text.encode(), "file.yaml")
    assert file.diagnostics == ()
    return file.lines, file.root.get("key")


def written_at(lines, node, offset):
    place = node.source.place(Span(offset, offset + 1))
    return lines[place.line - 1][place.column - 1 :]


def assert_every_character_is_found(lines, node, escapes=frozenset()):
    for offset, character in enumerate(node.text):
        written = written_at(lines, node, offset)
        if not character.isspace():
            assert written.startswith((character, *escapes))


def folded(lines):
    """Return what YAML makes of quoted lines: one break is a blank, more are one fewer."""
    stripped = [line.strip(" ") for line in lines]
    stripped[0] = lines[0] if len(lines) == 1 else lines[0].rstrip(" ")
    stripped[-1] = lines[-1] if len(lines) == 1 else lines[-1].lstrip(" ")
    text, breaks = stripped[0], 1
    for line in stripped[1:-1]:
        if not line:
            breaks += 1
            continue
        text += (" " if breaks == 1 else "\n" * (breaks - 1)) + line
        breaks = 1
    if len(stripped) > 1:
        text += (" " if breaks == 1 else "\n" * (breaks - 1)) + stripped[-1]
    return text


@given(LINES, st.integers(1, 4))
def test_single_quoted(lines, indent):
    written = [line.replace("'", "''") for line in lines]
    file_lines, node = read_scalar("key: '" + ("\n" + " " * indent).join(written) + "'\n")
    assert node.text == folded(lines)
    assert_every_character_is_found(file_lines, node)


@given(LINES, st.integers(1, 4), st.randoms(use_true_random=False))
def test_double_quoted(lines, indent, random):
    def write(character):
        if character in '"\\' or (character in ESCAPED and random.random() < 0.5):
            return ESCAPED[character]
        return character

    written = ["".join(map(write, line)) for line in lines]
    file_lines, node = read_scalar('key: "' + ("\n" + " " * indent).join(written) + '"\n')
    assert node.text == folded(lines)
    assert_every_character_is_found(file_lines, node, escapes={"\\"})


@given(st.lists(st.text("ab c", min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_double_quoted_line_break_that_is_escaped_joins_the_lines(lines):
    file_lines, node = read_scalar('key: "' + "\\\n  ".join(lines) + '"\n')
    assert node.text == lines[0] + "".join(line.lstrip(" ") for line in lines[1:])
    assert_every_character_is_found(file_lines, node)


@given(LINES, st.integers(1, 5), st.sampled_from(["", "-", "+"]), st.booleans())
def test_literal(lines, indent, chomping, has_indicator):
    if not has_indicator and (not lines[0].strip(" ") or lines[0].startswith(" ")):
        lines = ["x", *lines]
    head = f"|{indent if has_indicator else ''}{chomping}"
    body = "".join(f"{' ' * indent}{line}\n" for line in lines)
    file_lines, node = read_scalar(f"key: {head}\n{body}")
    text = "\n".join(lines) + "\n"
    if chomping == "-":
        text = text.rstrip("\n")
    elif not chomping:
        text = text.rstrip("\n") + ("\n" if text.strip("\n") else "")
    assert node.text == text
    assert_every_character_is_found(file_lines, node)


@given(
    st.lists(st.lists(st.sampled_from(["a", "bé", "c'd", "漢", "x,y"]), min_size=1, max_size=3), min_size=1, max_size=4)
)
def test_plain_over_several_lines(rows):
    lines = [" ".join(row) for row in rows]
    file_lines, node = read_scalar("key: " + "\n   ".join(lines) + "\nother: 1\n")
    assert node.text == " ".join(lines)
    assert_every_character_is_found(file_lines, node)


def test_a_place_has_line_column_and_end_of_keys_and_scalars():
    file = read_yaml(b"a:\n  bc: 'd e'\n", "f.yaml")
    entry = file.root.get("a").entries[0]
    assert str(entry.key.place) == "f.yaml:2:3"
    assert entry.key.place.end_column == 5
    assert (entry.value.place.column, entry.value.place.end_column) == (7, 12)


@pytest.mark.parametrize(
    "word", ["NO", "on", "1.10", "2026-13-01", "1e5", ".nan", "0o17", "~", "null", "12:30:00", "=", "1_000"]
)
def test_plain_scalars_are_text(word):
    file = read_yaml(f"key: {word}\n".encode(), "f.yaml")
    assert file.root.get("key").text == word


def test_windows_line_ends_are_line_ends():
    file = read_yaml(b"a: |\r\n  x\r\n  y\r\nb: 1\r\n", "f.yaml")
    assert file.diagnostics == ()
    assert file.root.text("a") == "x\ny\n"
    assert file.root.get("b").place.line == 4


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        (b"", "yaml-empty", 1, 1),
        (b"---\n", "yaml-empty", 1, 1),
        (b"\xef\xbb\xbfa: 1\n", "yaml-encoding", 1, 1),
        (b"a: 1\nb: \xff\n", "yaml-encoding", 2, 4),
        ("a: 1\nb: x".encode("utf-16"), "yaml-encoding", 1, 1),
        (b"a: \x00\n", "yaml-character", 1, 4),
        (b"a: x\x1by\n", "yaml-character", 1, 5),
        ("a: x\u2028y\n".encode(), "yaml-character", 1, 5),
        (b"a: x\ry\n", "yaml-character", 1, 5),
        (b"a: 1\n" * 200_001, "yaml-size", 1, 1),
        (b"a: " + b"[" * 100_000, "yaml-nesting", 1, 103),
        (b"a: " + b"{a: " * 101 + b"1" + b"}" * 101, "yaml-nesting", 1, 400),
        (b'a: "\\q"\n', "yaml-syntax", 1, 5),
        (b"a: [1, 2\n", "yaml-syntax", 1, 4),
    ],
)
def test_what_is_no_text_of_a_pack_is_refused(content, code, line, column):
    found = read_yaml(content, "f.yaml").diagnostics
    assert [(each.code, each.place.line, each.place.column) for each in found] == [(code, line, column)]
    assert found[0].hint


def test_a_megabyte_is_the_most():
    content = b"#" + b"x" * (MAX_BYTES - 6) + b"\na: 1"
    assert len(content) == MAX_BYTES
    assert read_yaml(content, "f.yaml").diagnostics == ()


PIECES = st.sampled_from([*"ab \n'\"|>[]{},#%\t\\é", "b:", "- ", "&x", "*x", "!t", ": ", "? ", "---", "<<"])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_text_raises_and_a_file_without_a_tree_says_why(text):
    file = read_yaml(text.encode(), "f.yaml")
    assert file.root is not None or file.diagnostics
    for each in file.diagnostics:
        assert re.fullmatch("yaml-[a-z-]+", each.code)
        assert 1 <= each.place.line <= len(file.lines)


@given(st.binary(max_size=60))
def test_no_bytes_raise(content):
    file = read_yaml(content, "f.yaml")
    assert file.root is not None or file.diagnostics


def scalars(node):
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, MappingNode):
        for entry in node:
            yield entry.key
            yield from scalars(entry.value)
    elif node is not None:
        for item in node:
            yield from scalars(item)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_letter_of_every_scalar_is_found_where_its_mark_says(text):
    file = read_yaml(text.encode(), "f.yaml")
    if any(each.code in {"yaml-tag", "yaml-anchor"} for each in file.diagnostics):
        return
    for node in scalars(file.root):
        assert_every_character_is_found(file.lines, node, escapes={"\\"})


@pytest.mark.parametrize("item", ["m", "m(", "m(a"])
def test_each_item_of_a_list_is_looked_at_once_whatever_parentheses_it_opens(item, monkeypatch):
    looked_at = []
    is_plain = commas._is_plain
    monkeypatch.setattr(commas, "_is_plain", lambda node: looked_at.append(node) or is_plain(node))
    items = 500
    file = read_yaml(f"key: [{', '.join([item] * items)}]".encode(), "file.yaml")

    assert len(file.root.get("key").items) == items
    assert items <= len(looked_at) <= 2 * items


@pytest.mark.parametrize("end", ["", "\n", "   # a comment\n"])
@pytest.mark.parametrize(
    ("text", "bracket", "line", "column"),
    [
        ("subject: [", "[", 1, 10),
        ("title: A\nsubject: {", "{", 2, 10),
        ("a: {b: 1,\n  c: 2", "{", 1, 4),
        ("a:\n  - {x: 1\n  - {y: 2}", "{", 2, 5),
    ],
)
def test_a_bracket_that_is_never_closed_is_named_where_it_stands(text, bracket, line, column, end):
    (problem,) = read_yaml((text + end).encode(), "f.yaml").diagnostics

    assert problem.message == f"a `{bracket}` that is never closed"
    assert (problem.place.line, problem.place.column) == (line, column)
