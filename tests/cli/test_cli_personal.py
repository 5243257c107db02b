"""No output of any command holds a personal value, however it is written, whether the command succeeds or fails.

The pack `clinic` marks what is personal. Its tables and the cases below hold values that nothing else has; all that a
command prints and writes is searched for them, in every form that one might be written in.
"""

import html
import json
import os
import re
import shutil
import stat
import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest

CLINIC = Path(__file__).parent / "clinic"
KEY = b"a key of the tests, long enough\n"

TEXTS = (
    "PT-77Z31",
    "PT-88Y42",
    "PT-99X53",
    "PT-66W64",
    "Zyxwanda",
    "Qvörlitz",
    "Yorickson",
    "O'Trambly & Wuv",
    "Xavandra",
    "Vusslehurst",
    "Wunibaldine",
    "gangrenous",
    "melancholic",
    "whimsical",
    "elbow",
)
DATES = ("1943-09-17", "1951-11-23", "2009-07-29", "1966-10-31")
NUMBERS = ("31337.25", "27183.75", "14142.5", "98765.4321", "31137.25", "26883.25")
"""Budgets, one of mistakes, and what is left of the first two when the visits are paid."""

ILLNESSES = ("rubella", "scurvy")
"""Words of the pack: they stand in its formulas, but in no answer."""


def forms(text):
    """Return how a text may stand in an output: as it is, escaped, quoted, in parts."""
    yield text
    yield html.escape(text)
    yield quote(text)
    yield json.dumps(text)[1:-1]
    yield unicodedata.normalize("NFD", text)


def date_forms(text):
    year, month, day = text.split("-")
    yield from (text, f"{day}.{month}.{year}", f"{month}/{day}/{year}", f"{year}{month}{day}")
    yield f"year={year}"
    yield f"Date({year}"
    yield year


def number_forms(text):
    yield text
    whole, _, rest = text.partition(".")
    yield f"{int(whole):,}"
    yield whole
    yield f"{float(text):.1f}"
    yield f"{whole}{rest}"


PLANTED = sorted(
    {form.casefold() for text in TEXTS for form in forms(text)}
    | {form.casefold() for date in DATES for form in date_forms(date)}
    | {form for number in NUMBERS for form in number_forms(number)}
)


DIGESTS = re.compile("[0-9a-f]{64}|personal-[a-z2-7]{16}")
"""In letters by chance, every word comes up in time."""


def found_in(output):
    """Return what is planted and stands in an output."""
    plain = "".join(each for each in DIGESTS.sub("", output).casefold() if unicodedata.category(each) != "Cf")
    return [each for each in PLANTED if each in plain]


CASE = {
    "letter": {"name": "Zyxwanda Qvörlitz", "born": "1943-09-17", "day": "2020-01-31"},
    "copay": {
        "id": "PT-77Z31",
        "illness": "rubella",
        "visits": [
            {"cost": "120", "reason": "gangrenous elbow", "days": "13"},
            {"cost": "80", "reason": "melancholic fugue", "days": 17},
        ],
        "budgets": {"PT-77Z31": "31337.25", "PT-88Y42": "27183.75"},
    },
    "digits": {"id": "PT-77Z31", "position": "3"},
    "pattern": {"name": "Zyxwanda", "word": "a"},
    "ward": {"age": "77", "illness": "scurvy"},
    "next_age": {"age": "77", "years": "3"},
    "charge": {"id": "PT-77Z31", "cost": "10"},
    "relieved": {"id": "PT-77Z31", "cost": "10"},
}


def altered(rule, **changes):
    """Return the facts of a rule with some of them replaced, or taken out where they are None."""
    facts = {**CASE[rule], **changes}
    return rule, {name: each for name, each in facts.items() if each is not None}


CASES = {
    **{rule: (rule, facts) for rule, facts in CASE.items()},
    "an input that is not given": altered("letter", born=None),
    "a date that is none": altered("letter", born="17.09.1943"),
    "a date that the calendar does not have": altered("letter", born="1943-09-177"),
    "a text in the place of a record": altered("copay", visits="melancholic fugue"),
    "a list in the place of a text": altered("letter", name=["Zyxwanda", "Qvörlitz"]),
    "a number in the place of a text": altered("letter", name=98765.4321),
    "a whole number in the place of a text": altered("letter", name=31337),
    "null": altered("letter", name=None, nickname="Wunibaldine"),
    "a record in the place of a text": altered("letter", name={"first": "Zyxwanda", "last": "Qvörlitz"}),
    "no member": altered("copay", illness="gangrenous elbow"),
    "nearly a member": altered("ward", illness="Scurvyy"),
    "beyond a bound": altered("ward", age="98765.4321"),
    "below a bound": altered("ward", age="-31337.25"),
    "no number": altered("ward", age="Wunibaldine"),
    "too many digits": altered("ward", age="31337.25" * 6),
    "an outcome beyond a bound": altered("next_age", years="98"),
    "an unknown input": ("letter", {**CASE["letter"], "Wunibaldine": "PT-66W64"}),
    "a misspelt input": ("letter", {**CASE["letter"], "nmae": "Wunibaldine"}),
    "an unknown entry": altered("copay", visits=[{"cost": 1, "reason": "elbow", "days": 1, "Wunibaldine": "PT-66W64"}]),
    "a misspelt entry": altered("copay", visits=[{"cost": 1, "raeson": "gangrenous elbow", "days": 1}]),
    "an entry that is not given": altered("copay", visits=[{"cost": 1, "days": 13}]),
    "an entry of another kind": altered("copay", visits=[{"cost": 1, "reason": "elbow", "days": "melancholic"}]),
    "a record that does not meet what its type requires": altered(
        "copay", visits=[{"cost": 1, "reason": "gangrenous elbow", "days": "-98765.4321"}]
    ),
    "a requirement of the rule that is not met": altered("letter", born="1066-10-31"),
    "an amount of a map that is none": altered("copay", budgets={"PT-77Z31": "Wunibaldine", "PT-66W64": "elbow"}),
    "a map without the key": altered("copay", budgets={"PT-66W64": "98765.4321"}),
    "a map with a key twice": altered("copay", budgets=[["PT-77Z31", 1], ["PT-77Z31", 2]]),
    "a text that is no number": altered("digits", position="1"),
    "no item at a place": altered("digits", position="98765.4321"),
    "a member of the wrong spelling that stands for one": altered("ward", illness="gout"),
    "JSON in a text": altered("copay", visits='[{"cost": 1, "reason": "gangrenous elbow"'),
}
RECORDED = {
    "of one value": {"care.relief": {"PT-77Z31": 3, "PT-66W64": 4}},
    "of records": {
        "care.relief": [
            {"for": {"patient": "PT-77Z31"}, "value": 3, "actor": "Clinic", "reference": "letter to Zyxwanda"}
        ]
    },
    "twice": {"care.relief": [{"for": {"patient": "PT-77Z31"}, "value": each} for each in (1, 2)]},
    "beyond the limits": {"care.relief": {"PT-77Z31": "98765.4321"}},
    "of no number": {"care.relief": {"PT-77Z31": "gangrenous elbow"}},
    "with an unknown key": {"care.relief": {"PT-77Z31": {"value": 1, "Wunibaldine": 2}}},
    "by somebody else": {"care.relief": [{"for": {"patient": "PT-77Z31"}, "value": 1, "actor": "Wunibaldine"}]},
    "for another input": {"care.relief": [{"for": {"PT-66W64": "PT-77Z31"}, "value": 1}]},
}


@pytest.fixture
def searched(run, tmp_path, monkeypatch):
    """Run a command with the pack, and see that nothing it prints or writes holds what is planted."""
    monkeypatch.setenv("RULEWRIGHT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "out").mkdir()

    def searched(command, *arguments, stdin=None):
        result = run(command, *arguments, stdin=stdin)
        outputs = {"stdout": result.stdout, "stderr": result.stderr, "the exception": repr(result.exception)}
        for path in [*tmp_path.glob("out*/**/*"), *tmp_path.glob("cache/**/*"), *CLINIC.glob("**/*")]:
            if path.is_file() and "tables" not in path.parts:
                outputs[str(path.relative_to(path.parents[1]))] = path.read_bytes().decode("utf-8", "replace")
                outputs[f"the name of {path.name}"] = str(path)
        leaks = {name: found for name, text in outputs.items() if (found := found_in(text))}
        assert not leaks, (command, *arguments)
        return result

    return searched


def case_file(tmp_path, content, name="case.json"):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_the_search_finds_what_is_shown():
    for shown in (
        "Dear zyxwanda",
        "O&#x27;Trambly &amp; Wuv",
        "qv%C3%B6rlitz",
        "$31,337.25",
        "Date(year=1943,",
        "Qv\\u00f6rlitz",
    ):
        assert found_in(shown), shown
    assert not found_in("personal-nubctto3cjwgqmes $200.00 south 2020-01-31")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("format_", ["text", "json"])
def test_no_outcome_shows_a_personal_value(searched, tmp_path, name, format_):
    rule, facts = CASES[name]
    content = json.dumps(facts)
    case = case_file(tmp_path, content)
    receipt = tmp_path / "out" / "receipt.json"
    options = ("--case", case, "--format", format_)
    result = searched("run", CLINIC, f"care.{rule}", *options, "--receipt", receipt)
    explained = searched("explain", CLINIC, f"care.{rule}", *options)
    searched("needs", CLINIC, f"care.{rule}", *options)
    if format_ == "text":
        searched("explain", CLINIC, f"care.{rule}", "--case", case, "--full", "--format", "markdown")
    assert result.exit_code == explained.exit_code


@pytest.mark.parametrize("name", RECORDED)
def test_no_recorded_decision_shows_whom_it_is_about(searched, tmp_path, name):
    case = case_file(tmp_path, {"inputs": CASE["relieved"], "recorded": RECORDED[name]})
    searched("run", CLINIC, "care.relieved", "--case", case, "--receipt", tmp_path / "out" / "receipt.json")
    searched("explain", CLINIC, "care.relieved", "--case", case, "--format", "json")


def test_no_answer_to_a_line_of_cases_shows_a_personal_value(searched, tmp_path):
    lines = [
        json.dumps({"id": place, "rule": f"care.{rule}", "inputs": facts})
        for place, (rule, facts) in enumerate(CASES.values())
    ]
    lines += [
        '{"id": 1, "rule": "care.letter", "inputs": {"name": "Zyxwanda", "name": "Qvörlitz"}}',
        '{"id": 1, "rule": "care.copay", "inputs": {"budgets": {"PT-77Z31": 1, "PT-77Z31": 2}}}',
        '{"id": 1, "rule": "care.letter", "inputs": {"name": "Zyxwanda" "born": "1943-09-17"}}',
        '{"id": 1, "rule": "care.letter", "inputs": {"name": Qvörlitz}}',
        '{"id": 1, "rule": "care.letter", "inputs": "Zyxwanda"}',
        '"Zyxwanda"',
    ]
    cases = case_file(tmp_path, "\n".join(lines), "cases.jsonl")
    result = searched("run", CLINIC, "--cases", cases, "--output", tmp_path / "out" / "answers.jsonl")
    answers = (tmp_path / "out" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(answers) == len(lines)
    assert any("personal-" in answer for answer in answers)
    assert "--personal-key" in result.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("case.json", '{"name": "Zyxwanda", "name": "Qvörlitz"}'),
        ("case.json", '{"budgets": {"PT-77Z31": 1, "PT-77Z31": 2}}'),
        ("case.json", '{"name": Qvörlitz}'),
        ("case.json", '["Zyxwanda"]'),
        ("case.yaml", 'name: "Zyxwanda\nborn: 1943-09-17\n'),
        ("case.yaml", "name: Zyxwanda: Qvörlitz\n"),
        ("case.yaml", "name: [Zyxwanda, Qvörlitz\n"),
        ("case.yaml", "name: *Zyxwanda\n"),
        ("case.yaml", "name: Zyxwanda\nname: Qvörlitz\n"),
        ("case.yaml", "Zyxwanda Qvörlitz\n"),
        ("case.yaml", "- Zyxwanda\n"),
        ("case.yaml", "name: Zyxwanda\nborn: 17.09.1943\nday: 2020-01-31\n"),
    ],
)
def test_no_file_of_facts_that_cannot_be_read_is_quoted(searched, tmp_path, name, content):
    result = searched("run", CLINIC, "care.letter", "--case", case_file(tmp_path, content, name))
    assert result.exit_code != 0


@pytest.mark.parametrize(
    "options",
    [
        ("--fact", "name"),
        ("--fact", "Zyxwanda"),
        ("--fact", "visits=[Zyxwanda"),
        ("--fact", 'visits=[{"reason": "elbow"'),
        ("--recorded", "PT-77Z31"),
        ("--fact", "illness=elbow"),
    ],
)
def test_no_option_that_is_wrong_is_quoted(searched, options):
    assert searched("run", CLINIC, "care.copay", *options).exit_code != 0


def test_what_says_nothing_of_a_case_holds_nothing_of_one(searched):
    for arguments in (("check",), ("show",), ("show", "care"), ("test",), ("needs", "care.copay")):
        command, *rest = arguments
        searched(command, CLINIC, *rest)


# ── Statements ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def statement(searched, tmp_path):
    """Run the statement on the tables of the clinic, with one text of one of them replaced."""

    def statement(file="patients.csv", old="", new="", *options):
        folder = tmp_path / "tables"
        shutil.copytree(CLINIC / "tables", folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        out = tmp_path / "out" / "statement"
        return searched("statement", folder, "--pack", CLINIC, "--period", "M1", "--output", out, *options)

    return statement


MISTAKES = [
    ("patients.csv", "1943-09-17", "17.09.1943"),
    ("patients.csv", "1943-09-17", ""),
    ("patients.csv", ",77,", ",seventy-seven Wunibaldine,"),
    ("patients.csv", ",77,", ",98765.4321,"),
    ("patients.csv", "rubella", "melancholic"),
    ("patients.csv", "rubella", "rubela"),
    ("patients.csv", "PT-88Y42", "PT-77Z31"),
    ("patients.csv", "PT-77Z31", ""),
    ("patients.csv", "north,rubella", "north,Wunibaldine,rubella"),
    ("patients.csv", "Zyxwanda Qvörlitz", '"Zyxwanda\nQvörlitz, Wunibaldine",1943-09-17,north,x\n"'),
    ("patients.csv", "Zyxwanda Qvörlitz", '"Zyxwanda Qvörlitz'),
    ("patients.csv", "Zyxwanda Qvörlitz", 'Zyxwanda "Qvörlitz"'),
    ("patients.csv", "id,name,born,region,illness,age,since\n", ""),
    ("patients.csv", "id,name,born,region,illness,age,since\n", "PT-66W64\n"),
    ("patients.csv", "id,name,born,region,illness,age,since", "id,nmae,born,region,illness,age,since"),
    ("patients.csv", "id,name,born,region,illness,age,since", "id;name;born;region;illness;age;since"),
    ("patients.csv", "id,name,born,region,illness,age,since", "id,name,born,region,illness,age"),
    ("patients.csv", "since\n", "since,note\nPT-66W64,Wunibaldine,1966-10-31,north,scurvy,x,M1,gangrenous elbow\n"),
    ("patients.csv", ",M1\n", ",M7\n"),
    ("visits.csv", "PT-77Z31,M1,ward", "PT-66W64,M1,ward"),
    ("visits.csv", "PT-77Z31,M1,ward", "PT-7731,M1,ward"),
    ("visits.csv", "120.00", "12O.00"),
    ("visits.csv", ",13\n", ",-13\n"),
    ("visits.csv", ",13\n", ",thirteen Wunibaldine\n"),
    ("visits.csv", "PT-77Z31,M1,home", "PT-77Z31,M1,ward"),
    ("budgets.csv", "31337.25", "31,337.25"),
    ("budgets.csv", "31337.25", "$31337.25"),
    ("budgets.csv", "PT-77Z31,31337.25", "PT-66W64,31337.25"),
    ("budgets.csv", "PT-77Z31,31337.25\n", ""),
    ("budgets.csv", "id,budget\n", "id,budget\nPT-77Z31,1\n"),
    ("reliefs.csv", "3.00", "98765.4321"),
    ("reliefs.csv", "Clinic", "Wunibaldine"),
    ("reliefs.csv", "PT-77Z31,3.00", "PT-66W64,3.00"),
    ("patients.csv", "1943-09-17", "1066-10-31"),
    ("patients.csv", "", ""),
]


@pytest.mark.parametrize(("file", "old", "new"), MISTAKES)
def test_no_statement_shows_a_personal_value_whether_it_is_written_or_not(statement, file, old, new):
    statement(file, old, new)


def test_the_place_of_a_mistake_is_shown_with_dots_for_what_is_personal(statement):
    result = statement("patients.csv", ",M1\n", ",M7\n")
    assert "patients.csv:2:56: error[unknown-member] `since` is `M7`, no member of `month`" in result.stderr
    assert "    2 | ••••••••,•••••••••••••••••,••••••••••,north,•••••••,••,M7" in result.stderr


def test_equal_values_have_equal_tokens_under_one_key_and_others_under_another(run, statement, tmp_path):
    key = tmp_path / "key"
    key.write_bytes(KEY)
    statement("patients.csv", "", "", "--personal-key", key)
    receipts = sorted(path.stem for path in (tmp_path / "out").rglob("receipts/*.json"))
    case = case_file(tmp_path, CASE["letter"])
    facts = {"name": "Zyxwanda Qvörlitz", "word": "Zyxwanda"}
    shown = json.loads(
        run(
            "explain",
            CLINIC,
            "care.pattern",
            "--case",
            case_file(tmp_path, facts),
            "--format",
            "json",
            "--personal-key",
            key,
        ).stdout
    )
    page = next((tmp_path / "out").rglob("statement.html")).read_text(encoding="utf-8")
    token = shown["trace"]["facts"]["name"]
    assert token in page
    assert len(receipts) == 2
    assert all(each.startswith("personal-") for each in receipts)
    del case
    key.write_bytes(KEY[::-1])
    again = json.loads(
        run(
            "explain",
            CLINIC,
            "care.pattern",
            "--case",
            tmp_path / "case.json",
            "--format",
            "json",
            "--personal-key",
            key,
        ).stdout
    )
    assert again["trace"]["facts"]["name"] not in {token, "Zyxwanda Qvörlitz"}
    del receipts


def test_the_real_values_go_to_a_file_of_their_own_that_is_not_replaced(run, statement, tmp_path):
    values = tmp_path / "values.json"
    result = statement("patients.csv", "", "", "--personal", values)
    assert "says which personal values" in result.stderr
    assert stat.S_IMODE(values.stat().st_mode) == 0o600
    listed = {
        each["value"]: each
        for each in json.loads(values.read_text(encoding="utf-8"))["values"]
        if isinstance(each["value"], str)
    }
    assert listed["Zyxwanda Qvörlitz"]["token"].startswith("personal-")
    assert "care.letter.name" in listed["Zyxwanda Qvörlitz"]["where"]
    assert {"PT-77Z31", "31337.25", "1943-09-17", "rubella"} <= listed.keys()

    before = values.read_bytes()
    refused = run("run", CLINIC, "care.digits", "--fact", "id=a1", "--personal", values)
    assert refused.exit_code == 2
    assert "is there already" in refused.stderr
    assert values.read_bytes() == before


def test_a_key_that_is_too_short_or_not_there_is_refused(run, tmp_path):
    key = tmp_path / "key"
    options = ("run", CLINIC, "care.digits", "--fact", "id=a1", "--personal-key", key)
    assert run(*options).exit_code == 2
    key.write_bytes(b"short\n")
    assert "at least 16 bytes" in run(*options).stderr
    key.write_bytes(KEY)
    assert run(*options).stderr == ""


def test_the_file_of_values_stays_out_of_the_folder_of_a_statement(run, tmp_path):
    options = (
        "--pack",
        CLINIC,
        "--period",
        "M1",
        "--output",
        tmp_path / "out",
        "--personal",
        tmp_path / "out" / "values.json",
    )
    assert run("statement", CLINIC / "tables", *options).exit_code == 2
    assert not os.path.lexists(tmp_path / "out")
