"""Names of rules become references: what is meant where, and what is left alone."""

import pytest
from pack_cases import SUBJECT, pack_of
from rulewright.language.grammar.printer import print_expression
from rulewright.language.syntax import Node, RuleReference

OTHER = """\
subject: other
title: Other
namespace: other
source: {document: protocol}
parameters:
  rate: {title: Rate, type: number, value: 3}
  deep.rate: {title: Rate, type: number, value: 3}
decisions:
  both: {title: Both, outputs: {low: {type: number, formula: "1"}, high: {type: number, formula: "2"}}}
"""
RULES = """\
parameters:
  rate: {{title: Rate, type: number, value: 3}}
  period: {{title: Period, type: period, value: BP1}}
decisions:
  score: {{title: Score, inputs: {{n: number}}, outputs: {{x: {{type: number, formula: n}}}}}}
  period.number: {{title: Number, inputs: {{p: period}}, outputs: {{x: {{type: number, formula: "1"}}}}}}
  rule:
    title: Rule
    inputs: {{score: number, period: period, n: number, list: list<measure>, ns: list<number>}}
    outputs: {{out: {{type: any, formula: {formula}}}}}
"""


def references(node):
    if isinstance(node, RuleReference):
        yield node.id
    elif isinstance(node, Node):
        for name in type(node).__slots__:
            yield from references(getattr(node, name))
    elif isinstance(node, tuple):
        for item in node:
            yield from references(item)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("rate", ["small.rate"]),
        ("small.rate + other.rate", ["small.rate", "other.rate"]),
        ("other.deep.rate", ["other.deep.rate"]),
        ("other.both.high", ["other.both"]),
        ("score", []),
        ("score(score)", ["small.score"]),
        ("score(n: score)", ["small.score"]),
        ("period.number(period)", ["small.period.number"]),
        ("for rate in ns return rate", []),
        ("for x in ns return x * rate", ["small.rate"]),
        ("for x in ns, y in [x, rate] return x + y", ["small.rate"]),
        ("some rate in ns satisfies rate > 1", []),
        ("every x in ns satisfies x > rate", ["small.rate"]),
        ("{rate: 1, b: rate}", []),
        ("{a: rate, rate: 1}", ["small.rate"]),
        ("(function(rate) rate)(1)", []),
        ("list[points > rate]", ["small.rate"]),
        ("list[item.points > 1].points", []),
        ("ns[item > rate]", ["small.rate"]),
        ("n in (rate, [1..rate])", ["small.rate", "small.rate"]),
        ("if rate > 1 then rate else -rate", ["small.rate"] * 3),
        ("n between rate and other.rate", ["small.rate", "other.rate"]),
        ("rate instance of number", ["small.rate"]),
    ],
)
def test_what_a_name_means(formula, expected):
    text = RULES.format(formula="'" + formula.replace("'", "''") + "'")
    pack = pack_of({"base/rules.yaml": SUBJECT + text, "base/other.yaml": OTHER})
    tree = pack.rules["small.rule"].outputs[0].expression.tree
    assert list(references(tree)) == expected
    assert [each.code for each in pack.diagnostics if each.is_error] == []


def test_a_reference_is_printed_as_it_was_written():
    text = RULES.format(formula="rate  +  other.rate")
    pack = pack_of({"base/rules.yaml": SUBJECT + text, "base/other.yaml": OTHER})
    assert print_expression(pack.rules["small.rule"].outputs[0].expression.tree) == "rate + other.rate"


def test_a_formula_too_deep_is_refused_with_its_place():
    text = RULES.format(formula="(" * 10_000 + "1" + ")" * 10_000)
    pack = pack_of({"base/rules.yaml": SUBJECT + text, "base/other.yaml": OTHER})
    assert [(each.code, each.place.line) for each in pack.diagnostics] == [("too-deep", 14)]


def test_a_megabyte_of_brackets_is_refused():
    text = RULES.format(formula="'" + "(" * 900_000 + "'")
    pack = pack_of({"base/rules.yaml": SUBJECT + text, "base/other.yaml": OTHER})
    assert [each.code for each in pack.diagnostics] == ["text-too-long"]
