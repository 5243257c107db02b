"""Publishing from the command line: what is written, what is printed, and what is refused."""

import json
import shutil

import pytest

PACK = "tests/packs/amendments/pack"


@pytest.fixture
def pack(tmp_path):
    shutil.copytree(PACK, tmp_path / "pack")
    return tmp_path / "pack"


def test_publish_writes_the_file_and_says_what_is_in_it(run, pack):
    result = run("publish", pack, "--known-on", "2020-01-31")
    head, line = result.stdout.splitlines()
    assert (result.exit_code, line.split()) == (0, ["2020-01-31", "-", "base"])
    assert head == f"small as known on 2020-01-31: 1 new text; written to {pack}/published.yaml"
    assert [each.name for each in pack.iterdir() if "published" in each.name] == ["published.yaml"]
    assert run("check", pack).exit_code == 0


def test_a_dry_run_writes_nothing(run, pack):
    result = run("publish", pack, "--known-on", "2020-01-31", "--dry-run")
    assert (result.exit_code, (pack / "published.yaml").exists()) == (0, False)
    assert "nothing is written" in result.stdout


def test_json_names_its_schema_and_all_digests(run, pack):
    result = run("publish", pack, "--known-on", "2020-01-31", "--format", "json")
    document = json.loads(result.stdout)
    assert (document["schema"], document["is_written"]) == ("rulewright/publication/1", True)
    assert {len(each["outcome"]) for each in document["added"]} == {64}


def test_a_pack_that_is_not_what_was_published_is_refused_with_its_problems(run, pack):
    run("publish", pack, "--known-on", "2020-01-31")
    rules = pack / "base/rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("value: 3", "value: 4"), encoding="utf-8")
    before = (pack / "published.yaml").read_bytes()
    result = run("publish", pack, "--known-on", "2020-02-28")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[published-outcome]" in result.stderr
    assert (pack / "published.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "give the day as `--known-on`"),
        (("--known-on", "lately"), "`lately`"),
        (("--known-on", "2020-02-30"), "2020-02-30"),
    ],
)
def test_wrong_usage(run, pack, options, said):
    result = run("publish", pack, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_there_is_no_such_pack(run):
    assert run("publish", "nowhere").exit_code == 2
