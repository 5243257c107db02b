"""One name means one thing: no two classes, type aliases or functions share a name, whatever their module."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TYPING = {"Any", "Callable", "Mapping", "Path", "Sequence"}
"""Names of the standard library that stand in most modules: one of ours that hid one would mislead."""


INTERFACES = {"command", "declare", "read"}
"""Functions that modules of one sort all have: commands have `command`, kinds of rules `declare` and `read`."""


def functions(text: str) -> list[str]:
    """Return the names of the public functions of a module; those that a decorator registers have FEEL's names."""
    nodes = ast.parse(text).body
    plain = (each for each in nodes if isinstance(each, ast.FunctionDef) and not each.decorator_list)
    return [each.name for each in plain if not each.name.startswith("_") and each.name not in INTERFACES]


def defined(text: str) -> list[str]:
    """Return the names of the classes and type aliases of a module, without the underscore of private ones."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name.lstrip("_")[:1].isupper() and not name.isupper():
                found.append(name)
    return [each.lstrip("_") for each in found]


def shared(modules: dict[str, str]) -> dict[str, list[str]]:
    """Return the names that are defined more than once, or that hide one of the standard library, with the places."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, text in modules.items():
        for name in (*defined(text), *functions(text)):
            places[name].append(place)
    return {name: where for name, where in places.items() if len(where) > 1 or name in TYPING}


def test_no_two_things_share_a_name() -> None:
    modules = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in ("engine", "cli")
        for path in (ROOT / folder).rglob("*.py")
    }
    assert shared(modules) == {}


@pytest.mark.parametrize(
    "second",
    ["class Line: ...", "class _Line: ...", "Line = tuple[str, ...]", "class Path: ...", "def line() -> None: ..."],
)
def test_a_second_meaning_is_found(second: str) -> None:
    assert shared({"one.py": "class Line: ...\ndef line() -> None: ...", "two.py": second})
