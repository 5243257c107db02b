"""What the command line says of two versions: their names, its exit codes, what was accepted, revisions of git."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rulewright.compare import Acceptance, AcceptedError, acceptance_of, accepted_text, compare_versions
from rulewright.packs import read_yaml_object
from rulewright.reports import compared_json
from test_json_outputs import validate

sys.path.insert(0, str(Path(__file__).parents[1] / "compare"))

from test_compare import CASES, laid

EXERCISES = Path(__file__).parents[1] / "exercises"
AMENDMENT = """\
amendment: {id}
pack: reading-grants
title: Less is enough
adopted: 2020-10-01
in_force: always
authority: {{document: letter, section: "1"}}
reason: it was hard
changes:
  - {{set: reading.enough, was: 5%, now: 3%}}
"""


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "grants"
    shutil.copytree(EXERCISES / "pack", folder)
    (folder / "amendments").mkdir()
    (folder / "amendments" / "less.yaml").write_text(AMENDMENT.format(id="less"), encoding="utf-8")
    return folder


@pytest.fixture
def repository(pack):
    def git(*arguments):
        who = {
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        done = subprocess.run(
            ["git", "-C", pack.parent, *arguments],  # noqa: S607
            env={**os.environ, **who},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "--message=one")
    return pack


def test_it_ends_with_0_only_where_nothing_moves(run, pack):
    assert run("compare", pack, "base", "base").exit_code == 0
    result = run("compare", pack, "base", "amended")
    assert result.exit_code == 1
    assert "figure  reading.enough\n    5% → 3% (−2 points, −40%)" in result.stdout.replace("  (−", " (−")
    assert "by less" in result.stdout
    assert "moved  reading.improvement  by reading.enough" in result.stdout
    assert run("compare", pack, "base", "amended", "--format", "markdown").stdout.startswith("## ")


def test_json_says_all_that_the_text_says(run, pack):
    result = run("compare", pack, "amended", "base", "--format", "json")
    document = json.loads(result.stdout)
    validate(document, "comparison")
    assert result.exit_code == 1
    (change,) = document["changes"]
    figure = {"was": "0.03", "now": "0.05", "difference": "0.02", "share": "0.6666666666666666666666666666666667"}
    assert (change["class"], change["figure"]) == ("figure", figure)
    assert [each["id"] for each in change["by"] if each["is_undone"]] == ["less"]
    verdicts = {each["rule"]: each["verdict"] for each in document["decisions"]}
    assert verdicts["reading.attainment"] == "identical"
    assert verdicts["reading.improvement"] == "moved"
    assert {each["statement"] for each in document["lines"]} == {"grants"}


def test_without_a_pack_it_is_the_one_around_or_both_are_folders(run, pack, monkeypatch):
    assert run("compare", f"{pack}/", f"{pack}/").exit_code == 0
    monkeypatch.chdir(pack / "base")
    assert run("compare", "base", "less").exit_code == 1
    monkeypatch.chdir(pack.parent)
    result = run("compare", "base", "less")
    assert (result.exit_code, "no pack is named" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("base", "amendd"), "there is no version `amendd`; did you mean `amended`?"),
        (("base", "lass"), "there is no version `lass`; did you mean `less`?"),
        (("base", "no/such/"), "there is no folder `no/such/` with a pack"),
        (("base", "term_9@"), "neither a date nor a member of `term`"),
        (("base", "@2020"), "known_on"),
        (("base", "git:main"), "lies in no repository of git"),
    ],
)
def test_a_name_that_stands_for_nothing_is_refused_with_the_nearest(run, pack, names, words):
    result = run("compare", pack, *names)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_a_name_that_stands_for_two_things_is_refused_with_both(run, pack):
    (pack / "amendments" / "less.yaml").write_text(AMENDMENT.format(id="amended"), encoding="utf-8")
    result = run("compare", pack, "base", "amended")
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert "`amended` means two things: all amendments, about the last period and the text after the amendment" in said


def test_what_was_reviewed_is_accepted_and_nothing_else(run, pack, tmp_path):
    file = tmp_path / "accepted.json"
    result = run("compare", pack, "base", "amended", "--write-accept", file)
    assert (result.exit_code, "8 movements, to be reviewed" in result.stderr) == (1, True)
    validate(json.loads(file.read_text(encoding="utf-8")), "accepted")
    assert run("compare", pack, "base", "amended", "--accept", file).exit_code == 0
    amendment = pack / "amendments" / "less.yaml"
    amendment.write_text(amendment.read_text(encoding="utf-8").replace("now: 3%", "now: 2%"), encoding="utf-8")
    result = run("compare", pack, "base", "amended", "--accept", file)
    assert result.exit_code == 1
    assert "not accepted: reading.enough: moved" in result.stderr
    assert "accepted, and did not move so: reading.enough" in result.stderr
    assert run("compare", pack, "base", "base", "--accept", file).exit_code == 0
    file.write_text("{", encoding="utf-8")
    result = run("compare", pack, "base", "amended", "--accept", file)
    assert (result.exit_code, "it is no JSON: Expecting property name" in result.stderr) == (2, True)


GOOD = {"schema": "rulewright/accepted/1", "pack": "reading-grants", "movements": []}
NO_LISTS = [
    ("<<<<<<< HEAD", "it is no JSON: Expecting value, line 1"),
    (json.dumps({"schema": "x"}), "no list that `--write-accept` has written"),
    (json.dumps([]), "no list that `--write-accept` has written"),
    (json.dumps(GOOD | {"schema": "x"}), "its schema is `x`"),
    (json.dumps(GOOD | {"pack": "x"}), "it is of the pack `x`"),
    (json.dumps(GOOD | {"movements": {}}), "its `movements` are no list"),
    (json.dumps(GOOD | {"movements": [{"rule": 1, "before": "", "after": "a"}]}), "its movement 1 lacks a rule"),
    (json.dumps(GOOD | {"movements": [{"rule": "a", "before": "", "after": ""}]}), "its movement 1 lacks a rule"),
]


def test_what_is_no_list_is_refused_with_the_reason():
    same = compare_versions(EXERCISES / "pack", "base", "base")
    assert acceptance_of(same, json.dumps(GOOD)) == Acceptance((), ())
    for written, words in NO_LISTS:
        with pytest.raises(AcceptedError, match=re.escape(words)):
            acceptance_of(same, written)


def test_a_revision_of_git_is_read_without_a_checkout(run, repository):
    assert run("compare", repository, "git:main", f"{repository}/").exit_code == 0
    (repository / "amendments" / "less.yaml").unlink()
    result = run("compare", repository, "git:main", f"{repository}/")
    assert (result.exit_code, "without less" in result.stdout) == (1, True)
    assert run("compare", repository, "git:HEAD", "amended").exit_code == 1
    result = run("compare", repository, "git:mian", "base")
    assert (result.exit_code, "git knows no revision `mian`; did you mean `main`?" in result.stderr) == (2, True)
    result = run("compare", repository, "git:--output=x", "base")
    assert (result.exit_code, "git knows no revision" in result.stderr) == (2, True)


def test_without_git_it_is_said_that_it_is_missing(run, pack, monkeypatch):
    monkeypatch.setenv("PATH", str(pack))
    result = run("compare", pack, "git:main", "base")
    assert (result.exit_code, "needs git, which is not installed" in result.stderr) == (2, True)


def test_a_side_that_does_not_load_is_named_with_its_problems(run, repository):
    file = repository / "base" / "reading.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("withheld * score", "withheld * scored"), encoding="utf-8")
    result = run("compare", repository, "git:main", f"{repository}/")
    assert result.exit_code == 1
    assert f"`{repository}/` does not load:" in result.stderr
    assert "unknown name `scored`" in result.stderr
    assert "withheld * [-score-]{+scored+}" in result.stdout, result.stdout


def test_a_list_has_one_movement_a_line_in_order_and_none_is_accepted_that_it_lacks(pack):
    found = compare_versions(pack, "base", "amended")
    text, number = accepted_text(found)
    *head, last, end, nothing = text.split("\n")
    movements = head[4:]
    assert (movements, len(movements), last, end, nothing) == (sorted(movements), number, "  ]", "}", "")
    assert acceptance_of(found, text) == Acceptance((), ())
    for left_out in movements:
        kept = ",\n".join(line.rstrip(",") for line in movements if line != left_out)
        acceptance = acceptance_of(found, "\n".join([*head[:4], kept, last, end]))
        assert [each.rule.id for each, _ in acceptance.missing] == [json.loads(left_out.rstrip(","))["rule"]]
        assert acceptance.stale == ()


def test_a_list_does_not_accept_what_it_writes_in_the_same_run(run, pack, tmp_path):
    file = tmp_path / "accepted.json"
    assert run("compare", pack, "base", "amended", "--accept", file, "--write-accept", file).exit_code == 2
    assert not file.exists()
    run("compare", pack, "base", "base", "--write-accept", file)
    result = run("compare", pack, "base", "amended", "--accept", file, "--write-accept", file)
    assert (result.exit_code, result.stderr.count("not accepted: ")) == (1, 8)
    assert run("compare", pack, "base", "amended", "--accept", file).exit_code == 0


LATER = AMENDMENT.replace("in_force: always", "in_force: [{{from: term_2, to: term_2}}]").format(id="less")


def test_what_moves_at_other_times_is_accepted_by_its_digests_too(run, pack, tmp_path):
    (pack / "amendments" / "less.yaml").write_text(LATER, encoding="utf-8")
    other, file = tmp_path / "other", tmp_path / "accepted.json"
    shutil.copytree(pack, other)
    (other / "amendments" / "less.yaml").write_text(LATER.replace("now: 3%", "now: 2%"), encoding="utf-8")
    names = (f"{pack}/", f"{other}/")
    assert run("compare", *names, "--write-accept", file).exit_code == 1
    document = json.loads(file.read_text(encoding="utf-8"))
    validate(document, "accepted")
    assert {tuple(each["about"]) for each in document["movements"]} == {("term_2",)}
    assert run("compare", *names, "--accept", file).exit_code == 0
    document["movements"].pop()
    file.write_text(json.dumps(document), encoding="utf-8")
    result = run("compare", *names, "--accept", file)
    assert (result.exit_code, result.stderr.count(": may move, about term_2")) == (1, 1)


def test_of_a_version_that_does_not_load_no_list_is_written_and_none_accepts_it(run, pack, tmp_path):
    other, file = tmp_path / "other", tmp_path / "accepted.json"
    shutil.copytree(pack, other)
    base = other / "base" / "reading.yaml"
    base.write_text(base.read_text(encoding="utf-8").replace("withheld * score", "withheld * scored"), encoding="utf-8")
    result = run("compare", f"{pack}/", f"{other}/", "--write-accept", file)
    assert (result.exit_code, file.exists()) == (1, False)
    assert "a version that does not load cannot be reviewed" in result.stderr
    run("compare", f"{pack}/", f"{pack}/", "--write-accept", file)
    assert run("compare", f"{pack}/", f"{other}/", "--accept", file).exit_code == 1


def test_a_page_and_a_comment_are_made_of_it(run, pack, tmp_path):
    page = tmp_path / "page.html"
    result = run("compare", pack, "base", "amended", "--output", page, "--format", "markdown", "--at-most", 2000)
    assert (result.exit_code, f"wrote {page}" in result.stderr) == (1, True)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "**" in result.stdout
    assert len(result.stdout.encode()) <= 2001
    assert run("compare", pack, "base", "amended", "--at-most", 2000).exit_code == 2
    assert run("compare", pack, "base", "amended", "--format", "markdown", "--at-most", 10).exit_code == 2


def test_every_case_as_json_follows_its_schema(tmp_path):
    for file in CASES:
        case = read_yaml_object(file.read_bytes(), file.name, is_typed=True)
        pack, other = laid(case, tmp_path / file.stem)
        for wanted in case["compare"]:
            folders = {"other": f"{other}/", "pack": f"{pack}/"}
            found = compare_versions(pack, *(folders.get(name, name) for name in wanted["versions"]))
            validate(json.loads(json.dumps(compared_json(found))), "comparison")
            validate(json.loads(accepted_text(found)[0]), "accepted")


def test_what_moves_is_shown_by_a_case_that_can_be_pasted(run, pack):
    result = run("compare", pack, "base", "amended", "--search", "5")
    shown = result.stdout
    assert "example risen with other facts: 0% → 50%" in shown
    example = shown[shown.index("  - id: witness-reading-improvement") :].split("\n\n")[0]
    lines = [line.strip() for line in example.splitlines()][:4]
    assert lines[1:] == ["rule: reading.improvement", "inputs: {rate: 49%, before: 45%}", "expect: 50%"]
    found = json.loads(run("compare", pack, "base", "amended", "--search", "5", "--format", "json").stdout)
    validate(found, "comparison")
    by_rule = {each["rule"]: each for each in found["decisions"]}
    case = by_rule["reading.improvement"]["case"]
    assert (case["near"], case["before"]["value"], case["after"]["value"]) == ("risen", "0", "0.5")
    assert [line.strip() for line in case["example"].splitlines()][1:] == lines[1:]


def test_without_a_search_what_no_example_shows_may_move(run, pack):
    result = run("compare", pack, "base", "amended", "--search", "0")
    assert "may move  reading.improvement  by reading.enough" in result.stdout
    assert "without a witness" not in result.stdout


def test_a_search_in_vain_is_said(run, pack, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(pack, other)
    file = other / "base" / "reading.yaml"
    restated = file.read_text(encoding="utf-8").replace("formula: withheld * score", "formula: score * withheld")
    file.write_text(restated, encoding="utf-8")
    result = run("compare", f"{pack}/", f"{other}/", "--as-of", "term_1", "--search", "0.5")
    assert result.exit_code == 1
    shown = " ".join(result.stdout.split())
    assert "may move reading.earned by itself no case was found that moves, of " in shown
    assert "1 decision without a witness; searched: examples, with one fact changed" in shown
