"""The public names: they are there, they are the same for programs and type checkers, and their signatures stay."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "docs"))

import public_names  # noqa: E402 - the scripts of the docs are no package

LAZY = [name for name in public_names.MODULES if name not in {"rulewright.blocks", "rulewright.source"}]


def checked_names(module):
    """Return the names that a type checker reads, with the modules that they come from."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    return [(each.module, name.name, name.asname) for each in block.body for name in each.names]


@pytest.mark.parametrize("name", LAZY)
def test_programs_and_type_checkers_find_the_same_names(name):
    module = importlib.import_module(name)
    checked = checked_names(module)
    assert sorted(module.__all__) == sorted(each for _, each, _ in checked)
    for place, each, shown in checked:
        assert each == shown  # an import that is not of this form is hidden from users
        assert getattr(module, each) is getattr(importlib.import_module(place), each)
        assert each in dir(module)


@pytest.mark.parametrize("name", LAZY)
def test_no_name_is_that_of_a_module_beside_it(name):
    # An import of the module would put it in the place of what the name stands for.
    module = importlib.import_module(name)
    assert [each for each in module.__all__ if importlib.util.find_spec(f"{name}.{each}")] == []


def test_a_name_that_there_is_not_is_an_attribute_error():
    with pytest.raises(ImportError, match="cannot import name 'load_packs'"):
        from rulewright import load_packs  # noqa: F401, PLC0415
    with pytest.raises(AttributeError, match="has no attribute `load_packs`"):
        _ = importlib.import_module("rulewright").load_packs


def test_importing_the_library_imports_nothing_of_it():
    code = "import sys, rulewright; print(sorted(each for each in sys.modules if each.startswith('rulewright')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['rulewright', 'rulewright.lazy']\n"


def test_signatures_are_as_they_were(golden):
    golden(public_names.signatures(), HERE / "signatures.golden")
