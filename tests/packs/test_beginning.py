"""What is begun by hand says what stands at an address in every span in which it is to be in force."""

import shutil

import pytest
from amended import PACK
from rulewright.packs import Head, begin_amendment
from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.tree import plain

EARLY = """\
amendment: early
pack: small
title: In two years
adopted: 2019-02-01
authority: {document: letter}
reason: because
in_force: [{from: BP2, to: BP3}]
changes:
  - {set: small.fee, was: 3, now: 4}
  - {replace: "small.late#formula", was: doubled + fee, now: amount + fee}
  - replace: "small.graded#rows[few]"
    was: {id: few, when: [< 5], then: ["0.1"]}
    now: {id: few, when: [< 4], then: ["0.1"]}
  - {repeal: small.rated, was: RATED}
  - {ends: "example:WE-1"}
"""
RATED = (
    "{title: Rated, inputs: {count: number}, outputs: {rate: percent}, table: {hit_policy: unique, inputs: [count], "
    'rows: [{when: [< 5], then: ["0.1"]}, {when: [">= 5"], then: ["0.2"]}]}}'
)
SPANS = {
    "one": ((("BP1", ""),), "[{from: BP1, to: BP1, was: 3}, {from: BP2, to: BP3, was: 4}, {from: BP4, was: 3}]"),
    "some": (
        (("BP1", "BP2"), ("BP4", "")),
        "[{from: BP1, to: BP1, was: 3}, {from: BP2, to: BP2, was: 4}, {from: BP4, was: 3}]",
    ),
    "days": (
        (("2019-01-01", "2020-12-31"), ("2022-01-01", "")),
        "[{from: BP2, to: BP3, was: 4}, {from: 2022-01-01, was: 3}]",
    ),
    "always": (
        (("always", ""),),
        "[{from: PREP, to: PREP, was: 3}, {to: BP1, was: 3}, {from: BP2, to: BP3, was: 4}, {from: BP4, was: 3}]",
    ),
    "inside": ((("BP2", "BP3"),), "4"),
    "outside": ((("BP1", "BP1"), ("BP4", "BP4")), "3"),
}
ADDRESSES = ("small.fee", "small.late#formula", "small.late", "repeal small.late", "repeal small.later", "small.share")


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(PACK, tmp_path / "pack")
    (tmp_path / "pack/amendments").mkdir()
    (tmp_path / "pack/amendments/early.yaml").write_text(EARLY.replace("RATED", RATED), encoding="utf-8")
    return tmp_path / "pack"


def begun(folder, spans, address):
    head = Head("next", "Next", "2020-05-01", "letter", "So.", spans)
    return begin_amendment(folder, head, [address], path=str(folder / "amendments/next.yaml"))


@pytest.mark.parametrize("name", SPANS)
@pytest.mark.parametrize("address", [*ADDRESSES, "small.graded#rows[few]"])
def test_what_is_begun_holds_in_every_span(folder, name, address):
    draft = begun(folder, SPANS[name][0], address)
    assert [each.message for each in draft.diagnostics if each.code != "unknown-function"] == []
    assert ("was_in" in draft.text) == (
        name not in {"inside", "outside"} and address not in {"repeal small.later", "small.share"}
    )


@pytest.mark.parametrize("name", SPANS)
def test_what_was_is_said_by_span_where_it_differs(folder, name):
    spans, wanted = SPANS[name]
    (change,) = read_yaml(begun(folder, spans, "small.fee").text.encode(), "").root.get("changes")
    said = change.get("was_in") or change.get("was")
    assert plain(said) == plain(read_yaml(f"- {wanted}\n".encode(), "").root.items[0])


def test_what_is_not_there_in_a_span_is_said_with_the_span(folder):
    (problem,) = begun(folder, (("BP1", "BP2"),), "small.rated").diagnostics
    assert problem.message == "from BP2 to BP2, there is no rule `small.rated`"
    assert problem.hint.endswith("; amend the spans apart")
