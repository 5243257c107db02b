"""Keeps a pack as bytes, so that whoever wants one rule of it reads that rule and no other.

Each rule and statement is pickled by itself, the examples and the checks each as one, and the rest as the head.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from rulewright.records import dataclass
from rulewright.sequences import LazySequence

if TYPE_CHECKING:
    from rulewright.packs.model.pack import Pack

Item = TypeVar("Item")

HEAD = "head"
LISTS = ("examples", "checks")
MAPPINGS = ("rules", "statements")
"""Fields of a pack that are kept item by item, each as the part `<field> <name>`."""


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A pack as bytes, part by part."""

    parts: Mapping[str, bytes]

    @classmethod
    def of(cls, pack: Pack) -> KeptPack:
        """Return a pack as bytes."""
        head = replace(pack, rules={}, statements={}, examples=(), checks=(), kept_links=pack.links)
        items = {f"{field} {name}": item for field in MAPPINGS for name, item in getattr(pack, field).items()}
        whole = {HEAD: head, **{field: getattr(pack, field) for field in LISTS}, **items}
        return cls({name: _written(value) for name, value in whole.items()})

    def __reduce__(self) -> tuple[type[KeptPack], tuple[dict[str, bytes]]]:
        """Send all parts, wherever they are kept."""
        return KeptPack, (dict(self.parts),)

    def pack(self) -> Pack:
        """Return the pack; its rules, statements, examples and checks are read when they are first used."""
        head: Pack = _read(self.parts[HEAD])
        lists: dict[str, Any] = {field: KeptList(self.parts, field) for field in LISTS}
        return replace(
            head, rules=KeptItems(self.parts, "rules"), statements=KeptItems(self.parts, "statements"), **lists
        )


class PartsOrAnew(Mapping[str, bytes]):
    """Parts from the cache; where one is not whole there, all of them are made `anew`. For several threads."""

    __slots__ = ("_anew", "_parts")

    def __init__(self, cached: Mapping[str, bytes | None], anew: Callable[[], Mapping[str, bytes]]) -> None:
        self._parts = cached
        self._anew = anew

    def __getitem__(self, name: str) -> bytes:
        part = self._parts[name]
        if part is None:
            self._parts = made = self._anew()
            return made[name]
        return part

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


class KeptItems(Mapping[str, Item]):
    """Values by name, each read when it is first used; safe to use from several threads."""

    __slots__ = ("_found", "_names", "_parts")

    def __init__(self, parts: Mapping[str, bytes], field: str) -> None:
        self._parts = parts
        self._names = {part.removeprefix(f"{field} "): part for part in parts if part.startswith(f"{field} ")}
        self._found: dict[str, Item] = {}

    def __getitem__(self, name: str) -> Item:
        found = self._found.get(name)
        if found is None:
            found = self._found.setdefault(name, _read(self._parts[self._names[name]]))
        return found

    def __reduce__(self) -> tuple[type[dict[str, Item]], tuple[dict[str, Item]]]:
        return dict, (dict(self),)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class KeptList(LazySequence[Item]):
    """A list that is read when it is first used; safe to use from several threads."""

    __slots__ = ("_field", "_items", "_parts")

    def __init__(self, parts: Mapping[str, bytes], field: str) -> None:
        self._parts = parts
        self._field = field
        self._items: tuple[Item, ...] | None = None

    def __reduce__(self) -> tuple[type[tuple[Item, ...]], tuple[tuple[Item, ...]]]:
        return tuple, (self._all(),)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Item]:
        return iter(self._all())

    def _item(self, index: int) -> Item:
        return self._all()[index]

    def _all(self) -> tuple[Item, ...]:
        if self._items is None:
            self._items = tuple(_read(self._parts[self._field]))
        return self._items


class _Pickler(pickle.Pickler):
    """Pickles parts of a pack, read-only mappings included."""

    def reducer_override(self, value: Any) -> Any:
        return (MappingProxyType, (dict(value),)) if isinstance(value, MappingProxyType) else NotImplemented


def _written(value: object) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def _read(part: bytes) -> Any:
    return pickle.loads(part)  # noqa: S301  (the user's own: kept with a checksum, or sent by a process)
