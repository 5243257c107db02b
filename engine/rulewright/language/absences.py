"""Finds absences inside lists and contexts, where an operation looks at everything they hold."""

from __future__ import annotations

from collections.abc import Sequence

from rulewright.language.values import Absence, Failure, Value, combine

HINTS = {"empty-list": "say what an empty list gives: `if count(list) = 0 then … else …`"}
"""What to do about an error, by its code, where that is the same wherever it arises."""


def hint_of(failure: Failure) -> str:
    """Return what to do about an error; empty where its reason has to say it."""
    return HINTS.get(failure.code, "")


def absence_of(values: Sequence[Value]) -> Absence | None:
    """Return the absence of a strict operation over these operands, or None where all are values."""
    absences = [value for value in values if isinstance(value, Absence)]
    return combine(absences) if absences else None


def waiting_of(values: Sequence[Value]) -> Absence | None:
    """Return the absence of operands that are unknown, open or not applicable; errors count as nulls."""
    absences = [value for value in values if isinstance(value, Absence) and not isinstance(value, Failure)]
    return combine(absences) if absences else None


def absences_within(value: Value) -> list[Absence]:
    """Return all absences in a value and in the lists and contexts that it holds, in order, each once."""
    found: list[Absence] = []
    seen: set[int] = set()
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, Absence):
            found.append(value)
        elif isinstance(value, list | dict) and id(value) not in seen:
            seen.add(id(value))
            pending.extend(reversed(value if isinstance(value, list) else value.values()))
    return found


def failures_within(values: Sequence[Value]) -> list[Failure]:
    """Return the errors among values and in the lists and contexts that they hold."""
    return [each for each in absences_within(list(values)) if isinstance(each, Failure)]


def without_failures(value: Value) -> Value:
    """Return a value with null in place of the errors in the lists and contexts that it holds."""
    made: dict[int, Value] = {}

    def copied(part: Value) -> Value:
        if isinstance(part, Failure):
            return None
        if not isinstance(part, list | dict):
            return part
        if id(part) not in made:
            is_list = isinstance(part, list)
            made[id(part)] = list(map(copied, part)) if is_list else {key: copied(part[key]) for key in part}
        return made[id(part)]

    return copied(value)


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
