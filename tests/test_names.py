"""One name means one thing: no two classes or type aliases of the project share a name, whatever their module."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TYPING = {"Any", "Callable", "Mapping", "Path", "Sequence"}
"""Names of the standard library that stand in most modules: one of ours that hid one would mislead."""


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
        for name in defined(text):
            places[name].append(place)
    return {name: where for name, where in places.items() if len(where) > 1 or name in TYPING}


def test_no_two_classes_share_a_name() -> None:
    modules = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in ("engine", "cli")
        for path in (ROOT / folder).rglob("*.py")
    }
    assert shared(modules) == {}


@pytest.mark.parametrize("second", ["class Line: ...", "class _Line: ...", "Line = tuple[str, ...]", "class Path: ..."])
def test_a_second_meaning_is_found(second: str) -> None:
    assert shared({"one.py": "class Line: ...", "two.py": second})
