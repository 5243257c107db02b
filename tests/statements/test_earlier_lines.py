"""What a party's lines of an earlier period came to is computed from the same tables, and seen as a record."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from rulewright import check_pack, replay
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.receipt import installed_version
from rulewright.packs.loading import read_pack
from rulewright.statements import compute_statement, read_tables
from rulewright.statements.receipts import receipts

PACK = Path(__file__).parent / "prizes"
PREVIOUS = "earlier: {last: prizes.previous(year)}\n"
CARRIED = """  - id: carried
    title: All prizes so far
    type: money
    formula: prize + (if last = null then 0 else last.carried)
"""


def packed(folder, earlier=PREVIOUS, line=CARRIED):
    """Return a copy of the pack with lines that see those of an earlier period."""
    changed = Path(shutil.copytree(PACK, folder / "prizes"))
    path = changed / "statements" / "prizes.yaml"
    text = (
        path.read_text()
        .replace("lines:\n", earlier + "lines:\n")
        .replace("reconciliations:\n", line + "reconciliations:\n")
    )
    path.write_text(text)
    return changed


def computed(folder, year, **written):
    engine = Engine(read_pack(packed(folder, **written)))
    plan = engine.pack.statements["prizes"]
    return engine, compute_statement(engine, plan, read_tables(plan, PACK / "tables"), year)


@pytest.mark.parametrize(
    ("year", "carried"),
    [
        ("Y1", [75, 25]),
        ("Y2", [75 + 40, 25 + 60, 20]),  # C took no part in Y1
        ("Y3", [("prizes.pool",)] * 3),
    ],
)
def test_a_balance_is_carried_from_period_to_period(tmp_path, year, carried):
    engine, result = computed(tmp_path, year)
    outcomes = [party.outcomes["carried"] for party in result.parties]
    assert [each.needs or each.value for each in outcomes] == carried
    found = [json.loads(text) for text, _ in receipts(result, engine, installed_version()).values()]
    assert [replay(each, engine).differences for each in found] == [()] * len(found)


def test_lines_over_all_parties_of_the_earlier_period_are_seen_too(tmp_path):
    line = CARRIED.replace("last.carried", "last.budget").replace("prize +", "0 * prize +")
    _, result = computed(tmp_path, "Y2", line=line)
    assert [party.outcomes["carried"].value for party in result.parties] == [100, 100, 0]


def test_lines_that_rest_on_themselves_are_unknown(tmp_path):
    _, result = computed(tmp_path, "Y2", earlier="earlier: {last: year}\n")
    outcome = result.parties[0].outcomes["carried"]
    assert outcome.needs == ("the lines of Y2, which rest on themselves",)


@pytest.mark.parametrize(
    ("earlier", "code"),
    [
        ("earlier: {last: prizes.number(year)}\n", "type-mismatch"),
        ("earlier: {last: prizes.previous(score)}\n", "unknown-name"),
        ("earlier: {scored: prizes.previous(year)}\n", "duplicate-rule"),
        ("earlier: {score: prizes.previous(year)}\n", "duplicate-rule"),
        ("earlier: [last]\n", "wrong-shape"),
    ],
)
def test_what_is_no_earlier_period_is_refused(tmp_path, earlier, code):
    assert code in {each.code for each in check_pack(packed(tmp_path, earlier)).diagnostics}
