"""How the command line behaves as a program: help whose examples work, colors, starting fast, streams."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rulewright_cli.main import COMMANDS, main
from rulewright_cli.progress import progress

ROOT = Path(__file__).resolve().parents[2]
PACK = "tests/cli/pack"


def help_of(name):
    settings = {**main.context_settings, "terminal_width": 80}
    context = click.Context(main, info_name="rulewright", **settings)
    command = main.get_command(context, name) if name else main
    return command.get_help(click.Context(command, info_name=f"rulewright {name}".strip(), **settings))


def examples_of(name):
    """Return the examples at the end of a help text, lines that end in a backslash joined with the next."""
    _, *behind = re.split(r"^ *Examples?:\n", help_of(name), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", "".join(behind)).splitlines()
    return [line.strip() for line in lines if line.strip()]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_help_has_examples_and_fits_80_columns(name):
    assert examples_of(name)
    assert [line for line in help_of(name).splitlines() if len(line) > 80] == []


@pytest.fixture
def written_before(run, tmp_path, monkeypatch):
    """Write what the examples read that other commands have written, and go there."""

    def write() -> None:
        monkeypatch.chdir(tmp_path)
        key, pem = Ed25519PrivateKey.generate(), serialization.Encoding.PEM
        kind, lock = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        Path("key.pem").write_bytes(key.private_bytes(pem, kind, lock))
        public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
        Path("state.pem").write_bytes(public)
        sample = ROOT / "rules/masshealth-dsrip/sample"
        run("statement", sample, "--period", "BP4", "--output", "out/statement", "--sign", "key.pem")
        facts = ("--fact", "benchmark=500", "--fact", "performance=520")
        run("run", "masshealth-dsrip", "aco_accountability.tcoc_component", *facts, "--receipt", "receipt.json")

    return write


@pytest.mark.parametrize("example", sorted({each for name in ("", *COMMANDS) for each in examples_of(name)}))
def test_the_examples_of_every_help_work(example, run, written_before):
    written, _, command = example.rpartition(" | ")
    stdin = " ".join(shlex.split(written)[1:]) + "\n" if written else None
    assert not written or shlex.split(written)[0] == "echo"
    program, *arguments = shlex.split(command)
    assert program == "rulewright"
    if arguments[0] in {"replay", "verify"}:
        written_before()
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == (1 if arguments[0] == "compare" else 0), result.output  # its two versions differ
    assert result.stdout
    assert "error[" not in result.stdout


def test_the_list_of_commands_says_what_each_command_says():
    context = click.Context(main)
    for name, words in COMMANDS.items():
        assert main.get_command(context, name).short_help == words


def test_starting_imports_neither_the_engine_nor_its_helpers():
    heavy = "('rulewright', 'yaml', 'jinja2')"
    code = f"import sys, rulewright_cli.main; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


@pytest.mark.parametrize("question", [("run", "--format", "json"), ("run",), ("explain",), ("needs",)])
def test_a_question_needs_neither_yaml_nor_schemas_nor_pages_when_the_pack_is_in_the_cache(tmp_path, question):
    heavy = "('yaml', 'jsonschema', 'jinja2', 'html', 'prompt_toolkit')"
    code = (
        "import sys; from rulewright_cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        f"except SystemExit: print([name for name in {heavy} if name in sys.modules])"
    )
    name, *options = question
    arguments = (name, PACK, "dues.class", "--fact", "meters=3", *options)
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    for imported in (None, "[]"):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, check=True, cwd=ROOT, env=environment
        )
        assert imported in {None, done.stdout.decode().splitlines()[-1]}


def test_results_and_complaints_keep_to_their_streams(start):
    done = start("check", "tests/cli/broken")
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"3 errors" in done.stdout
    done = start("run", "tests/cli/broken", "dues.due")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"3 errors" in done.stderr


COLORED = re.compile(rb"\x1b\[[0-9;]*m")


def on_a_terminal(environment):
    """Return what a command prints on a terminal."""
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "rulewright_cli", "explain", PACK, "dues.class", "--fact", "meters=3"]
    base = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    with subprocess.Popen(command, stdout=child, cwd=ROOT, env={**base, **environment}) as process:
        os.close(child)
        shown = b""
        while True:
            try:
                piece = os.read(parent, 10_000)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(parent)
    assert process.returncode == 0
    return shown


def test_colors_are_for_terminals_unless_somebody_wants_none(start):
    assert COLORED.search(on_a_terminal({}))
    assert not COLORED.search(on_a_terminal({"NO_COLOR": "1"}))
    arguments = ("explain", PACK, "dues.class", "--fact", "meters=3")
    assert not COLORED.search(start(*arguments, environment={"NO_COLOR": ""}).stdout)
    assert COLORED.search(start(*arguments, environment={"NO_COLOR": "", "FORCE_COLOR": "1"}).stdout)


def test_progress_is_shown_on_terminals_only_and_goes_at_the_end(monkeypatch, capsys):
    monkeypatch.setattr("rulewright_cli.progress.PAUSE", -1.0)
    for is_terminal, shown in ((True, "\r\x1b[Kexamples: 1\r\x1b[Kexamples: 2 of 1,000\r\x1b[K"), (False, "")):
        monkeypatch.setattr(sys.stderr, "isatty", lambda is_terminal=is_terminal: is_terminal)
        with progress("examples") as advance:
            advance(1, 0)
            advance(2, 1000)
        assert capsys.readouterr().err == shown


def test_the_version_is_reported(start):
    assert re.fullmatch(rb"rulewright, version \d+\.\d+\.\d+\n", start("--version").stdout)


def test_manual_pages_are_printed(run):
    page = run("check", "--explain", "unknown-name").stdout
    assert page.startswith("# unknown-name\n\n## What\n")


def test_check_takes_several_packs(run):
    result = run("check", PACK, "tests/cli/broken")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if ": no problems" in line or ": 3 errors" in line]
    assert run("check", PACK, "--format", "sarif").stdout.startswith('{\n  "$schema"')


def test_checks_of_figures_are_run(run, tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "pack.yaml").write_text("pack: p\ntitle: P\ndocuments: {d: {title: D}}\n")
    (tmp_path / "base" / "s.yaml").write_text(
        "subject: s\ntitle: S\nnamespace: s\nsource: {document: d}\n"
        "parameters:\n  a: {title: A, source: {section: '1'}, status: enacted, type: percent, value: 60%}\n"
        "checks:\n  - {id: whole, that: a = 1, message: it is no whole}\n"
    )
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert "error[check-failed]" in result.stdout


def test_text_of_a_case_cannot_steer_a_terminal(start):
    ships = '[{"name": "\\u001b[2J\\ud800", "meters": 1, "is_local": false}]'
    done = start("explain", PACK, "dues.total", "--fact", "season=S", "--fact", f"ships={ships}")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    done = start("feel", "x", "--fact", 'x="\\u001b[2J\\ud800"')
    assert done.stdout.decode() == '"␛[2J\N{REPLACEMENT CHARACTER}" (string)\n'


def test_a_stream_that_cannot_write_a_character_gets_its_escape(start):
    done = start("feel", '"\\u00e9 → x"', environment={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stdout) == (0, b'"\\xe9 \\u2192 x" (string)\n')
