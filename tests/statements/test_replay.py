"""A receipt of a statement is replayed without its tables: its lines come out as they did, or what differs shows."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rulewright import CaseError, Engine, replay
from rulewright.evaluate import recorded
from rulewright.evaluate.receipt import installed_version, receipt_digest
from rulewright.packs.loading import read_pack
from rulewright.statements.compute import compute_statement
from rulewright.statements.receipts import receipts
from rulewright.statements.replay import TABLES
from rulewright.statements.tables import read_tables

HERE = Path(__file__).parent
SAMPLE = Path(__file__).parents[2] / "rules" / "masshealth-dsrip" / "sample"
MEALS = Engine(read_pack(HERE / "pack"))


def written(engine, folder, period, change=lambda data: data):
    (plan,) = engine.pack.statements.values()
    result = compute_statement(engine, plan, change(read_tables(plan, folder)), period)
    return [json.loads(text) for text, _ in receipts(result, engine, installed_version()).values()]


def meals(period="T1", change=lambda data: data):
    return written(MEALS, HERE / "tables", period, change)


def with_meals(rows):
    """Return a change of the tables: other rows of meals."""
    return lambda data: replace(data, rows={**data.rows, "meals": rows(data.rows["meals"])})


@pytest.mark.parametrize("period", ["PREP", "BP3", "BP5"])
def test_every_receipt_of_the_sample_holds(period):
    engine = Engine(read_pack(SAMPLE.parent))
    found = [replay(each, engine) for each in written(engine, SAMPLE, period)]

    assert len(found) > 10
    assert [each.differences for each in found] == [()] * len(found)
    assert {each.not_compared for each in found} == {(TABLES,)}


@pytest.mark.parametrize("name", ["facts", "recorded", "amendments.as_of", "amendments.known_on"])
def test_of_a_receipt_without_a_digest_it_says_what_it_took_as_it_is(name):
    engine = Engine(read_pack(SAMPLE.parent))
    receipt = written(engine, SAMPLE, "BP3")[1]
    assert not any(each.startswith(f"`{name}`:") for each in replay(receipt, engine).not_compared)
    del receipt["digest"]

    found = replay(receipt, engine)

    assert found.holds
    assert f"`{name}`: the receipt has no digest of itself" in found.not_compared


@pytest.mark.parametrize("period", ["T1", "T2"])
@pytest.mark.parametrize(
    "change", [lambda data: data, with_meals(lambda _: []), with_meals(lambda rows: [*rows, *rows])]
)
def test_lines_that_are_open_unknown_or_an_error_hold_too(period, change):
    assert [replay(each, MEALS).differences for each in meals(period, change)] == [(), ()]


def many_schools(folder, count, share="75%"):
    names = [f"S{number}" for number in range(count)]
    (folder / "schools.csv").write_text("school,name,opened\n" + "".join(f"{each},{each},\n" for each in names))
    (folder / "meals.csv").write_text("school,term,served\n" + "".join(f"{each},T1,{len(each)}\n" for each in names))
    rows = "".join(f"{each},{share},Inspector,2020-02-01\n" for each in names[: count // 2])
    (folder / "inspections.csv").write_text("school,share,inspector,inspected\n" + rows)


def test_recorded_decisions_are_read_once_and_each_receipt_has_those_that_were_used(tmp_path, monkeypatch):
    many_schools(tmp_path, 12)
    reads = []
    read = recorded.read_recorded
    monkeypatch.setattr(recorded, "read_recorded", lambda *given: reads.append(1) or read(*given))

    found = written(MEALS, tmp_path, "T1")

    assert len(reads) == 1
    kept = [[each["for"]["school"] for each in receipt["recorded"]["meals.inspection"]] for receipt in found]
    assert kept == [[f"S{number}"] for number in range(6)] + [["S0"]] * 6
    statuses = [receipt["lines"][3]["outcome"]["status"] for receipt in found]
    assert statuses == ["known"] * 6 + ["open"] * 6
    assert [replay(each, MEALS).differences for each in found] == [()] * 12


def test_a_receipt_with_an_error_has_all_recorded_decisions(tmp_path):
    many_schools(tmp_path, 4, "150%")

    found = written(MEALS, tmp_path, "T1")

    assert [len(receipt["recorded"]["meals.inspection"]) for receipt in found] == [2, 2, 1, 1]
    assert [replay(each, MEALS).differences for each in found] == [()] * 4


def test_a_percent_beyond_the_whole_is_read_as_it_was(tmp_path):
    for path in (HERE / "tables").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    inspections = (tmp_path / "inspections.csv").read_text()
    assert "75%" in inspections
    (tmp_path / "inspections.csv").write_text(inspections.replace("75%", "150%"))

    assert [replay(each, MEALS).differences for each in written(MEALS, tmp_path, "T1")] == [(), ()]


CHANGES = [
    (("label",), "Another", "label"),
    (("party",), "Another", "party"),
    (("term",), "T2", "term"),
    (("engine",), "0.0.1", "engine"),
    (("pack", "digest"), "0", "pack.digest"),
    (("lines", 0, "outcome", "value"), "1002", "lines[1].outcome.value"),
    (("lines", 1, "evaluation"), 1, "lines[2].evaluation"),
    (("evaluations", "meals.amount", "2", "value"), "1", "evaluations.meals.amount.2.value"),
    (("figures", "meals.price", 0, "values", "T1"), "1", "figures.meals.price[1].values.T1"),
    (("lines", 1, "title"), "Sum", "lines[2].title"),
    (("facts", "count", "served"), "1002", "lines[1].outcome.value"),
    (("tables", "schools.csv"), "0", None),
    (("recorded", "meals.inspection", 0, "actor"), "nobody", "evaluations.meals.inspection"),
]


@pytest.mark.parametrize(("way", "value", "path"), CHANGES, ids=str)
def test_what_was_changed_is_found_by_what_follows_from_it_and_by_the_digest(way, value, path):
    kept, _ = meals()
    part = kept
    for step in way[:-1]:
        part = part[step]
    part[way[-1]] = value

    found = [each.path for each in replay(kept, MEALS).differences]

    assert "digest" in found
    assert path is None or any(each.startswith(path) for each in found)
    kept["digest"] = receipt_digest(kept)
    assert [each.path for each in replay(kept, MEALS).differences] == found[1:]


def test_a_statement_that_the_pack_does_not_have_is_a_difference():
    kept, _ = meals()

    (difference,) = replay({**kept, "statement": "dinners"}, MEALS).differences

    assert (difference.path, difference.then, difference.now) == ("statement", "dinners", "the pack has meals")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("recorded", 5, "its `recorded` is no object"),
        ("recorded", None, "its `recorded` is no object"),
        ("facts", [], "its `facts` are not"),
        ("facts", {"term": "T1"}, "its `facts` are not `term`, `party`, `count`"),
        ("facts", {"term": "T1", "party": {}, "count": None}, "`facts.party` names no party"),
        ("facts", {"term": "T1", "party": {"school": []}, "count": None}, "`facts.party` names no party"),
        ("schema", "rulewright/statement-receipt/1", "its schema is"),
    ],
)
def test_what_is_no_receipt_of_a_statement_is_refused(name, value, message):
    kept, _ = meals()

    with pytest.raises(CaseError, match="this is no receipt") as refused:
        replay({**kept, name: value}, MEALS)

    assert message in str(refused.value)
    assert refused.value.code == "not-a-receipt"


def test_facts_of_another_kind_are_differences_and_no_faults():
    kept, _ = meals()
    for count in (5, [], {"served": 1.5}, {"unknown": 5}, {"unknown": ["count"]}, {"error": "gone"}):
        found = replay({**kept, "facts": {**kept["facts"], "count": count}}, MEALS)

        assert "lines[1].outcome.status" in {each.path for each in found.differences}
