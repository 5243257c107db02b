"""Score, threshold and benchmark of a survey composite are shares, so that none can be of another unit."""

from __future__ import annotations

import pytest
from rulewright import Status, load_pack

ENGINE = load_pack("masshealth-dsrip")
SOUND = {
    "composite": "access_to_care",
    "reported": True,
    "score": "75.5%",
    "attainment_threshold": "72%",
    "excellence_benchmark": "90%",
    "prior_score": None,
    "p_value": None,
}


def run(**changed):
    facts = {"budget_period": "BP3", "result": {**SOUND, **changed}}
    return ENGINE.run("aco_accountability.survey_points", facts)


def test_ratios_and_percents_of_one_result_are_the_same():
    ratios = run(score="0.755", attainment_threshold="0.72", excellence_benchmark="0.9")
    assert ratios.status is Status.KNOWN
    assert ratios.value == run().value


@pytest.mark.parametrize(
    ("changed", "entry"),
    [
        ({"score": "75.5"}, "score"),
        ({"score": "-0.05"}, "score"),
        ({"attainment_threshold": "60", "excellence_benchmark": "80", "score": "0.708"}, "attainment_threshold"),
        ({"excellence_benchmark": "90"}, "excellence_benchmark"),
        ({"prior_score": "70", "p_value": "0.01"}, "prior_score"),
    ],
)
def test_points_beside_shares_and_negative_scores_are_refused(changed, entry):
    outcome = run(**changed)
    assert outcome.status is Status.ERROR
    assert outcome.message.startswith(f"`result.{entry}` is")
