from functools import cache

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
        ("account.score_of", "account.socre_of", 1),
        ("aab", "ab", 1),
        ("abab", "ab", 2),
        ("ab", "ba", 1),
        ("xabx", "xbax", 1),
    ],
)
def test_distance_counts_edits_and_swaps_of_neighbors(left, right, distance):
    assert edit_distance(left, right) == distance
    assert edit_distance(right, left) == distance


def whole_distance(left, right):
    """Return the distance by its definition, of texts that are compared from end to end."""

    @cache
    def of(one, other):
        if not one or not other:
            return len(one) + len(other)
        ways = [of(one[1:], other) + 1, of(one, other[1:]) + 1, of(one[1:], other[1:]) + (one[0] != other[0])]
        if one[:2] == other[1::-1] and len(one) > 1:
            ways.append(of(one[2:], other[2:]) + 1)
        return min(ways)

    return of(left, right)


@given(left=st.text("abc", max_size=8), right=st.text("abc", max_size=8), enough=st.integers(1, 9))
def test_what_two_texts_have_alike_takes_no_change(left, right, enough):
    distance = whole_distance(left, right)
    assert edit_distance(left, right) == distance
    assert edit_distance(left, right, enough) == min(distance, enough)


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
        ("y", [["x", "z"]], ""),
        ("xs", [["ys", "x"]], ""),
        ("X", [["x", "y"]], "x"),
        ("xss", [["xs"]], "xs"),
        ("ac", [["aco"]], "aco"),
    ],
)
def test_nearest_name_is_suggested_and_nothing_far_away(written, groups, expected):
    assert nearest(written, *groups) == expected


@given(written=st.text("aBbcß", max_size=9), known=st.lists(st.text("abcCS", max_size=9), max_size=6))
def test_what_is_left_out_early_would_not_be_suggested(written, known):
    limit = max(1, len(written) // 3)
    others = [name for name in sorted(set(known)) if name != written and abs(len(name) - len(written)) <= limit]
    others = [name for name in others if max(len(name), len(written)) > 2 or name.casefold() == written.casefold()]
    best = min(others, key=lambda name: edit_distance(written, name), default="")
    near = best if edit_distance(written, best) <= limit and len(best) else ""
    assert edit_distance(written, nearest(written, known)) == edit_distance(written, near)


def test_hint_is_empty_where_nothing_is_near():
    assert did_you_mean("weigt", ["height"], ["weight"]) == "did you mean `weight`?"
    assert did_you_mean("zzz", ["weight"]) == ""
