"""The manual pages of problems in cases: what they advise against is a problem of that code, the rest is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rulewright import diagnostics
from rulewright.evaluate import coercion, recorded
from rulewright.evaluate.coercion import InputProblem, coerce_inputs
from rulewright.evaluate.plain_json import parse_json
from rulewright.language.types import NUMBER, STRING, MapType
from rulewright.packs.model.rules import Citation, Discretion, Input
from rulewright.source import Place

PAGES = Path(diagnostics.__file__).parent / "pages"
BLOCK = re.compile(r"^```(case|recorded)-(errs|answers)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
TYPES = {"number": NUMBER, "map<number>": MapType(NUMBER)}
COMMON = {"title": "A choice", "source": Citation("protocol"), "place": Place("a.yaml", 1, 1), "subject": "rates"}
KEYS = (Input("period", STRING), Input("model", STRING))
DISCRETIONS = {
    "rates.base": Discretion(id="rates.base", **COMMON, decided_by="State", type=NUMBER),
    "rates.by_period": Discretion(id="rates.by_period", **COMMON, decided_by="State", inputs=KEYS, type=NUMBER),
}


def case_pages() -> list[str]:
    return sorted(path.stem for path in PAGES.glob("*.md") if BLOCK.search(path.read_text(encoding="utf-8")))


def problems_of(kind: str, block: str) -> list[str]:
    problems: list[InputProblem] = []
    if kind == "recorded":
        recorded.read_recorded(parse_json(block), DISCRETIONS, {}, problems)
    else:
        head, _, body = block.partition("\n")
        name, _, type_name = head.removeprefix("# ").partition(": ")
        is_float = "float(" in body
        facts = {name: 0.1} if is_float else parse_json(body)
        coerce_inputs(facts, (Input(name, TYPES[type_name]),), problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize("code", case_pages())
def test_a_page_shows_what_is_a_problem_and_what_is_not(code):
    blocks = BLOCK.findall((PAGES / f"{code}.md").read_text(encoding="utf-8"))

    assert [(outcome, problems_of(kind, block)) for kind, outcome, block in blocks] == [
        ("errs", [code]),
        ("answers", []),
    ]


def test_every_problem_of_a_case_has_a_page():
    text = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in (coercion, recorded))
    codes = set(re.findall(r"InputProblem\(\s*\"([a-z-]+)\"", text))

    assert len(codes) > 7
    assert {code for code in codes if not (PAGES / f"{code}.md").exists()} == set()
