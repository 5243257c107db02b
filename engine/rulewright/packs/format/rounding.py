"""Reads a declared rounding."""

from __future__ import annotations

from dataclasses import dataclass

from rulewright.packs.model.rules import Rounding


@dataclass(frozen=True, slots=True)
class WrittenRounding:
    """Decimal places and a mode."""

    places: str = ""
    mode: str = ""


def read_rounding(written: WrittenRounding | None) -> Rounding | None:
    """Return a rounding; None where there is none, or where its places are no number."""
    if written is None or not written.places.lstrip("-").isdecimal():
        return None
    return Rounding(int(written.places), written.mode)
