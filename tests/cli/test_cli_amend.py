"""`rulewright amend` writes an amendment whole or not at all."""

import shutil

import pytest

PACK = "tests/packs/authoring/pack"
HEAD = ("--id", "2021-12", "--adopted", "2021-12-01", "--title", "Longer", "--document", "letter", "--reason", "So.")


@pytest.fixture
def pack(tmp_path):
    shutil.copytree(PACK, tmp_path / "pack")
    return tmp_path / "pack"


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(PACK, tmp_path / "copy")
    rules = tmp_path / "copy/base/dues.yaml"
    rules.write_text(rules.read_text().replace("length, value: 20}", "length, value: 25}"))
    return tmp_path / "copy"


def test_an_edited_copy_becomes_a_file(run, pack, copy):
    options = ("amend", pack, "--edited", copy, *HEAD, "--in-force", "Y2..Y3", "--section", "2")
    written = run(*options)
    file = pack / "amendments/2021-12.yaml"
    assert (written.exit_code, written.stderr, written.stdout) == (0, "", f"wrote {file}: 1 change\n")
    assert (
        file.read_text()
        == """\
amendment: 2021-12
pack: quay
title: Longer
adopted: 2021-12-01
in_force: [{from: Y2, to: Y3}]
authority: {document: letter, section: "2"}
reason: So.
changes:
  - {set: dues.long_from, was: 20, now: 25}
"""
    )
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert run("format", "--check", pack).exit_code == 0
    assert run("check", pack).exit_code == 0
    assert run(*options).exit_code == 2
    assert run(*options, "--print").exit_code == 0
    assert run(*options, "--force").exit_code == 0


def test_nothing_is_written_where_something_is_wrong(run, pack, copy):
    for options, code in (
        (("--in-force", "Y9"), "span-bound"),
        ((), "missing-span"),
        (("--in-force", "Y2", "--after", "one"), "unknown-amendment"),
        (("--in-force", "Y2", "--document", "memo"), "unknown-document"),
        (("--in-force", "Y2", "--adopted", "soon"), "date-text"),
    ):
        result = run("amend", pack, "--edited", copy, *HEAD, *options)
        assert (result.exit_code, result.stdout) == (1, "")
        assert f"error[{code}]" in result.stderr
        assert "2021-12.yaml:" in result.stderr
    assert not (pack / "amendments").exists()


def test_wrong_usage(run, pack, copy):
    assert run("amend", pack, *HEAD).exit_code == 2
    assert run("amend", pack, "--new", *HEAD).exit_code == 2
    assert run("amend", pack, "dues.long_from", "--new", "--edited", copy, *HEAD).exit_code == 2
    assert run("amend", pack, "--edited", copy / "none", *HEAD).exit_code == 2
    assert run("amend", pack, "--edited", copy, "--rename", "dues.due", *HEAD).exit_code == 2


def test_an_amendment_is_begun_by_hand(run, pack):
    result = run("amend", pack, "--new", "dues.long_from", *HEAD, "--in-force", "Y2")
    assert result.exit_code == 0
    assert (pack / "amendments/2021-12.yaml").read_text().endswith("  - {set: dues.long_from, was: 20, now: 20}\n")


BEGUN = {
    "dues.long_from": "  - {set: dues.long_from, was: 20, now: 20}\n",
    "replace other.twice#formula": """\
  - replace: "other.twice#outputs.twice.formula"
    was: count * 2
    now: count * 2
""",
    "repeal example:twice#inputs.count": '  - {repeal: "example:twice#inputs.count", was: 2}\n',
    "rename other.twice=other.double": "  - {rename: other.twice, to: other.double}\n",
    "ends twice": '  - {ends: "example:twice"}\n',
    "annul one": "  - {annul: one}\n",
    "add example:four=example:twice": """\
  - add: "example:four"
    now: {rule: other.twice, inputs: {count: 2}, expect: 4}
""",
    "add type:season#enum[spring]": '  - {add: "type:season#enum[spring]", now: spring}\n',
    "add dues.berth#rows.last": """\
  - {add: "dues.berth#rows.last", now: {when: ["-", "-"], then: ['"middle"']}}
""",
}


@pytest.mark.parametrize("wanted", BEGUN)
def test_every_kind_of_change_is_begun_by_hand(run, pack, wanted):
    span = () if wanted.startswith("annul") else ("--in-force", "Y2")
    result = run("amend", pack, "--new", wanted, *HEAD, *span)
    text = (pack / "amendments/2021-12.yaml").read_text().partition("changes:\n")[2]
    assert text == BEGUN[wanted]
    assert result.exit_code in {0, 1}  # what is begun may have to be edited before it is right
    assert result.stdout.startswith("wrote ")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("rename other.twice", "it is not said what the new name is"),
        ("repeal other.thrice", "there is no rule `other.thrice`"),
        ("add example:four=example:three", "there is no example `three`"),
        ("ends third", "there is no example `third`"),
    ],
)
def test_what_is_wanted_of_nothing_is_not_begun(run, pack, wanted, message):
    result = run("amend", pack, "--new", wanted, *HEAD, "--in-force", "Y2")
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert not (pack / "amendments").exists()


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--id", "../outside", "wrong-form"),
        ("--adopted", "2021-02-31", "date-text"),
        ("--in-force", "Y2..Y1", "span-order"),
        ("--in-force", "Y9", "span-bound"),
        ("--document", "nowhere", "unknown-document"),
        ("--after", "nothing", "unknown-amendment"),
    ],
)
def test_what_has_a_wrong_head_is_not_begun(run, pack, option, value, code):
    files = sorted(pack.parent.rglob("*"))
    result = run("amend", pack, "--new", "dues.long_from", *HEAD, "--in-force", "Y2", option, value)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"error[{code}]" in result.stderr
    assert sorted(pack.parent.rglob("*")) == files


def edit(copy, file, old, new):
    path = copy / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_an_example_whose_outcome_moves_is_ended_and_comes_anew(run, pack, copy):
    edit(copy, "base/other.yaml", "count * 2", "count * 3")
    edit(copy, "base/dues.yaml", 'small: {summer: 4.50, "*": 2.25}', 'small: {summer: 4.50, "*": 2.5}')
    edit(copy, "base/dues.yaml", "due / persons", "if persons = 4 then due else due / persons")
    result = run("amend", pack, "--edited", copy, *HEAD, "--in-force", "Y2")
    assert result.stdout.splitlines()[1:] == [
        "  look at ends example:small-ship",
        "  look at add example:small-ship-2021-12",
        "  look at ends example:per-person",
        "  look at add example:per-person-2021-12",
        "  look at ends example:twice",
        "  look at add example:twice-2021-12",
    ]
    text = (pack / "amendments/2021-12.yaml").read_text()
    assert "now: {rule: other.twice, inputs: {count: 2}, expect: 6}" in text
    assert "expect: {due: 25, rebate: 0}" in text
    assert run("check", pack).exit_code == 0
    assert run("test", pack, "--no-coverage").exit_code == 0


def test_what_the_author_says_of_an_example_stays(run, pack, copy):
    edit(copy, "base/other.yaml", "count * 2", "count * 3")
    edit(copy, "examples/dues.yaml", "expect: 4}", "expect: 6}")
    result = run("amend", pack, "--edited", copy, *HEAD, "--in-force", "Y2")
    assert [line for line in result.stdout.splitlines() if "look at" in line] == []
    assert '{set: "example:twice#expect", was: 4, now: 6}' in (pack / "amendments/2021-12.yaml").read_text()


def test_a_member_that_stars_reach_is_extended_on_request(run, pack, copy):
    edit(copy, "pack.yaml", "enum: [summer, winter]", "enum: [summer, winter, spring]")
    edit(copy, "base/dues.yaml", "large: {summer: 9,", "large: {summer: 9, spring: 7,")
    options = ("amend", pack, "--edited", copy, *HEAD, "--in-force", "Y2")
    refused = run(*options)
    assert (refused.exit_code, "error[star-reaches]" in refused.stderr) == (1, True)
    wrong = run(*options, "--extends", "type:season#enum[autumn]")
    assert (wrong.exit_code, "the copy adds no" in wrong.stderr) == (1, True)
    assert run(*options, "--extends", "type:season#enum[spring]").exit_code == 0
    text = (pack / "amendments/2021-12.yaml").read_text()
    assert '- {add: "type:season#enum.spring", now: spring, extends: yes}' in text
