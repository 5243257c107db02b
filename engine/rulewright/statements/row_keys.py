"""Finds rows by what identifies them: a table of hashes, in some twenty bytes a row, over keys that stay in the file.

A key is made again of its row where that of another has the same hash, so equal keys are found exactly.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator

from rulewright.language.values import Value
from rulewright.statements.table_cells import Values

HASH = 0xFFFFFFFF
FEWEST = 8


class RowKeys:
    """The keys of rows; `key_at` returns that of the row that begins in a line.

    Of a row with a problem the key is known, but free for another row.
    """

    def __init__(self, key_at: Callable[[int], Values | None]) -> None:
        self._key_at = key_at
        self._lines = array("i")
        """Where the rows of the keys begin; below 0 where the row has a problem."""
        self._hashes = array("I")
        self._slots = array("I", [0]) * FEWEST
        """The numbers of the keys, from 1: each in the slot of its hash, or in the next that was free."""

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Values]:
        return (key for line in self._lines if (key := self._key_at(abs(line))) is not None)

    def __contains__(self, key: Values) -> bool:
        return self._slots[self._slot(key)] > 0

    def take(self, key: Values, line: int) -> int:
        """Take a key for the row in a line, and return 0; the line of the row that has taken it, where one has."""
        slot = self._slot(key)
        number = self._slots[slot]
        if not number:
            self._add(key, slot, line)
        elif self._lines[number - 1] > 0:
            return self._lines[number - 1]
        else:
            self._lines[number - 1] = line
        return 0

    def note(self, key: Values, line: int) -> None:
        """Make the key of a row known that has a problem."""
        slot = self._slot(key)
        if not self._slots[slot]:
            self._add(key, slot, -line)

    def _slot(self, key: Values) -> int:
        """Return the slot that a key has, or is to have."""
        slots, hash_ = self._slots, hash(key) & HASH
        slot = hash_ % len(slots)
        while number := slots[slot]:
            if self._hashes[number - 1] == hash_ and self._key_at(abs(self._lines[number - 1])) == key:
                break
            slot = (slot + 1) % len(slots)
        return slot

    def _add(self, key: Values, slot: int, line: int) -> None:
        self._lines.append(line)
        self._hashes.append(hash(key) & HASH)
        self._slots[slot] = len(self._lines)
        if 3 * len(self._lines) > 2 * len(self._slots):
            self._grow()

    def _grow(self) -> None:
        """Make half as many slots again; two thirds of them are taken then at most."""
        size = len(self._slots) * 3 // 2
        self._slots = array("I")  # those before go first
        slots = array("I", [0]) * size
        for number, hash_ in enumerate(self._hashes, 1):
            slot = hash_ % size
            while slots[slot]:
                slot = (slot + 1) % size
            slots[slot] = number
        self._slots = slots


class KeyColumn(Collection[Value]):
    """What the one column holds that identifies the rows of a table."""

    def __init__(self, keys: RowKeys) -> None:
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Value]:
        return (key for (key,) in self._keys)

    def __contains__(self, value: object) -> bool:
        return (value,) in self._keys
