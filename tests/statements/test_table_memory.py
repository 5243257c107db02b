"""Reading a table takes a few times the bytes of its file, whatever its columns are, and keeps fewer of them."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import islice, product

import pytest
from rulewright.packs.loading import read_pack
from rulewright.statements import read_tables

MOST = 6
"""So many times the bytes of its file reading a table may take at most."""

KEPT = 4
"""So many times these the tables may take when they have been read."""

ROWS = 20_000

PACK = """format: 1
pack: tables
title: Tables
documents: {d: {title: D}}
"""
SUBJECT = """subject: s
title: S
namespace: s
source: {document: d, section: "1"}
parameters:
  none: {title: None, type: number, value: 0}
"""
STATEMENT = """statement: t
title: T
source: {document: d, section: "1"}
period: {name: year, title: Year, type: string}
tables:
  wide:
    title: Wide
    file: wide.csv
    key: [name, number]
    belongs_to: {name: narrow}
    columns: {name: string, number: number, a: number?, b: number?, c: number?, d: number, e: string, f: boolean}
  narrow: {title: Narrow, file: narrow.csv, key: [name], columns: {name: string, n: number}}
  listed: {title: Listed, file: listed.csv, columns: {x: number, y: number}}
party: {name: person, table: narrow, label: name, title: Person}
lines:
  - {id: amount, title: Amount, group: Amounts, type: number, formula: person.n}
"""
WIDE = "name,number,a,b,c,d,e,f"
NAMES = ["".join(letters) for letters in islice(product("abcdefghijklmnopqrstuvwxyz", repeat=4), ROWS)]
FEW = {
    "wide": [WIDE],
    "narrow": ["name,n", *(f"{name},1" for name in NAMES[:3])],
    "listed": ["x,y"],
}


def wide(number: int) -> str:
    return f"{NAMES[number % 3]},{number},{number * 7}.25,,{number % 90},0.{number:06},of many words,true"


def narrow(name: str) -> str:
    return f"{name},{len(set(name))}"


TABLES = {
    "wide": {"wide": [WIDE, *map(wide, range(ROWS // 2))]},
    "narrow": {"narrow": ["name,n", *map(narrow, NAMES)]},
    "narrow, without a key": {"listed": ["x,y", *(f"{number % 10},{number % 7}" for number in range(ROWS))]},
    "a letter of four bytes": {"narrow": ["name,n", *map(narrow, NAMES), narrow("👍")]},
    "what a spreadsheet leaves": {"wide": [WIDE, *map(wide, range(10)), *([",,,,,,,"] * ROWS)]},
    "no cell is right": {"wide": [WIDE, *(wide(number).replace(".", "x") for number in range(ROWS // 10))]},
    "values that nobody lists": {"wide": [WIDE, *(f"x{wide(number)}" for number in range(ROWS // 2))]},
}
BAD = {"no cell is right", "values that nobody lists"}


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    for name, text in (("pack.yaml", PACK), ("base/s.yaml", SUBJECT), ("statements/t.yaml", STATEMENT)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    pack = read_pack(folder)
    assert pack.diagnostics == ()
    return pack.statements["t"]


@pytest.mark.parametrize("name", TABLES)
def test_reading_a_table_takes_a_few_times_its_bytes(name, plan, tmp_path):
    for table, rows in FEW.items():
        (tmp_path / f"{table}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    read_tables(plan, tmp_path)  # makes what lasts
    for table, rows in TABLES[name].items():
        (tmp_path / f"{table}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    gc.collect()
    tracemalloc.start()
    try:
        data = read_tables(plan, tmp_path)
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most / size < MOST
    assert kept / size < KEPT
    assert data.has_errors is (name in BAD)
