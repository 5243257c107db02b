"""A receipt can be replayed: the same question gives the same receipt, or says what has changed, whatever it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rulewright import Case, Difference, Engine, receipt_of, replay
from rulewright.evaluate.caselines import CaseError
from rulewright.evaluate.receipt import receipt_digest
from rulewright.packs.loading import read_pack

PACK = read_pack(Path(__file__).parent / "sample-pack")
ENGINE = Engine(PACK)


def receipt(rule: str, facts: dict[str, object], id_: str = "A-17") -> dict[str, object]:
    outcome = ENGINE.run(rule, facts)
    return json.loads(json.dumps(receipt_of(outcome, ENGINE, Case(rule, facts, id_))))


def points() -> dict[str, object]:
    return receipt("sample.points", {"score": "1", "goal": 3})


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("sample.points", {"score": "1", "goal": 3}),
        ("sample.two_parts", {"amount": "100"}),
        ("sample.points", {"score": "1"}),
        ("sample.points", {"score": "1", "goal": 0}),
    ],
)
def test_a_receipt_holds_when_nothing_has_changed(rule, facts):
    found = replay(receipt(rule, facts), ENGINE)

    assert found.holds
    assert (found.differences, found.not_compared) == ((), ())


def test_another_outcome_is_shown_where_it_differs():
    kept = receipt("sample.two_parts", {"amount": "90"})
    kept["outcome"]["value"]["first"] = "31"

    digest, difference = replay(kept, ENGINE).differences

    assert digest.path == "digest"
    assert difference == Difference("outcome.value.first", "31", "30")


def parts_of(value: object, *path: object) -> list[tuple[object, ...]]:
    """Return the way to each text, number, boolean and null in a JSON value."""
    if isinstance(value, dict):
        return [each for name, inner in value.items() for each in parts_of(inner, *path, name)]
    if isinstance(value, list):
        return [each for place, inner in enumerate(value) for each in parts_of(inner, *path, place)]
    return [path]


@pytest.mark.parametrize(
    "path", [path for path in parts_of(points()) if path != ("schema",)], ids=lambda path: ".".join(map(str, path))
)
def test_every_part_of_a_receipt_is_compared(path):
    kept = points()
    *way, last = path
    part = kept
    for step in way:
        part = part[step]
    part[last] = f"{part[last]}1"

    assert not replay(kept, ENGINE).holds


@pytest.mark.parametrize("name", ["id", "engine", "warnings", "trace", "outcome"])
def test_a_part_that_was_taken_out_is_a_difference(name):
    kept = points()
    del kept[name]

    assert {"digest"} < {each.path.partition(".")[0] for each in replay(kept, ENGINE).differences} | {"id"}


@pytest.mark.parametrize(
    ("name", "path"), [("trace", "trace.value"), ("engine", "engine"), ("warnings", "warnings"), ("extra", None)]
)
def test_what_a_receipt_without_a_digest_says_is_compared_where_it_can_be(name, path):
    kept = points()
    del kept["digest"]
    kept[name] = {**kept["trace"], "value": "7"} if name == "trace" else ["another"]

    found = replay(kept, ENGINE)

    assert [each.path for each in found.differences] == ([path] if path else [])
    apart = ["id", "as_of", "known_on", "inputs", "recorded", *([] if path else ["extra"])]
    assert sorted(found.not_compared) == sorted(f"`{each}`: the receipt has no digest of itself" for each in apart)


def test_a_receipt_without_problem_warnings_and_basis_is_replayed_without():
    kept = receipt("sample.two_parts", {"amount": "90"})
    for name in ("problem", "warnings", "basis"):
        del kept["outcome"][name]
    kept["digest"] = receipt_digest(kept)

    assert replay(kept, ENGINE).holds


def test_another_basis_is_shown_and_another_folder_of_the_rules_is_none():
    kept = receipt("sample.points", {"score": "1", "goal": 0})
    kept["outcome"]["problem"]["place"] |= {"path": "C:\\elsewhere\\rules.yaml", "line": 1}
    kept["outcome"]["basis"]["defaults"].append({"rule": "sample.points"})
    kept["digest"] = receipt_digest(kept)

    differences = replay(kept, ENGINE).differences

    assert [each.path for each in differences] == ["outcome.problem.place.line", "outcome.basis.defaults"]


def test_another_pack_is_a_difference_whatever_the_outcome():
    (difference,) = replay(points(), Engine(replace(PACK, digest="other"))).differences

    assert (difference.path, difference.now) == ("pack.digest", "other")


def test_a_rule_that_there_is_no_longer_is_a_difference():
    kept = {**points(), "rule": "sample.gone"}

    assert [each.path for each in replay(kept, ENGINE).differences] == ["rule"]


SCHEMA = "rulewright/receipt/1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no object"),
        (5, "no object"),
        ("text", "no object"),
        ([{"schema": SCHEMA}], "a list"),
        ({"outcome": {}}, "its schema is"),
        ({"schema": 5}, "its schema is"),
        ({"schema": SCHEMA}, "there is no `rule`"),
        ({"schema": SCHEMA, "rule": 5}, "there is no `rule`"),
        ({"schema": SCHEMA, "rule": "sample.points", "inputs": 5}, "`inputs` is no object"),
        ({"schema": SCHEMA, "rule": "sample.points", "recorded": 5}, "`recorded` is no object"),
        ({"schema": SCHEMA, "rule": "sample.points", "as_of": 5}, "`as_of` is no text"),
        ({"schema": SCHEMA, "rule": "sample.points", "id": [5]}, "`id` is no text"),
        ({"schema": SCHEMA, "rule": "sample.points", "inputs": {"score": {1}}}, "it is no JSON"),
    ],
)
def test_what_is_no_receipt_is_refused(content, message):
    with pytest.raises(CaseError, match="this is no receipt") as refused:
        replay(content, ENGINE)

    assert message in str(refused.value)
    assert refused.value.code == "not-a-receipt"


def test_facts_of_another_kind_are_differences_and_no_faults():
    for facts in ({"score": 1.5, "goal": 3}, {"score": [[]], "goal": None}, {"": 1}):
        kept = {**points(), "inputs": facts}

        assert "outcome.status" in {each.path for each in replay(kept, ENGINE).differences}
