"""The reference evaluator on trees, values and types by themselves, where no text or pack leads that far."""

from __future__ import annotations

from pathlib import Path

import pytest
from expression_cases import describe, parse
from rulewright.evaluate.reference.conformance import Conformance, conforms
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.evaluate.reference.rounding import round_value
from rulewright.language.limits import Limits
from rulewright.language.numbers import number
from rulewright.language.syntax import (
    AnyTest,
    BooleanLiteral,
    ComparisonTest,
    ContextEntry,
    ContextLiteral,
    Filter,
    In,
    Invalid,
    Invocation,
    ListLiteral,
    Name,
    NamedArgument,
    NullLiteral,
    NumberLiteral,
    RuleReference,
    UnaryTests,
)
from rulewright.language.types import BOOLEAN, NUMBER, ContextType, EnumType, ListType, MapType, Nullable, NumberType
from rulewright.language.values import Failure, Unknown
from rulewright.packs.loading import read_pack
from rulewright.packs.model.rules import Expression, Requirement, Rounding
from rulewright.source import SourceText
from written_packs import pack_of

HERE = Path(__file__).parent
PACK = read_pack(HERE / "sample-pack")
REFERENCE = ReferenceEvaluator(PACK.rules, PACK.types)
A, B = number(1), number(2)


def test_a_rule_that_there_is_not_is_an_error_wherever_it_is_called():
    for tree in (RuleReference("no.rule", "no.rule"), Invocation(RuleReference("no.rule", "no.rule"), ())):
        assert describe(ReferenceEvaluator().evaluate(tree)) == "error: unknown-rule"
        assert describe(REFERENCE.evaluate(tree)) == "error: unknown-rule"
    value, trace, warnings = REFERENCE.evaluate_rule("no.rule", {})
    assert (describe(value), trace.value, warnings) == ("error: unknown-rule", value, ())


def test_what_could_not_be_read_or_bound_is_an_error_and_no_crash():
    twice = (NamedArgument("n", Name("a")), NamedArgument("n", Name("a")))
    for tree, code in (
        (Invalid(), "unexpected-token"),
        (ContextLiteral((ContextEntry("x", Name("a")), ContextEntry("x", Name("a")))), "duplicate-name"),
        (Invocation(Name("abs"), (), twice), "duplicate-name"),
        (UnaryTests((AnyTest(),)), "unknown-name"),
    ):
        assert describe(ReferenceEvaluator().evaluate(tree, {"a": A})) == f"error: {code}"


def test_tests_stand_alone_where_there_is_an_input():
    tests = UnaryTests((ComparisonTest("<", NumberLiteral(B)), AnyTest()))

    assert ReferenceEvaluator().evaluate(tests, {"?": A}) is True
    assert ReferenceEvaluator().evaluate(In(Name("a"), (tests,)), {"a": B}) is True


@pytest.mark.parametrize(
    ("test", "is_negated", "expected"),
    [
        (ComparisonTest("<", NumberLiteral(A)), False, False),
        (ComparisonTest("<", NumberLiteral(A)), True, True),
        (ComparisonTest("<=", NumberLiteral(B)), True, False),
        (Name("two"), False, True),
        (BooleanLiteral(True), False, True),
        (BooleanLiteral(False), False, False),
        (NullLiteral(), False, False),
    ],
)
def test_a_cell_is_passed_by_a_number_that_it_admits(test, is_negated, expected):
    assert ReferenceEvaluator().test(UnaryTests((test,), is_negated), B, {"two": B}) is expected


def test_a_negated_cell_is_in_doubt_where_its_input_is():
    x = Unknown(frozenset({"x"}))
    for is_negated in (False, True):
        assert ReferenceEvaluator().test(UnaryTests((ComparisonTest("<", NumberLiteral(A)),), is_negated), x) == x


@pytest.mark.parametrize(("length", "code"), [(4, ""), (5, "limit-list")])
def test_a_list_may_be_as_long_as_the_limit(length, code):
    small = ReferenceEvaluator(limits=Limits(list_length=4, string_length=4))
    listed = small.evaluate(ListLiteral((NumberLiteral(A),) * length))
    joined = small.evaluate(parse(f'"{"a" * (length - 1)}" + "a"'))

    assert (listed.code if isinstance(listed, Failure) else "") == code
    assert (joined.code if isinstance(joined, Failure) else "") == code.replace("list", "string")


@pytest.mark.parametrize(("steps", "code"), [(5, ""), (4, "limit-steps")])
def test_every_node_that_is_evaluated_counts(steps, code):
    value = ReferenceEvaluator(limits=Limits(steps=steps)).evaluate(parse("1 + 1 + 1"))

    assert (value.code if isinstance(value, Failure) else "") == code


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (number("0.125"), number("0.13")),
        (number("0.1"), number("0.1")),
        (number("1e40"), number("1e40")),
        ([number("0.125"), "a"], [number("0.13"), "a"]),
        ({"a": [number("-0.125")]}, {"a": [number("-0.13")]}),
        (None, None),
    ],
)
def test_numbers_are_rounded_wherever_they_stand_in_a_value(value, rounded):
    assert round_value(value, Rounding(2, "half_up")) == rounded


def test_a_rule_is_a_function_where_it_is_not_called():
    scores = ListLiteral((NumberLiteral(B), NumberLiteral(A)))
    in_order = Invocation(Name("sort"), (scores, RuleReference("sample.is_before", "sample.is_before")))

    assert REFERENCE.evaluate(in_order) == [A, B]


@pytest.mark.parametrize(("count", "code"), [(1, "missing-argument"), (3, "extra-argument")])
def test_a_call_with_other_arguments_than_a_rule_has_inputs_is_an_error(count, code):
    call = Invocation(RuleReference("sample.is_before", "sample.is_before"), (NumberLiteral(A),) * count)

    assert describe(REFERENCE.evaluate(call)) == f"error: {code}"


def test_an_index_of_nothing_is_looked_for_without_calling_rules():
    cap = RuleReference("sample.cap", "sample.cap")
    for index in (cap, Invocation(cap, ())):
        assert REFERENCE.evaluate(Filter(ListLiteral(()), index)) == []
        assert describe(REFERENCE.evaluate(Filter(ListLiteral((NumberLiteral(A),)), index))) == "error: no-item"


def test_an_evaluation_deeper_than_the_interpreter_goes_is_an_error():
    def too_deep(*_):
        raise RecursionError

    assert describe(ReferenceEvaluator(walks={Name: too_deep}).evaluate(Name("a"))) == "error: limit-depth"


DOUBTFUL = """
subject: doubtful
title: A row that fails beside one that holds
namespace: ""
source: {document: protocol}
decisions:
  answer:
    title: Answer
    inputs: {n: number}
    outputs: {answer: string}
    table:
      hit_policy: unique
      inputs: [n]
      rows:
        - {when: ["1"], then: ['"one"']}
        - {when: ["[1..2 / (n - 1)]"], then: ['"two"']}
      otherwise: ['"other"']
"""


@pytest.mark.parametrize(
    ("given", "expected"), [("1", '"one" warning: division-by-zero'), ("2", '"two"'), ("3", '"other"')]
)
def test_a_row_that_fails_beside_the_one_that_holds_is_a_warning(given, expected):
    header = (HERE / "sample-pack" / "pack.yaml").read_bytes()
    pack = pack_of(header, DOUBTFUL.encode(), "doubtful.yaml")
    value, _, warnings = ReferenceEvaluator(pack.rules, pack.types).evaluate_rule("answer", {"n": number(given)})

    assert describe(value) + "".join(f" warning: {warning.code}" for warning in warnings) == expected


LIMITED = NumberType(name="share", high="1")


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        (None, LIMITED, True),
        (B, LIMITED, False),
        (None, Nullable(LIMITED), True),
        (A, Nullable(LIMITED), True),
        (B, Nullable(LIMITED), False),
        ("low", EnumType("tier", ("low", "high")), True),
        ("none", EnumType("tier", ("low", "high")), False),
        (A, EnumType("tier", ("low", "high")), False),
        ({"a": A}, MapType(LIMITED), True),
        ({"a": B}, MapType(LIMITED), False),
        ([A], MapType(LIMITED), False),
    ],
)
def test_a_value_conforms_to_a_type_with_all_its_parts(value, type_, expected):
    assert conforms(value, type_) is expected


def test_the_first_part_that_departs_from_a_type_is_named():
    conformance = Conformance({}, lambda *_: None)

    assert conformance.departure({"a": A}, MapType(LIMITED), "shares") is None
    assert "`shares.b`" in conformance.departure({"a": A, "b": B}, MapType(LIMITED), "shares").reason


def test_an_error_of_a_records_own_entry_is_reported_with_the_outcome_and_one_deeper_is_that_of_the_whole():
    conformance = Conformance({}, lambda *_: None)
    row = ContextType((("score", NUMBER),), "row")
    broken = Failure("broken", "division-by-zero")

    assert conformance.departure({"score": broken}, row, "row") is None
    assert conformance.departure({}, row, "row") is None
    assert conformance.departure({"row": {"score": broken}}, ContextType((("row", row),)), "outer") is broken
    assert conformance.departure([broken], ListType(NUMBER), "scores") is broken


def test_a_requirement_that_fails_is_the_error_of_its_record():
    condition = Expression(SourceText.of("broken"), Name("broken"), BOOLEAN, ())
    requirement = Requirement(condition, "not met", PACK.rules["sample.points"].place)
    row = ContextType((("score", NUMBER),), "row")

    for answer, expected in (
        (Failure("it broke", "division-by-zero"), "`row`: it broke"),
        (False, "`row`: not met"),
        (None, "`row`: not met"),
        (True, None),
        (Unknown(frozenset({"score"})), None),
    ):
        departure = Conformance({"row": (requirement,)}, lambda *_, answer=answer: answer).departure(
            {"score": A}, row, "row"
        )
        assert (departure and departure.reason) == expected
