"""Blocks are drawn in the room that there is; what has a role gets its look and nothing else changes."""

from __future__ import annotations

import pytest
from rulewright.blocks import Code, Fitting, Grid, Labeled, Prose, Stack, Tree, Verbatim, Words
from rulewright.reports.layout import Look, draw

LONG = "one two three four five six seven eight"

DRAWN = [
    # A line is never broken, and only cut where it may be.
    (24, LONG, LONG),
    (24, ("value: ", Words(LONG, least=6)), "value: one two three fo…"),
    (24, (Words("left " * 4, least=8), Words("right " * 4, least=20)), "left le…right right right r…"),
    # Prose is broken at blanks alone.
    (24, Prose(LONG), "one two three four five\nsix seven eight"),
    (24, Prose(LONG, hanging=2), "one two three four five\n  six seven eight"),
    (24, Prose("there-is-no-break-at-hyphens, even so"), "there-is-no-break-at-hyphens,\neven so"),
    (24, Prose("one two three four a,\N{NO-BREAK SPACE}b c"), "one two three four a, b\nc"),
    (24, Prose("one two three four aaa,\N{NO-BREAK SPACE}b c"), "one two three four\naaa, b c"),
    (24, Prose(LONG, is_cut=True), "one two three four five…"),
    (24, Prose(""), ""),
    # A note stands behind, or below where it has no room.
    (24, Prose("a = 1", note=" [section 1]"), "a = 1 [section 1]"),
    (24, Prose("a = 1 + 2 + 3", note=" [section 1]"), "a = 1 + 2 + 3\n  [section 1]"),
    # A formula is one line with its result, or the lines of its author.
    (24, Code(Words("a"), "b\n  + c", "= 3"), "a = b + c = 3"),
    (24, Code(Words("a"), "b\n  + c"), "a = b\n      + c"),
    (24, Code(Words("a"), "if b > 10\nthen c + d else e", "= 3"), "a = if b > 10\n    then c + d else e\n  = 3"),
    (
        24,
        Code(Words("long_name_of"), "b * another_long_name", "= 3"),
        "long_name_of = b *\n    another_long_name\n  = 3",
    ),
    (24, Code(Words("a"), "12", ""), "a = 12"),
    # What belongs to a line stands below it; a label has its blocks beside it.
    (24, Tree("a", ("b", Tree("c", ("d",)))), "a\n  b\n  c\n    d"),
    (24, Stack(("a", Stack(("b",), indent=2))), "a\n  b"),
    (
        36,
        Labeled(((Words("facts", "label"), Stack(("a", Prose(LONG)))),), column=8),
        "facts     a\n          one two three four five\n          six seven eight",
    ),
    # Labels have their text beside them, or below where they are long.
    (40, Labeled((("a", Prose(LONG)), ("bcd", Prose("")))), "a    one two three four five six seven\n     eight\nbcd"),
    (40, Labeled((("a", "b"),), column=4), "a     b"),
    (40, Labeled((("a" * 25, Prose("b")),)), "a" * 25 + "\n  b"),
    (24, Labeled((("a", "b" * 30),)), "a  " + "b" * 30),
    (24, Labeled(()), ""),
    # What has other ways stands below where the first has no room beside; below a dash it would have no more.
    (24, Labeled((("a", Fitting((LONG, "b"))), ("cd", Fitting(("e", "f"))))), "a\n  b\ncd  e"),
    (24, Labeled((("-", Fitting((LONG, Stack(("b", "c"))))), ("-", "d")), gap=1), "- b\n  c\n- d"),
    # Tables break their heads first, then the cells of the widest column. Rigid ones go on in a table below.
    (24, Grid(("a", "b"), (("1", "20"),), right=(1,)), "a   b\n─  ──\n1  20"),
    (24, Grid(("name", "amount due"), (("x", "1"),)), "      amount\nname  due\n────  ──────\nx     1"),
    (24, Grid(("name",), ((LONG,),)), "name\n" + "─" * 24 + "\none two three four five\nsix seven eight"),
    (24, Grid(("name",), ((LONG,),), is_rigid=True), f"name\n{'─' * len(LONG)}\n{LONG}"),
    (
        11,
        Grid(
            ("a", "bc d", "e", "f"), (("x", "1", "22222", "3"),), right=(1,), foot=("all", "1", "22", ""), is_rigid=True
        ),
        (
            "     bc\na     d\n───  ──\nx     1\n───  ──\nall   1\n\n"
            "a    e\n───  ─────\nx    22222\n───  ─────\nall  22\n\na    f\n───  ─\nx    3\n───  ─\nall"
        ),
    ),
    (3, Grid(("a", "b"), (("wide", "wide"),), is_rigid=True), "a     b\n────  ────\nwide  wide"),
    (24, Grid((), (("a", "b"), ("cd", ""))), "a   b\ncd"),
    (24, Grid(("a", "b"), (("x", "1"),), foot=("all", "1")), "a    b\n───  ─\nx    1\n───  ─\nall  1"),
    # The first way that fits is taken, else the last; a tree fits where its head does, a table also by its height.
    (10, Fitting(("a" * 11, "b" * 10)), "b" * 10),
    (10, Fitting(("a" * 11, "b" * 12)), "b" * 12),
    (10, Fitting((Tree("a", ("b" * 20,)), "c")), "a\n  " + "b" * 20),
    (24, Fitting((Grid(("a",), ((LONG,),), tallest=1), "no")), "no"),
    (24, Fitting((Grid(("a",), (("b",),), tallest=3), "no")), "a\n─\nb"),
    (10, Verbatim(("a  b" * 5, ("c", Words("d", "dim")))), "a  b" * 5 + "\ncd"),
]


@pytest.mark.parametrize(("width", "block", "text"), DRAWN)
def test_a_block_is_drawn_in_its_room(width, block, text):
    assert draw([block], Look(width)) == text


def test_between_blocks_is_an_empty_line():
    assert draw(["a", Stack(("b", "c"))]) == "a\n\nb\nc"


def test_words_keep_their_role_where_a_line_is_broken_or_cut():
    def style(text, role):
        return f"<{role}>{text}</{role}>"

    blocks = [
        Prose((Words("one two", "error"), " three four five ", Words("six seven", "hint"))),
        (Words(LONG, "value", least=5), " ", Words("[x]", "dim")),
        Tree(Words("a", "label"), (Labeled(((Words("b", "value"), "c"),)),)),
        Grid(("h",), (("x",),)),
    ]
    assert draw(blocks, Look(24, style)) == (
        "<error>one two </error>three four five\n<hint>six seven</hint>\n\n"
        "<value>one two three four…</value> <dim>[x]</dim>\n\n"
        "<label>a</label>\n  <value>b</value>  c\n\n"
        "<title>h</title>\n─\nx"
    )
