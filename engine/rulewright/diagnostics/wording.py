"""Puts counts in words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return how many there are of something whose plural ends in `s`: `1 error`, `1,250 errors`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
