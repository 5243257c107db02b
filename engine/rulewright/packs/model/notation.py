"""Defines how numbers and their units are written for people, as a pack declares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from rulewright.records import dataclass

USUAL_PLACES = 2
"""Decimal places of an amount whose unit has a symbol and declares none."""


@dataclass(frozen=True, slots=True)
class UnitNotation:
    """How an amount of one unit is written: with its symbol, or with `one` or `many` behind it.

    `places` are the decimal places that an amount has at least, and to which a longer one is shortened.
    """

    one: str
    many: str
    symbol: str = ""
    is_symbol_behind: bool = False
    places: int = 0


@dataclass(frozen=True, slots=True)
class Notation:
    """How numbers are written: the units by name, and what stands between thousands and before decimals."""

    units: Mapping[str, UnitNotation] = field(default_factory=dict)
    thousands: str = ","
    decimal: str = "."

    def unit(self, name: str) -> UnitNotation:
        """Return how amounts of a unit are written; one that is not declared has its name behind them."""
        return self.units.get(name) or UnitNotation(name, name)
