from pathlib import Path

import pytest
from checker_cases import read_cases
from rulewright.language.checker import describe

MILD_AMONG_OTHERS = {"incomparable"}
FOLDER = Path(__file__).parent
CASES = [
    pytest.param(*case[1:], id=f"{path.stem}:{case[0]}")
    for path in sorted(FOLDER.glob("*.txt"))
    for case in read_cases(path.read_text(encoding="utf-8"))
]


def coded(diagnostic):
    """Return the code, marked where one that is an error elsewhere is a warning."""
    is_mild = diagnostic.code in MILD_AMONG_OTHERS and not diagnostic.is_error
    return f"{diagnostic.code}(warning)" if is_mild else diagnostic.code


@pytest.mark.parametrize(("expression", "expected", "surroundings"), CASES)
def test_line_has_the_problems_written_beside_it(expression, expected, surroundings):
    checked = surroundings.check(expression)
    found = " ".join(f"{each.place.column} {coded(each)}" for each in checked.diagnostics)
    if expected.startswith(":"):
        assert found == ""
        assert describe(checked.type) == expected[1:].strip()
    else:
        assert found == expected
