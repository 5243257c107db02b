"""The manual pages of the errors that arise in evaluation: what they advise against fails so, the rest does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from expression_cases import parse
from rulewright import diagnostics
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.limits import Limits
from rulewright.language.values import Absence, Failure, Value
from rulewright.packs.model.recorded import RecordedDecision
from written_packs import pack_of

PAGES = Path(diagnostics.__file__).parent / "pages"
BLOCK = re.compile(r"^```(feel|rule)-(errs|answers)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
FEW = Limits(steps=20_000)
HEADER = b"""pack: test
title: Test
about: A page's rules.
documents:
  protocol: {title: Protocol, adopted: 2019, file: none}
"""
SUBJECT = 'subject: test\ntitle: Test\nnamespace: test\nsource: {document: protocol, section: "1"}\n'


def evaluated_pages() -> list[str]:
    return sorted(path.stem for path in PAGES.glob("*.md") if BLOCK.search(path.read_text(encoding="utf-8")))


def run(kind: str, block: str) -> Value:
    """Return what a block comes to."""
    if kind == "feel":
        return ReferenceEvaluator(limits=FEW).evaluate(parse(block))
    subject = (SUBJECT + block).encode()
    pack = pack_of(HEADER, subject, "test.yaml")
    assert {problem.code for problem in pack.diagnostics} <= {"table-gap", "table-overlap"}
    rule, facts = re.findall(r"^# run: (\w+) (.*)$", block, re.MULTILINE)[0]
    recorded = {
        id_: {(): RecordedDecision(ReferenceEvaluator().evaluate(parse(text)))}
        for id_, text in re.findall(r"^# recorded: ([\w.]+) (.*)$", block, re.MULTILINE)
    }
    return (
        ReferenceEvaluator(pack.rules)
        .evaluate_rule(f"test.{rule}", ReferenceEvaluator().evaluate(parse(facts)), recorded)
        .value
    )


@pytest.mark.parametrize("code", evaluated_pages())
def test_a_page_shows_what_fails_so_and_what_does_not(code):
    blocks = BLOCK.findall((PAGES / f"{code}.md").read_text(encoding="utf-8"))

    assert [outcome for _, outcome, _ in blocks] == ["errs", "answers"]
    failing, passing = (run(kind, block) for kind, _, block in blocks)
    assert isinstance(failing, Failure)
    assert failing.code == code
    assert not isinstance(passing, Absence)


def test_every_error_of_evaluation_has_a_page():
    folder = Path(__file__).parents[2] / "engine" / "rulewright" / "evaluate"
    made = re.compile(r"(?:Failure|LimitReached)\([^\n]*\"([a-z]+(?:-[a-z]+)+)\"")
    codes = {code for path in folder.rglob("*.py") for code in made.findall(path.read_text(encoding="utf-8"))}

    assert len(codes) > 15
    assert {code for code in codes if not (PAGES / f"{code}.md").exists()} == set()
