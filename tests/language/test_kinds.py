"""What the table of kinds says, the grammar, the checker and the evaluator say as well."""

from __future__ import annotations

import pytest
from rulewright.evaluate.reference.conformance import conforms
from rulewright.language.checker import Environment, check_expression
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.kinds import BY_NAME, KINDS, NAMED_TYPES, ValueKind, kind_of, kind_of_type, properties_of
from rulewright.language.types import ANY, NumberType, Type
from rulewright.language.values import Failure
from rulewright.source import SourceText
from value_cases import evaluated, read_value_cases

PARTS = sorted({name for kind in KINDS for name in kind.properties})


def literal(kind: ValueKind) -> str:
    """Return the example of a kind as an expression."""
    return kind.example if kind.parse is None else f'@"{kind.example}"'


def literal_of(type_: Type) -> str:
    if type_ == ANY or isinstance(type_, NumberType):
        return "1"
    kind = kind_of_type(type_)
    return "null" if kind == "null" else literal(BY_NAME[kind])


def codes_of_check(text: str) -> list[str]:
    source = SourceText.of(text)
    parsed = parse_expression(source)
    assert parsed.tree is not None, text
    found = (*parsed.diagnostics, *check_expression(parsed.tree, source, Environment()).diagnostics)
    return [each.code for each in found]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_example_of_a_kind_is_of_that_kind(kind):
    value = evaluated(literal(kind))

    assert type(value) is kind.class_
    assert kind_of(value) == kind.name
    assert conforms(value, kind.type) or kind.name == "function"


@pytest.mark.parametrize("name", NAMED_TYPES)
def test_what_the_checker_admits_as_a_type_the_evaluator_knows(name):
    value = literal_of(NAMED_TYPES[name])
    texts = [f"{value} instance of {name}", f"[] instance of list<{name}>", f"(function(x: {name}) x)({value})"]

    assert [codes_of_check(text) for text in texts] == [[], [], []]
    assert not any(isinstance(evaluated(text), Failure) for text in texts)


@pytest.mark.parametrize("name", NAMED_TYPES)
def test_every_named_type_has_a_case(name):
    assert any(case.text.endswith(f" instance of {name}") for case in read_value_cases())


@pytest.mark.parametrize("name", ["function", "Number", "duration", "null", "dateTimes"])
def test_what_the_checker_does_not_admit_the_evaluator_does_not_know(name):
    text = f"1 instance of {name}"
    assert codes_of_check(text) == ["unknown-type"]
    assert evaluated(text).code == "unknown-type"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.properties], ids=lambda kind: kind.name)
def test_the_parts_that_the_checker_knows_are_those_that_the_evaluator_gives(kind, part):
    text = f"{literal(kind)}.{part}"
    value = evaluated(text)

    assert codes_of_check(text) == ([] if part in kind.properties else ["unknown-entry"])
    assert isinstance(value, Failure) is (part not in kind.properties)
    assert isinstance(value, Failure) or conforms(value, properties_of(kind.type)[part])
