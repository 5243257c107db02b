"""Blocks as Markdown: lists, tables and headings, and no text that Markdown would take for markup."""

from __future__ import annotations

import pytest
from rulewright.blocks import Code, Fitting, Grid, Labeled, Prose, Redline, Stack, Tree, Verbatim, Words
from rulewright.reports.markdown import draw_markdown

WRITTEN = [
    (Words("A rule", "title"), "## A rule"),
    ((Words("A rule", "title"), ": ", Words("5", "value")), "## A rule: **5**"),
    (Tree("a", (Words("A rule", "title"),)), "a\n\n- **A rule**"),
    (Stack((Words("A", "title"), Words("b", "dim")), indent=2), "## A\n\n*b*"),
    (Tree("a", (Tree("b", ("c",)), "d")), "a\n\n- b\n  - c\n- d"),
    (Prose("a text", hanging=2, note=" [x]", is_cut=True), "a text [x]"),
    (Code(Words("a", "value"), "b *\n  c", "= 3"), "`a = b * c` = 3"),
    (Code(Words("a"), 'b + "`"'), '`` a = b + "`" ``'),
    (Labeled(((Words("a", "label"), Stack(("b", "c"))), ("d", Prose("")))), "- **a**\n  - b\n  - c\n- d"),
    (Tree("a", (Labeled((("-", Fitting(("b", "c"))),), gap=1),)), "a\n\n- b"),
    (
        Grid(("a", "b"), (("x|y", "1"),), right=(1,), foot=("all", "1")),
        "| a | b |\n| --- | --: |\n| x\\|y | 1 |\n| all | 1 |",
    ),
    (Grid((), (("a", "", "b"),)), "- a · b"),
    (Tree("a", (Verbatim((("1", Words("|", "dim")), "*x*")),)), "a\n\n- ```\n  1|\n  *x*\n  ```"),
    (Labeled((("was", Verbatim(("{a: 1}",))),)), "- was\n  - ```\n    {a: 1}\n    ```"),
    (Labeled((("was", Verbatim(("```", "x"))),)), "- was\n  - ````\n    ```\n    x\n    ````"),
    (Grid(("a",), (("`x|y`",),)), "| a |\n| --- |\n| `x\\|y` |"),
    (("1 → 2", Words("  (+1)", "dim"), Words("", "dim")), "1 → 2  *(+1)*"),
    (Redline((("", "a "), ("gone", "<b>"), ("new", "*c*"))), r"a <del>\<b></del><ins>\*c\*</ins>"),
    (Fitting(("a" * 200, "b")), "a" * 200),
]


@pytest.mark.parametrize(("block", "text"), WRITTEN)
def test_a_block_is_written(block, text):
    assert draw_markdown([block]) == text


TEXTS = [
    ("a * b", r"a \* b"),
    ("a_name stays, _this_ does not", r"a_name stays, \_this\_ does not"),
    ("`a * b` is code, a ` is none", r"`a * b` is code, a \` is none"),
    ("<b>, &amp; and R&D", r"\<b>, \&amp; and R&D"),
    ("[a](b) and [c]", r"[a\](b) and [c]"),
    ("$1 and $2", r"\$1 and \$2"),
    ("# no heading", r"\# no heading"),
    ("- no entry", r"\- no entry"),
    ("1. no entry, 2. neither", r"1\. no entry, 2. neither"),
    ("a\nb", "a b"),
    ("@someone and #12, BP4@2020 and x#1", "@<!-- -->someone and #<!-- -->12, BP4@2020 and x#1"),
]


@pytest.mark.parametrize(("text", "written"), TEXTS)
def test_no_text_is_markup(text, written):
    assert draw_markdown([Prose(text)]) == written


def test_lists_and_paragraphs_are_apart():
    assert draw_markdown(["a", Tree("b", ("c",)), Labeled((("d", "e"),)), "f"]) == "a\n\nb\n\n- c\n- d: e\n\nf"
