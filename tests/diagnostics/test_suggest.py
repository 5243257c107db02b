import pytest
from hypothesis import given
from hypothesis import strategies as st
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
def test_distance_counts_edits_and_swaps_of_neighbors(left, right, distance):
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


@given(written=st.text("aBbcß", max_size=9), known=st.lists(st.text("abcCS", max_size=9), max_size=6))
def test_what_is_left_out_early_would_not_be_suggested(written, known):
    limit = max(1, len(written) // 3)
    others = [name for name in sorted(set(known)) if name != written and abs(len(name) - len(written)) <= limit]
    best = min(others, key=lambda name: edit_distance(written, name), default="")
    near = best if edit_distance(written, best) <= limit and len(best) else ""
    assert edit_distance(written, nearest(written, known)) == edit_distance(written, near)


def test_hint_is_empty_where_nothing_is_near():
    assert did_you_mean("weigt", ["height"], ["weight"]) == "did you mean `weight`?"
    assert did_you_mean("zzz", ["weight"]) == ""
