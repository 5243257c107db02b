from pathlib import Path

import pytest
from checker_cases import read_cases
from rulewright.language.checker import describe

FOLDER = Path(__file__).parent
CASES = [
    pytest.param(*case[1:], id=f"{path.stem}:{case[0]}")
    for path in sorted(FOLDER.glob("*.txt"))
    for case in read_cases(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("expression", "expected", "surroundings"), CASES)
def test_line_has_the_problems_written_beside_it(expression, expected, surroundings):
    checked = surroundings.check(expression)
    found = " ".join(f"{each.place.column} {each.code}" for each in checked.diagnostics)
    if expected.startswith(":"):
        assert found == ""
        assert describe(checked.type) == expected[1:].strip()
    else:
        assert found == expected
