"""Keeps a pack as bytes, so that whoever wants one rule of it reads that rule and no other.

Each rule and statement is pickled by itself, the examples and the checks each as one, and the rest as the head.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, overload

from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.packs.model.pack import Pack

Item = TypeVar("Item")
Spans = dict[str, tuple[int, int]]
"""Where in the bytes each of several things stands, by name."""

LISTS = ("examples", "checks")


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A pack as bytes. `parts` are the head and the lists."""

    content: bytes
    parts: Spans
    rules: Spans
    statements: Spans

    @classmethod
    def of(cls, pack: Pack) -> KeptPack:
        """Return a pack as bytes."""
        buffer = io.BytesIO()
        head = replace(pack, rules={}, statements={}, examples=(), checks=(), kept_links=pack.links)
        parts = {"head": head, **{name: getattr(pack, name) for name in LISTS}}
        spans = [_written(each.items(), buffer) for each in (parts, pack.rules, pack.statements)]
        return cls(buffer.getvalue(), *spans)

    def pack(self) -> Pack:
        """Return the pack; its rules, statements, examples and checks are read when they are first used."""
        whole = memoryview(self.content)
        head: Pack = _read(whole, self.parts["head"])
        lists: dict[str, Any] = {name: KeptList(whole, self.parts[name]) for name in LISTS}
        return replace(head, rules=KeptItems(whole, self.rules), statements=KeptItems(whole, self.statements), **lists)


class KeptItems(Mapping[str, Item]):
    """Values by name, each read when it is first used; safe to use from several threads."""

    __slots__ = ("_content", "_found", "_spans")

    def __init__(self, content: memoryview, spans: Spans) -> None:
        self._content = content
        self._spans = spans
        self._found: dict[str, Item] = {}

    def __getitem__(self, name: str) -> Item:
        found = self._found.get(name)
        if found is None:
            found = self._found.setdefault(name, _read(self._content, self._spans[name]))
        return found

    def __reduce__(self) -> tuple[type[dict[str, Item]], tuple[dict[str, Item]]]:
        return dict, (dict(self),)

    def __contains__(self, name: object) -> bool:
        return name in self._spans

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)


class KeptList(Sequence[Item]):
    """A list that is read when it is first used; safe to use from several threads."""

    __slots__ = ("_content", "_items", "_span")

    def __init__(self, content: memoryview, span: tuple[int, int]) -> None:
        self._content = content
        self._span = span
        self._items: tuple[Item, ...] | None = None

    def __reduce__(self) -> tuple[type[tuple[Item, ...]], tuple[tuple[Item, ...]]]:
        return tuple, (self._all(),)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Item]:
        return iter(self._all())

    def _all(self) -> tuple[Item, ...]:
        if self._items is None:
            self._items = tuple(_read(self._content, self._span))
        return self._items


class _Pickler(pickle.Pickler):
    """Pickles parts of a pack, read-only mappings included."""

    def reducer_override(self, value: Any) -> Any:
        return (MappingProxyType, (dict(value),)) if isinstance(value, MappingProxyType) else NotImplemented


def _written(items: Iterable[tuple[str, object]], buffer: io.BytesIO) -> Spans:
    spans = {}
    for name, value in items:
        start = buffer.tell()
        _Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
        spans[name] = (start, buffer.tell())
    return spans


def _read(content: memoryview, span: tuple[int, int]) -> Any:
    return pickle.loads(content[slice(*span)])  # noqa: S301  (the user's own: kept with a checksum, or sent by a process)
