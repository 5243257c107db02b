"""Names of rules, examples and subjects select what is tested."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulewright.check.selection import UnknownNameError, select
from rulewright.packs.loading import read_pack

PACK = read_pack(Path(__file__).parent / "packs" / "reached")


@pytest.mark.parametrize(
    ("names", "examples", "rules"),
    [
        (["taken"], ["taken-1", "taken-2"], ["taken"]),
        (["taken-2"], ["taken-2"], ["taken"]),
        (["either", "taken-2"], ["taken-2", "either"], ["taken", "either"]),
        (["unasked"], [], ["unasked"]),
    ],
)
def test_names_select_examples_and_rules_in_the_order_of_the_pack(names, examples, rules):
    selection = select(PACK, names)
    assert [each.id for each in selection.examples] == examples
    assert list(selection.rules) == rules


def test_a_subject_selects_all_its_rules():
    assert select(PACK, ["paths"]) == select(PACK)


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean `looked_up`"):
        select(PACK, ["loked_up"])
