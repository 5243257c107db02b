"""Coverage says what no example reaches, with its place."""

from __future__ import annotations

from pathlib import Path

from rulewright.check.coverage import measure_coverage
from rulewright.check.points import PointKind
from rulewright.check.selection import select
from rulewright.packs.loading import read_pack

HERE = Path(__file__).parent
PACK = read_pack(HERE / "packs" / "reached")


def test_what_no_example_reaches_is_listed_in_the_order_of_the_pack(golden):
    missed = measure_coverage(PACK).missed
    lines = [f"{each.place.line}:{each.place.column} {each.kind.value} {each.rule}: {each.what}" for each in missed]
    golden("\n".join(lines) + "\n", HERE / "goldens" / "missed.txt")


def test_points_are_counted_by_kind_and_subject():
    coverage = measure_coverage(PACK)
    rules = len(PACK.rules) - 1
    assert coverage.count(PointKind.RULE) == (rules - 2, rules)
    assert coverage.count(PointKind.ROW, "paths") == (1, 3)
    assert coverage.count(PointKind.ROW, "elsewhere") == (0, 0)


def test_a_figure_for_several_keys_is_reached_by_any_of_them():
    coverage = measure_coverage(PACK)
    price = {each.what: each in coverage.reached for each in coverage.points if each.rule == "price"}
    assert price["figure [red]"] is False
    assert price["figure [*]"] is True


def test_without_examples_nothing_is_reached():
    coverage = measure_coverage(PACK, ())
    assert not coverage.reached
    assert {each.kind for each in coverage.missed} == {PointKind.RULE}


def test_coverage_is_reported_of_the_chosen_rules_only():
    chosen = select(PACK, ["called", "half-taken"]).rules
    coverage = measure_coverage(PACK, rules=chosen)
    assert {each.rule for each in coverage.points} == {"called", "half_taken"}
    assert [each.what for each in coverage.missed] == ["`else` of `if amount > 0`"]
