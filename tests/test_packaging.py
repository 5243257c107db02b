"""What is on disk is in the wheel, and what is in the wheel works in a clean environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
DATA = {".yaml", ".csv", ".json", ".md", ".j2", ".txt", ".typed"}


def folder_of(package: str) -> Path:
    """Return where the code of a package lies."""
    root, _, rest = package.partition(".")
    return ROOT / SETUPTOOLS["package-dir"][root] / rest.replace(".", "/")


def test_every_package_on_disk_is_listed():
    roots = {name: ROOT / path for name, path in SETUPTOOLS["package-dir"].items()}
    found = {
        ".".join((name, *init.parent.relative_to(root).parts))
        for name, root in roots.items()
        for init in root.rglob("__init__.py")
    }
    assert found == set(SETUPTOOLS["packages"])


def test_every_folder_with_code_is_a_package():
    for root in ("engine", "cli"):
        for module in (ROOT / root).rglob("*.py"):
            if "egg-info" not in str(module):
                assert (module.parent / "__init__.py").exists(), module


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    # Built from a copy, so that nothing is left in the checkout and nothing stale of it gets into the wheel.
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in ("engine", "cli", "rules", "schemas"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_has_every_module_and_every_data_file(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = []
    for package in SETUPTOOLS["packages"]:
        folder = folder_of(package)
        missing += [
            f"{package.replace('.', '/')}/{path.name}"
            for path in folder.glob("*.py")
            if f"{package.replace('.', '/')}/{path.name}" not in names
        ]
    for root in ("rulewright", "rulewright_rules", "rulewright_schemas"):
        folder = ROOT / SETUPTOOLS["package-dir"][root]
        missing += [
            str(path.relative_to(folder))
            for path in folder.rglob("*")
            if path.suffix in DATA and f"{root}/{path.relative_to(folder).as_posix()}" not in names
        ]
    assert missing == []


def test_the_wheel_runs_a_bundled_pack_in_a_clean_environment(wheel, tmp_path):
    # The dependencies are taken from this environment, so that the test needs no network.
    home = tmp_path / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    site = next((home / "lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(here + "\n", encoding="utf-8")
    code = (
        "import rulewright, json; from rulewright import load_pack; "
        "o = load_pack('masshealth-dsrip').run('aco_accountability.earned', {'withheld': '100', 'score': '60%'}); "
        "print(json.dumps([rulewright.__file__, str(o.value['earned']), o.status.value]))"
    )
    environment = {"PATH": os.environ["PATH"], "RULEWRIGHT_CACHE": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [str(home / "bin" / "python"), "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    file, earned, status = json.loads(done.stdout)
    assert file.startswith(str(home))
    assert (float(earned), status) == (60.0, "known")
