"""Makes the sample input of the statement: seventeen ACOs, all 39 measures, the preparation period to BP5.

Every figure here is made up, from one seed; none describes a real organization. What is real is what the protocol
prints: the budget periods, the models and risk tracks, the seven hospitals of Exhibit 10, the measure numbers, and
which of them pay for performance in which year. Run it in this folder to write the CSV files anew:

    python rules/masshealth-dsrip/sample/make.py

P-values are Pearson's chi-square, two-sided, without continuity correction, of the prior against the current result.
"""

from __future__ import annotations

import csv
import json
import math
import random
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOLDER = Path(__file__).parent
PERIODS = ("PREP", "BP1", "BP2", "BP3", "BP4", "BP5")
SCORED = PERIODS[1:]

# Model, risk track (none for partnership plans), joins in, members in the first period, safety net category.
ACOS = (
    ("A_partnership_plan", "", "BP1", 114_300, 4),
    ("A_partnership_plan", "", "BP1", 98_750, 5),
    ("A_partnership_plan", "", "BP1", 87_420, 3),
    ("A_partnership_plan", "", "BP1", 61_100, 2),
    ("A_partnership_plan", "", "BP1", 52_860, 3),
    ("A_partnership_plan", "", "BP1", 46_310, 1),
    ("A_partnership_plan", "", "BP1", 38_940, 4),
    ("A_partnership_plan", "", "BP1", 33_780, 2),
    ("A_partnership_plan", "", "BP1", 29_250, 5),
    ("A_partnership_plan", "", "BP1", 24_640, 3),
    ("A_partnership_plan", "", "BP2", 21_900, 2),
    ("A_partnership_plan", "", "BP3", 18_330, 4),
    ("B_primary_care_aco", "2", "BP1", 109_480, 5),
    ("B_primary_care_aco", "1", "BP1", 72_150, 3),
    ("B_primary_care_aco", "2", "BP2", 40_620, 1),
    ("C_mco_administered_aco", "1", "BP1", 12_870, 1),
    ("C_mco_administered_aco", "2", "BP1", 15_440, 2),
)

# The base rates are such that the average after adjustment comes near Exhibit 6; months of BP5 are the State's.
BASE_RATES = {"PREP": "9.80", "BP1": "9.50", "BP2": "6.70", "BP3": "5.05", "BP4": "2.65", "BP5": "0.80"}
MONTHS = {"PREP": "", "BP1": "", "BP2": "", "BP3": "", "BP4": "", "BP5": "6"}
SPLITS = {"BP1": '["10%", "30%", "30%", "30%"]'}
CHC = {"PREP": ("", ""), "BP5": ("true", "40%")}
FLEXIBLE = {"BP1": 3.75, "BP2": 3.25, "BP3": 2.75, "BP4": 2.25, "BP5": 2.25}
OFFERED = {"PREP": "", "BP1": "false", "BP2": "true", "BP3": "true", "BP4": "true", "BP5": ""}

# ACO16 has nobody to assess for LTSS in BP3: the weight of its domain 4 goes to the others.
REDISTRIBUTIONS = (("ACO16", "BP3", "11%", "16%", "16%", "0%", "21%", "21%", "15%"),)
WINDOWS = (("BP4", "2023-01-01", "2023-06-30"),)

HOSPITALS = {
    "Boston Medical Center": 2,
    "Cambridge Health Alliance": 9,
    "Holyoke Medical Center": 7,
    "Lawrence General Hospital": 3,
    "Mercy Medical Center": 13,
    "Signature Healthcare Brockton Hospital": 1,
    "Steward Carney Hospital": 14,
}

PAYS_FROM_PY3 = {7, 8, 12, 16, 17, 18, 24, 25, 26, 31, 32, 33, 34, 35}
NEVER_PAYS = {27, 28, 29, 30, 36, 39}
LOWER_IS_BETTER = {12, 14, 15, 28, 29, 32, 37, 38, 39}
RATIO_MEASURES = {12, 28, 29, 37, 38, 39}
DOMAINS = (
    "prevention_wellness", "chronic_disease", "behavioral_health", "ltss", "integration",
    "avoidable_utilization", "member_experience",
)  # fmt: skip
SURVEY_COMPOSITES = ("access_to_care", "communications", "coordination_of_care", "self_management_support")


def main(folder: Path = FOLDER) -> None:
    """Write every file of the sample."""
    rng = random.Random(20170701)  # noqa: S311 - made-up figures need a seed, not secrecy
    parties = [(f"ACO{number:02}", *aco) for number, aco in enumerate(ACOS, start=1)]
    write(
        folder,
        "acos.csv",
        ("aco", "name", "aco_model", "risk_track", "join_bp"),
        ((aco, f"Sample ACO {aco[3:]}", model, track, join) for aco, model, track, join, _, _ in parties),
    )
    write(
        folder,
        "period_decisions.csv",
        (
            "budget_period",
            "base_pmpm",
            "months",
            "prep_installments",
            "installment_shares",
            "glide_path_shares",
            "chc_adopted",
            "chc_increase",
            "flexible_services_pmpm",
            "remediation_offered",
            "decided_by",
            "decided_on",
            "reference",
        ),
        (
            (
                period,
                BASE_RATES[period],
                MONTHS[period],
                "2" if period == "PREP" else "",
                SPLITS.get(period, ""),
                "",
                *CHC.get(period, ("false", "")),
                "",
                OFFERED[period],
                "State",
                f"{2016 + index}-11-15",
                f"Sample notice {index + 1}",
            )
            for index, period in enumerate(PERIODS)
        ),
    )
    members = tuple(enrollment(parties, rng))
    write(
        folder,
        "enrollment.csv",
        ("aco", "budget_period", "members", "safety_net_category", "chc_members"),
        members,
    )
    write(
        folder,
        "flexible_services.csv",
        ("aco", "budget_period", "quarter", "approved_requests"),
        reimbursed(members, random.Random(20170702)),  # noqa: S311
    )
    write(
        folder,
        "flexible_services_budgets.csv",
        ("aco", "budget_period", "approved_budget"),
        budgeted(members, random.Random(20170704)),  # noqa: S311
    )
    write(
        folder,
        "flexible_services_bp5.csv",
        ("aco", "approved_budget", "accepted_expenditure"),
        advanced(members, random.Random(20170703)),  # noqa: S311
    )
    write(
        folder,
        "restratifications.csv",
        ("measure", "budget_period", "quartiles", "decided_by", "decided_on", "reference"),
        (),
    )
    write(folder, "hospital_contracts.csv", ("hospital", "aco"), ((h, f"ACO{n:02}") for h, n in HOSPITALS.items()))
    baselines = {p[0]: (draw(rng, 0.88, 1.18), draw(rng, 0.85, 1.2)) for p in parties}
    write(
        folder,
        "utilization_baselines.csv",
        ("aco", "ppa_ratio", "readmission_ratio"),
        ((aco, f"{ppa:.4f}", f"{readmission:.4f}") for aco, (ppa, readmission) in baselines.items()),
    )
    write(
        folder,
        "measure_results.csv",
        (
            "aco", "budget_period", "measure", "eligible", "reported", "numerator", "denominator",
            "attainment_threshold", "excellence_benchmark", "prior_numerator", "prior_denominator", "p_value",
        ),
        measure_results(parties, baselines, rng),
    )  # fmt: skip
    write(
        folder,
        "survey_results.csv",
        (
            "aco", "budget_period", "composite", "reported", "score",
            "attainment_threshold", "excellence_benchmark", "prior_score", "p_value",
        ),
        survey_results(parties, rng),
    )  # fmt: skip
    write(
        folder,
        "survey_composites.csv",
        ("budget_period", "composites", "decided_by", "decided_on", "reference"),
        (
            (period, json.dumps(SURVEY_COMPOSITES), "State", f"{2017 + index}-12-01", f"Sample list {index + 1}")
            for index, period in enumerate(SCORED)
        ),
    )
    write(folder, "tcoc.csv", ("aco", "budget_period", "benchmark", "performance"), tcoc(parties, rng))
    write(
        folder,
        "remediation_plans.csv",
        ("aco", "budget_period", "plan_status", "ceiling_pct", "plan_score"),
        plans(parties, rng),
    )
    write(
        folder,
        "domain_redistributions.csv",
        ("aco", "budget_period", *DOMAINS, "decided_by", "decided_on", "approved_by", "reference"),
        ((*row, "State", "2021-08-16", "CMS", "Sample notice 7") for row in REDISTRIBUTIONS),
    )
    write(
        folder,
        "remediation_windows.csv",
        ("budget_period", "start", "end", "decided_by", "decided_on", "reference"),
        ((*row, "State", "2022-10-03", "Sample notice 8") for row in WINDOWS),
    )


def enrollment(parties: Sequence[tuple], rng: random.Random) -> Iterable[tuple]:
    """Return members and category of each ACO and period from the one in which it joins (PREP for the first)."""
    for aco, _, _, join, members, first_category in parties:
        count, category = members, first_category
        for period in PERIODS:
            if takes_part(join, period):
                yield aco, period, count, category, round(count * (0.1 + 0.05 * category)) if period == "BP5" else ""
                count = round(count * rng.uniform(0.985, 1.04))
                if rng.random() < 0.08:
                    category = min(5, max(1, category + rng.choice((-1, 1))))


def reimbursed(members: Sequence[tuple], rng: random.Random) -> Iterable[tuple]:
    """Return what the State approved of each ACO's requests, by quarter of BP1 to BP4; now and then none was filed.

    Those of BP3 and BP4 count in a statement as it was known before January 2020.
    """
    for aco, period, count, _, _ in members:
        for quarter in range(1, 5) if period in ("BP1", "BP2", "BP3", "BP4") else ():
            amount = count * 3 * FLEXIBLE[period] * rng.uniform(0.55, 1.15)
            if rng.random() > 0.02:
                yield aco, period, quarter, f"{amount:.2f}"


def budgeted(members: Sequence[tuple], rng: random.Random) -> Iterable[tuple]:
    """Return each ACO's approved budgets of flexible services programs in BP3 and BP4, which are paid in advance."""
    for aco, period, count, _, _ in members:
        if period in ("BP3", "BP4"):
            yield aco, period, f"{count * 12 * FLEXIBLE[period] * rng.uniform(0.8, 1.05):.2f}"


def advanced(members: Sequence[tuple], rng: random.Random) -> Iterable[tuple]:
    """Return each ACO's approved flexible services budget of BP5, and the expenditure that the State accepted."""
    for aco, period, count, _, _ in members:
        if period == "BP5":
            budget = count * int(MONTHS["BP5"]) * FLEXIBLE["BP5"] * rng.uniform(0.85, 1.05)
            yield aco, f"{budget:.2f}", f"{budget * rng.uniform(0.8, 1.02):.2f}"


def measure_results(parties: Sequence[tuple], baselines: dict, rng: random.Random) -> Iterable[tuple]:
    """Return a result of each ACO, scored period and measure."""
    thresholds = {m: thresholds_of(m, rng) for m in range(1, 40)}
    for aco, _, _, join, members, _ in parties:
        skill = rng.gauss(0, 0.09)
        for measure in range(1, 40):
            low, high = thresholds[measure]
            place = 0.45 + skill + rng.gauss(0, 0.22)
            prior: tuple[int, int] | None = None
            for period in (p for p in SCORED if takes_part(join, p)):
                place += rng.uniform(-0.02, 0.13)
                eligible = is_eligible(aco, period, measure, members)
                pays = pays_for_performance(measure, period)
                if measure in (37, 38):
                    ratio = baselines[aco][measure - 37] * (1 - max(0.0, (0.03 * (int(period[2]) - 1) + place * 0.12)))
                else:
                    ratio = max(0.001, low + (high - low) * place)
                    if measure not in RATIO_MEASURES and measure != 15:
                        ratio = min(ratio, 0.985)
                denominator = denominator_of(measure, members, rng) if eligible else rng.randint(3, 25)
                numerator = round(ratio * denominator)
                p_value = "" if prior is None else f"{chi_square_p(prior, (numerator, denominator)):.4f}"
                show = pays and measure not in (37, 38)
                yield (
                    aco, period, measure, boolean(eligible), boolean(rng.random() > 0.02), numerator, denominator,
                    f"{low:g}" if show else "", f"{high:g}" if show else "",
                    *(prior or ("", "")), p_value,
                )  # fmt: skip
                prior = (numerator, denominator)


def survey_results(parties: Sequence[tuple], rng: random.Random) -> Iterable[tuple]:
    """Return the member experience of each ACO, composite and period from BP1."""
    for aco, _, _, join, _, _ in parties:
        for composite in SURVEY_COMPOSITES:
            score = rng.uniform(68, 84)
            prior = ""
            for period in (p for p in SCORED if takes_part(join, p)):
                pays = period >= "BP3"
                p_value = f"{rng.uniform(0.01, 0.6):.4f}" if prior else ""
                row = ("72%", "90%") if pays else ("", "")
                yield aco, period, composite, boolean(rng.random() > 0.03), f"{score:.1f}%", *row, prior, p_value
                prior = f"{score:.1f}%"
                score = min(96.0, score + rng.uniform(-0.8, 2.6))


def tcoc(parties: Sequence[tuple], rng: random.Random) -> Iterable[tuple]:
    """Return benchmark and performance (USD per member and month) from BP3, when the component begins to count."""
    for aco, _, _, join, _, _ in parties:
        benchmark = rng.uniform(430, 560)
        for period in (p for p in PERIODS[3:] if takes_part(join, p)):
            yield aco, period, f"{benchmark:.2f}", f"{benchmark * rng.uniform(0.965, 1.06):.2f}"
            benchmark *= rng.uniform(1.01, 1.03)


def plans(parties: Sequence[tuple], rng: random.Random) -> Iterable[tuple]:
    """Return the remediation plans that the State offered, with its ceiling and its score of the plan."""
    for aco, _, _, join, _, _ in parties:
        for period in ("BP2", "BP3", "BP4"):
            if takes_part(join, period) and rng.random() < 0.45:
                yield aco, period, "approved", f"{rng.choice((30, 40, 50, 60))}%", rng.randint(4, 10)


def takes_part(join: str, period: str) -> bool:
    """Whether an ACO that joins in one period is there in another; the first ones also prepare."""
    return PERIODS.index(period) >= PERIODS.index(join) or (period == "PREP" and join == "BP1")


def pays_for_performance(measure: int, period: str) -> bool:
    """Whether the measure slate of Appendix D says P rather than R."""
    if measure in NEVER_PAYS or period == "BP1":
        return False
    return period != "BP2" or measure not in PAYS_FROM_PY3


def is_eligible(aco: str, period: str, measure: int, members: int) -> bool:
    """Whether the denominator is large enough; one small ACO once has nobody to assess for LTSS (measure 25)."""
    if measure == 25:
        return not (aco == "ACO16" and period == "BP3")
    return not (members < 20_000 and measure in (10, 20, 23))


def thresholds_of(measure: int, rng: random.Random) -> tuple[float, float]:
    """Return a made-up attainment threshold and excellence benchmark."""
    if measure == 15:
        return 0.0014, 0.0006
    if measure in RATIO_MEASURES:
        return 1.15, 0.85
    if measure in LOWER_IS_BETTER:
        return (0.45, 0.28) if measure == 14 else (0.2, 0.12)
    low = rng.randrange(30, 60) / 100
    return low, low + rng.randrange(18, 34) / 100


def denominator_of(measure: int, members: int, rng: random.Random) -> int:
    """Return a made-up denominator: a chart review's sample, a population, or member months."""
    if measure == 15:
        return members * 9
    if measure in RATIO_MEASURES:
        return max(200, members // 60)
    return rng.randint(320, 411) if measure % 2 else max(60, members // 25)


def chi_square_p(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Return the p-value of Pearson's chi-square with one degree of freedom of two shares."""
    (a, n), (b, m) = first, second
    share = (a + b) / (n + m)
    if not 0 < share < 1:
        return 1.0
    statistic = (a / n - b / m) ** 2 / (share * (1 - share) * (1 / n + 1 / m))
    return math.erfc(math.sqrt(statistic / 2))


def draw(rng: random.Random, low: float, high: float) -> float:
    """Return a ratio of observed to expected."""
    return round(rng.uniform(low, high), 4)


def boolean(value: bool) -> str:
    """Return a boolean as the tables write it."""
    return "true" if value else "false"


def write(folder: Path, name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one table."""
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
