"""What holds of the rules whatever the case: ranges, sums, directions, and shares that stay whole."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rulewright import Status, load_pack

ENGINE = load_pack("masshealth-dsrip")
PERIODS = ("PREP", "BP1", "BP2", "BP3", "BP4", "BP5")
SCORED = PERIODS[1:]
DOMAINS = tuple(ENGINE.run("aco_accountability.domain_weights", {"budget_period": "BP1"}).value)

NEARLY = Decimal("1e-18")
"""What parts of a sum may lack where a third has no last digit."""

small = settings(max_examples=40, database=None)


def decimals(low: str, high: str, places: int = 4) -> st.SearchStrategy[Decimal]:
    """Decimals with few places, ends included."""
    scale = 10**places
    return st.integers(int(Decimal(low) * scale), int(Decimal(high) * scale)).map(lambda n: Decimal(n) / scale)


shares = decimals("0", "1")
money = decimals("0", "1000000000", 2)
points = decimals("0", "2", 2)
measures = st.builds(
    lambda achievement, improvement, eligible: {
        "achievement": achievement,
        "improvement": improvement,
        "eligible": eligible,
    },
    points,
    st.sampled_from([Decimal(0), Decimal(2)]),
    st.booleans(),
)
eligible_measures = measures.map(lambda measure: {**measure, "eligible": True})


def value(rule: str, **facts: Any) -> Any:
    """Return the known value of a rule."""
    outcome = ENGINE.run(rule, facts)
    assert outcome.status is Status.KNOWN, outcome.message
    return outcome.value


# ── Points and scores ─────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def thresholds(draw):
    """A threshold, a benchmark that is better by the measure's direction, and the direction."""
    worse, better = sorted(draw(st.lists(shares, min_size=2, max_size=2, unique=True)))
    lower_is_better = draw(st.booleans())
    attainment, excellence = (better, worse) if lower_is_better else (worse, better)
    return {"attainment_threshold": attainment, "excellence_benchmark": excellence, "lower_is_better": lower_is_better}


@small
@given(thresholds(), shares, shares)
def test_a_better_performance_never_earns_fewer_points(limits, one, other):
    worse, better = sorted((one, other), reverse=limits["lower_is_better"])
    fewer = value("aco_accountability.achievement_points", performance=worse, **limits)
    more = value("aco_accountability.achievement_points", performance=better, **limits)
    assert 0 <= fewer <= more <= 2


@small
@given(thresholds(), shares)
def test_a_measure_and_its_mirror_image_earn_the_same(limits, performance):
    mirrored = {
        "attainment_threshold": 1 - limits["attainment_threshold"],
        "excellence_benchmark": 1 - limits["excellence_benchmark"],
        "lower_is_better": not limits["lower_is_better"],
    }
    rule = "aco_accountability.achievement_points"
    assert value(rule, performance=performance, **limits) == value(rule, performance=1 - performance, **mirrored)


@small
@given(st.lists(eligible_measures, min_size=1, max_size=8))
def test_a_domain_score_is_a_share(domain):
    assert 0 <= value("aco_accountability.domain_score", measures=domain) <= 1


@small
@given(st.lists(eligible_measures, min_size=1, max_size=6), st.integers(0, 5), points)
def test_more_points_of_one_measure_never_lower_the_domain_score(domain, index, achievement):
    index %= len(domain)
    low, high = sorted((domain[index]["achievement"], achievement))
    scores = [
        value("aco_accountability.domain_score", measures=[*domain[:index], {**domain[index], "achievement": each}])
        for each in (low, high)
    ]
    assert scores[0] <= scores[1]


@small
@given(st.lists(eligible_measures, min_size=1, max_size=6), st.lists(measures, max_size=4))
def test_an_ineligible_measure_does_not_touch_the_domain_score(domain, others):
    ineligible = [{**each, "eligible": False} for each in others]
    rule = "aco_accountability.domain_score"
    assert value(rule, measures=domain) == value(rule, measures=[*ineligible, *domain])


@small
@given(st.sampled_from(SCORED), st.fixed_dictionaries(dict.fromkeys(DOMAINS, shares)))
def test_the_quality_component_lies_between_the_worst_and_the_best_domain(period, scores):
    quality = value("aco_accountability.quality_component", budget_period=period, domain_score=scores)
    assert min(scores.values()) <= quality <= max(scores.values())


@small
@given(st.sampled_from(SCORED), shares, shares)
def test_a_score_lies_between_its_components(period, quality, tcoc):
    score = value("aco_accountability.score", budget_period=period, quality_component=quality, tcoc_component=tcoc)
    assert min(quality, tcoc) <= score <= max(quality, tcoc)


@small
@given(decimals("0.01", "2000", 2), decimals("0", "2000", 2), decimals("0", "2000", 2))
def test_spending_more_never_raises_the_tcoc_component(benchmark, one, other):
    less, more = sorted((one, other))
    common = {"aco_model": "B_primary_care_aco", "benchmark": benchmark}
    high = value("aco_accountability.tcoc_component", performance=less, **common)
    low = value("aco_accountability.tcoc_component", performance=more, **common)
    assert 0 <= low <= high <= 1


# ── Weights ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rule", ["aco_accountability.domain_weights", "aco_accountability.component_weights"])
@pytest.mark.parametrize("period", SCORED)
def test_weights_add_to_one(rule, period):
    assert sum(value(rule, budget_period=period).values()) == 1


@small
@given(shares, st.lists(st.booleans(), min_size=1, max_size=12).filter(any))
def test_the_weight_of_an_ineligible_measure_goes_to_the_others(weight, eligible):
    weights = value("aco_accountability.measure_ineligibility", domain_weight=weight, eligible=eligible)
    assert abs(sum(weights) - weight) < NEARLY
    assert all(
        (each == 0) is (not is_eligible or weight == 0) for each, is_eligible in zip(weights, eligible, strict=True)
    )
    assert len({each for each, is_eligible in zip(weights, eligible, strict=True) if is_eligible}) == 1


# ── At risk ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sub_stream", ["aco.discretionary", "aco.dsti_glide_path", "aco.primary_care"])
@pytest.mark.parametrize("joined", range(1, 6))
def test_the_schedule_of_a_late_joiner_is_that_of_the_first_shifted(sub_stream, joined):
    for position in range(joined, 6):
        late = value(
            "aco_accountability.at_risk_late_joiner",
            sub_stream=sub_stream,
            join_bp=PERIODS[joined],
            budget_period=PERIODS[position],
        )
        column = PERIODS[position - joined + 1]
        first = value("aco_accountability.at_risk_schedule", sub_stream=sub_stream, budget_period=column)
        assert late == {"schedule_index": column, "at_risk_pct": first}


@small
@given(money, shares, shares)
def test_withheld_and_paid_earned_and_unearned_lose_nothing(amount, at_risk, score):
    held = value("aco_accountability.withhold", sub_stream_amount=amount, at_risk_pct=at_risk)
    assert held["withheld"] + held["paid_now"] == amount
    settled = value("aco_accountability.earned", withheld=held["withheld"], score=score)
    assert settled["earned"] + settled["unearned"] == held["withheld"]
    assert 0 <= settled["earned"] <= held["withheld"]


@small
@given(money, decimals("0", "0.6", 2), st.integers(0, 10))
def test_a_plan_earns_back_at_most_its_ceiling(unearned, ceiling, score):
    back = value("remediation.earned_back", unearned_withheld=unearned, ceiling_pct=ceiling, plan_score=score)
    assert 0 <= back <= unearned * ceiling
    assert score < 10 or back == unearned * ceiling


# ── Money over time ───────────────────────────────────────────────────────────────────────────────────────────────


@small
@given(st.lists(money, min_size=5, max_size=5))
def test_halves_of_demonstration_years_keep_the_sum(amounts):
    years = {f"DY{number}": amount for number, amount in enumerate(amounts, start=1)}
    periods = value("budget_period.fiscal_to_budget_conversion", dy_amount=years)
    assert sum(periods.values()) == sum(amounts)
    assert value("budget_period.neutrality", dy_amount=years, bp_amount=periods) is True


@small
@given(money, st.sampled_from(PERIODS), st.integers(1, 12))
def test_installments_are_equal_and_add_to_the_amount(amount, period, in_preparation):
    payments = value(
        "aco.startup_ongoing.installments",
        non_at_risk_amount=amount,
        budget_period=period,
        prep_installment_count=in_preparation,
    )
    assert len(set(payments)) == 1
    assert abs(sum(payments) - amount) < NEARLY
    assert len(payments) == {"PREP": in_preparation, "BP5": 2}.get(period, 4)


@small
@given(money, money, money)
def test_what_is_reimbursed_never_exceeds_the_allotment(requests, paid, allotment):
    paid, allotment = sorted((paid, allotment))
    payment = value(
        "aco.flexible_services.reimbursement",
        approved_requests_quarter=requests,
        paid_to_date=paid,
        allotment=allotment,
        budget_period="BP2",
    )
    assert 0 <= payment <= requests
    assert paid + payment <= allotment


# ── Quartiles ─────────────────────────────────────────────────────────────────────────────────────────────────────


@small
@given(st.dictionaries(st.integers(1, 99).map("ACO{:02}".format), decimals("0.5", "1.5", 2), min_size=1, max_size=24))
def test_quartiles_differ_in_size_by_at_most_one_and_follow_the_ratios(baseline):
    quartiles = value("aco_accountability.quartile_assignment", baseline=baseline)
    sizes = [Counter(quartiles.values())[Decimal(number)] for number in range(1, 5)]
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)
    ranked = sorted(baseline, key=lambda aco: (baseline[aco], aco))
    assert [quartiles[aco] for aco in ranked] == sorted(quartiles.values())
