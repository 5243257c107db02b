"""A comment on a change has a size: what has no room is left out section by section, and counted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulewright.blocks import Grid, Labeled, Prose, Redline, Tree, Verbatim, Words
from rulewright.reports.layout import Look, draw
from rulewright.reports.markdown import draw_markdown
from rulewright.reports.redline import redline
from rulewright.reports.review import LONG, SMALLEST_REVIEW, draw_review

ENTRIES = st.one_of(
    st.text(max_size=400).map(Prose),
    st.text(max_size=40).map(lambda text: Grid(("a", "b"), ((text, "|`|`"),) * 3)),
    st.text(max_size=40).map(lambda text: Labeled((("a", text), ("b", Verbatim((text, "```")))))),
    st.text(max_size=300).map(lambda text: Redline((("gone", text), ("new", text)))),
)
SECTIONS = st.lists(
    st.one_of(
        st.builds(
            lambda title, parts: Tree(Words(title, "title"), tuple(parts)), st.text(max_size=60), st.lists(ENTRIES)
        ),
        ENTRIES,
    ),
    max_size=30,
)


@given(SECTIONS, st.integers(SMALLEST_REVIEW, 20000))
def test_a_comment_is_never_larger_and_says_what_is_missing(sections, at_most):
    everything = draw_review(sections)
    text = draw_review(sections, at_most)
    assert len(text.encode("utf-8", "surrogatepass")) <= at_most
    if text != everything:
        assert len(everything.encode("utf-8", "surrogatepass")) > at_most - 300
        assert re.search(
            r"\*\*There was no room for [\d,]+ of [\d,]+ pieces?: `rulewright compare` prints all\.\*\*$", text
        )


def test_long_sections_are_folded_and_short_ones_are_not():
    def section(number):
        return Tree(Words("A <b>", "title"), tuple(map(str, range(number))))

    assert draw_review([section(LONG)]) == draw_markdown([section(LONG)])
    folded = draw_review([section(LONG + 1)])
    assert folded.startswith(f"<details><summary><b>A &lt;b&gt;</b> · {LONG + 1}</summary>\n\n- 0\n- 1\n")
    assert folded.endswith(f"- {LONG}\n\n</details>")


def test_what_is_left_out_is_counted_where_it_is_missing_and_at_the_end():
    rows = tuple((f"row {number}", "x" * 90) for number in range(100))
    blocks = [
        "first",
        Tree(Words("short", "title"), ("a", "b")),
        Tree(Words("long", "title"), (Grid(("a", "b"), rows),)),
    ]
    text = draw_review(blocks, 3000)
    shown = text.count("| row ")
    assert 15 < shown < 30
    assert f"**… {100 - shown} more, left out here**\n\n</details>" in text
    assert text.endswith(f"**There was no room for {100 - shown} of 103 pieces: `rulewright compare` prints all.**")
    assert "## short\n\n- a\n- b" in text


@pytest.mark.parametrize(
    ("was", "now", "text"),
    [
        ("a + b", "a + c", "a + [-b-]{+c+}"),
        ("five", "six", "[-five-]{+six+}"),
        ("the cat sat here", "no dog is near", "[-the cat sat here-] {+no dog is near+}"),
        ("", "", ""),
        (f"a {'b ' * 40}c", f"x {'b ' * 40}y", f"[-a-]{{+x+}} {'b ' * 12}… 16 words … {'b ' * 12}[-c-]{{+y+}}"),
        ("a b", f"a b {'c ' * 100}".strip(), f"a b {{+{'c ' * 60}… 40 words+}}"),
    ],
)
def test_a_redline_is_read_in_one_go(was, now, text):
    assert draw([redline(was, now)], Look(1000)) == text


@given(st.text("ab .\"'(", max_size=60), st.text("ab .\"'(", max_size=60))
def test_a_redline_has_both_texts(was, now):
    pieces = redline(was, now).pieces

    def read(left_out):
        return "".join("".join(text for became, text in pieces if became != left_out).split())

    assert (read("new"), read("gone")) == ("".join(was.split()), "".join(now.split()))
