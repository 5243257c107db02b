"""Says what the rows that a table's hit policy takes answer together (DMN 1.5, section 8.2.8), for every evaluator.

The answer is one value for each output: a value, or for the policies that take several rows a list (a column).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rulewright.language.builtins import BUILTINS
from rulewright.language.numbers import number
from rulewright.language.operators import equal
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Unknown, Value, combine
from rulewright.records import dataclass

SINGLE = frozenset({"unique", "any", "first", "priority"})
"""The policies that take one row; the others answer lists."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that the hit policy took: its number in the table and the values of its outputs."""

    number: int
    outputs: tuple[Value, ...]


def combine_rows(
    policy: str, aggregation: str, rows: Sequence[Hit], output_values: Sequence[Sequence[Value]] = ()
) -> tuple[Value, ...] | Absence:
    """Return one value for each output from the rows taken (at least one).

    `output_values` holds for each output its possible values, best first: the order of `priority` and
    `output order`.
    """
    if policy == "any":
        return _agreed(rows)
    if policy in {"priority", "output order"}:
        rows = sorted(rows, key=lambda row: _rank(row.outputs, output_values))
    if policy in SINGLE:
        return rows[0].outputs
    columns = [list(column) for column in zip(*(row.outputs for row in rows), strict=True)]
    return tuple(_aggregated(column, aggregation) for column in columns)


def answer_without_rows(policy: str, aggregation: str, outputs: int) -> tuple[Value, ...] | Failure:
    """Return what a table without default outputs answers when no row matches.

    A table that collects answers that there is nothing: an empty list, or the count 0. Others have no answer.
    """
    if policy not in SINGLE and aggregation in {"", "count"}:
        nothing: Callable[[], Value] = (lambda: number(0)) if aggregation else list
        return tuple(nothing() for _ in range(outputs))
    return Failure("no row of the table matches, and it has no default output", "no-row-matches")


def _agreed(rows: Sequence[Hit]) -> tuple[Value, ...] | Failure:
    first = rows[0]
    for row in rows[1:]:
        for mine, other in zip(first.outputs, row.outputs, strict=True):
            if not _is_same(mine, other):
                reason = f"rows {first.number} and {row.number} of the table both match and differ in their outputs"
                return Failure(f"{reason}, but its hit policy is `any`", "rows-disagree")
    return first.outputs


def _is_same(left: Value, right: Value) -> bool:
    if isinstance(left, Absence) or isinstance(right, Absence):
        return bool(left == right)
    return equal(left, right) is True


def _rank(outputs: Sequence[Value], output_values: Sequence[Sequence[Value]]) -> tuple[int, ...]:
    """Return the place of a row's outputs among the possible values, first output first; unlisted ones come last."""
    places = []
    for index, value in enumerate(outputs):
        possible = output_values[index] if index < len(output_values) else ()
        places.append(next((i for i, other in enumerate(possible) if _is_same(value, other)), len(possible)))
    return tuple(places)


def _aggregated(column: list[Value], aggregation: str) -> Value:
    absent = [value for value in column if isinstance(value, Unknown | Open | NotApplicable)]
    if absent:
        return combine(absent)
    if not aggregation:
        return column
    return BUILTINS[aggregation].call(column)
