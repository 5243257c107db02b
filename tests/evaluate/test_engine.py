"""The engine answers for a pack: rules by id or alias, with what is missing."""

from __future__ import annotations

import decimal
import pickle
from datetime import date
from decimal import Decimal, getcontext
from pathlib import Path

import pytest
from rulewright import Case, Engine, Outcome, PackError, Status, UnknownRuleError, load_pack
from rulewright.packs.loading import read_pack

SAMPLE = Path(__file__).parent / "sample-pack"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(read_pack(SAMPLE))


def test_an_outcome_is_a_value_with_its_type_and_its_reasons(engine):
    outcome = engine.run("sample.points", {"score": "1", "goal": 3})

    assert (outcome.status, outcome.value, outcome.type) == (Status.KNOWN, Decimal("0.33"), "number")
    assert outcome.trace is not None
    assert outcome.trace.arguments == (("score", Decimal(1)), ("goal", Decimal(3)))
    assert [(read.parameter, read.value) for read in outcome.trace.figures] == [("sample.cap", Decimal(2))]
    assert [(each.output, each.after) for each in outcome.trace.rounded] == [("points", Decimal("0.33"))]


def test_numbers_have_34_digits_whatever_the_caller_has_set(engine):
    with decimal.localcontext() as context:
        context.prec = 3
        outcome = engine.run("sample.two_parts", {"amount": "1"})
        assert getcontext().prec == 3

    assert outcome.value["first"] == Decimal("0." + "3" * 34)


def test_a_missing_fact_is_named(engine):
    outcome = engine.run("sample.points", {"score": "1"})

    assert (outcome.status, outcome.value, outcome.needs) == (Status.UNKNOWN, None, ("goal",))


def test_wrong_inputs_are_reported_all_at_once(engine):
    outcome = engine.run("sample.points", {"score": "x", "gaol": "1"})

    assert outcome.status is Status.ERROR
    assert [outcome.problem.code, *(each.code for each in outcome.warnings)] == ["unknown-input", "wrong-type"]
    assert outcome.problem.hint == "did you mean `goal`?"


def test_an_error_has_its_place_in_the_file(engine):
    outcome = engine.run("sample.points", {"score": "1", "goal": "0"})

    assert (outcome.status, outcome.problem.code) == (Status.ERROR, "division-by-zero")
    lines = (SAMPLE / "base" / "rules.yaml").read_text(encoding="utf-8").splitlines()
    place = outcome.problem.place
    assert lines[place.line - 1][place.column - 1 :].startswith("score / goal")


def test_a_percent_sign_and_a_missing_optional_input_take_the_quick_way_as_well(engine):
    assert engine.run("sample.paid", {"amount": "10", "share": "25%"}).value == Decimal("2.5")
    outcome = engine.run("sample.paid", {"amount": "10"})
    assert (outcome.value, outcome.trace.assumed) == (Decimal(5), ("share",))


def test_an_unknown_rule_is_refused_with_the_nearest(engine):
    with pytest.raises(UnknownRuleError, match=r"unknown rule `sample.point`: did you mean `sample.points`\?"):
        engine.run("sample.point", {})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"as_of": "2020-02-31"}, "`as_of` is `2020-02-31`, neither a date nor a member of `tier`"),
        ({"known_on": "BP1"}, "`known_on` is the text `BP1`, but a date is needed"),
        ({"as_of": date(2020, 1, 31)}, "`as_of` is of the type `date`, but a text is needed"),
        ({"known_on": 2020}, "`known_on` is of the type `int`, but a text is needed"),
    ],
)
def test_a_date_that_is_none_is_refused(engine, given, message):
    outcome = engine.run("sample.points", {"score": 1, "goal": 2}, **given)

    assert (outcome.status, outcome.message) == (Status.ERROR, message)


def test_a_date_or_a_member_of_the_clock_is_accepted_and_said_to_change_nothing(engine):
    outcome = engine.run("sample.points", {"score": 1, "goal": 2}, as_of="high", known_on="2020-01-31")

    assert outcome.status is Status.KNOWN
    assert [(each.code, each.reason) for each in outcome.warnings] == [
        ("date-without-effect", "`as_of` changes nothing: the pack has one version, `base`"),
        ("date-without-effect", "`known_on` changes nothing: the pack has one version, `base`"),
    ]


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("small", "give a date, or one of `low`, `high`"),
        ("hgih", "did you mean `high`? give a date, or one of `low`, `high`"),
        ("2020-02-31", "the calendar has no such day: correct the day or the month"),
        ("2020-2-3", "write `2020-02-03`"),
    ],
)
def test_a_word_that_is_no_member_of_the_clock_is_refused_with_what_is_expected(engine, given, hint):
    outcome = engine.run("sample.points", {"score": 1, "goal": 2}, as_of=given)

    assert (outcome.status, outcome.problem.hint) == (Status.ERROR, hint)


@pytest.mark.parametrize(
    ("recorded", "known_on", "status"),
    [
        ({"value": "5", "actor": "State", "date": "2019-06-01"}, "2019-06-01", Status.KNOWN),
        ({"value": "5", "date": "2019-06-01"}, "2019-05-31", Status.OPEN),
        ({"value": "5", "actor": "State"}, "2019-05-31", Status.KNOWN),
        ({"2019": {"value": "5", "date": "2019-06-01"}}, "2019-05-31", Status.OPEN),
        ([{"value": "5", "date": "2019-06-01", "for": {"year": 2019}}], "2019-05-31", Status.OPEN),
        ([{"value": "5", "actor": "State", "date": "2019-06-01", "for": {"year": 2019}}], "2019-07-31", Status.KNOWN),
        ([], None, Status.OPEN),
    ],
)
def test_a_decision_taken_later_is_not_known_and_a_list_without_records_is_none(engine, recorded, known_on, status):
    outcome = engine.run("sample.bonus", {"year": 2019}, recorded={"sample.bonus": recorded}, known_on=known_on)

    is_later = status is Status.OPEN and recorded != []
    assert outcome.status is status
    assert [(each.code, each.rule) for each in outcome.warnings] == (
        [("decision-not-known-yet", "sample.bonus")] if is_later else []
    )


@pytest.mark.parametrize(
    ("rule", "facts"), [("with_bonus", {"year": 2019, "amount": 0}), ("bonus_or_nothing", {"year": 2019})]
)
def test_what_is_without_a_later_decision_says_so(engine, rule, facts):
    recorded = {"sample.bonus": {"value": "5", "actor": "State", "date": "2019-06-01"}}
    for known_on, codes in (("2019-05-31", ["decision-not-known-yet"]), ("2019-06-01", []), (None, [])):
        outcome = engine.run(f"sample.{rule}", facts, recorded=recorded, known_on=known_on)
        assert [each.code for each in outcome.warnings if each.code != "date-without-effect"] == codes, known_on


@pytest.mark.parametrize("is_reference", [False, True])
@pytest.mark.parametrize("rule", ["sample.bonus", "sample.with_bonus"])
@pytest.mark.parametrize(
    ("recorded", "is_warned"),
    [
        ("5", True),
        ({"value": "5", "date": "2019-06-01", "reference": "Letter 3"}, True),
        ({"2019": "5"}, True),
        ({"2019": {"value": "5", "actor": "State"}, "2020": "5"}, False),
        ({"value": "5", "actor": "the state"}, False),
    ],
)
def test_a_decision_that_names_no_actor_is_used_with_a_warning(engine, rule, recorded, is_warned, is_reference):
    facts = {"year": 2019} if rule == "sample.bonus" else {"year": 2019, "amount": 0}
    outcome = engine.run(rule, facts, recorded={"sample.bonus": recorded}, reference=is_reference)

    assert (outcome.status, outcome.value) == (Status.KNOWN, Decimal(5))
    assert [(each.code, each.rule, each.hint) for each in outcome.warnings] == (
        [("decision-without-actor", "sample.bonus", "record `actor: State`, if that is so")] if is_warned else []
    )


def test_a_decision_that_names_no_actor_and_is_not_used_needs_no_warning(engine):
    outcome = engine.run("sample.points", {"score": "1", "goal": "4"}, recorded={"sample.bonus": "5"})

    assert (outcome.status, outcome.warnings) == (Status.KNOWN, ())


def test_many_cases_give_the_outcomes_of_each(engine):
    cases = [Case("sample.points", {"score": str(n), "goal": "7"}) for n in range(-3, 600)]

    outcomes = list(engine.run_many(cases))

    assert outcomes == [engine.run(case.rule, case.facts) for case in cases]
    assert len({outcome.status for outcome in outcomes}) == 2


def test_values_of_many_cases_come_with_the_outcomes_of_those_that_have_none(engine):
    cases = [{"score": "1", "goal": "4"}, {"score": "1"}, {"score": "50%", "goal": 1}]

    first, second, third = engine.values("sample.points", cases)

    assert (first, third) == (Decimal("0.25"), Decimal("0.5"))
    assert isinstance(second, Outcome)
    assert second.needs == ("goal",)


def test_the_reference_evaluator_can_be_called_instead(engine):
    given = {"score": "1", "goal": "4"}

    assert engine.run("sample.points", given, reference=True) == engine.run("sample.points", given)


def test_a_case_that_changes_after_the_question_changes_no_reasons(engine):
    scores = ["1", "2"]
    outcome = engine.run("sample.sum_of_points", {"scores": scores, "goal": "4"})
    before = outcome.value

    scores.append("100")

    assert outcome.trace.value == before
    assert len(outcome.trace.children) == 2


def test_what_a_rule_may_need_is_known_before_any_case(engine):
    needs = engine.needs("sample.points")

    assert [input_.name for input_ in needs.inputs] == ["score", "goal"]
    assert needs.rules == ("sample.points", "sample.cap")
    assert engine.needs("sample.rate_by_name").open_figures == ("sample.rate",)


def test_a_pack_that_there_is_not_or_that_has_errors_is_refused(tmp_path):
    with pytest.raises(PackError, match=r"there is no pack `nowhere`"):
        load_pack("nowhere")
    (tmp_path / "pack.yaml").write_text("pack: broken\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"the pack has errors") as raised:
        load_pack(tmp_path)
    assert len(raised.value.diagnostics) > 1


def test_an_outcome_travels_between_processes_with_its_trace(engine):
    for facts in ({"score": "1", "goal": "8"}, {"score": "1"}, {"score": "1", "goal": "0"}):
        outcome = engine.run("sample.points", facts, trace=True)

        travelled = pickle.loads(pickle.dumps(outcome))  # noqa: S301  (our own bytes)

        assert travelled == outcome
        assert travelled.trace == outcome.trace
        assert pickle.loads(pickle.dumps(travelled)).trace == outcome.trace  # noqa: S301  (the same)
