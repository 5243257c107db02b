"""The lines of an earlier period are computed by the version that was in force in it, and receipts name it."""

import json
import shutil
from pathlib import Path

import pytest
from rulewright import check_pack, load_pack, replay
from rulewright.evaluate.receipt import installed_version
from rulewright.statements import compute_statement, read_tables
from rulewright.statements.receipts import receipts

PACK = Path(__file__).parent.parent / "packs" / "amendments" / "pack"
PLAN = """\
statement: all
title: All
period: {name: period, type: period}
tables:
  parties: {file: parties.csv, key: [party], columns: {party: string, amount: money}}
party: {name: party, table: parties}
earlier:
  last: 'if period = "BP2" then "BP1" else if period = "BP3" then "BP2" else null'
lines:
  - {id: late, title: Late, type: money, formula: small.late(party.amount)}
  - {id: so_far, title: So far, type: money, formula: "late + (if last = null then 0 else last.so_far)"}
"""
FEE = """\
amendment: one
pack: small
title: A higher fee
adopted: 2020-02-01
authority: {document: letter}
reason: costs rose
in_force: [{from: BP3}]
changes:
  - {set: small.fee, was: 3, now: 4}
  - {ends: "example:WE-1"}
"""
LINE = """\
  - add: "statement:all#lines.more"
    now: {id: more, title: More, type: "money?", formula: "if last.more = null then 2 else 3"}
  - add: "statement:all#lines.less"
    now: {id: less, title: Less, type: money, formula: "if last = null then 0 else last.less"}
"""
COLUMN = """\
  - {add: "statement:all#tables.parties.columns.extra", now: money}
  - replace: "statement:all#lines.late.formula"
    was: small.late(party.amount)
    now: small.late(party.amount) + party.extra
"""
GONE = """\
  - {repeal: "statement:all#tables.parties.columns.amount", was: money}
  - {replace: "statement:all#lines.late.formula", was: small.late(party.amount), now: small.fee}
"""


def laid(folder, *changes, statement=PLAN, table="party,amount\nA,10\n"):
    shutil.copytree(PACK, folder / "pack")
    files = {
        "pack/statements/all.yaml": statement,
        "pack/amendments/one.yaml": FEE + "".join(changes),
        "data/parties.csv": table,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert [str(each) for each in check_pack(folder / "pack").diagnostics if each.is_error] == []
    return load_pack(folder / "pack")


def computed(engine, folder, period, known_on=None):
    choice = engine.choose_at(period, known_on)
    version = engine.chosen(choice)
    plan = version.pack.statements["all"]
    data = read_tables(plan, folder / "data", period)
    assert data.diagnostics == ()
    result = compute_statement(version, plan, data, period, known_on=known_on, choice=choice)
    ((text, _),) = receipts(result, version, installed_version()).values()
    receipt = json.loads(text)
    assert replay(receipt, engine).differences == ()
    lines = {
        name: str(each.value) if each.message == "" else each.message
        for name, each in result.parties[0].outcomes.items()
    }
    return lines, receipt


CASES = [
    # period, known_on, the lines, the versions of the earlier periods
    ("BP1", None, {"late": "23", "so_far": "23"}, {}),
    ("BP2", None, {"late": "23", "so_far": "46"}, {"BP1": "base"}),
    ("BP3", None, {"late": "24", "so_far": "70"}, {"BP2": "base", "BP1": "base"}),
    ("BP3", "2020-01-31", {"late": "23", "so_far": "69"}, {"BP2": "base", "BP1": "base"}),
]


@pytest.mark.parametrize("case", CASES)
def test_each_period_has_its_own_version(tmp_path, case):
    period, known_on, expected, versions = case
    lines, receipt = computed(laid(tmp_path), tmp_path, period, known_on)
    assert lines == expected
    named = receipt.get("earlier", {})
    assert {name: each["version"] for name, each in named.items()} == versions
    assert all(each["as_of"] == name for name, each in named.items())
    assert {each["known_on"] for each in named.values()} <= {known_on or "2020-02-01"}


def test_a_line_that_there_was_not_is_null_or_not_applicable(tmp_path):
    lines, _ = computed(laid(tmp_path, LINE), tmp_path, "BP3")
    assert lines["more"] == "2"
    assert "`base`, has no line `less`" in lines["less"]


def test_a_column_that_is_new_is_not_missed_in_an_earlier_period(tmp_path):
    lines, _ = computed(laid(tmp_path, COLUMN, table="party,amount,extra\nA,10,5\n"), tmp_path, "BP3")
    assert lines == {"late": "29", "so_far": str(29 + 46)}


def test_a_column_that_only_the_earlier_version_has_is_wanted_by_name(tmp_path):
    engine = laid(tmp_path, GONE, table="party\nA\n")
    choice = engine.choose_at("BP3", None)
    version = engine.chosen(choice)
    plan = version.pack.statements["all"]
    result = compute_statement(version, plan, read_tables(plan, tmp_path / "data", "BP3"), "BP3", choice=choice)
    assert result.parties[0].outcomes["so_far"].needs == ("parties.csv: column `amount`",)


def test_a_statement_that_there_was_not_has_no_earlier_lines(tmp_path):
    added = "  - add: statement:all\n    now:\n" + "".join(f"      {line}\n" for line in PLAN.splitlines())
    shutil.copytree(PACK, tmp_path / "pack")
    (tmp_path / "pack" / "amendments").mkdir(exist_ok=True)
    (tmp_path / "pack" / "amendments" / "one.yaml").write_text(FEE + added)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "parties.csv").write_text("party,amount\nA,10\n")
    lines, receipt = computed(load_pack(tmp_path / "pack"), tmp_path, "BP3")
    assert lines == {"late": "24", "so_far": "24"}
    assert [each["version"] for each in receipt["earlier"].values()] == ["base"]


def test_versions_need_what_chooses_them(tmp_path):
    engine = laid(tmp_path)
    version = engine.at("BP3")
    plan = version.pack.statements["all"]
    data = read_tables(plan, tmp_path / "data", "BP3")
    with pytest.raises(ValueError, match="`choice`"):
        compute_statement(version, plan, data, "BP3")
