"""Nothing stands twice in a receipt, and what was left out can be put back from the receipt alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

from rulewright import Engine
from rulewright.evaluate.plain_json import to_json
from rulewright.evaluate.receipt import trace_json
from rulewright.evaluate.trace import FigureRead, TraceNode
from rulewright.packs.loading import read_pack
from rulewright.statements.compute import compute_statement
from rulewright.statements.evaluations import SEE, Evaluations
from rulewright.statements.receipts import receipts
from rulewright.statements.tables import read_tables

SAMPLE = Path(__file__).parents[2] / "rules" / "masshealth-dsrip" / "sample"
STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")
MOST = 150_000


def at(receipt, path):
    """Return what stands at a path of a receipt."""
    found = receipt
    if path.startswith("evaluation "):
        number, _, path = path.removeprefix("evaluation ").partition(".")
        (found,) = (each[number] for each in receipt["evaluations"].values() if number in each)
    for name, position in STEP.findall(path):
        found = found[int(position) - 1] if position else found[name]
    return found


def whole(receipt, value):
    """Return a value with what it points to."""
    if isinstance(value, dict) and value.keys() == {SEE}:
        return whole(receipt, at(receipt, value[SEE]))
    if isinstance(value, list):
        return [whole(receipt, each) for each in value]
    return {name: whole(receipt, each) for name, each in value.items()} if isinstance(value, dict) else value


def evaluation(receipt, number):
    """Return the evaluation of a number as a trace has it."""
    (rule,) = (rule for rule, each in receipt["evaluations"].items() if str(number) in each)
    of_rule = receipt["evaluations"][rule]
    found = {name: whole(receipt, part) for name, part in of_rule[str(number)].items()}
    for name, part in of_rule.get("always", {}).items():
        assert part.keys().isdisjoint(found.get(name, {}))
        found[name] = {**whole(receipt, part), **found.get(name, {})}
    read = [(parameter, key) for parameter, keys in found.pop("figures", {}).items() for key in keys]
    groups = ((parameter, key, receipt["figures"][parameter]) for parameter, key in read)
    figures = [(parameter, key, group) for parameter, key, all_ in groups for group in all_ if key in group["values"]]
    return {
        **found,
        "rule": rule,
        "source": receipt["evaluations"][rule]["source"],
        "figures": {
            (name, key): (group["values"][key], group["source"], group["status"]) for name, key, group in figures
        },
        "calls": [evaluation(receipt, each) for each in found.get("calls", [])],
    }


def expected(node):
    """Return a trace as `evaluation` returns it."""
    found = dict(node)
    outputs = found.get("outputs", {})
    if outputs in (found["value"], dict.fromkeys(outputs, found["value"])):
        found.pop("outputs", None)
    read = found.get("figures", [])
    figures = {
        (each["parameter"], ", ".join(each["key"])): (each["value"], each["source"], each["status"]) for each in read
    }
    return {**found, "figures": figures, "calls": [expected(each) for each in found.get("calls", [])]}


def test_the_evaluations_of_every_line_can_be_put_together_again_and_a_receipt_is_small():
    engine = Engine(read_pack(SAMPLE.parent))
    (plan,) = engine.pack.statements.values()
    result = compute_statement(engine, plan, read_tables(plan, SAMPLE), "BP3")
    texts = receipts(result, engine, "1")
    assert max(len(text.encode()) for text, _ in texts.values()) <= MOST
    party = result.parties[0]
    receipt = json.loads(texts[party.key].text)
    for line in receipt["lines"]:
        trace = trace_json(party.outcomes[line["line"]].trace, engine.pack.rules)
        trace.pop("facts", None)
        assert evaluation(receipt, line["evaluation"]) == expected(trace)


def test_equal_evaluations_figures_and_values_stand_once():
    engine = Engine(read_pack(Path(__file__).parent / "pack"))
    row = {"served": 1001, "price": "a text that is long enough to be pointed at"}
    part = TraceNode("meals.amount", 1, (("served", [row, row]),), figures=(FigureRead("meals.price", ("T1",), 2),))
    found = Evaluations({"rows": [to_json(row)]}, engine.pack.rules)
    numbers = [
        found.number_of(TraceNode("statements.meals.amount", value, children=(part, part))) for value in (1, 2, 1)
    ]
    written = found.to_json()
    assert numbers == [2, 3, 2]
    assert written["evaluations"]["meals.amount"] == {
        "source": "act, section 1",
        "1": {
            "value": "1",
            "facts": {"served": [{"see": "facts.rows[1]"}, {"see": "facts.rows[1]"}]},
            "figures": {"meals.price": ["T1"]},
        },
    }
    assert [
        each["calls"] for name, each in written["evaluations"]["statements.meals.amount"].items() if name != "source"
    ] == [[1, 1], [1, 1]]
    assert "always" not in written["evaluations"]["meals.amount"]
    assert [each["values"] for each in written["figures"]["meals.price"]] == [{"T1": "2"}]


def test_what_all_evaluations_of_a_rule_have_in_common_stands_once():
    engine = Engine(read_pack(Path(__file__).parent / "pack"))
    price = FigureRead("meals.price", ("T1",), 2)
    found = Evaluations({}, engine.pack.rules)
    for served, extra in ((1, ()), (2, (("late", True),))):
        part = TraceNode("meals.amount", served, (("track", "T1"), ("served", served), *extra), figures=(price,))
        found.number_of(TraceNode("statements.meals.amount", served, children=(part,)))
    assert found.to_json()["evaluations"]["meals.amount"] == {
        "source": "act, section 1",
        "always": {"facts": {"track": "T1"}, "figures": {"meals.price": ["T1"]}},
        "1": {"value": "1", "facts": {"served": "1"}},
        "3": {"value": "2", "facts": {"served": "2", "late": True}},
    }
