"""Cells of tables that we write: no spreadsheet takes one for a formula, and every reader of CSV finds them again."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulewright.diagnostics.terminal_text import visible
from rulewright.reports.pages import anchor_of
from rulewright.reports.statement_csv import _csv, _written

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\n=1", " =1", "\u00a0=1", "\u2003=1", "＝1+1", " ＠x"]
OBEYED = {
    "\x1b[31mNorth": "␛[31mNorth",
    "North\u202e=1+1": "North�=1+1",
    "\t=1": "␉=1",
    "\r=1": "␍=1",
    "\x0b=1": "␋=1",
    "\ufeff=1": "�=1",
    "\u200b=1": "�=1",
    "North\x85South": "North�South",
    "\x00": "␀",
}
PLAIN = ["North", "-1", "-1.50", "1", "", "a=b", "a-b", "100%", "2024-01-31", "–"]


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_begins_like_a_formula_is_a_text(cell):
    (row,) = read(_csv([[cell, "x"]]))
    assert row == [f"'{cell}", "x"]


@pytest.mark.parametrize("cell", PLAIN)
def test_other_cells_stay_as_they_are(cell):
    assert read(_csv([[cell, "x"]])) == [[cell, "x"]]


@pytest.mark.parametrize("cell", OBEYED)
def test_characters_that_a_terminal_obeys_are_shown_by_others(cell):
    text = _csv([[cell, "x"]])
    assert read(text) == [[OBEYED[cell], "x"]]
    assert visible(text) == text


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_the_end_of_a_line_inside_a_cell_ends_no_row(end):
    text = _csv([[f"North{end}=1+1", "x"], ["y", "z"]])
    assert read(text) == [[f"North{visible(end)}=1+1", "x"], ["y", "z"]]
    assert len(text.splitlines()) == 2 + end.count("\n")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("75", "75"),
        (True, "true"),
        (["10", "30.5"], '["10", "30.5"]'),
        ([], "[]"),
        ({"start": "2023-01-01", "é": None}, '{"start": "2023-01-01", "é": null}'),
    ],
)
def test_values_are_written_as_cells_are_read(value, cell):
    assert _written(value) == cell


@given(st.lists(st.lists(st.text(), min_size=2, max_size=3), min_size=1, max_size=3))
def test_a_reader_of_csv_finds_every_cell_or_a_quoted_formula(rows):
    found = read(_csv(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [visible(cell).removeprefix("'") for cell in row] for row in rows
    ]


@given(st.lists(st.text(), unique=True, min_size=2, max_size=5))
def test_no_two_parties_share_an_anchor(keys):
    anchors = [anchor_of(key) for key in keys]
    assert len(set(anchors)) == len(keys)
    assert not any(set(anchor) & set(" .#\"'") for anchor in anchors)


def test_keys_that_looked_alike_have_anchors_of_their_own():
    assert [anchor_of(key) for key in ("A B", "A-B", "A_B", "ACO01")] == ["A_20_B", "A-B", "A_5f_B", "ACO01"]
