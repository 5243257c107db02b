"""Reads the files of a pack as trees, each with the name of the schema that it has to fit."""

from __future__ import annotations

from dataclasses import dataclass

from rulewright.packs.files import PackFiles
from rulewright.packs.yaml.reader import TextFile, read_yaml
from rulewright.packs.yaml.text import Sources


@dataclass(frozen=True, slots=True)
class Trees:
    """The files of a pack as trees, each with the name of its schema, in the order in which they are read.

    `sources` are the lines of every file that a node of a tree may come from.
    """

    files: tuple[tuple[str, TextFile], ...]
    sources: Sources


def read_amendments(files: PackFiles) -> tuple[TextFile, ...]:
    """Return the amendments of a pack as trees."""
    return tuple(read_yaml(content, path) for path, content in files.amendments)


def read_trees(files: PackFiles) -> Trees:
    """Return the trees of a pack's files."""
    header = (files.header,) if files.header else ()
    groups = (("pack", header), ("subject", files.base), ("examples", files.examples), ("statement", files.statements))
    texts = tuple((schema, read_yaml(content, path)) for schema, group in groups for path, content in group)
    return Trees(texts, Sources({text.path: text.lines for _, text in texts}))
