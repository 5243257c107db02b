"""Standard streams that are closed, full, or that nobody reads: a message and an exit code, never a traceback."""

import fcntl
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

STATEMENTS = Path(__file__).parents[1] / "statements"
PACK = shlex.quote(str(Path(__file__).parent / "pack"))
COMMANDS = {
    "check": f"check {PACK}",
    "check --format json": f"check {PACK} --format json",
    "run": f"run {PACK} dues.class --fact meters=12",
    "run --cases": f"run {PACK} --cases cases.jsonl",
    "explain": f"explain {PACK} dues.class --fact meters=12",
    "needs": f"needs {PACK} dues.class",
    "test": f"test {PACK}",
    "show": f"show {PACK}",
    "statement": f"statement {STATEMENTS / 'tables'} --pack {STATEMENTS / 'pack'} --period T1",
    "feel": "feel '1 + 1'",
    "feel lines": "feel",
    "--version": "--version",
    "--help": "--help",
}
WRONG = {
    "a pack that is not there": "run nowhere x",
    "a rule that is not there": f"run {PACK} nothing",
    "a broken expression": "feel '1 +'",
    "a command that is not there": "ruin",
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def shell(tmp_path, cache):
    (tmp_path / "cases.jsonl").write_text('{"id": 1, "rule": "dues.class", "inputs": {"meters": 12}}\n' * 2000)

    def run(arguments, streams):
        return subprocess.run(
            ["/bin/sh", "-c", f"{sys.executable} -m rulewright_cli {arguments} {streams}; echo $? > code"],
            capture_output=True,
            input=b"1 + 1\n",
            cwd=tmp_path,
            env={**os.environ, "NO_COLOR": "1", "RULEWRIGHT_CACHE": str(cache)},
            timeout=300,
            check=False,
        ), int((tmp_path / "code").read_text())

    return run


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("streams", [">&-", ">/dev/full"])
def test_output_that_cannot_be_written_is_reported(shell, command, streams):
    done, code = shell(command, streams)
    (reported,) = done.stderr.decode().splitlines()
    assert (code, done.stdout) == (1, b"")
    assert reported.startswith("error: standard output")


@pytest.mark.parametrize("command", ["check", "run --cases", "test", "statement", "feel"])
def test_a_closed_standard_error_changes_nothing(shell, command):
    done, code = shell(COMMANDS[command], "2>&-")
    plain, plain_code = shell(COMMANDS[command], "")
    assert (code, done.stdout) == (plain_code, plain.stdout)
    assert done.stdout


@pytest.mark.parametrize("command", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("streams", ["2>/dev/full", "<&- >&- 2>&-"])
def test_a_complaint_that_nobody_hears_leaves_its_exit_code(shell, command, streams):
    done, code = shell(command, streams)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert code in {1, 2}


@pytest.mark.parametrize("command", [COMMANDS["run --cases"], COMMANDS["show"], COMMANDS["check --format json"]])
def test_what_a_reader_takes_before_it_goes_away_is_there(shell, command):
    done, _ = shell(command, "| head -c 1")
    assert (len(done.stdout), done.stderr) == (1, b"")


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_reader_that_goes_away_is_no_error(unread, command):
    assert unread(command) == (0, b"")


def test_a_reader_that_goes_away_leaves_the_files_of_a_statement(unread, tmp_path):
    assert unread(COMMANDS["statement"] + " --output out") == (0, b"")
    assert (tmp_path / "out" / "manifest.json").is_file()


@pytest.fixture
def unread(tmp_path, cache):
    """Run a command whose output nobody reads from the start; return its exit code and what it complains of."""

    def run(arguments):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "rulewright_cli", *shlex.split(arguments)],
                stdout=writer,
                stderr=subprocess.PIPE,
                input=b"1 + 1\n",
                cwd=tmp_path,
                env={**os.environ, "NO_COLOR": "1", "RULEWRIGHT_CACHE": str(cache)},
                timeout=300,
                check=False,
            )
        finally:
            os.close(writer)
        return done.returncode, done.stderr

    (tmp_path / "cases.jsonl").write_text('{"id": 1, "rule": "dues.class", "inputs": {"meters": 12}}\n' * 2000)
    return run


def test_closed_standard_input_is_reported(shell):
    for command in (f"run {PACK} --cases -", f"run {PACK} dues.class --case -", "feel"):
        done, code = shell(command, "<&-")
        assert code in {1, 2}
        assert b"Traceback" not in done.stderr
        assert done.stderr


def test_files_are_written_although_a_stream_is_closed(shell, tmp_path):
    _, code = shell(COMMANDS["statement"] + " --output out", "2>&-")
    assert code == 0
    assert (tmp_path / "out" / "statement.csv").is_file()


def test_what_a_killed_run_left_goes_and_what_another_writes_stays(run, tmp_path):
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"rule": "dues.class", "inputs": {"meters": "20"}}\n', encoding="utf-8")
    parts = {name: tmp_path / f".answers.jsonl.{name}.part" for name in ("leftover", "at_work_")}
    for part in parts.values():
        part.write_text("{", encoding="utf-8")
    strangers = [tmp_path / ".answers.jsonl.part", tmp_path / ".other.jsonl.leftover.part"]
    for each in strangers:
        each.touch()
    with parts["at_work_"].open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        done = run("run", PACK, "--cases", cases, "--output", tmp_path / "answers.jsonl")
    assert done.exit_code == 0, done.stderr
    assert json.loads((tmp_path / "answers.jsonl").read_text(encoding="utf-8"))["value"]
    assert sorted(tmp_path.iterdir()) == sorted([cases, tmp_path / "answers.jsonl", parts["at_work_"], *strangers])
