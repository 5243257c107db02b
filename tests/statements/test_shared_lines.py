"""A line over all parties is computed once, sees the parties so far, and is seen by what stands behind it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from rulewright import check_pack, replay
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.receipt import installed_version
from rulewright.packs.loading import read_pack
from rulewright.reports import statement_files
from rulewright.statements import compute_statement, line_problems, read_tables
from rulewright.statements.receipts import receipts

PACK = Path(__file__).parent / "prizes"
ENGINE = Engine(read_pack(PACK))
PLAN = ENGINE.pack.statements["prizes"]


def computed(year, folder=PACK / "tables"):
    data = read_tables(PLAN, folder)
    assert data.diagnostics == ()
    return compute_statement(ENGINE, PLAN, data, year), data


def with_scores(tmp_path, old, new):
    """Return a copy of the tables with other scores."""
    folder = Path(shutil.copytree(PACK / "tables", tmp_path / "tables"))
    text = (folder / "scores.csv").read_text()
    assert old in text
    (folder / "scores.csv").write_text(text.replace(old, new))
    return folder


def said(statement):
    """Return what lines came to: values, and what those that have none wait for."""
    return {name: each.needs or each.message or each.value for name, each in statement.outcomes.items()}


def test_lines_over_all_see_those_that_take_part_with_their_lines_so_far():
    result, _ = computed("Y1")
    assert said(result.shared) == {"listed": 2, "budget": 100, "whole": 40, "places": {"A": 1, "B": 2}}
    assert [said(party) for party in result.parties] == [
        {"score": 30, "gain": 0, "prize": 75, "place": 1},
        {"score": 10, "gain": 0, "prize": 25, "place": 2},
    ]
    assert [each.key for each in result.left_out] == ["C"]
    assert [each.holds for each in result.reconciliations] == [True, True, True]


def test_reads_match_what_a_formula_of_the_period_comes_to():
    result, _ = computed("Y2")
    assert [said(party)["gain"] for party in result.parties] == [-10, 20, 0]
    assert result.parties[0].seen["before"] == {"club": "A", "year": "Y1", "points": 30}
    assert result.parties[2].seen["before"] is None


def test_what_is_read_for_no_party_is_one_list_for_all():
    result, data = computed("Y2")
    assert result.shared.seen["all_scores"] == [row.record for row in data.rows["scores"]][2:5]
    assert "all_scores" not in result.parties[0].seen  # no line of a party uses it
    assert result.parties[0].seen["places"] is result.parties[1].seen["places"]


def test_what_one_party_lacks_all_wait_for(tmp_path):
    result, _ = computed("Y2", folder=with_scores(tmp_path, "B,Y2,30\n", ""))
    waits = ("scores.csv: club `B`, year `Y2`",)
    assert said(result.shared)["whole"] == waits
    assert [said(party)["prize"] for party in result.parties] == [waits] * 3
    assert [said(party)["score"] for party in result.parties] == [20, waits, 10]


def test_an_error_is_reported_once_where_it_arises(tmp_path):
    none = with_scores(tmp_path, "A,Y1,30\nB,Y1,10\n", "A,Y1,0\nB,Y1,0\n")
    result, data = computed("Y1", folder=none)
    assert [each.message for each in line_problems(result, data)] == [
        "Albion, Prize: division by zero",
        "Borough, Prize: division by zero",
    ]


def test_an_error_of_a_party_is_not_reported_again_of_all():
    data = read_tables(PLAN, PACK / "tables")
    twice = {**data.rows, "scores": (*data.rows["scores"], data.rows["scores"][0])}
    doubled = type(data)(twice, (), data.lines, data.digests)
    result = compute_statement(ENGINE, PLAN, doubled, "Y1")
    found = [each.message.partition(": `")[0] for each in line_problems(result, doubled)]
    assert found == ["Albion, Score"]
    assert result.shared.outcomes["whole"].status.value == "error"


@pytest.mark.parametrize("year", ["Y1", "Y2", "Y3"])
def test_receipts_of_all_and_of_each_are_replayed_by_themselves(year, tmp_path):
    for folder in (PACK / "tables", with_scores(tmp_path, "A,Y2,20\n", "")):
        result, _ = computed(year, folder=folder)
        found = {
            key: json.loads(written.text) for key, written in receipts(result, ENGINE, installed_version()).items()
        }
        assert found[None]["scope"] == "all"
        assert len(found) == len(result.parties) + 1
        assert [replay(each, ENGINE).differences for each in found.values()] == [()] * len(found)
        if year == "Y1":
            found[None]["facts"]["clubs_in"][0]["score"] = "31"
            paths = {each.path for each in replay(found[None], ENGINE).differences}
            assert "lines[3].outcome.value" in paths


def test_files_have_the_lines_over_all_once_and_lead_to_them():
    result, _ = computed("Y1")
    files = statement_files(result, ENGINE, engine_version="1")
    assert "shared.json" in files
    assert files["statement.csv"].splitlines()[0] == "year,party,label,score,gain,prize,place,not_known"
    assert [row for row in files["lines.csv"].splitlines() if row.startswith("Y1,,")][
        1
    ] == "Y1,,,budget,What is shared,known,100,,"
    page = files["statement.html"]
    assert page.count('id=".whole"') == 1
    assert page.count('href="#.whole">Score of all</a>') == 2  # from the prize of each of both clubs


REFUSED = {
    "a line of each party": ("sum(clubs_in.score)", "score * 2", "unknown-name", "each party has its own `score`"),
    "a party's row": (
        "sum(clubs_in.score)",
        "sum(clubs_in.score) * count(club.name)",
        "unknown-name",
        "its own `club`",
    ),
    "what is read for a party": (
        "sum(clubs_in.score)",
        "scored.points",
        "unknown-name",
        "those of all are in `clubs_in`",
    ),
    "a line of parties below": ("sum(clubs_in.score)", "sum(clubs_in.prize)", "unknown-entry", ""),
    "a line over all below": ("formula: scored.points", "formula: scored.points * count(places)", "unknown-name", ""),
    "a circle": ("formula: count(all_scores)", "formula: whole", "unknown-name", ""),
    "a total of all": (
        "scope: all, type: money,",
        'scope: all, type: money, total: "true",',
        "wrong-type",
        "drop `total`",
    ),
    "a name twice": ("all: clubs_in", "all: scored", "duplicate-rule", "give the parties a name of their own"),
    "a line named as the parties": ("id: listed", "id: clubs_in", "duplicate-rule", ""),
    "a match of another type": ("prizes.previous(year)}", "prizes.number(year)}", "type-mismatch", ""),
    "a match with what it does not see": ("prizes.previous(year)}", "prizes.previous(score)}", "unknown-name", ""),
    "another scope": ("scope: all, type: number", "scope: some, type: number", "unknown-word", ""),
}


@pytest.mark.parametrize(("old", "new", "code", "hint"), REFUSED.values(), ids=REFUSED)
def test_what_a_line_over_all_cannot_see_is_refused(tmp_path, old, new, code, hint):
    folder = Path(shutil.copytree(PACK, tmp_path / "prizes"))
    path = folder / "statements" / "prizes.yaml"
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    problem = next(each for each in check_pack(folder).diagnostics if each.code == code)
    assert hint in problem.hint
    assert problem.place.path.endswith("prizes.yaml")


def test_what_a_line_is_over_is_part_of_the_digest(tmp_path):
    folder = Path(shutil.copytree(PACK, tmp_path / "prizes"))
    path = folder / "statements" / "prizes.yaml"
    path.write_text(path.read_text().replace("prizes.previous(year)}", "prizes.previous(prizes.previous(year))}"))
    assert read_pack(folder).digest != ENGINE.digest
