"""Sequences whose items are made when they are needed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

Item_co = TypeVar("Item_co", covariant=True)


class LazySequence(Sequence[Item_co]):
    """A sequence that makes its items when they are needed: a subclass says how many there are, and makes one."""

    __slots__ = ()

    @abstractmethod
    def _item(self, index: int) -> Item_co:
        """Make the item at an index, which is at least 0 and less than the length."""

    def _slice(self, indices: range) -> Sequence[Item_co]:
        return [self._item(index) for index in indices]

    @overload
    def __getitem__(self, index: int) -> Item_co: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item_co]: ...
    def __getitem__(self, index: int | slice) -> Item_co | Sequence[Item_co]:
        """Make an item, or some."""
        found = range(len(self))[index]
        return self._slice(found) if isinstance(found, range) else self._item(found)
