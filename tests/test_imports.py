"""Modules are short, and none imports by any way round one that imports it: late imports and those for types too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = {"rulewright": ROOT / "engine" / "rulewright", "rulewright_cli": ROOT / "cli" / "rulewright_cli"}

LONGEST = 400
"""So many lines a module has at most; what becomes longer is divided by its ideas."""


def modules(folder: Path, package: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        yield ".".join((package, *(part for part in parts if part != "__init__"))), path


def imported(text: str, known: set[str]) -> Iterator[str]:
    """Yield the modules that a module names; a package's own name stands for what its `__init__` is."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                yield inner if inner in known else str(node.module)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return a way from a module back to itself, or nothing."""
    for start in sorted(graph):
        ways, seen = [[start]], {start}
        while ways:
            way = ways.pop()
            for each in sorted(graph[way[-1]]):
                if each == start:
                    return [*way, start]
                if each not in seen:
                    seen.add(each)
                    ways.append([*way, each])
    return []


@pytest.mark.parametrize("package", FOLDERS)
def test_nothing_imports_in_a_circle(package):
    paths = dict(modules(FOLDERS[package], package))
    graph = {
        name: {each for each in imported(path.read_text(encoding="utf-8"), set(paths)) if each in paths}
        for name, path in paths.items()
    }
    assert len(graph) > 20
    assert circle(graph) == []


def test_a_circle_is_found():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


def test_a_module_is_read_in_one_go():
    paths = [path for package, folder in FOLDERS.items() for _, path in modules(folder, package)]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}
