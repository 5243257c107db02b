"""What people read of the versions of a pack: when each holds, what became of a piece, the text with its margin."""

import json
import re
import shutil
from pathlib import Path

import pytest
from test_json_outputs import validate

HERE = Path(__file__).parent
PACK = HERE.parent / "packs" / "amendments" / "pack"
HEAD = "pack: small\nauthority: {document: letter, section: '2', approved_by: CMS}\n"
AMENDMENTS = {
    "one": HEAD
    + """\
amendment: one
title: A higher fee
adopted: 2020-02-01
reason: costs rose
in_force: [{from: BP3}]
changes:
  - {set: small.fee, was: 3, now: 4}
  - {set: "small.share[discretionary, BP4]", was: 30%, now: 25%}
  - {ends: "example:WE-1"}
""",
    "two": HEAD
    + """\
amendment: two
title: No double charge
adopted: 2021-01-10
reason: simpler
in_force: [{from: 2019-01-01, to: 2019-12-31}, {from: 2021-01-01}]
changes:
  - {replace: "small.late#formula", was: doubled + fee, now: amount + fee}
  - {add: "subject:rules#decisions.new", now: {title: New, outputs: {new: {type: money, formula: fee * 2}}}}
  - {rename: small.alone, to: small.single}
""",
    "three": HEAD
    + """\
amendment: three
title: A double charge again
adopted: 2021-03-01
reason: it was a mistake
changes:
  - {annul: two}
""",
    "slip": """\
pack: small
erratum: slip
title: The cap is 50
found_on: 2021-04-01
found_by: audit of the first year
passage: {document: letter, section: "2", page: "7", text: the cap shall be $50}
changes:
  - {set: small.cap, was: 500, now: 50}
""",
}
COMMANDS = [
    ("versions", "pack"),
    ("versions", "pack", "--known-on", "2021-02-01"),
    ("versions", "pack", "--known-on", "2021-02-01", "--format", "json"),
    ("versions", "pack", "--known-on", "lately"),
    ("history", "pack", "small.late"),
    ("history", "pack", "small.late#formula", "--format", "json"),
    ("history", "pack", "small.share[discretionary, BP4]"),
    ("history", "pack", "small.new"),
    ("history", "pack", "small.single"),
    ("history", "pack", "small.cap"),
    ("history", "pack", "small.cap", "--format", "json"),
    ("history", "pack", "small.lat"),
    ("show", "pack", "small.late", "--as-of", "BP4", "--known-on", "2021-02-01"),
    ("show", "pack", "small.late#formula", "--as-of", "BP4", "--known-on", "2021-02-01"),
    ("show", "pack", "small.share", "--as-of", "BP1"),
    ("run", "pack", "small.later", "--fact", "amount=10", "--as-of", "BP4", "--known-on", "2021-02-01"),
    ("run", "pack", "small.later", "--fact", "amount=10", "--version", "base"),
    ("run", "pack", "small.later", "--fact", "amount=10"),
    ("run", "pack", "small.later", "--fact", "amount=10", "--as-of", "BP1", "--format", "json"),
    ("run", "pack", "small.later", "--fact", "amount=10", "--version", "one", "--format", "json"),
    ("explain", "pack", "small.later", "--fact", "amount=10", "--as-of", "BP4", "--known-on", "2021-02-01"),
    ("explain", "pack", "small.cap", "--as-of", "BP4"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    shutil.copytree(PACK, tmp_path / "pack")
    (tmp_path / "pack" / "amendments").mkdir()
    for name, text in AMENDMENTS.items():
        (tmp_path / "pack" / "amendments" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_versions_are_shown_as_before(run, golden):
    texts = []
    for command in COMMANDS:
        done = run(*command)
        texts.append(f"$ rulewright {' '.join(command)}\n{done.stdout}{done.stderr}-> {done.exit_code}\n")
    golden("\n".join(texts), HERE / "goldens" / "versions.golden")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("known_on", ["2021-02-01", "2021-05-01", "2020-01-01"])
def test_the_document_says_all_that_the_text_says(run, known_on):
    text = run("versions", "pack", "--known-on", known_on).stdout
    document = json.loads(run("versions", "pack", "--known-on", known_on, "--format", "json").stdout)
    said = " ".join(each if isinstance(each, str) else "" for each in texts_of(document))
    heads = {"from", "to", "periods", "version", "digest", "amendment", "adopted", "in force", "state", "title"}
    heads |= {"erratum", "found on", "by its cells", "in", "force", "found", "on"}  # heads may be broken
    for line in text.replace("·", "  ").splitlines():
        for cell in filter(None, re.split(r"  +|: |; |, |annuls |found by ", line.strip().replace("as known on ", ""))):
            assert cell in heads or cell in said or set(cell) <= {"─"}, cell


def texts_of(document):
    """Yield the texts of a JSON document; ids in brackets as well, as the names of versions have them."""
    for each in document.values() if isinstance(document, dict) else document:
        if isinstance(each, dict | list):
            yield from texts_of(each)
        else:
            yield each


@pytest.mark.usefixtures("folder")
def test_the_document_says_which_amendments_are_there_by_their_cells_alone(run):
    document = json.loads(run("versions", "pack", "--known-on", "2021-02-01", "--format", "json").stdout)
    found = [(each["version"], each["applied"], each["by_key"]) for each in document["segments"]]
    assert ("(one)", [], ["one"]) in found
    assert ("one", ["one"], []) in found
    states = {each["id"]: (each["annuls"], each["state"]) for each in document["amendments"]}
    assert states["three"] == (["two"], "not adopted yet")


@pytest.mark.usefixtures("folder")
def test_what_annuls_is_said_to_annul(run):
    document = json.loads(run("versions", "pack", "--format", "json", "--output", "page.html").stdout)
    for segment in document["segments"]:
        assert {"id": "three", "why": "annuls two"} in segment["left_out"]
    assert "three: annuls two" in Path("page.html").read_text()
    assert "annuls two" in run("show", "pack").stdout


@pytest.mark.usefixtures("folder")
def test_a_subject_says_who_has_written_in_it_and_where_its_text_is(run):
    shown = " ".join(run("show", "pack", "rules", "--as-of", "BP4", "--known-on", "2021-02-01").stdout.split())
    assert "as amended by one, two: show `subject:rules` for its text" in shown
    assert "as amended by" not in run("show", "pack", "rules").stdout


@pytest.mark.usefixtures("folder")
def test_a_history_in_markdown_has_what_was_in_blocks_of_their_own(run):
    text = run("history", "pack", "small.late", "--format", "markdown").stdout
    assert "**was**: ```" not in text
    assert "- **was**\n  - ```\n" in text


BY_SPAN = """\
pack: small
authority: {document: letter}
amendment: later
title: A fee for all years
adopted: 2021-05-01
in_force: always
reason: it is simpler
changes:
  - {set: small.fee, was_in: [{from: PREP, to: BP2, was: 3}, {from: BP3, was: 4}], now: 5}
"""


def test_history_says_what_was_there_by_span(run, folder):
    (folder / "pack" / "amendments" / "later.yaml").write_text(BY_SPAN, encoding="utf-8")
    shown = run("history", "pack", "small.fee").stdout
    assert "was in    [{from: PREP, to: BP2, was: 3}, {from: BP3, was: 4}]" in shown
    document = json.loads(run("history", "pack", "small.fee", "--format", "json").stdout)
    validate(document, "history")
    assert [(each["was_by_span"], each["was"]) for each in document["events"]] == [
        (False, "3"),
        (True, "[{from: PREP, to: BP2, was: 3}, {from: BP3, was: 4}]"),
    ]
    assert document["base_place"]["path"].endswith("base/rules.yaml")


MONTHLY = """\
pack: small
authority: {document: letter, section: '2', approved_by: CMS, approved_on: 2019-11}
amendment: monthly
title: The fee was 4 all along
adopted: 2019-12
in_force: always
reason: a later report says so
readings:
  - {id: of-which-day, question: The report gives no day., reading: Any day of the month; known from the last one.}
changes:
  - {set: small.fee, was: 3, now: 4}
  - {set: "small.fee#title", was: Fee, now: The fee}
  - {ends: "example:WE-1"}
"""
MONTHLY_COMMANDS = [
    ("versions", "pack"),
    ("versions", "pack", "--known-on", "2019-12-30", "--format", "json"),
    ("history", "pack", "small.fee"),
    ("history", "pack", "small.fee#value", "--format", "json"),
    ("show", "pack"),
    ("run", "pack", "small.late", "--fact", "amount=10"),
    ("run", "pack", "small.late", "--fact", "amount=10", "--known-on", "2019-12-30"),
    ("explain", "pack", "small.late", "--fact", "amount=10", "--as-of", "2017-05-01"),
    (
        *("amend", "pack", "--new", "small.fee", "--id", "next", "--adopted", "2019-12", "--in-force", "always"),
        *("--title", "Next", "--document", "letter", "--reason", "So.", "--print"),
    ),
]


def test_a_month_without_a_day_what_is_always_in_force_and_readings_are_shown(run, folder, golden):
    shutil.rmtree(folder / "pack" / "amendments")
    (folder / "pack" / "amendments").mkdir()
    (folder / "pack" / "amendments" / "monthly.yaml").write_text(MONTHLY, encoding="utf-8")
    texts = []
    for command in MONTHLY_COMMANDS:
        done = run(*command)
        texts.append(f"$ rulewright {' '.join(command)}\n{done.stdout}{done.stderr}-> {done.exit_code}\n")
        if "json" in command:
            validate(json.loads(done.stdout), command[0])
    golden("\n".join(texts), HERE / "goldens" / "versions-by-month.golden")
    assert run("versions", "pack", "--output", "page.html").exit_code == 0
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert "2019-12-31 (month only)" in page
    assert "of-which-day: The report gives no day. → Any day of the month" in page


@pytest.mark.usefixtures("folder")
def test_documents_follow_their_schemas(run):
    validate(json.loads(run("versions", "pack", "--format", "json").stdout), "versions")
    validate(json.loads(run("history", "pack", "small.late", "--format", "json").stdout), "history")


def test_the_page_is_one_file_and_draws_each_amendment_where_it_is_in_force(run, folder):
    assert run("versions", "pack", "--known-on", "2021-02-01", "--output", "page.html").exit_code == 0
    page = (folder / "page.html").read_text(encoding="utf-8")
    bars = [line.split("grid-column: ")[1].split('"')[0] for line in page.splitlines() if '<div class="bar"' in line]
    assert bars == ["4 / 6", "3 / 4", "5 / 6"]
    assert "three: not adopted yet" in page
    assert [word for word in ("http:", "https:", "<script", "<link") if word in page] == []
    assert "prefers-color-scheme: dark" in page


def test_lines_of_cases_name_the_version_that_answered(run, folder):
    lines = [{"id": each, "rule": "small.late", "inputs": {"amount": 10}, "as_of": each} for each in ("BP2", "BP4")]
    lines.append({"id": "none", "rule": "small.late", "inputs": {"amount": 10}, "known_on": "2020-02-01"})
    (folder / "cases.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    answers = [json.loads(line) for line in run("run", "pack", "--cases", "cases.jsonl").stdout.splitlines()]
    assert [(each["id"], each.get("version")) for each in answers] == [
        ("BP2", "(one) + slip"),
        ("BP4", "one + slip"),
        ("none", None),
    ]
    for each in answers:
        validate({"schema": "rulewright/answer/1", **each}, "answer")
    refused = run("run", "pack", "--cases", "cases.jsonl", "--format", "text")
    assert (refused.exit_code, "lines of JSON" in refused.stderr) == (2, True)


def test_the_page_is_written_beside_what_the_format_says(run, folder):
    printed = {name: run("versions", "pack", "--format", name).stdout for name in ("text", "json", "markdown")}
    for name, wanted in printed.items():
        done = run("versions", "pack", "--format", name, "--output", f"{name}.html")
        assert (done.stdout, done.stderr) == (wanted, f"wrote {name}.html\n")
        page = (folder / f"{name}.html").read_text(encoding="utf-8")
        assert page.startswith("<!doctype html>")
        assert "found by audit of the first year; letter, section 2, page 7: the cap shall be $50" in page


def test_a_pack_without_amendments_has_one_version(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PACK, "pack")
    done = run("versions", "pack")
    assert (done.exit_code, "base" in done.stdout) == (0, True)
    assert done.stderr == "the pack has no amendments, and one version\n"


OTHER_INPUTS = """\
pack: small
authority: {document: letter, section: '2'}
amendment: inputs
title: The count becomes a share, of a group that is named
adopted: 2019-12-01
in_force: [{from: BP3}]
reason: shares are compared
changes:
  - {replace: "small.rated#inputs.count", was: number, now: {type: percent, title: Share of the members}}
  - {replace: "small.late#inputs.amount", was: money, now: {type: money, title: Amount of the quarter}}
"""


def test_facts_are_read_and_needs_shown_by_the_version_that_answers(run, folder):
    shutil.rmtree(folder / "pack" / "amendments")
    (folder / "pack" / "amendments").mkdir()
    (folder / "pack" / "amendments" / "inputs.yaml").write_text(OTHER_INPUTS, encoding="utf-8")
    as_share = run("explain", "pack", "small.rated", "--fact", "count=50%", "--as-of", "BP4")
    assert (as_share.exit_code, "count = 50%" in as_share.stdout) == (0, True), as_share.stdout + as_share.stderr
    for period, code in (("BP1", 0), ("BP4", 2)):
        assert run("run", "pack", "small.rated", "--fact", "count=5", "--as-of", period).exit_code == code
    for command in ("needs", "explain"):
        missing = run(command, "pack", "small.late", "--as-of", "BP4")
        assert "Amount of the quarter" in missing.stdout, command
        assert "Amount of the quarter" not in run(command, "pack", "small.late", "--as-of", "BP1").stdout


YEARLY = """\
pack: small
authority: {{document: letter}}
amendment: the-fee-of-month-{number}
title: A fee of {number}
adopted: 2020-{number:02}-01
in_force: [{{from: {period}}}]
reason: costs rose
changes:
  - {{set: small.fee, was: {before}, now: {number}}}
"""


@pytest.fixture
def yearly(folder):
    """Return a folder with a pack that was amended every month, one month for the last period alone."""
    shutil.rmtree(folder / "pack" / "amendments")
    (folder / "pack" / "amendments").mkdir()
    for number in range(4, 13):
        period = "BP4" if number == 12 else "BP2"
        text = YEARLY.format(number=number, before=number - 1, period=period)
        (folder / "pack" / "amendments" / f"{number}.yaml").write_text(text, encoding="utf-8")
    for each in (folder / "pack" / "examples").iterdir():
        each.unlink()
    return folder


@pytest.mark.usefixtures("yearly")
def test_long_names_of_versions_are_short_where_people_read_them(run):
    text = run("versions", "pack").stdout
    names = re.findall(r"the-fee-of-month-\d+ after \d+ others \([0-9a-f]{8}\)", " ".join(text.split()))
    document = json.loads(run("versions", "pack", "--format", "json").stdout)
    whole = [each["version"] for each in document["segments"] if each["version"] != "base"]
    assert len({*names}) == len({*whole}) == 2
    assert all(name.count("the-fee-of-month") > 7 for name in whole)
    assert all(each in text.replace("\n", " ") or each.split(" + ")[0] in text for each in whole)
    for short, name in zip(dict.fromkeys(names), dict.fromkeys(whole), strict=True):
        question = ("run", "pack", "small.late", "--fact", "amount=10", "--version")
        answer = run(*question, short)
        assert (answer.exit_code, answer.stdout) == (0, run(*question, name).stdout)
        assert f"version {short}" in " ".join(answer.stdout.split())
        assert json.loads(run(*question, name, "--format", "json").stdout)["version"] == name


@pytest.mark.usefixtures("folder")
def test_show_says_which_version_is_shown(run):
    shown = {
        (): "small · the base, without amendments",
        ("--as-of", "BP2"): "small · version (one) + slip, as of BP2, as known on 2021-04-01",
        ("--as-of", "BP4", "--known-on", "2019-01-01"): "small · version base, as of BP4, as known on 2019-01-01",
        ("--known-on", "2020-03-01"): "small · version one, as known on 2020-03-01",
    }
    for dates, line in shown.items():
        for what in ((), ("--index",), ("small.alone",), ("rules",), ("small.alone#title",)):
            assert run("show", "pack", *what, *dates).stdout.splitlines()[0] == line


@pytest.mark.usefixtures("folder")
def test_what_is_not_compiled_is_listed_for_each_version(run):
    listed = run("check", "pack", "--compiled").stdout.splitlines()
    document = json.loads(run("check", "pack", "--compiled", "--format", "json").stdout)
    validate(document, "fallbacks")
    names = [each["version"] for each in document["versions"]]
    assert names[0] == "base"
    assert len(names) > 3
    assert [line.partition(":")[0] for line in listed if line.startswith("small")] == [
        f"small · version {name}" for name in names
    ]
