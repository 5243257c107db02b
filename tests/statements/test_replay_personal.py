"""A receipt with tokens is replayed with the file that says what they stand for; without it, what is left is said."""

import json
from pathlib import Path

import pytest
from rulewright import Case, CaseError, Tokens, load_pack, receipt_of, replay
from rulewright.reports import statement_files
from rulewright.statements import compute_statement, read_tables

CLINIC = Path(__file__).parents[1] / "cli" / "clinic"
KEY = b"a key of the tests, long enough"
CASE = Case(
    "care.copay",
    {
        "id": "PT-77Z31",
        "illness": "rubella",
        "visits": [{"cost": "120", "reason": "elbow", "days": "13"}, {"cost": "80", "reason": "fugue", "days": 17}],
        "budgets": {"PT-77Z31": "31337.25", "PT-88Y42": "27183.75"},
    },
)


@pytest.fixture(scope="module")
def engine():
    return load_pack(CLINIC)


def of_outcome(engine):
    kept = engine.with_tokens(Tokens(KEY, keeps=True))
    return json.loads(json.dumps(receipt_of(kept.run_case(CASE), kept, CASE))), kept.tokens.to_json()


def of_party(engine):
    kept = engine.with_tokens(Tokens(KEY, keeps=True))
    plan = engine.pack.statements["bills"]
    files = statement_files(compute_statement(kept, plan, read_tables(plan, CLINIC / "tables"), "M1"), kept)
    return json.loads(next(text for path, text in files.items() if "receipts/" in path)), kept.tokens.to_json()


@pytest.mark.parametrize("made", [of_outcome, of_party])
class TestReplay:
    def test_with_the_values_all_is_compared_whatever_the_key(self, engine, made):
        receipt, values = made(engine)
        assert "PT-77Z31" not in json.dumps(receipt)
        found = replay(receipt, engine, values)
        assert found.differences == ()
        assert not any("token" in each for each in found.not_compared)

    def test_without_the_values_only_the_digests_are_compared(self, engine, made):
        receipt, _ = made(engine)
        found = replay(receipt, engine)
        assert found.holds
        assert "tokens stand for personal values" in found.not_compared[0]
        receipt["engine"] = "0.0.1"
        changed = [each.path for each in replay(receipt, engine).differences]
        assert changed == ["engine", "digest"]

    def test_what_was_changed_is_found(self, engine, made):
        receipt, values = made(engine)
        text = json.dumps(receipt).replace('"120"', '"121"').replace("120.00", "121")
        found = replay(json.loads(text), engine, values)
        assert not found.holds

    def test_another_value_of_a_token_is_a_difference(self, engine, made):
        receipt, values = made(engine)
        for each in values["values"]:
            each["value"] = "mumps" if each["value"] == "rubella" else each["value"]
        assert not replay(receipt, engine, values).holds

    def test_a_token_that_nothing_explains_is_named(self, engine, made):
        receipt, values = made(engine)
        inside = json.dumps([receipt.get(name) for name in ("inputs", "facts", "recorded")])
        values["values"] = [each for each in values["values"] if each["token"] in inside]
        found = replay(receipt, engine, values)
        assert found.differences == ()
        assert any("nothing says what its token stands for" in each for each in found.not_compared)

    def test_what_is_no_file_of_values_is_refused(self, engine, made):
        receipt, _ = made(engine)
        with pytest.raises(CaseError, match="does not say what tokens stand for"):
            replay(receipt, engine, {"schema": "rulewright/receipt/1"})
