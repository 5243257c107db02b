"""A statement of a pack with amendments is that of one version, and its receipts say of which and why."""

import json
import shutil
from pathlib import Path
from textwrap import indent

import pytest
from rulewright import load_pack, replay
from rulewright.reports import statement_files
from rulewright.statements import compute_statement, read_tables

PACK = Path(__file__).parent.parent / "packs" / "amendments" / "pack"
PLAN = """\
statement: all
title: All
period: {name: period, type: period}
tables:
  parties:
    file: parties.csv
    key: [party]
    columns: {party: string, amount: money, joined: period}
  decided:
    file: decided.csv
    key: [party]
    columns: {party: string, discount: money, by: string, day: date}
party: {name: party, table: parties}
recorded:
  - rule: more.discount
    table: decided
    for: {party: party}
    value: discount
    actor: by
    date: day
lines:
  - {id: late, title: Late, type: money, formula: small.late(party.amount), total: true}
  - {id: less, title: Less, type: money, formula: more.discount(party.party), total: true}
  - {id: then, title: As it was, type: money, formula: "more.charge(party.joined, party.amount)"}
"""
MORE = """\
subject: more
title: More
namespace: more
source: {document: protocol, section: "2"}
discretions:
  discount: {title: A discount, inputs: {party: string}, type: money, decided_by: State}
decisions:
  charge:
    title: Charge
    inputs: {period: period, amount: money}
    outputs: {charge: {type: money, formula: "if period = \\"PREP\\" then 0 else small.late(amount)"}}
"""
ONE = """\
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
GONE = (
    ONE.partition("changes:")[0]
    + f"""\
changes:
  - repeal: statement:all
    was:
{indent(PLAN, "      ")}"""
)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(PACK, tmp_path / "pack")
    files = {
        "statements/all.yaml": PLAN,
        "base/more.yaml": MORE,
        "amendments/one.yaml": ONE,
        "../data/parties.csv": "party,amount,joined\nA,10,BP2\n",
        "../data/decided.csv": "party,discount,by,day\nA,2,State,2020-06-01\n",
    }
    for name, text in files.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


CASES = [
    # period, known_on, the lines, the amendments in force, the lines that span versions
    ("BP2", None, {"late": "23", "less": "2", "then": "23"}, [], []),
    ("BP3", None, {"late": "24", "less": "2", "then": "24"}, ["one"], ["then"]),
    ("BP3", "2020-03-01", {"late": "24", "less": None, "then": "24"}, ["one"], ["then"]),
    ("BP3", "2020-01-31", {"late": "23", "less": None, "then": "23"}, [], []),
]


@pytest.mark.parametrize("case", CASES)
def test_a_statement_is_of_one_version_and_of_what_was_decided_by_then(folder, case):
    period, known_on, lines, applied, crossed = case
    engine = load_pack(folder / "pack")
    choice = engine.choose_at(period, known_on)
    version = engine.chosen(choice)
    plan = version.pack.statements["all"]
    data = read_tables(plan, folder / "data")
    result = compute_statement(version, plan, data, period, known_on=known_on, choice=choice)
    files = statement_files(result, version)
    (path,) = (each for each in files if each.startswith("receipts/"))
    receipt = json.loads(files[path])
    assert {each["line"]: each["outcome"]["value"] for each in receipt["lines"]} == lines
    spanning = [each["line"] for each in receipt["lines"] if each["outcome"].get("warnings")]
    assert spanning == crossed
    manifest = json.loads(files["manifest.json"])
    for written in (receipt, manifest):
        assert (written.get("known_on"), written["amendments"]["applied"]) == (known_on, applied)
        assert written["amendments"]["as_of"] == period
    assert replay(receipt, engine).differences == ()


def receipt_of_party(result, engine):
    files = statement_files(result, engine)
    manifest = json.loads(files["manifest.json"])
    (receipt,) = (json.loads(text) for path, text in files.items() if path.startswith("receipts/"))
    assert manifest["pack"] == receipt["pack"]
    assert manifest["amendments"] == receipt["amendments"]
    return receipt


@pytest.mark.parametrize(("period", "version", "late"), [("BP2", "base", "23"), ("BP3", "one", "24")])
def test_an_engine_of_several_versions_answers_by_that_of_the_period(folder, period, version, late):
    engine = load_pack(folder / "pack")
    plan = engine.pack.statements["all"]
    result = compute_statement(engine, plan, read_tables(plan, folder / "data"), period)
    receipt = receipt_of_party(result, engine)
    assert receipt["pack"]["version"] == version
    assert receipt["lines"][0]["outcome"]["value"] == late
    assert receipt["amendments"]["as_of"] == period
    assert replay(receipt, engine).differences == ()


def test_a_statement_that_the_version_of_the_period_does_not_have_is_refused(folder):
    amendment = folder / "pack" / "amendments" / "one.yaml"
    amendment.write_text(GONE, encoding="utf-8")
    engine = load_pack(folder / "pack")
    plan = engine.pack.statements["all"]
    data = read_tables(plan, folder / "data")
    assert compute_statement(engine, plan, data, "BP2").parties
    with pytest.raises(ValueError, match="the version of BP3, `one`, has no statement `all`"):
        compute_statement(engine, plan, data, "BP3")


@pytest.mark.parametrize(("period", "applied"), [("BP2", []), ("BP3", ["one"])])
def test_what_one_version_computes_says_of_which_amendments_it_is(folder, period, applied):
    engine = load_pack(folder / "pack").at(period)
    plan = engine.pack.statements["all"]
    result = compute_statement(engine, plan, read_tables(plan, folder / "data"), period)
    receipt = receipt_of_party(result, engine)
    assert receipt["amendments"]["applied"] == applied
    assert replay(receipt, engine).differences == ()
