"""The cases of the page on conformance come to what stands there."""

import re
from pathlib import Path

import pytest
from rulewright.evaluate.feel import FeelSession, source_of
from rulewright.language.display import display

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "conformance.md"
CASE = re.compile(r"`([^`]+)` is (refused|null|true|false|\d+|`[^`]+`)")
TABLE = PAGE.read_text(encoding="utf-8").partition("| question |")[2]
ROWS = [line.removesuffix(" |") for line in TABLE.splitlines() if line.startswith("| ")]
CASES = [case for row in ROWS for case in CASE.findall(row.rpartition(" | ")[2])]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_case_comes_to_what_the_page_says(text, expected):
    result = FeelSession().evaluate(source_of(text))

    if expected == "refused":
        assert result.diagnostics[0].code == "unexpected-token"
    elif expected == "null":
        assert not result.is_clean
    else:
        wanted = FeelSession().evaluate(source_of(expected.strip("`"))).value
        assert display(result.value) == display(wanted)


def test_the_page_has_a_case_for_each_question():
    assert len(ROWS) > 12
    assert [row for row in ROWS if not CASE.search(row) and "tests/" not in row] == []
