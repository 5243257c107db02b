import pytest
from rulewright.diagnostics.suggest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("written", "known", "expected"),
    [
        ("weigt", ["height", "weight"], "weight"),
        ("wieght", ["height", "weight"], "weight"),
        ("x", ["weight", "rate"], None),
        ("aco_modle", ["age", "aco_model"], "aco_model"),
        ("Rate", ["rate"], "rate"),
        ("budget-period", ["budget_period"], "budget_period"),
        ("budget", [], None),
    ],
)
def test_nearest_name_is_suggested_and_nothing_far_away(written, known, expected):
    assert nearest(written, known) == expected


def test_hint_is_empty_where_nothing_is_near():
    assert did_you_mean("weigt", ["height"], ["weight"]) == "did you mean `weight`?"
    assert did_you_mean("zzz", ["weight"]) == ""
