import re
from pathlib import Path

import pytest
from checker_cases import Surroundings, headed, read_cases
from rulewright import diagnostics
from rulewright.language import checker

PAGES = Path(diagnostics.__file__).parent / "pages"
BLOCK = re.compile(r"^```feel-(fails|passes)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
REPORTED = re.compile(r"""(?:report|warn)\(\s*"([a-z-]+)\"""")


def emitted_codes():
    found = {"type-mismatch", "wrong-argument"}
    for module in Path(checker.__file__).parent.glob("*.py"):
        found |= set(REPORTED.findall(module.read_text(encoding="utf-8")))
    return sorted(found | {"wrong-operand", "scale-mismatch", "unit-mismatch", "never-holds", "always-holds"})


CODES = emitted_codes()


def examples(code):
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    return dict(BLOCK.findall(text))


def problems(block):
    surroundings = Surroundings()
    lines = block.splitlines()
    while lines and headed(lines[0]):
        surroundings = surroundings.declared(*headed(lines.pop(0)))
    return {each.code for each in surroundings.check("\n".join(lines)).diagnostics}


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page_whose_examples_fail_and_pass(code):
    found = examples(code)
    assert problems(found["fails"]) == {code}
    assert problems(found["passes"]) == set()


@pytest.mark.parametrize("code", CODES)
def test_every_page_says_what_why_what_to_avoid_and_what_to_prefer(code):
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^##? (.*)$", FENCED.sub("", text), re.MULTILINE)
    assert headings == [code, "What", "Why", "Avoid", "Prefer"]


def test_every_code_is_reported_by_some_case():
    reported = set()
    for path in Path(__file__).parent.glob("*.txt"):
        for _, _, expected, _ in read_cases(path.read_text(encoding="utf-8")):
            if not expected.startswith(":"):
                reported |= {code.removesuffix("(warning)") for code in expected.split()[1::2]}
    assert [code for code in CODES if code not in reported] == []
