"""Types that a pack names: what is no problem in `check` has an outcome in `run`, by both evaluators."""

from __future__ import annotations

import pytest
from rulewright import Engine, Status
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.kinds import BY_NAME, NAMED_TYPES, SCALAR_TYPES, kind_of_type
from rulewright.language.types import ANY, NULL, NumberType
from rulewright.source import SourceText
from test_agreement import assert_agreement
from written_packs import pack_of

HEADER = b"""\
pack: small
title: A small pack
documents: {protocol: {title: Protocol}}
"""
SUBJECT = """\
subject: rules
title: Rules
namespace: small
source: {document: protocol, section: "1"}
decisions:
"""
DECISION = """\
  rule_{place}:
    title: "{name}"
    inputs: {{value: "{input}", other: "any?"}}
    outputs:
      is_one: {{type: boolean, formula: "value instance of {name}"}}
      is_other: {{type: boolean, formula: "other instance of list<{name}>"}}
      itself: {{type: any, formula: "(function(x: {name}) x)(value)"}}
"""
IDS = {name: f"small.rule_{place}" for place, name in enumerate(NAMED_TYPES)}


@pytest.fixture(scope="module")
def engine() -> Engine:
    rules = SUBJECT
    for place, name in enumerate(NAMED_TYPES):
        rules += DECISION.format(place=place, name=name, input=name if name in SCALAR_TYPES else "any")
    pack = pack_of(HEADER, rules.encode())
    assert pack.diagnostics == ()
    return Engine(pack)


def value_of(name: str) -> object:
    """Return a value of a named type, null where there is no other."""
    type_ = NAMED_TYPES[name]
    if type_ == ANY or isinstance(type_, NumberType):
        return 1
    if type_ == NULL:
        return None
    kind = BY_NAME[kind_of_type(type_)]
    text = kind.example if kind.parse is None else f'@"{kind.example}"'
    return ReferenceEvaluator().evaluate(parse_expression(SourceText.of(text)).tree)


@pytest.mark.parametrize("name", NAMED_TYPES)
def test_a_pack_may_name_every_type_in_its_formulas(engine, name):
    value = value_of(name)
    facts = {"value": value, "other": [value, value]}
    outcome = engine.run(IDS[name], facts)

    assert outcome.status is Status.KNOWN
    assert outcome.value == {"is_one": True, "is_other": True, "itself": value}
    assert_agreement(engine, IDS[name], facts)
