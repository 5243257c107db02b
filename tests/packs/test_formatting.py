"""Files are laid out alike, and say what they said; what cannot be read is left alone."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pack_cases import split_cases
from rulewright.packs import format_pack
from rulewright.packs.files import bundled_packs
from rulewright.packs.yaml.layout import lay_out
from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.tree import plain

HERE = Path(__file__).parent
CASES = list(split_cases((HERE / "layout/cases.txt").read_text(encoding="utf-8")))


@pytest.mark.parametrize("body", [pytest.param(body, id=title) for title, body in CASES])
def test_a_file_is_laid_out(body):
    before, after = body.split("== laid out\n")
    after = after.rstrip("\n") + "\n"
    assert lay_out(before) == after
    assert lay_out(after) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\r\n   b: 1  \r\n", "a:\n  b: 1\n"),
        ("a: 1", "a: 1\n"),
        ("\n\n\na: 1\n\n\n\n", "a: 1\n"),
        ("a: |\n   x", "a: |\n  x"),  # with an end of the line the text would have one
        ("a: |+\n   x\n\n\n", "a: |+\n  x\n\n\n"),
        ('a: "x\\ \\\n   y"\n', 'a: "x\\ \\\n   y"\n'),
        ("# nothing else\n", "# nothing else\n"),
        ("", ""),
    ],
)
def test_ends_of_lines_and_of_files(before, after):
    assert lay_out(before) == after


@pytest.mark.parametrize("folder", [*bundled_packs().values(), HERE / "amendments/pack"])
def test_the_packs_of_this_project_are_formatted(folder):
    files, problems = format_pack(folder)
    assert files
    assert problems == ()
    assert [each.path for each in files if each.is_changed] == []


def test_a_file_that_cannot_be_read_stays(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "pack.yaml").write_text("pack:   x\n\n\n")
    (tmp_path / "base/good.yaml").write_text("a:\n- b\n")
    (tmp_path / "base/bad.yaml").write_text("a: [\n\n\n")
    files, problems = format_pack(tmp_path)
    assert problems == ()
    found = {Path(each.path).name: (each.after.decode(), [problem.code for problem in each.problems]) for each in files}
    assert found == {
        "pack.yaml": ("pack:   x\n", []),
        "good.yaml": ("a:\n  - b\n", []),
        "bad.yaml": ("a: [\n\n\n", ["yaml-syntax"]),
    }


# ── Any layout of any tree ────────────────────────────────────────────────────────────────────────────────────────

WORDS = st.sampled_from(
    ["a", "1.50", '"x  y"', "'it''s'", "some words", "{k: 1,   l: [2, 3]}", "[]", "0.10000000000000001"]
)
TEXTS = st.lists(st.sampled_from(["one", "  two", "three  ", "", "# no comment"]), min_size=1, max_size=4)
LEAVES = WORDS | TEXTS.map(tuple)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from("abcd"), inner, min_size=1, max_size=3)
    ),
    max_leaves=10,
)


@st.composite
def layouts(draw):
    """Return a file in some layout."""
    lines = []

    def between(indent):
        if draw(st.booleans()):
            lines.append(draw(st.sampled_from(["", "   ", " " * indent + "# said here", "# said before"])))

    def begin(text, tree, indent, *, in_list):
        """Write a value behind its key or dash, which is `text`."""
        if isinstance(tree, str):
            lines.append(f"{text} {' ' * draw(st.integers(0, 2))}{tree}{draw(st.sampled_from(['', ' ', '  # why']))}")
        elif isinstance(tree, tuple):
            deeper = " " * (indent + draw(st.integers(1, 4)))
            marks = draw(st.sampled_from(["|", "|-", "|+"]))
            lines.append(f"{text} {marks}")
            lines.append(f"{deeper}begins")
            lines.extend(deeper + line if line else "" for line in tree)
        else:
            step = draw(st.integers(0 if isinstance(tree, list) and not in_list else 1, 4))
            lines.append(text)
            block(tree, indent + step)

    def block(tree, indent):
        before = " " * indent
        items = tree if isinstance(tree, list) else tree.items()
        for each in items:
            between(indent)
            if isinstance(tree, list):
                begin(f"{before}-", each, indent, in_list=True)
            else:
                begin(f"{before}{each[0]}:", each[1], indent, in_list=False)

    tree = draw(TREES.filter(lambda tree: isinstance(tree, list | dict)))
    block(tree, draw(st.integers(0, 2)))
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n\n"]))


def words_of(text):
    """Return the lines of a text without dashes and blanks before and behind."""
    lines = (re.sub(r"^\s*(-\s+|-$)*", "", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


@given(layouts())
def test_whatever_the_layout_a_file_says_what_it_said(text):
    read = read_yaml(text.encode(), "file.yaml")
    assert read.diagnostics == ()
    result = lay_out(text)
    assert plain(read_yaml(result.encode(), "file.yaml").root) == plain(read.root)
    assert lay_out(result) == result
    assert words_of(result) == words_of(text)
    if "|" not in text:
        assert all((len(line) - len(line.lstrip(" "))) % 2 == 0 for line in result.split("\n"))
