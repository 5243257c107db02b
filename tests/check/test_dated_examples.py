"""An example with dates is run by the version that answers for them, and by no other."""

import shutil
from pathlib import Path

import pytest
from rulewright import check_pack, load_pack
from rulewright.check import run_examples, select

PACK = Path(__file__).parent.parent / "packs" / "amendments" / "pack"
FEE = """\
amendment: {id}
pack: small
title: A fee
adopted: {adopted}
authority: {{document: letter}}
reason: costs rose
in_force: [{{from: {start}}}]
changes:
  - {{set: small.fee, was: {was}, now: {now}}}
  - {{ends: "example:WE-1"}}
"""
FIRST = FEE.format(id="one", adopted="2020-02-01", start="BP2", was=3, now=4)
SECOND = FEE.format(id="two", adopted="2020-06-01", start="BP3", was=4, now=5).replace(
    '  - {ends: "example:WE-1"}\n', ""
)
DISCRETION = """\
subject: more
title: More
namespace: more
source: {document: protocol, section: "2"}
discretions:
  discount: {title: A discount, inputs: {party: string}, type: money, decided_by: State}
decisions:
  net:
    title: Net
    inputs: {period: period, party: string}
    outputs: {net: {type: money, formula: small.fee - discount(party)}}
"""
RECORDED = "recorded: {more.discount: [{for: {party: A}, value: 1, actor: State, date: 2020-05-01}]}"

CASES = [
    # dates of an example of the fee, the fee that it expects, the versions that run it
    ("", "3", "base one one+two"),
    ("as_of: BP1", "3", "base"),
    ("as_of: BP2", "4", "one"),
    ("as_of: BP3", "5", "one+two"),
    ("as_of: 2021-05-01", "5", "one+two"),
    ("as_of: PY4", "5", "one+two"),
    ("as_of: BP3, known_on: 2020-05-31", "4", "one"),
    ("as_of: BP3, known_on: 2020-01-31", "3", "base"),
    ("known_on: 2020-01-31", "3", "base"),
    ("known_on: 2020-05-31", "3", "base one"),
]


def laid(folder, *examples):
    """Return a folder with the pack, two amendments, and examples at which these come to other outcomes."""
    shutil.copytree(PACK, folder / "pack")
    files = {
        "base/more.yaml": DISCRETION,
        "amendments/one.yaml": FIRST,
        "amendments/two.yaml": SECOND,
        "examples/dated.yaml": "examples:\n" + "".join(f"  - {{{each}}}\n" for each in examples),
    }
    for name, text in files.items():
        (folder / "pack" / name).parent.mkdir(exist_ok=True)
        (folder / "pack" / name).write_text(text, encoding="utf-8")
    return folder / "pack"


def results(folder, id_):
    """Return whether an example passes, by the versions that run it."""
    return {
        each.version.replace(" ", ""): [result.has_passed for result in run_examples(each) if result.example.id == id_]
        for each in load_pack(folder).versions
    }


@pytest.mark.parametrize("case", CASES)
def test_dates_say_which_versions_run_an_example(tmp_path, case):
    dates, expect, versions = case
    example = f"id: X, rule: small.late, inputs: {{amount: 10}}, expect: {20 + int(expect)}" + (
        f", {dates}" if dates else ""
    )
    folder = laid(tmp_path, example)
    run = {name: each for name, each in results(folder, "X").items() if each}
    assert sorted(run) == sorted(versions.split())
    if dates and "known_on: 2020-05" not in dates:
        assert [each for those in run.values() for each in those] == [True]
        assert [str(each) for each in check_pack(folder).diagnostics] == []
    for engine in load_pack(folder).versions:
        names = {each.id for each in select(engine.pack).examples}
        assert ("X" in names) == (engine.version.replace(" ", "") in run)


@pytest.mark.parametrize(
    ("dates", "net"), [("as_of: BP3, known_on: 2020-05-31", "3"), ("as_of: BP3, known_on: 2020-04-30", "")]
)
def test_decisions_of_later_do_not_count(tmp_path, dates, net):
    expect = f"expect: {net}" if net else "expect: {status: open, needs: [more.discount]}"
    folder = laid(tmp_path, f"id: X, rule: more.net, inputs: {{period: BP3, party: A}}, {RECORDED}, {dates}, {expect}")
    assert [each for those in results(folder, "X").values() for each in those] == [True]


WRONG = [
    ("inputs: {amount: 10}, as_of: BP9, expect: 1", "wrong-type"),
    ("inputs: {amount: 10}, as_of: 2020-13-01, expect: 1", "wrong-type"),
    ("inputs: {amount: 10}, known_on: BP2, expect: 1", "date-text"),
]


@pytest.mark.parametrize(("said", "code"), WRONG)
def test_a_date_that_is_none_is_refused(tmp_path, said, code):
    problems = check_pack(laid(tmp_path, f"id: X, rule: small.late, {said}")).diagnostics
    assert [(each.code, Path(each.place.path).name, each.place.line) for each in problems] == [(code, "dated.yaml", 2)]


def test_dates_and_facts_do_not_contradict_each_other(tmp_path):
    folder = laid(
        tmp_path, "id: X, rule: more.net, inputs: {period: BP2, party: A}, as_of: BP3, expect: {status: open}"
    )
    assert [each.code for each in check_pack(folder).diagnostics] == ["dates-differ"]


def test_an_example_that_no_version_runs_is_refused(tmp_path):
    now = "{rule: small.late, inputs: {amount: 10}, as_of: BP3, known_on: 2020-01-31, expect: 24}"
    folder = laid(tmp_path, "id: Y, rule: small.late, inputs: {}, expect: {status: unknown, needs: [amount]}")
    with (folder / "amendments" / "one.yaml").open("a") as file:
        file.write(f'  - {{add: "example:X", now: {now}}}\n')
    (problem,) = check_pack(folder).diagnostics
    assert (problem.code, Path(problem.place.path).name) == ("example-never-run", "one.yaml")
