from __future__ import annotations

import re
from pathlib import Path

import pytest
from rulewright import diagnostics
from rulewright.language.builtins import BUILTINS
from rulewright.language.equality import is_identical
from rulewright.language.temporal.values import Date, DateTime, Time
from rulewright.language.values import Failure
from value_cases import ValueCase, evaluated, read_value_cases

CASES = read_value_cases()
NOON = DateTime(Date(2020, 2, 29), Time(12, 0, 0, 0, 0))
PAGES = Path(diagnostics.__file__).parent / "pages"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.place} {case.text[:60]}")
def test_expressions_come_to_what_the_case_files_say(case: ValueCase):
    assert case.holds(), evaluated(case.text)


@pytest.mark.parametrize("name", BUILTINS)
def test_every_builtin_has_cases_with_a_value_with_an_error_and_with_null(name: str):
    calls = [case for case in CASES if case.text.startswith(f"{name}(")]

    assert [case for case in calls if not case.is_error], "no case with a value"
    assert [case for case in calls if case.is_error], "no case with an error"
    assert [case for case in calls if "null" in case.text] or not BUILTINS[name].signatures[0].parameters


@pytest.mark.parametrize("name", BUILTINS)
def test_the_example_of_a_builtin_has_the_result_it_says(name: str):
    builtin = BUILTINS[name]

    assert is_identical(evaluated(builtin.example, NOON), evaluated(builtin.result_of_example)) is True


@pytest.mark.parametrize("name", BUILTINS)
def test_every_builtin_says_what_it_does(name: str):
    assert re.fullmatch(r"[A-Z].*[^.]", BUILTINS[name].summary)


def test_no_function_of_the_standard_is_lost():
    assert len(BUILTINS) >= 86


@pytest.mark.parametrize("code", sorted({case.expected.removeprefix("error: ") for case in CASES if case.is_error}))
def test_every_error_has_a_manual_page(code: str):
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    examples = dict(re.findall(r"^```feel-(errs|answers)\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL))

    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"^##? (.*)$", prose, re.MULTILINE) == [code, "What", "Why", "Avoid", "Prefer"]
    if examples:
        assert evaluated(examples["errs"]).code == code
        assert not isinstance(evaluated(examples["answers"]), Failure)
