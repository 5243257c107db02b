"""Rows and lines are made of the bytes of a file as often as they are needed, and are the same each time."""

from __future__ import annotations

import pickle
import random
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rulewright.packs.loading import read_pack
from rulewright.statements import read_tables
from rulewright.statements.row_keys import KeyColumn, RowKeys
from rulewright.statements.table_lines import TableLines, WrittenRows
from rulewright.statements.table_rows import ChangedRows, values_of

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def plan():
    return read_pack(HERE / "pack").statements["meals"]


@pytest.fixture(scope="module")
def rows(plan):
    return read_tables(plan, HERE / "tables").rows["meals"]


def test_a_row_is_made_anew_and_equal(rows):
    assert len(rows) > 2
    assert [rows[number] for number in range(len(rows))] == list(rows) == list(rows[:])
    assert rows[-1] == list(rows)[-1]
    assert list(rows[1:]) == list(rows)[1:]
    assert rows[0] is not rows[0]
    with pytest.raises(IndexError):
        rows[len(rows)]


def test_rows_survive_another_process(rows):
    assert list(pickle.loads(pickle.dumps(rows))) == list(rows)  # noqa: S301  (our own)


def test_some_columns_are_those_of_the_rows(rows):
    changed = ChangedRows(rows, lambda record: {**record, "term": None})
    assert list(values_of(rows, ("term", "school"))) == [(row.record["term"], row.record["school"]) for row in rows]
    assert list(values_of(changed, ("term", "school"))) == [(None, row.record["school"]) for row in rows]
    assert [changed[1], *changed[:1], len(changed)] == [
        replace(rows[1], record={**rows[1].record, "term": None}),
        replace(rows[0], record={**rows[0].record, "term": None}),
        len(rows),
    ]


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\r\nb", "\n\n", "\r\r\n\n\r", "é\rü\n👍\r\n", "a\x0bb\u2028c\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lines_end_where_csv_ends_them(mark, text):
    lines = TableLines((mark + text).encode())
    expected = re.split(r"\r\n?|\n", text)
    assert list(lines) == expected
    assert [lines[number] for number in range(-len(lines), 0)] == lines[:] == expected
    assert lines.first_undecodable() == 0


@pytest.mark.parametrize(
    ("content", "line"), [(b"\xff", 1), (b"\xc3\xa9\na\rb\xff", 3), (b"\xef\xbb\xbf\na\xc3\nb", 2)]
)
def test_the_first_line_that_is_not_utf8_is_known(content, line):
    lines = TableLines(content)
    assert lines.first_undecodable() == line
    assert lines.line_of(len(content.splitlines(keepends=True)[0])) == 2 or line == 1


def test_a_row_is_read_from_the_line_where_it_begins():
    lines = TableLines(b'a,"b\nc"\n\nd,e')
    written = WrittenRows(lines)
    assert [written.at(4), written.at(1), written.next_line] == [["d", "e"], ["a", "b\nc"], 3]
    assert list(WrittenRows(lines)) == [["a", "b\nc"], [], ["d", "e"]]


@pytest.mark.parametrize("seed", range(5))
def test_keys_are_found_as_in_a_dictionary(seed):
    choice = random.Random(seed)  # noqa: S311  (no secret)
    stored = [(Decimal(choice.randint(-40, 400)), choice.choice("ab")) for _ in range(600)]
    keys = RowKeys(lambda line: stored[line - 1])
    taken, known = {}, set()
    for line, key in enumerate(stored, 1):
        if choice.random() < 0.2:
            keys.note(key, line)
        else:
            assert keys.take(key, line) == (0 if taken.setdefault(key, line) == line else taken[key])
        known.add(key)
        assert len(keys) == len(known)
    assert set(keys) == known
    assert all((Decimal(number), letter) in keys for number, letter in known)
    assert (Decimal(500), "a") not in keys


def test_equal_hashes_are_no_equal_keys():
    stored = [(Decimal(-1),), (Decimal(-2),), (Decimal("-1.0"),)]
    assert hash(stored[0]) == hash(stored[1])
    keys = RowKeys(lambda line: stored[line - 1])
    assert [keys.take(key, line) for line, key in enumerate(stored, 1)] == [0, 0, 1]
    column = KeyColumn(keys)
    assert [len(column), list(column), Decimal(-2) in column] == [2, [Decimal(-1), Decimal(-2)], True]
    assert Decimal(-3) not in column


def test_a_row_with_a_problem_does_not_take_its_key(plan, tmp_path):
    folder = shutil.copytree(HERE / "tables", tmp_path / "tables")
    (folder / "schools.csv").write_text("school,name,opened\nN,,\nN,North,\nS,South,\nN,Again,\n", encoding="utf-8")

    data = read_tables(plan, folder)

    assert [(each.code, each.place.line) for each in data.diagnostics] == [("missing-cell", 2), ("duplicate-row", 5)]
    assert [row.place.line for row in data.rows["schools"]] == [3, 4]


def test_empty_rows_among_others_stand_where_they_are(plan, tmp_path):
    folder = shutil.copytree(HERE / "tables", tmp_path / "tables")
    (folder / "meals.csv").write_text('school,term,served\n\n" ",,\n,,\nN,T1,1\n,,\n', encoding="utf-8")

    places = [(each.place.line, each.place.column) for each in read_tables(plan, folder).diagnostics]

    assert places == [(3, 1), (3, 3), (3, 4), (4, 1), (4, 2), (4, 3)]
