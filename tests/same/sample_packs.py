"""Reads the packs of the tests and their examples without the engine, and writes packs into folders."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

PLAIN = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class Example:
    """One question: a rule, the facts, and what else a case may have."""

    id: str
    rule: str
    facts: Mapping[str, object]
    options: Mapping[str, object] = field(default_factory=dict)


def folders_of_packs() -> list[tuple[str, Path]]:
    """Return each pack's name with its folder: the bundled ones, then those of the tests."""
    bundled = list(importlib.import_module("rulewright.packs.files").bundled_packs().items())
    samples = [(path.parent.as_posix(), path.parent) for path in sorted(Path("tests").rglob("pack.yaml"))]
    return bundled + samples


def read_examples(folder: Path) -> Iterator[Example]:
    """Yield the examples of a pack, with their numbers as text, as a program would give them."""
    for file in sorted(folder.glob("examples/*.yaml")):
        content = _plain(yaml.compose(file.read_text(encoding="utf-8")))
        for each in content["examples"]:
            options = {"recorded": each.get("recorded")}
            yield Example(f"{file.stem}: {each['id']}", each["rule"], each.get("inputs", {}), options)


def _plain(node: yaml.Node | None) -> object:
    """Return a node as JSON would have it; numbers stay text."""
    match node:
        case yaml.MappingNode():
            return {_plain_key(key): _plain(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [_plain(each) for each in node.value]
        case yaml.ScalarNode() if node.style is None and node.value in PLAIN:
            return PLAIN[node.value]
        case yaml.ScalarNode():
            return node.value
        case _:
            return {}


def _plain_key(node: yaml.Node) -> str:
    return str(node.value)


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a pack's files into a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
