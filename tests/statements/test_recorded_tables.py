"""A statement's table of recorded decisions says for which inputs of the discretion each of its rows was decided."""

from pathlib import Path

import pytest
from rulewright.packs.files import PackFiles
from rulewright.packs.loading import build_pack

HERE = Path(__file__).parent / "pack"
FOR = "for: {school: school}"
PLAN = "statements/meals.yaml"


def pack_with(changes):
    """Return the pack of meals with texts of its files replaced, by (path, old text)."""
    texts = {path.relative_to(HERE).as_posix(): path.read_text(encoding="utf-8") for path in HERE.rglob("*.yaml")}
    for (path, old), new in changes.items():
        assert old in texts[path]
        texts[path] = texts[path].replace(old, new)
    of = {
        folder: tuple((path, text.encode()) for path, text in texts.items() if path.startswith(folder))
        for folder in ("base", "statements")
    }
    header = ("pack.yaml", texts["pack.yaml"].encode())
    return build_pack(PackFiles(header, of["base"], (), of["statements"]))


TWO_INPUTS = {("base/meals.yaml", "school: string}"): "school: string, term: term}"}
CALL = {(PLAN, "withheld * meals.inspection(party.school)"): '"withheld * meals.inspection(party.school, term)"'}

CASES = {
    "all inputs": ({}, []),
    "no `for`": ({(PLAN, f" {FOR},"): ""}, [("rule", ("school",))]),
    "an empty `for`": ({(PLAN, FOR): "for: {}"}, [("rule", ("school",))]),
    "one of two": ({**TWO_INPUTS, **CALL}, [("school", ("term",))]),
    "none of two": ({**TWO_INPUTS, **CALL, (PLAN, f" {FOR},"): ""}, [("rule", ("school", "term"))]),
}


@pytest.mark.parametrize("name", CASES)
def test_inputs_that_for_leaves_out_are_reported_where_it_stands(name):
    changes, expected = CASES[name]
    found = pack_with(changes).diagnostics
    assert len(found) == len(expected)
    for problem, (at, inputs) in zip(found, expected, strict=True):
        assert problem.code == "missing-input"
        assert problem.place.path == PLAN
        assert "meals.inspection" in problem.message
        line = (HERE / PLAN).read_text(encoding="utf-8").split("\n")[problem.place.line - 1]
        column = line.index("meals.inspection" if at == "rule" else "school: school}") + 1
        assert problem.place.column == column
        assert all(f"{each}: column" in problem.hint for each in inputs)
