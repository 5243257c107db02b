"""Makes the cases of the benchmarks: seeded, of the sizes that the program has."""

from __future__ import annotations

import random
from typing import Any

SEED = 20
MEASURES_BY_DOMAIN = {
    "prevention": 6,
    "chronic_disease": 6,
    "behavioral_health": 6,
    "long_term_services": 5,
    "integration": 6,
    "utilization": 5,
    "experience": 6,
}
MODELS = ("A_partnership_plan", "B_primary_care_aco", "C_mco_administered_aco")
PERIODS = ("BP1", "BP2", "BP3", "BP4", "BP5")


def score_cases(count: int) -> list[dict[str, Any]]:
    """Return cases of one accountability score: forty measures in seven domains, most of them eligible."""
    draw = random.Random(SEED)  # noqa: S311  (test data)
    return [
        {
            "budget_period": draw.choice(PERIODS[2:]),
            "domains": [
                {"domain": domain, "measures": [_measure(draw) for _ in range(size)]}
                for domain, size in MEASURES_BY_DOMAIN.items()
            ],
            "cost_benchmark": "412.50",
            "cost_performance": f"{draw.randrange(40_000, 44_000) / 100:.2f}",
        }
        for _ in range(count)
    ]


def _measure(draw: random.Random) -> dict[str, Any]:
    is_inverse = draw.random() < 0.2
    threshold, benchmark = ("0.6500", "0.3000") if is_inverse else ("0.4500", "0.8000")
    return {
        "performance": _share(draw),
        "attainment_threshold": threshold,
        "excellence_benchmark": benchmark,
        "previous": _share(draw),
        "p_value": _share(draw),
        "lower_is_better": is_inverse,
        "eligible": draw.random() < 0.95,
    }


def _share(draw: random.Random) -> str:
    return f"0.{draw.randrange(10_000):04d}"


def member_cases(count: int) -> list[dict[str, Any]]:
    """Return cases of one member's rate; about two in three meet all conditions."""
    draw = random.Random(SEED)  # noqa: S311  (test data)
    return [
        {
            "model": draw.choice(MODELS),
            "budget_period": draw.choice(PERIODS),
            "member_months": f"{draw.randrange(121) / 10:.1f}",
            "age": str(draw.randrange(18, 68)),
            "is_enrolled": draw.random() < 0.95,
            "has_third_party_coverage": draw.random() < 0.05,
            "is_institutionalized": draw.random() < 0.03,
            "days_enrolled": str(draw.randrange(10, 366)),
        }
        for _ in range(count)
    ]


def growth_cases(count: int) -> list[dict[str, Any]]:
    """Return cases of one small expression."""
    draw = random.Random(SEED)  # noqa: S311  (test data)
    return [{"a": f"{draw.randrange(1_000_000) / 100:.2f}", "b": _share(draw)} for _ in range(count)]
