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
