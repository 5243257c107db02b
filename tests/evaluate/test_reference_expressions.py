from __future__ import annotations

import pytest
from expression_cases import Case, read_cases

CASES = tuple(read_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.place)
def test_expressions_come_to_what_the_case_files_say(case: Case):
    assert case.outcome() == case.expected
