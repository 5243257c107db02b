"""The reference evaluator on rules: what each kind returns, and what the trace and the warnings say."""

from __future__ import annotations

from pathlib import Path

import pytest
from expression_cases import describe, parse
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.evaluate.trace import FigureRead, Rounded
from rulewright.language.limits import Limits
from rulewright.language.numbers import number
from rulewright.language.values import Failure, NotApplicable, Unknown, Value
from rulewright.packs.files import PackFiles
from rulewright.packs.loading import build_pack
from rulewright.packs.model.recorded import RecordedDecision

HERE = Path(__file__).parent
PACK = build_pack(
    PackFiles(
        ("pack.yaml", (HERE / "sample-pack" / "pack.yaml").read_bytes()),
        (("base/rules.yaml", (HERE / "sample-pack" / "base" / "rules.yaml").read_bytes()),),
        (),
        (),
    )
)
REFERENCE = ReferenceEvaluator(PACK.rules, PACK.types)
A, B = number(1), number(2)


def facts(text: str) -> dict[str, Value]:
    """Return facts written as a FEEL context; `unknown(…)` stands for a missing entry."""
    value = ReferenceEvaluator().evaluate(parse(text or "{}"))
    assert isinstance(value, dict)
    return value


def test_the_sample_pack_is_in_order_but_for_the_table_that_is_meant_to_fail():
    found = [each for each in PACK.diagnostics if each.code != "free-text"]
    places = {diagnostic.place.line for diagnostic in found}
    overlap = PACK.rules["sample.overlap"].place.line

    assert {diagnostic.code for diagnostic in found} == {"table-gap", "table-overlap"}
    assert all(overlap < line < PACK.rules["sample.agreed_of_two"].place.line for line in places)


@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        # parameters
        ("sample.cap", "", "2"),
        ("sample.rate", '{tier: "high", year: 2019}', "0.5"),
        ("sample.rate", '{tier: "low", year: 2019}', "0.1"),
        ("sample.rate", '{tier: "low", year: 2020}', "unknown: sample.rate"),
        ("sample.rate", '{tier: "high", year: 2020}', "not applicable: reporting only"),
        ("sample.rate", '{tier: "high", year: 2031}', "error: no-figure"),
        ("sample.rate", '{tier: "high"}', "unknown: year"),
        ("sample.cut_points", "", "unknown: sample.cut_points"),
        ("sample.weights", "{year: 2019}", "{low: 0.25, high: 0.75}"),
        ("sample.weights", "{year: 2020}", "error: no-figure"),
        # inputs, steps and outputs
        ("sample.points", "{score: 10, goal: 4}", "2"),
        ("sample.points", "{score: 1, goal: 3}", "0.33"),
        ("sample.points", "{score: 1}", "unknown: goal"),
        ("sample.points", "", "unknown: goal, score"),
        ("sample.points", "{score: -1, goal: 4}", "error: out-of-range"),
        ("sample.points", "{score: 1, goal: 0}", "error: division-by-zero"),
        ("sample.paid", "{amount: 100}", "50"),
        ("sample.paid", "{amount: 100, share: 0.25}", "25"),
        ("sample.assumed_unknown", "", "unknown: base"),
        ("sample.assumed_unknown", "{base: 2}", "6"),
        ("sample.two_parts", "{amount: 90}", "{first: 30, rest: 60}"),
        ("sample.total_of_parts", "{amount: 90}", "90"),
        ("sample.unused_step", "{amount: 1}", "1 warning: division-by-zero"),
        # what must hold
        ("sample.guarded", "{low: 1, high: 3}", "2"),
        ("sample.guarded", "{low: 3, high: 3}", "error: requirement-not-met"),
        ("sample.guarded", "{low: 1}", "unknown: high"),
        ("sample.guarded_by_other", "{value: 5}", "unknown: is_ready"),
        ("sample.guarded_by_other", "{}", "unknown: is_ready, value"),
        # calls
        ("sample.sum_of_points", "{scores: [1, 2, 8], goal: 4}", "2.75"),
        ("sample.rate_by_name", "{year: 2019}", "0.6"),
        ("sample.sorted", "{scores: [3, 1, 2]}", "[1, 2, 3]"),
        ("sample.text", "", '"Goals are set every year."'),
        # discretions
        ("sample.bonus", "{year: 2019}", "open: sample.bonus"),
        ("sample.with_bonus", "{amount: 1, year: 2019}", "open: sample.bonus"),
        ("sample.with_bonus", "{year: 2019}", "unknown: amount, sample.bonus"),
        # decision tables
        ("sample.group", '{kind: "a", size: 3}', '"first"'),
        ("sample.group", '{kind: "b", size: 12}', '"second"'),
        ("sample.group", '{kind: "c", size: 1}', '"other"'),
        ("sample.group", '{kind: "a"}', "unknown: size"),
        ("sample.group", '{kind: "c"}', '"other"'),
        ("sample.overlap", "{size: 5}", "error: several-rows-match"),
        ("sample.overlap", "{size: 50}", "error: no-row-matches"),
        ("sample.agreed", "{size: 5}", '"yes"'),
        ("sample.agreed", "{size: 15}", "error: rows-disagree"),
        ("sample.agreed_of_two", "{one: 2}", "unknown: other"),
        ("sample.agreed_of_two", "{other: 2}", "7"),
        ("sample.agreed_of_two", "{one: 2, other: 2}", "7"),
        ("sample.agreed_of_two", "{one: 2, other: 10}", "error: rows-disagree"),
        ("sample.sums", "{one: 2}", "unknown: other"),
        ("sample.sums", "{one: 2, other: 0}", "7"),
        ("sample.sums", "{one: 2, other: 2}", "error: several-rows-match"),
        ("sample.fees", "{size: 15}", "30"),
        ("sample.fees", "{size: 0}", "error: no-row-matches"),
        ("sample.labels", "{size: 15}", '["small", "any"]'),
        ("sample.best", "{size: 15}", '{grade: "gold", fee: 20}'),
    ],
)
def test_a_rule_answers_for_the_facts_of_a_case(rule, given, expected):
    value, _, warnings = REFERENCE.evaluate_rule(rule, facts(given))

    assert describe(value) + "".join(f" warning: {warning.code}" for warning in warnings) == expected


@pytest.mark.parametrize(
    ("recorded", "given", "expected"),
    [
        ({(): number(5)}, "{year: 2019}", "5"),
        ({("2019",): number(5)}, "{year: 2019}", "5"),
        ({("2019",): number(5)}, "{year: 2020}", "open: sample.bonus"),
        ({("2019",): number(5)}, "", "unknown: year"),
        ({(): number(500)}, "{year: 2019}", "error: outside-limits"),
        ({(): "much"}, "{year: 2019}", "error: wrong-type"),
    ],
)
def test_a_discretion_answers_what_was_recorded_within_its_type_and_limits(recorded, given, expected):
    decisions = {key: RecordedDecision(value) for key, value in recorded.items()}
    value, _, _ = REFERENCE.evaluate_rule("sample.bonus", facts(given), {"sample.bonus": decisions})

    assert describe(value) == expected


@pytest.mark.parametrize("rule", ["sample.bonus_or_nothing", "sample.is_decided"])
def test_a_decision_that_cannot_stand_is_never_taken_for_none(rule):
    evaluated = REFERENCE.evaluate_rule(
        rule, facts("{year: 2019}"), {"sample.bonus": {(): RecordedDecision(number(500))}}
    )

    assert describe(evaluated.value) == "error: outside-limits"
    assert evaluated.value.rule == "sample.bonus"
    trace = evaluated.trace
    assert (trace.rule, dict(trace.arguments)) == (rule, {"year": 2019})
    assert [(each.rule, each.value) for each in trace.children] == [("sample.bonus", evaluated.value)]


def test_a_record_may_wait_with_one_output_and_not_with_the_other():
    value, _, _ = REFERENCE.evaluate_rule("sample.half_known", {"known": A})

    assert value == {"first": A, "second": Unknown(frozenset({"missing"}))}


def test_an_entry_that_a_record_lacks_makes_unknown_only_what_reads_it():
    row = {"name": "a", "score": Unknown(frozenset({"rows[1].score"}))}

    assert REFERENCE.evaluate_rule("sample.count_rows", {"rows": [row]}).value == A
    assert REFERENCE.evaluate_rule("sample.sum_rows", {"rows": [row]}).value == Unknown(frozenset({"rows[1].score"}))


def test_an_error_names_the_rule_and_the_place_in_its_formula():
    failure, _, _ = REFERENCE.evaluate_rule("sample.sum_of_points", {"scores": [A], "goal": number(0)})

    assert isinstance(failure, Failure)
    assert failure.rule == "sample.points"
    formula = PACK.rules["sample.points"].steps[0].expression.text
    assert failure.span is not None
    assert formula[failure.span.start : failure.span.end] == "score / goal"


def test_an_error_of_a_range_names_the_value_and_the_range():
    failure, _, _ = REFERENCE.evaluate_rule("sample.points", {"score": number(-1), "goal": A})

    assert isinstance(failure, Failure)
    assert failure.reason == "`points` is -1, which is not in `[0..2]`"


def test_an_error_of_a_requirement_has_its_message():
    failure, _, _ = REFERENCE.evaluate_rule("sample.guarded", {"low": A, "high": A})

    assert isinstance(failure, Failure)
    assert (failure.reason, failure.rule) == ("the bounds are equal", "sample.guarded")


def test_the_trace_has_what_was_read_and_computed_in_order():
    _, trace, _ = REFERENCE.evaluate_rule("sample.points", {"score": A, "goal": number(3)})

    third = number(1) / number(3)
    assert trace.rule == "sample.points"
    assert trace.arguments == (("score", A), ("goal", number(3)))
    assert [name for name, _ in trace.steps] == ["ratio"]
    assert trace.figures == (FigureRead("sample.cap", (), B),)
    assert trace.rounded[0].output == "points"
    assert str(trace.rounded[0].before)[:6] == str(third)[:6]
    assert trace.rounded == (Rounded("points", trace.rounded[0].before, number("0.33")),)
    assert trace.outputs == (("points", number("0.33")),)
    assert trace.value == number("0.33")


def test_the_trace_has_the_rules_that_were_called_in_order_of_evaluation():
    _, trace, _ = REFERENCE.evaluate_rule("sample.total_of_parts", {"amount": number(90)})

    assert [child.rule for child in trace.children] == ["sample.two_parts", "sample.two_parts"]
    assert trace.children[0].arguments == (("amount", number(90)),)
    assert trace.children[0].outputs == (("first", number(30)), ("rest", number(60)))


def test_the_trace_says_which_inputs_were_assumed():
    _, trace, _ = REFERENCE.evaluate_rule("sample.paid", {"amount": number(100)})

    assert trace.arguments == (("amount", number(100)), ("share", number("0.5")))
    assert trace.assumed == ("share",)


def test_the_trace_has_the_rows_that_were_taken():
    _, trace, _ = REFERENCE.evaluate_rule("sample.labels", {"size": number(15)})

    assert trace.rows == (2, 3)


def test_the_trace_has_every_figure_of_a_map_and_those_that_there_are_not():
    _, trace, _ = REFERENCE.evaluate_rule("sample.weights", {"year": number(2019)})
    assert [read.key for read in trace.figures] == [("2019", "low"), ("2019", "high")]

    _, trace, _ = REFERENCE.evaluate_rule("sample.rate", {"tier": "high", "year": number(2020)})
    assert trace.figures == (FigureRead("sample.rate", ("high", "2020"), NotApplicable("reporting only")),)


def test_a_limit_ends_the_whole_evaluation():
    few = ReferenceEvaluator(PACK.rules, PACK.types, Limits(steps=20))

    value, trace, _ = few.evaluate_rule("sample.sum_of_points", {"scores": [A] * 10, "goal": A})

    assert isinstance(value, Failure)
    assert value.code == "limit-steps"
    assert trace.value == value


def test_an_expression_over_a_pack_keeps_errors_as_its_rules_do():
    tree = parse("if 1 / 0 > 1 then 1 else 2")

    assert describe(ReferenceEvaluator().evaluate(tree)) == "2"
    assert describe(REFERENCE.evaluate(tree)) == "error: division-by-zero"
