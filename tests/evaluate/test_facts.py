"""The facts of a case become values of the inputs, with every problem at once."""

from __future__ import annotations

from decimal import Decimal

from rulewright.evaluate.facts import read_facts
from rulewright.evaluate.plain_json import to_json
from rulewright.language.temporal.values import Date
from rulewright.language.types import DATE, NUMBER, EnumType, Nullable
from rulewright.packs.model.rules import Input

PERIOD = EnumType("period", ("PREP", "BP1", "BP2"), (("Prep", "PREP"),))


def test_all_problems_of_a_case_are_reported_at_once():
    inputs = (Input("rate", NUMBER), Input("period", PERIOD), Input("date", DATE))

    values, problems = read_facts({"rate": "x", "perod": "BP1", "date": "2020-01-31"}, inputs)

    assert values == {"date": Date(2020, 1, 31)}
    assert [(problem.code, problem.path, problem.hint) for problem in problems] == [
        ("unknown-input", "perod", "did you mean `period`?"),
        ("wrong-type", "rate", "a number is written `1250.50`, a share `0.75` or `75%`"),
    ]


def test_null_leaves_out_an_input_whose_type_has_no_null():
    inputs = (Input("rate", NUMBER), Input("previous", Nullable(NUMBER)), Input("period", PERIOD))

    assert read_facts({"rate": None, "previous": None, "period": "BP1"}, inputs) == (
        {"previous": None, "period": "BP1"},
        (),
    )


def test_numbers_are_written_in_one_way():
    texts = ["1E+5", "0.50", "-0", "-0.00", "12", "1E-7", "0E+3"]

    assert [to_json(Decimal(text)) for text in texts] == ["100000", "0.5", "0", "0", "12", "0.0000001", "0"]
