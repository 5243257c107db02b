"""Every code that the reading of a pack gives has a manual page whose examples fail and pass."""

import re
from pathlib import Path

import pytest
from pack_cases import HEADER, SUBJECT, pack_of
from rulewright import packs
from rulewright.diagnostics.codes import known_codes, read_page

NOT_SHOWN = {"yaml-encoding", "yaml-character", "yaml-size", "yaml-nesting", "missing-file", "duplicate-statement"}
"""Pages whose problem no text on a page can have."""
PERIODS = "{enum: [BP1, BP2, BP3], aliases: {PY1: BP1}}"
HEAD = HEADER.replace(PERIODS, "{enum: [Q1, Q2, Q3], aliases: {first: Q1}}")
"""The pages name no period of any pack."""
CODE = re.compile(r"""(?:Diagnostic|Refused|report|refuse|fail)\(\s*"([a-z]+(?:-[a-z]+)*)\"""")
FILE = re.compile(r"^# ((?:base|examples|amendments)/\S+|pack\.yaml)\n", re.MULTILINE)


def emitted_codes():
    """Return the codes in the modules that read rules; those of statements are tested with the statements."""
    files = {path for path in Path(packs.__file__).parent.rglob("*.py") if path.name != "statements.py"}
    return sorted({code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))})


CODES = emitted_codes()
SHOWN = [code for code in CODES if code not in NOT_SHOWN and "```yaml" in read_page(code).avoid]


def problems(section):
    """Return the codes that the example of a page gives."""
    text = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)[1]
    pieces = FILE.split(text)
    files = dict(zip(pieces[1::2], pieces[2::2], strict=True)) or {"base/rules.yaml": pieces[0]}
    files.setdefault("pack.yaml", HEAD)
    if "subject:" not in files.get("base/rules.yaml", "subject:"):
        files["base/rules.yaml"] = SUBJECT + files["base/rules.yaml"]
    return {each.code for each in pack_of(files).diagnostics}


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page_with_four_parts(code):
    assert code in known_codes()
    page = read_page(code)
    assert all((page.what, page.why, page.avoid, page.prefer))
    assert page.text.startswith(f"# {code}\n")


@pytest.mark.parametrize("code", SHOWN)
def test_what_a_page_says_to_avoid_has_the_problem_and_what_it_prefers_has_none(code):
    page = read_page(code)
    assert problems(page.avoid) == {code}
    assert problems(page.prefer) == set()
