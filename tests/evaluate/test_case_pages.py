"""The manual pages of problems in cases: what they advise against is a problem of that code, the rest is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rulewright import CaseError, Engine, diagnostics, replay
from rulewright.evaluate import facts, recorded
from rulewright.evaluate.caselines import read_case
from rulewright.language.reading import case_words
from rulewright.language.reading.json_text import parse_json
from rulewright.language.types import NUMBER, PERCENT, STRING, MapType
from rulewright.packs.kinds.discretion import Discretion
from rulewright.packs.loading import read_pack
from rulewright.packs.model.rules import Citation, Input
from rulewright.source import Place

PAGES = Path(diagnostics.__file__).parent / "pages"
BLOCK = re.compile(r"^```(case|recorded|line|receipt)-(errs|answers)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
TYPES = {"number": NUMBER, "percent": PERCENT, "map<number>": MapType(NUMBER)}
ENGINE = Engine(read_pack(Path(__file__).parent / "sample-pack"))
COMMON = {"title": "A choice", "source": Citation("protocol"), "place": Place("a.yaml", 1, 1), "subject": "rates"}
KEYS = (Input("period", STRING), Input("model", STRING))
DISCRETIONS = {
    "rates.base": Discretion(id="rates.base", **COMMON, decided_by="State", type=NUMBER),
    "rates.ceiling": Discretion(id="rates.ceiling", **COMMON, decided_by="State", approval="CMS", type=NUMBER),
    "rates.by_period": Discretion(id="rates.by_period", **COMMON, decided_by="State", inputs=KEYS, type=NUMBER),
}


def case_pages() -> list[str]:
    return sorted(path.stem for path in PAGES.glob("*.md") if BLOCK.search(path.read_text(encoding="utf-8")))


def problems_of(kind: str, block: str) -> list[str]:
    if kind in {"line", "receipt"}:
        read = read_case if kind == "line" else lambda content: replay(content, ENGINE)
        try:
            read(parse_json(block))
        except CaseError as error:
            return [error.code]
        return []
    if kind == "recorded":
        _, problems = recorded.read_recorded(parse_json(block), DISCRETIONS, {})
    else:
        head, _, body = block.partition("\n")
        name, _, type_name = head.removeprefix("# ").partition(": ")
        is_float = "float(" in body
        given = {name: 0.1} if is_float else parse_json(body)
        _, problems = facts.read_facts(given, (Input(name, TYPES[type_name]),))
    return [problem.code for problem in problems]


@pytest.mark.parametrize("code", case_pages())
def test_a_page_shows_what_is_a_problem_and_what_is_not(code):
    blocks = BLOCK.findall((PAGES / f"{code}.md").read_text(encoding="utf-8"))

    assert [(outcome, problems_of(kind, block)) for kind, outcome, block in blocks] == [
        ("errs", [code]),
        ("answers", []),
    ]


def test_every_problem_of_a_case_has_a_page():
    text = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in (facts, case_words, recorded))
    codes = set(re.findall(r"Misread\(\s*\"([a-z-]+)\"", text))

    assert len(codes) > 7
    assert {code for code in codes if not (PAGES / f"{code}.md").exists()} == set()
