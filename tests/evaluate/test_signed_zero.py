"""A zero that was given with a sign loses it, whichever reader reads it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rulewright import Engine
from written_packs import pack_of

HEADER = b"""pack: zero
title: Zeros
about: Rules for one test.
documents:
  protocol: {title: A protocol}
types:
  row: {record: {n: number, share: percent}}
"""
SUBJECT = """subject: zero
title: Zeros
namespace: zero
source: {document: protocol, section: "1"}
decisions:
"""
TYPES = {
    "number": lambda zero: zero,
    "percent": lambda zero: zero,
    "number?": lambda zero: zero,
    "list<number>": lambda zero: [1, zero, "-2"],
    "list<percent>": lambda zero: ["0.5", zero],
    "row": lambda zero: {"n": zero, "share": zero},
    "list<row>": lambda zero: [{"n": "-2", "share": "0.5"}, {"n": zero, "share": zero}],
    "map<number>": lambda zero: {"a": zero, "b": 3},
}
RULES = "".join(
    f'  r{place}: {{title: R, inputs: {{v: "{type_}"}}, outputs: {{o: {{type: "{type_}", formula: v}}}}}}\n'
    for place, type_ in enumerate(TYPES)
)
PACK = pack_of(HEADER, (SUBJECT + RULES).encode(), "zero.yaml")
ENGINE = Engine(PACK)


def test_the_pack_has_no_problem():
    assert PACK.diagnostics == ()


@pytest.mark.parametrize("zero", ["-0", "-0.00", Decimal("-0"), Decimal("-0.0"), 0, "0", "-5", "-0.5", "7"])
@pytest.mark.parametrize("type_", TYPES)
def test_both_readers_give_the_same_number(type_, zero):
    facts = {"v": TYPES[type_](zero)}
    rule = f"zero.r{list(TYPES).index(type_)}"
    if str(zero) in {"-5", "7"} and ("percent" in type_ or "row" in type_):
        return
    expected = repr(ENGINE.run(rule, facts, reference=True).value)

    assert "'-0'" not in expected
    assert "'-0.0" not in expected
    assert repr(ENGINE.run(rule, facts).value) == expected
    assert repr(next(iter(ENGINE.values(rule, [facts])))) == expected
    assert ENGINE._plans[rule].is_compiled


def test_only_lists_of_records_leave_a_negative_fraction_to_the_reader_that_explains():
    for place, (type_, given) in enumerate(TYPES.items()):
        plan = ENGINE._plans[f"zero.r{place}"]
        if type_ != "list<row>":
            plan.of_case({"v": given("-0.5")})
