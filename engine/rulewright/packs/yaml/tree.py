"""Defines the tree of a pack's file: scalars, sequences and mappings, each with its place.

All scalars are text. Who reads a tree says what a text means; the tree only knows where it stands. A `SourceText`
leads from every character of a scalar to its line and column in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal, overload

from rulewright.records import dataclass
from rulewright.source import Place, SourceText

ScalarStyle = Literal["plain", "single", "double", "literal"]


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text. `place` is where it begins in the file, its quote or `|` included."""

    source: SourceText
    style: ScalarStyle
    place: Place

    @property
    def text(self) -> str:
        """The text, quotes and escapes resolved."""
        return self.source.text


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    items: tuple[TreeNode, ...]
    place: Place

    def __iter__(self) -> Iterator[TreeNode]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value."""

    key: ScalarNode
    value: TreeNode

    @property
    def name(self) -> str:
        """The text of the key."""
        return self.key.text


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A mapping, in the order written. No key stands twice; `repeated` are those that did in the file."""

    entries: tuple[Entry, ...]
    place: Place
    repeated: frozenset[str] = frozenset()
    _by_name: dict[str, Entry] = field(default_factory=dict, repr=False, compare=False)
    """Filled when an entry is first looked up."""

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, name: str) -> bool:
        return self.entry(name) is not None

    @overload
    def get(self, name: str) -> TreeNode | None: ...

    @overload
    def get(self, name: str, default: TreeNode) -> TreeNode: ...

    def get(self, name: str, default: TreeNode | None = None) -> TreeNode | None:
        """Return the value of a key, which may be an empty list or mapping; where the key is missing, the default."""
        entry = self.entry(name)
        return entry.value if entry else default

    def entry(self, name: str) -> Entry | None:
        """Return a key with its value, or None."""
        if not self._by_name:
            self._by_name.update((entry.name, entry) for entry in self.entries)
        return self._by_name.get(name)

    def text(self, name: str) -> str:
        """Return the text of a key's scalar; empty where the key is missing or its value is no scalar."""
        value = self.get(name)
        return value.text if isinstance(value, ScalarNode) else ""


TreeNode = ScalarNode | SequenceNode | MappingNode

Plain = str | list["Plain"] | dict[str, "Plain"]
"""A tree without its places: what a JSON Schema sees."""


def plain(node: TreeNode) -> Plain:
    """Return a tree without its places."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {entry.name: plain(entry.value) for entry in node.entries}
