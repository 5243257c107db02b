"""Computes by hand, with `decimal.Decimal`, what the rules of the benchmark pack say: the baseline of the ratios.

It is written as an engineer would who knows the rules and wants them fast and exact: plain functions over the case's
own records, numbers read from their text where they are needed, figures as constants, one pass over the measures.
It takes the same inputs as the rules and gives the same number. It makes the checks without which a wrong input would
give a wrong number in silence: a case has the entries expected and no others, and no number is `NaN` or infinite. What
it does not do: it checks no other types, accepts no aliases, knows no missing facts, and gives no reasons.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NoReturn

ZERO = Decimal(0)
ONE = Decimal(1)
MAX_POINTS = Decimal(2)
IMPROVEMENT_AWARD = Decimal(2)
SIGNIFICANCE = Decimal("0.10")
IMPROVEMENT_CAP = Decimal("0.50")
LOSS_LIMIT = Decimal("0.05")
CENT = Decimal("0.01")
PERIODS = ("PREP", "BP1", "BP2", "BP3", "BP4", "BP5")


def _row(*texts: str) -> dict[str, Decimal]:
    return {period: Decimal(text) for period, text in zip(PERIODS, texts, strict=True)}


def _weights(first: str, later: str) -> dict[str, Decimal]:
    return _row(later, first, later, later, later, later)


DOMAIN_WEIGHTS = {
    "prevention": _weights("0.20", "0.10"),
    "chronic_disease": _weights("0.20", "0.15"),
    "behavioral_health": _weights("0.25", "0.15"),
    "long_term_services": _weights("0.10", "0.05"),
    "integration": _weights("0.25", "0.20"),
    "utilization": _weights("0", "0.20"),
    "experience": _weights("0", "0.15"),
}
QUALITY_WEIGHT = _row("0.75", "1", "1", "0.75", "0.75", "0.75")
COST_WEIGHT = _row("0.25", "0", "0", "0.25", "0.25", "0.25")
BASE_RATES = {
    "A_partnership_plan": _row("0", "12.50", "10.25", "8.75", "6.5", "4.25"),
    "B_primary_care_aco": _row("0", "11.50", "9.25", "7.75", "5.5", "3.25"),
    "C_mco_administered_aco": _row("0", "10.50", "8.25", "6.75", "4.5", "2.25"),
}


def achievement_points(performance: Decimal, threshold: Decimal, benchmark: Decimal, lower_is_better: bool) -> Decimal:
    """Return the achievement points of one measure."""
    if lower_is_better:
        gain, distance = threshold - performance, threshold - benchmark
    else:
        gain, distance = performance - threshold, benchmark - threshold
    if gain <= ZERO:
        return ZERO
    if gain >= distance:
        return MAX_POINTS
    return MAX_POINTS * gain / distance


def improvement_points(performance: Decimal, previous: Decimal, p_value: Decimal, lower_is_better: bool) -> Decimal:
    """Return the improvement points of one measure."""
    is_better = performance < previous if lower_is_better else performance > previous
    return IMPROVEMENT_AWARD if is_better and p_value <= SIGNIFICANCE else ZERO


def refuse(what: object) -> NoReturn:
    """Refuse an input."""
    raise ValueError(f"unexpected: {what}")


def domain_score(measures: list[dict[str, Any]]) -> Decimal:
    """Return the score of one domain."""
    count = 0
    achieved = improved = ZERO
    for measure in measures:
        performance = Decimal(measure["performance"])
        threshold = Decimal(measure["attainment_threshold"])
        benchmark = Decimal(measure["excellence_benchmark"])
        previous = Decimal(measure["previous"])
        p_value = Decimal(measure["p_value"])
        if len(measure) != 7 or not (
            performance.is_finite()
            and threshold.is_finite()
            and benchmark.is_finite()
            and previous.is_finite()
            and p_value.is_finite()
        ):
            refuse(measure)
        if measure["eligible"]:
            lower_is_better = measure["lower_is_better"]
            count += 1
            achieved += achievement_points(performance, threshold, benchmark, lower_is_better)
            improved += improvement_points(performance, previous, p_value, lower_is_better)
    most = count * MAX_POINTS
    score = min((achieved + min(improved, IMPROVEMENT_CAP * most)) / most, ONE)
    if not ZERO <= score <= ONE:
        refuse(score)
    return score


def total(case: dict[str, Any]) -> Decimal:
    """Return the accountability score."""
    if len(case) != 4:
        refuse(case)
    period = case["budget_period"]
    quality = ZERO
    for domain in case["domains"]:
        quality += domain_score(domain["measures"]) * DOMAIN_WEIGHTS[domain["domain"]][period]
    benchmark, performance = Decimal(case["cost_benchmark"]), Decimal(case["cost_performance"])
    if not (benchmark.is_finite() and performance.is_finite()):
        refuse(case)
    if performance <= benchmark:
        cost = ONE
    elif performance - benchmark > LOSS_LIMIT * benchmark:
        cost = ZERO
    else:
        cost = ((ONE + LOSS_LIMIT) * benchmark - performance) / (LOSS_LIMIT * benchmark)
    score = quality * QUALITY_WEIGHT[period] + cost * COST_WEIGHT[period]
    if not ZERO <= score <= ONE:
        refuse(score)
    return score


def amount(case: dict[str, Any]) -> Decimal:
    """Return the amount of one member."""
    rate = BASE_RATES[case["model"]][case["budget_period"]]
    member_months = Decimal(case["member_months"])
    age = Decimal(case["age"])
    days = Decimal(case["days_enrolled"])
    if len(case) != 8 or not (member_months.is_finite() and age.is_finite() and days.is_finite()):
        refuse(case)
    if member_months < ZERO:
        refuse(member_months)
    if (
        case["is_enrolled"]
        and not case["has_third_party_coverage"]
        and not case["is_institutionalized"]
        and age >= 21
        and age < 65
        and days >= 30
    ):
        return (member_months * rate).quantize(CENT, ROUND_HALF_UP)
    return ZERO.quantize(CENT)


def grown(case: dict[str, Any]) -> Decimal:
    """Return an amount and its growth."""
    a, b = Decimal(case["a"]), Decimal(case["b"])
    if len(case) != 2 or not (a.is_finite() and b.is_finite()):
        refuse(case)
    return a * (ONE + b)
