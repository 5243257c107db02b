"""Finds absences inside lists and contexts, where an operation looks at everything they hold."""

from __future__ import annotations

from collections.abc import Sequence

from rulewright.language.values import Absence, Failure, Value, combine


def absence_of(values: Sequence[Value]) -> Absence | None:
    """Return the absence of a strict operation over these operands, or None where all are values."""
    absences = [value for value in values if isinstance(value, Absence)]
    return combine(absences) if absences else None


def waiting_of(values: Sequence[Value]) -> Absence | None:
    """Return the absence of operands that are unknown, open or not applicable; errors count as nulls."""
    absences = [value for value in values if isinstance(value, Absence) and not isinstance(value, Failure)]
    return combine(absences) if absences else None


def waiting_within(values: Sequence[Value]) -> Absence | None:
    """Return the absence of an operation that looks into everything its operands hold."""
    found: list[Absence] = []
    pending = list(values)
    while pending:
        value = pending.pop()
        if isinstance(value, Absence):
            if not isinstance(value, Failure):
                found.append(value)
        elif isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, dict):
            pending.extend(value.values())
    return combine(found) if found else None


def first_failure(values: Sequence[Value]) -> Failure | None:
    """Return the first error among values, or directly inside lists among them."""
    for value in values:
        if isinstance(value, Failure):
            return value
        if isinstance(value, list):
            for item in value:
                if isinstance(item, Failure):
                    return item
    return None
