"""What is on disk is in the wheel; what users write runs and passes a strict type check, from wheel and checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
    "wheel"
]["sources"]
DATA = {".py", ".yaml", ".csv", ".json", ".md", ".j2", ".txt", ".typed"}
PAGES = ("README.md", "docs/library.md")
SCRIPT = ROOT / "tests/library/users_script.py"


def test_every_folder_with_code_is_a_package():
    for root in ("engine", "cli"):
        for module in (ROOT / root).rglob("*.py"):
            assert (module.parent / "__init__.py").exists(), module


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    # Built from a copy, so that nothing is left in the checkout and nothing stale of it gets into the wheel.
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in SOURCES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """A clean environment with the wheel. The dependencies are those of this one, so that no test needs a network."""
    home = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    site = next((home / "lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(here + "\n", encoding="utf-8")
    return home / "bin/python"


def test_the_wheel_has_every_module_and_every_data_file(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = [
        str(path.relative_to(ROOT))
        for folder, inside in SOURCES.items()
        for path in (ROOT / folder).rglob("*")
        if path.suffix in DATA and not (folder == "rules" and path.suffix == ".py")
        if str(Path(inside) / path.relative_to(ROOT / folder)) not in names
    ]
    assert missing == []
    assert {name.split("/")[0] for name in names} == {"rulewright", "rulewright_cli", "rulewright-0.1.0.dist-info"}


def test_a_users_script_runs_in_a_clean_environment(installed, tmp_path):
    code = f"import rulewright, runpy; runpy.run_path({str(SCRIPT)!r}); print(rulewright.__file__)"
    environment = {"PATH": os.environ["PATH"], "RULEWRIGHT_CACHE": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [str(installed), "-c", code], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    first, where = done.stdout.splitlines()
    reported = json.loads(first)
    assert (reported["status"], reported["value"]["earned"]) == ("known", "60")
    assert reported["hint"] == "did you mean `aco_accountability.earned`?"
    assert where.startswith(str(installed.parent.parent))


@pytest.mark.parametrize("is_wheel", [True, False], ids=["wheel", "checkout"])
def test_what_users_write_passes_a_strict_type_check(is_wheel, installed, tmp_path):
    # The check follows what the interpreter finds; from an empty folder it sees none of our own settings.
    python = str(installed) if is_wheel else sys.executable
    scripts = [SCRIPT, *(_examples(ROOT / page, tmp_path) for page in PAGES)]
    mypy = [sys.executable, "-m", "mypy", "--strict", "--python-executable", python, "--cache-dir", str(tmp_path)]
    done = subprocess.run([*mypy, *map(str, scripts)], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stdout.startswith("Success"), done.stdout + done.stderr


def _examples(page, folder):
    """Write the examples of a page as one script, each on the lines that it has there; return its path."""
    lines = []
    text = page.read_text(encoding="utf-8")
    for block in re.finditer(r"```python\n(.*?)```", text, re.DOTALL):
        lines += [""] * (text.count("\n", 0, block.start()) + 1 - len(lines))
        lines += block[1].rstrip("\n").split("\n")
    script = folder / f"{page.stem.lower()}_examples.py"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return script
