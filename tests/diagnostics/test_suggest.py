import pytest
from rulewright.diagnostics.suggest import did_you_mean, edit_distance, nearest


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [
        ("weight", "weight", 0),
        ("weigt", "weight", 1),
        ("wieght", "weight", 1),
        ("Weight", "weight", 0),
        ("", "abc", 3),
        ("kitten", "sitting", 3),
    ],
)
def test_distance_counts_edits_and_swaps_of_neighbours(left, right, distance):
    assert edit_distance(left, right) == distance
    assert edit_distance(right, left) == distance


@pytest.mark.parametrize(
    ("written", "groups", "expected"),
    [
        ("weigt", [["height", "weight"]], "weight"),
        ("x", [["weight", "rate"]], ""),
        ("ratee", [["rates"], ["rated"]], "rates"),
        ("ratee", [["rates"], ["rate"]], "rates"),
        ("aco_modle", [["age"], ["aco_model"]], "aco_model"),
        ("BP6", [["BP1", "BP2"]], "BP1"),
        ("Rate", [["rate"]], "rate"),
        ("budget", [[]], ""),
    ],
)
def test_nearest_name_is_suggested_and_nothing_far_away(written, groups, expected):
    assert nearest(written, *groups) == expected


def test_hint_is_empty_where_nothing_is_near():
    assert did_you_mean("weigt", ["height"], ["weight"]) == "did you mean `weight`?"
    assert did_you_mean("zzz", ["weight"]) == ""
