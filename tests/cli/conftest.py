"""What the tests of the command line share: running a command in this process, and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rulewright_cli.main import main

ROOT = Path(__file__).resolve().parents[2]
PLAIN = {"COLUMNS": "80", "NO_COLOR": "1", "FORCE_COLOR": ""}


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch):
    monkeypatch.chdir(ROOT)
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def run():
    """Run a command here; the result has `exit_code`, `stdout` and `stderr`."""

    def run(*arguments, stdin=None):
        result = CliRunner().invoke(main, [str(each) for each in arguments], input=stdin, prog_name="rulewright")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def start():
    """Run a command in a process of its own."""

    def start(*arguments, stdin=b"", environment=None, timeout=120):
        return subprocess.run(
            [sys.executable, "-m", "rulewright_cli", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env={**os.environ, **PLAIN, **(environment or {})},
            timeout=timeout,
            check=False,
        )

    return start
