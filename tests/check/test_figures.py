"""Checks of figures hold, fail, or have exceptions that are needed."""

from __future__ import annotations

from pathlib import Path

from rulewright.check.figures import run_checks
from rulewright.packs.loading import read_pack

PACK = read_pack(Path(__file__).parent / "packs" / "figures")
FAILED = "check-failed"
NEEDLESS = "needless-exception"


def test_checks_find_what_does_not_hold_and_which_exceptions_are_needless():
    assert [each.message for each in PACK.diagnostics] == ["`part` has no figure for `Y3`, `Y4`"]
    found = [(each.place.line, each.code, each.message) for each in run_checks(PACK)]
    no_figure = "check `no_figure` has no answer for `year` = `{0}`: `part` has no figure for `{0}`"
    assert found == [
        (24, FAILED, "check `paid` does not hold: nothing is paid in Y2"),
        (34, NEEDLESS, "check `documented_in_vain` holds for `year` = `Y2`, `flag` = `false`, which is excepted"),
        (40, FAILED, no_figure.format("Y3")),
        (40, FAILED, no_figure.format("Y4")),
    ]


def test_a_needless_exception_is_a_warning():
    assert [each.is_error for each in run_checks(PACK)] == [True, False, True, True]
