"""What is wrong with a table is reported with its line, and nothing is read around it."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rulewright.language.reading.profiles import CELL
from rulewright.language.reading.reader import read
from rulewright.language.types import BOOLEAN
from rulewright.packs.loading import read_pack
from rulewright.packs.model.statements import StatementPlan
from rulewright.statements.tables import read_tables

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def plan() -> StatementPlan:
    pack = read_pack(HERE / "pack")
    assert pack.diagnostics == ()
    return pack.statements["meals"]


def test_good_tables_are_read_with_their_types(plan):
    data = read_tables(plan, HERE / "tables")
    assert data.diagnostics == ()
    assert [row.record["name"] for row in data.rows["schools"]] == ["North School", "South, Upper School"]
    assert data.rows["schools"][1].record["opened"] is None
    assert str(data.rows["meals"][0].record["served"]) == "1001"


BAD = {
    "an empty file": ("meals.csv", "", "missing-column 1:1"),
    "a missing column": ("meals.csv", "school,term\nN,T1\n", "missing-column 1:1"),
    "an unknown column": (
        "meals.csv",
        "school,term,served,sevred\nN,T1,1,1\n",
        "unknown-column 1:20",
    ),
    "a column twice": ("meals.csv", "school,term,served,term\nN,T1,1,T1\n", "duplicate-column 1:20"),
    "an empty cell": ("meals.csv", "school,term,served\nN,T1,\n", "missing-cell 2:6"),
    "a cell of blanks": ("meals.csv", "school,term,served\nN,T1,  \n", "missing-cell 2:6"),
    "a negative count": ("meals.csv", "school,term,served\nN,T1,-1\n", "out-of-range 2:6"),
    "half a meal": ("meals.csv", "school,term,served\nN,T1,1.5\n", "out-of-range 2:6"),
    "a comma in a number": ("meals.csv", 'school,term,served\nN,T1,"1,5"\n', "wrong-type 2:6"),
    "an unquoted comma": ("meals.csv", "school,term,served\nN,T1,1,500\n", "ragged-row 2:1"),
    "a short row": ("meals.csv", "school,term,served\nN,T1\n", "ragged-row 2:1"),
    "scientific notation": ("meals.csv", "school,term,served\nN,T1,1e5\n", "wrong-type 2:6"),
    "not a number": ("meals.csv", "school,term,served\nN,T1,NaN\n", "wrong-type 2:6"),
    "an unknown period": ("meals.csv", "school,term,served\nN,T3,1\n", "unknown-member 2:3"),
    "a row twice": ("meals.csv", "school,term,served\nN,T1,1\nN,T1,2\n", "duplicate-row 3:1"),
    "a party twice": ("schools.csv", "school,name,opened\nN,North,\nS,South,\nN,North,\n", "duplicate-row 4:1"),
    "a party nobody listed": ("meals.csv", "school,term,served\nN,T1,1\nX,T1,2\n", "unlisted-key 3:1"),
    "a party nobody listed, in more rows": (
        "meals.csv",
        "school,term,served\nN,T1,1\nX,T1,2\nX,T2,2\nY,T2,2\n",
        ["unlisted-key 3:1", "unlisted-key 5:1"],
    ),
    "a party whose key is missing": ("schools.csv", "school,name,opened\n,North,\nS,South,\n", "missing-cell 2:1"),
    "a party whose row is too short": ("schools.csv", "school,name,opened\nN,North\nS,South,\n", "ragged-row 2:1"),
    "another name of a column": ("meals.csv", "school,term,count\nN,T1,1\n", "unknown-column 1:13"),
    "a column twice in place of another": ("meals.csv", "school,school,served\nN,T1,1\n", "duplicate-column 1:8"),
    "two unknown columns": (
        "meals.csv",
        "school,when,count\nN,T1,1\n",
        ["missing-column 1:1", "missing-column 1:1", "unknown-column 1:8", "unknown-column 1:13"],
    ),
    "no head": ("meals.csv", "N,T1,1\nS,T1,2\n", "missing-column 1:1"),
    "a date that does not exist": ("schools.csv", "school,name,opened\nN,N,2020-02-31\nS,S,\n", "wrong-type 2:5"),
    "an open quote": ("meals.csv", 'school,term,served\nN,T1,"1\nS,T1,2\n', "table-syntax 2:1"),
    "a NUL": ("schools.csv", "school,name,opened\nN,No\0rth,\nS,S,\n", "table-encoding 2:1"),
    "a NUL behind a carriage return": ("schools.csv", "school,name,opened\rN,N,\rS,So\0uth,\n", "table-encoding 3:1"),
    "semicolons": ("meals.csv", "school;term;served\nN;T1;1\n", "table-syntax 1:1"),
    "thousands": ("meals.csv", 'school,term,served\nN,T1,"1,500"\n', "wrong-type 2:6"),
    "nobody": ("schools.csv", "school,name,opened\n", "empty 1:1"),
    "an empty row among others": (
        "meals.csv",
        "school,term,served\n,,\nN,T1,1\n,,\n",
        ["missing-cell 2:1", "missing-cell 2:2", "missing-cell 2:3"],
    ),
    "an open quote behind empty rows": ("meals.csv", 'school,term,served\nN,T1,1\n,,\n"S,T1,2\n', "table-syntax 4:1"),
    "a formula in a cell": ("meals.csv", "school,term,served\nN,T1,=1+1\n", "wrong-type 2:6"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_says_where_and_what(name, plan, tmp_path):
    file, text, expected = BAD[name]
    folder = tmp_path / "tables"
    shutil.copytree(HERE / "tables", folder)
    (folder / file).write_text(text, encoding="utf-8")
    problems = read_tables(plan, folder).diagnostics
    found = [f"{each.code} {each.place.line}:{each.place.column}" for each in problems]
    assert found == ([expected] if isinstance(expected, str) else expected)
    assert problems[0].hint


@pytest.mark.parametrize("rows", [",,\n,,\n", ",,", " ,\t, \n\n\n", ",,,,\n,\n", '"","",""\n', "\n\n", "\r\n,,\r\n"])
def test_empty_rows_at_the_end_are_what_a_spreadsheet_leaves(rows, plan, tmp_path):
    folder = tmp_path / "tables"
    shutil.copytree(HERE / "tables", folder)
    meals = folder / "meals.csv"
    meals.write_bytes(meals.read_bytes() + rows.encode())
    data = read_tables(plan, folder)
    assert data.diagnostics == ()
    assert tuple(data.rows["meals"]) == replaced(read_tables(plan, HERE / "tables").rows["meals"], str(meals))


def replaced(rows, path):
    return tuple(replace(row, place=replace(row.place, path=path)) for row in rows)


def test_all_problems_of_all_tables_come_at_once(plan, tmp_path):
    (tmp_path / "schools.csv").write_text("school,name,opened\nN,,2020-13-01\n", encoding="utf-8")
    (tmp_path / "meals.csv").write_text("school,term,served\nN,T1,-1\nN,T9,x\n", encoding="utf-8")
    (tmp_path / "meal.csv").write_text("", encoding="utf-8")
    codes = [each.code for each in read_tables(plan, tmp_path).diagnostics]
    assert codes == [
        "missing-cell",
        "wrong-type",
        "out-of-range",
        "unknown-member",
        "wrong-type",
        "missing-table",
        "unread-file",
    ]


def test_a_missing_folder_is_one_problem(plan, tmp_path):
    data = read_tables(plan, tmp_path / "nowhere")
    assert [each.code for each in data.diagnostics] == ["missing-table"]


def test_a_file_that_is_not_utf8_says_its_line(plan, tmp_path):
    folder = tmp_path / "tables"
    shutil.copytree(HERE / "tables", folder)
    (folder / "schools.csv").write_bytes("school,name,opened\nN,Brèche,\n".encode("latin-1"))
    problem = read_tables(plan, folder).diagnostics[0]
    assert (problem.code, problem.place.line) == ("table-encoding", 2)


@pytest.mark.parametrize("name", ['"X\nY"', '"X\x0bY"', '"X\r\nY"', "X"])
def test_the_digest_of_a_table_is_that_of_its_file(plan, tmp_path, name):
    content = f"\ufeffschool,name,opened\nN,{name},\nS,South,\n".encode()
    shutil.copytree(HERE / "tables", tmp_path, dirs_exist_ok=True)
    (tmp_path / "schools.csv").write_bytes(content)
    data = read_tables(plan, tmp_path)

    assert data.diagnostics == ()
    assert data.digests["schools.csv"] == hashlib.sha256(content).hexdigest()
    assert set(data.digests) == {table.file for table in plan.tables}


def test_a_vertical_tab_does_not_move_the_lines_of_an_excerpt(plan, tmp_path):
    shutil.copytree(HERE / "tables", tmp_path, dirs_exist_ok=True)
    (tmp_path / "schools.csv").write_bytes(b"school,name,opened\nN,X\x0bY,\nS,South,2020-02-31\n")
    data = read_tables(plan, tmp_path)

    (problem,) = data.diagnostics
    assert data.lines[problem.place.path][problem.place.line - 1] == "S,South,2020-02-31"


AS_RATIO = "where a whole column holds ratios, declare it `as: ratio`"
SIGNLESS = "inspections.csv", "school,share,inspector,inspected\nN,{},State,2020-01-31\n"


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("33.5", "write `33.5%`, or `3350%` if that is what it means"),
        (
            "0.335",
            f"write `33.5%`, or `0.335%` if that is what it means; {AS_RATIO}",
        ),
    ],
)
def test_a_percent_without_its_sign_is_refused_unless_the_column_holds_ratios(plan, tmp_path, cell, hint):
    folder = shutil.copytree(HERE / "tables", tmp_path / "tables")
    (folder / SIGNLESS[0]).write_text(SIGNLESS[1].format(cell), encoding="utf-8")

    (problem,) = read_tables(plan, folder).diagnostics

    assert (problem.code, problem.place.line, problem.place.column) == ("percent-text", 2, 3)
    assert problem.message == f"`share` is `{cell}`, a percent without its sign"
    assert problem.hint == hint

    tables = tuple(
        replace(table, columns=tuple(replace(column, is_ratio=True) for column in table.columns))
        for table in plan.tables
    )
    data = read_tables(replace(plan, tables=tables), folder)
    assert bool(data.diagnostics) is (cell == "33.5")


def test_what_spreadsheets_save_is_read(plan, tmp_path):
    folder = shutil.copytree(HERE / "tables", tmp_path / "tables")
    (folder / "meals.csv").write_text("school,term,served\nN\u00a0,T1,1\n S ,T1,2\n", encoding="utf-8")

    data = read_tables(plan, folder)

    assert data.diagnostics == ()
    assert [row.record["school"] for row in data.rows["meals"]] == ["N", "S"]


@pytest.mark.parametrize(("text", "value"), [("TRUE", True), ("FALSE", False), (" true", True), ("False", None)])
def test_a_boolean_as_spreadsheets_save_it(text, value):
    assert read(text, BOOLEAN, CELL).value is value


def test_a_key_with_blanks_around_it_is_the_same_key(plan, tmp_path):
    folder = shutil.copytree(HERE / "tables", tmp_path / "tables")
    (folder / "schools.csv").write_text("school,name,opened\nN,North,\nS,South,\nN ,North,\n", encoding="utf-8")

    assert [each.code for each in read_tables(plan, folder).diagnostics] == ["duplicate-row"]


def test_a_mistake_of_a_whole_column_is_reported_once_with_a_count(plan, tmp_path):
    folder = shutil.copytree(HERE / "tables", tmp_path / "tables")
    rows = "".join(f"N,T1,{number}.5\n" for number in range(200))
    (folder / "meals.csv").write_text(f"school,term,served\n{rows}", encoding="utf-8")

    (problem,) = (each for each in read_tables(plan, folder).diagnostics if each.code == "out-of-range")

    assert problem.message.endswith("; so are 199 more cells of the column, the next in line 3")


MANY_ROWS = {
    "too short": (lambda number: f"N,T{number}", "ragged-row", [2], "so have 199 more rows, the next in line 3"),
    "twice": (lambda _: "N,T1,1", "duplicate-row", range(3, 52), "so are 150 more rows, the next in line 52"),
    "unlisted": (
        lambda number: f"X{number},T1,1",
        "unlisted-key",
        range(2, 53),
        "`school` of 150 more rows is not listed in `schools.csv`",
    ),
}


@pytest.mark.parametrize("name", MANY_ROWS)
def test_of_a_mistake_of_many_rows_some_are_reported_and_the_rest_counted(plan, tmp_path, name):
    row, code, lines, last = MANY_ROWS[name]
    folder = shutil.copytree(HERE / "tables", tmp_path / "tables")
    written = "".join(f"{row(number)}\n" for number in range(200))
    (folder / "meals.csv").write_text(f"school,term,served\n{written}", encoding="utf-8")

    problems = [each for each in read_tables(plan, folder).diagnostics if each.code == code]

    assert [each.place.line for each in problems] == list(lines)
    assert problems[-1].message.endswith(last)


def test_a_table_in_utf16_is_reported_as_such(plan, tmp_path):
    folder = shutil.copytree(HERE / "tables", tmp_path / "tables")
    (folder / "meals.csv").write_text("school,term,served\n", encoding="utf-16")

    (problem,) = read_tables(plan, folder).diagnostics

    assert (problem.code, problem.message) == ("table-encoding", "the file is UTF-16, not UTF-8")
