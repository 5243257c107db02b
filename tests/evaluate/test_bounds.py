"""The bounds of types hold for outcomes, steps and arguments, in both evaluators; no value passes them in silence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from rulewright import Engine, Status
from rulewright.check.figures import check_figures
from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.language.numbers import number_text
from test_agreement import assert_agreement
from written_packs import pack_of

HEADER = b"""pack: bounded
title: What types say
documents:
  protocol: {title: A protocol}
units:
  USD: {title: US dollars}
types:
  any_money: {number: USD}
  money: {number: USD, low: 0}
  share: {number: percent, low: 0, high: 1}
  half: {number: percent, high: 0.5}
  months: {number: "", whole: true}
  tier: {enum: [low, high]}
  row: {record: {name: string, share: share}}
  proportion:
    record: {numerator: number, denominator: number, unit: "string?"}
    requires:
      - {that: numerator <= denominator, message: the numerator exceeds its denominator}
      - {that: "every each in [numerator, denominator] satisfies each >= 0", message: a count is negative}
"""
SUBJECT = (Path(__file__).parent / "bounded-pack.yaml").read_bytes()
PACK = pack_of(HEADER, SUBJECT, "bounded.yaml")
ENGINE = Engine(PACK)


def test_the_pack_is_in_order_and_every_decision_is_compiled():
    assert PACK.diagnostics == ()
    assert [id_ for id_ in PACK.rules if not ENGINE._plans[id_].is_compiled] == []


@pytest.mark.parametrize(
    ("rule", "inputs", "expected"),
    [
        ("net", {"a": 5, "b": 1}, "4"),
        ("net", {"a": 1, "b": 5}, "`net` is `-4`, but at least 0 is needed"),
        ("fee_of_net", {"a": 5, "b": 1}, "4"),
        ("fee_of_net", {"a": 1, "b": 5}, "`net` is `-4`, but at least 0 is needed"),
        ("fee_of_difference", {"a": 5, "b": 1}, "4"),
        ("fee_of_difference", {"a": 1, "b": 5}, "`amount` is `-4`, but at least 0 is needed by `bounded.fee`"),
        ("fees_of_differences", {"given": [1, 2]}, "[0, 1]"),
        ("fees_of_differences", {"given": [1, 0]}, "`amount` is `-1`, but at least 0 is needed by `bounded.fee`"),
        ("nets", {"given": [1, 2]}, "[0.5, 1]"),
        ("nets", {"given": [1, -2]}, "`net` is `-1`, but at least 0 is needed"),
        ("sure", {"amount": 3}, "3"),
        ("assumed", {"a": 5}, "50"),
        ("assumed", {"a": 15}, "`share` is `1.5`, but at most 1 is needed"),
        ("assumed", {"a": 15, "share": "0.2"}, "20"),
        ("share_of", {"part": 54, "whole": 100}, "0.5"),
        ("share_of", {"part": 55, "whole": 100}, "`share` is `0.6`, but at most 0.5 is needed"),
        ("whole_months", {"days": 90}, "3"),
        ("whole_months", {"days": 45}, "`months` is `1.5`, but a whole number is needed"),
        ("several", {"a": 5}, "{'first': 0.5, 'second': [0.5, 1]}"),
        ("several", {"a": 6}, "`second[2]` is `1.2`, but at most 1 is needed"),
        ("several", {"a": 11}, "`first` is `1.1`, but at most 1 is needed"),
        ("record", {"a": 10}, "{'name': x, 'share': 1}"),
        ("record", {"a": 11}, "`row.share` is `1.1`, but at most 1 is needed"),
        ("record_of", {"a": 1}, "2"),
        ("record_of", {"a": 2}, "`rows[2].share` is `2`, but at most 1 is needed by `bounded.shares`"),
        ("of_a_table", {"a": 1}, "0.5"),
        ("of_a_table", {"a": 7}, "0.5"),
        ("of_a_table", {"a": 3}, "`points` is `1.5`, but at most 1 is needed"),
        ("sum_of_rows", {"a": 1}, "0.5"),
        ("sum_of_rows", {"a": 2}, "`points` is `1.2`, but at most 1 is needed"),
        ("of_any", {"given": "low"}, "low"),
        ("of_any", {"given": None}, "None"),
        ("of_any", {"given": "lower"}, "`tier` is `lower`, no member of `tier`"),
        ("of_any", {"given": 3}, "`tier` is the number `3`, but a member of `tier` is needed"),
        ("of_any_number", {"given": "0.5"}, "`share` is the text `0.5`, but a number (`percent`) is needed"),
        ("of_any_number", {"given": 1}, "1"),
        ("of_any_number", {"given": -1}, "`share` is `-1`, but at least 0 is needed"),
        ("maybe", {"a": None}, "None"),
        ("maybe", {"a": 20}, "`share` is `2`, but at most 1 is needed"),
        ("of_a_range", {"a": 1}, "[0..1]"),
        ("of_a_range", {"a": 2}, "`span` is `2`, but at most 1 is needed"),
        ("ratio", {"given": {"numerator": 1, "denominator": 4, "unit": None}}, "0.25"),
        (
            "ratio",
            {"given": {"numerator": 5, "denominator": 4, "unit": None}},
            "`given`: the numerator exceeds its denominator",
        ),
        ("ratio", {"given": {"numerator": -1, "denominator": 4, "unit": None}}, "`given`: a count is negative"),
        (
            "ratios",
            {"given": [{"numerator": 1, "denominator": 2, "unit": None}, {"numerator": 2, "denominator": 1}]},
            "`given[2]`: the numerator exceeds its denominator",
        ),
        ("ratios", {"given": [{"numerator": 1, "denominator": 2, "unit": "m"}]}, "[0.5]"),
        ("ratio_of", {"a": 1}, "0.5"),
        ("ratio_of", {"a": 3}, "`given`: the numerator exceeds its denominator by `bounded.ratio`"),
        ("made", {"a": 2}, "{'numerator': 2, 'denominator': 2, 'unit': None}"),
        ("made", {"a": 3}, "`made`: the numerator exceeds its denominator"),
        ("huge", {"a": 10}, "10000000000000000000000000000000000"),
    ],
)
def test_a_value_beyond_a_bound_is_an_error_that_names_both(rule, inputs, expected):
    assert_agreement(ENGINE, f"bounded.{rule}", inputs)

    outcome = ENGINE.run(f"bounded.{rule}", inputs)

    if expected.startswith("`"):
        assert (outcome.status, outcome.message) == (Status.ERROR, expected)
        assert outcome.problem.code in {"out-of-range", "unknown-member", "wrong-type", "requirement-not-met"}
    else:
        assert (outcome.status, shown(outcome.value)) == (Status.KNOWN, expected)


def shown(value: object) -> str:
    """Return a value as the table above writes it."""
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name!r}: {shown(item)}" for name, item in value.items()) + "}"
    if isinstance(value, Decimal):
        return number_text(value)
    return f"[{value.start}..{value.end}]" if hasattr(value, "start") else str(value)


@pytest.mark.parametrize(
    ("rule", "inputs"),
    [("sure", {"amount": "-1"}), ("net", {"a": 1, "b": 5}), ("fees_of_differences", {"given": ["0"]})],
)
def test_generated_code_leaves_what_is_out_of_bounds_to_the_reference(rule, inputs):
    with pytest.raises(Fallback) as caught:
        ENGINE._plans[f"bounded.{rule}"].of_case(inputs)

    assert caught.value.reason in {Reason.OTHER_KIND, Reason.OTHER_FORM}


def test_a_bound_that_a_rule_has_promised_is_not_looked_at_again():
    text, *_ = ENGINE._indexed.compile("bounded.sure", False)

    assert Reason.OTHER_KIND.value not in text


def test_an_entry_that_is_not_known_leaves_a_requirement_undecided():
    outcome = ENGINE.run("bounded.ratio", {"given": {"denominator": 4}})

    assert (outcome.status, outcome.needs) == (Status.UNKNOWN, ("given.numerator",))


def test_a_figure_that_does_not_meet_what_its_type_requires_is_found_by_check():
    figures = b"""subject: figures
title: Figures
namespace: figures
source: {document: protocol, section: "1"}
parameters:
  rate:
    title: A rate
    type: proportion
    keys: {tier: tier}
    table:
      low: {numerator: 1, denominator: 2, unit: null}
      high: {numerator: 3, denominator: 2, unit: null}
"""
    pack = pack_of(HEADER, figures, "figures.yaml")

    found = [(each.place.line, each.code, each.message) for each in check_figures(pack)]

    assert pack.diagnostics == ()
    assert found == [(12, "requirement-not-met", "`value`: the numerator exceeds its denominator")]
