"""What comes from outside (packs, cells, names of files, facts) is shown on a terminal, never obeyed."""

import json
import os
import subprocess
import sys

import click
import pytest
from rulewright.diagnostics.terminal_text import OBEYED, visible, visible_json
from rulewright_cli.main import main, run_main

HOSTILE = "\x1b[31m\x07\x9b2J\u202e\u2066\u200b\r\U000e0041"
YAML = "".join(f"\\U{ord(each):08X}" for each in HOSTILE)
HEADER = f"""\
format: 1
pack: outside
title: "Title {YAML}"
about: "About {YAML}"
documents: {{d: {{title: "Document {YAML}"}}}}
types: {{k: {{enum: ["word {YAML}", other]}}}}
"""
RULES = f"""\
subject: s
title: "Subject {YAML}"
namespace: s
source: {{document: d, section: "1 {YAML}"}}
decisions:
  x:
    title: "Rule {YAML}"
    about: "Words {YAML}"
    readings: [{{id: I-1, question: "Question {YAML}", reading: "Reading {YAML}"}}]
    inputs: {{t: {{type: string, title: "Input {YAML}"}}, k: {{type: k, otherwise: "\\"other\\""}}}}
    outputs:
      y: {{type: string, title: "Output {YAML}", formula: t}}
  z:
    title: Refused
    inputs: {{t: string}}
    requires: [{{that: 't = "a"', message: "Never {YAML}"}}]
    outputs: {{y: {{type: string, formula: t}}}}
"""
STATEMENT = f"""\
statement: st
title: "Statement {YAML}"
source: {{document: d, section: "1"}}
period: {{name: year, type: string}}
tables:
  people: {{title: people, file: people.csv, columns: {{name: string, amount: number}}, key: [name]}}
party: {{name: person, table: people, label: name, title: "Person {YAML}"}}
lines:
  - {{id: amount, title: "Line {YAML}", group: "Group {YAML}", type: number, summary: "true", formula: person.amount}}
"""
EXAMPLES = f"""\
examples:
  - {{id: "E-1", title: "Example {YAML}", rule: s.x, inputs: {{t: a}}, expect: b}}
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    files = {"pack.yaml": HEADER, "base/s.yaml": RULES, "statements/st.yaml": STATEMENT, "examples/e.yaml": EXAMPLES}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    tables = folder.with_name("tables")
    tables.mkdir()
    (tables / "people.csv").write_bytes(f'name,amount\n"A {HOSTILE}",1\n'.encode())
    (tables / f"x{HOSTILE}.csv").touch()
    wrong = folder.with_name("wrong")
    wrong.mkdir()
    (wrong / "people.csv").write_bytes(f'name,amount\n"A {HOSTILE}","1{HOSTILE}"\n'.encode())
    broken = folder.with_name("broken")
    (broken / "base").mkdir(parents=True)
    (broken / "pack.yaml").write_text(HEADER.replace("about:", f'"k{YAML}":'), encoding="utf-8")
    (broken / "base" / f"s{HOSTILE}.yaml").write_text(RULES.replace("x:", f'"x {YAML}":', 1), encoding="utf-8")
    return folder


COMMANDS = {
    "check": ("check", "{pack}"),
    "check of a broken pack": ("check", "{broken}"),
    "check as JSON": ("check", "{broken}", "--format", "json"),
    "check as SARIF": ("check", "{broken}", "--format", "sarif"),
    "show": ("show", "{pack}"),
    "show a rule": ("show", "{pack}", "s.x"),
    "show as Markdown": ("show", "{pack}", "s.x", "--format", "markdown"),
    "show --index": ("show", "{pack}", "--index"),
    "run": ("run", "{pack}", "s.x", "--fact", f"t=x{HOSTILE}"),
    "run as JSON": ("run", "{pack}", "s.x", "--fact", f"t=x{HOSTILE}", "--format", "json"),
    "run with a wrong fact": ("run", "{pack}", "s.x", "--fact", "t=x", "--fact", f"k=x{HOSTILE}"),
    "run with an unknown fact": ("run", "{pack}", "s.x", "--fact", f"u{HOSTILE}=x"),
    "run what is refused": ("run", "{pack}", "s.z", "--fact", f"t=x{HOSTILE}"),
    "explain": ("explain", "{pack}", "s.x", "--fact", f"t=x{HOSTILE}", "--full"),
    "explain as JSON": ("explain", "{pack}", "s.x", "--fact", f"t=x{HOSTILE}", "--format", "json"),
    "explain as Markdown": ("explain", "{pack}", "s.x", "--fact", f"t=x{HOSTILE}", "--format", "markdown"),
    "needs": ("needs", "{pack}", "s.x"),
    "needs as JSON": ("needs", "{pack}", "s.x", "--format", "json"),
    "test": ("test", "{pack}", "--full"),
    "test as JSON": ("test", "{pack}", "--format", "json"),
    "statement": ("statement", "{tables}", "--pack", "{pack}", "--period", "1"),
    "statement of wrong tables": ("statement", "{wrong}", "--pack", "{pack}", "--period", f"1{HOSTILE}"),
    "feel": ("feel", f'"a{HOSTILE}"'),
    "feel with a mistake": ("feel", f'"a{HOSTILE}" + b{HOSTILE}'),
    "feel as JSON": ("feel", f'"a{HOSTILE}"', "--format", "json"),
    "an unknown rule": ("run", "{pack}", f"s.{HOSTILE}"),
    "an unknown pack": ("run", f"nowhere{HOSTILE}", "x"),
    "an unknown command": (f"ruin{HOSTILE}",),
    "an unknown option": ("run", f"--ruin{HOSTILE}"),
    "a wrong value of an option": ("check", "{pack}", "--format", f"x{HOSTILE}"),
    "an unknown version": ("run", "{pack}", "s.x", "--version", f"v{HOSTILE}"),
    "an unknown version to compare": ("compare", "{pack}", "base", f"v{HOSTILE}"),
    "an unknown code": ("check", "--explain", f"c{HOSTILE}"),
    "an argument too many": ("check", "{pack}", f"x{HOSTILE}"),
    "a file that is not there": ("run", "{pack}", "s.x", "--case", f"f{HOSTILE}.json"),
    "a fact that is no pair": ("run", "{pack}", "s.x", "--fact", HOSTILE),
}
ERRORS = {
    "click": lambda: click.ClickException(f"a {HOSTILE}"),
    "usage": lambda: click.UsageError(f"a {HOSTILE}"),
    "usage of a command": lambda: click.UsageError("a", click.Context(click.Command(f"c{HOSTILE}"), info_name=HOSTILE)),
    "parameter": lambda: click.BadParameter(f"a {HOSTILE}", param_hint=f"--x{HOSTILE}"),
    "option": lambda: click.NoSuchOption(f"--x{HOSTILE}", possibilities=[f"--y{HOSTILE}"]),
    "value of an option": lambda: click.BadOptionUsage("--x", f"a {HOSTILE}"),
    "argument": lambda: click.BadArgumentUsage(f"a {HOSTILE}"),
    "missing parameter": lambda: click.MissingParameter(f"a {HOSTILE}", param_hint=f"--x{HOSTILE}"),
    "file": lambda: click.FileError("f", f"a {HOSTILE}"),
}


def start(arguments):
    return subprocess.run(
        [sys.executable, "-c", RUNNER, json.dumps(arguments)],
        capture_output=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
        check=True,
    )


RUNNER = """
import contextlib, io, json, os, sys
from rulewright_cli.main import run_main
answers = []
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["rulewright", *arguments]
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        run_main()
    answers.append([stream.buffer.getvalue().decode("utf-8") for stream in (out, err)])
json.dump(answers, sys.stdout)
"""


@pytest.fixture(scope="module")
def answers(pack):
    folders = {name: str(pack.with_name(name)) for name in ("tables", "wrong", "broken")} | {"pack": str(pack)}
    called = [[each.format(**folders) if each[:1] == "{" else each for each in line] for line in COMMANDS.values()]
    return dict(zip(COMMANDS, json.loads(start(called).stdout), strict=True))


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_that_a_terminal_obeys_gets_through(answers, name):
    out, err = answers[name]
    assert out or err
    assert OBEYED.findall(out.replace("\n", "")) == []
    assert OBEYED.findall(err.replace("\n", "")) == []
    assert "Traceback" not in err


@pytest.mark.parametrize("error", ERRORS)
def test_nothing_of_a_usage_error_is_dropped(error, monkeypatch, capsys):
    def fail(**_):
        error_of_click = ERRORS[error]()
        raise error_of_click

    monkeypatch.setattr(main, "main", fail)
    with pytest.raises(SystemExit):
        run_main()
    assert shown(capsys.readouterr().err)


@pytest.mark.parametrize("name", ["run as JSON", "explain as JSON"])
def test_json_still_holds_the_very_characters(answers, name):
    out, _ = answers[name]
    assert json.loads(out)["value"] == f"x{HOSTILE}"


@pytest.mark.parametrize("name", ["show a rule", "run", "explain", "statement", "check of a broken pack", "feel"])
def test_they_are_seen(answers, name):
    assert "␛" in "".join(answers[name])


@pytest.mark.parametrize("name", [name for name in COMMANDS if name.startswith(("a ", "an "))])
def test_those_of_an_argument_are_seen(answers, name):
    assert shown(answers[name][1])


def shown(text):
    """Return whether the hostile characters are seen, as pictures or as the escapes of a quotation."""
    return visible(HOSTILE) in text or repr(HOSTILE).strip("'") in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain é 日本 a\u00a0b \u0301", "plain é 日本 a\u00a0b \u0301"),
        ("نامه\u200cای क्\u200dष", "نامه\u200cای क्\u200dष"),
        ("a\nb\tc\x7f", "a\nb␉c␡"),
        ("\x9b\u2028\u2029\ufeff", "\ufffd" * 4),
        ("\udcff", "\ufffd"),
    ],
)
def test_a_text_is_made_visible_character_by_character(text, expected):
    assert visible(text) == expected
    assert len(visible(HOSTILE + text)) == len(HOSTILE + text)


def test_json_with_escapes_has_the_same_values():
    value = {HOSTILE: [HOSTILE, "é"]}
    text = json.dumps(value, ensure_ascii=False)
    assert json.loads(visible_json(text)) == value
    assert "é" in visible_json(text)
    assert not OBEYED.search(visible_json(text))
