"""Decides decision tables: which rows of a table count, and what they say together (DMN 1.5, section 8.2.8).

Two questions, each answered by a function that knows nothing of expressions, so that every evaluator can use it:

- `select_rows`: given for each row whether it matches, which rows does the hit policy take? A match may be an
  absence (a fact is missing, a cell failed); the table then answers only if that row cannot change the outcome.
- `combine_rows`: given the outputs of the rows taken, what is the outcome?

The outcome is one value for each output: a value, or for the policies that take several rows a list (a column).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rulewright.language.builtins import BUILTINS
from rulewright.language.numbers import number
from rulewright.language.operators import equal
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Unknown, Value, combine
from rulewright.records import dataclass

SINGLE = frozenset({"unique", "any", "first", "priority"})
"""The policies that take one row; the others answer lists."""

DECIDED_BY_ONE = frozenset({"unique", "any", "first"})
"""The policies under which a row that surely matches may decide, although other rows are still in doubt.

Under `first` it does, where these rows stand below. In a `unique` table it does where it is proved that no two rows
match one case, in an `any` table where the rows in doubt say the same: else they could make the outcome an error.
"""

Match = bool | None | Absence
"""Whether a row matches: null counts as no match; an absence leaves it in doubt."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that the hit policy took: its number in the table and the values of its outputs."""

    number: int
    outputs: tuple[Value, ...]


def match_row(cells: Iterable[Value]) -> Match:
    """Return whether a row matches, from its cells in order: one that does not hold decides, whatever the others."""
    in_doubt: list[Absence] = []
    is_null = False
    for cell in cells:
        if cell is False:
            return False
        if isinstance(cell, Absence):
            in_doubt.append(cell)
        elif cell is not True:
            is_null = True
    if is_null:
        return False
    return combine(in_doubt) if in_doubt else True


def _never(_hit: int, _row: int) -> bool:
    return False


def select_rows(
    policy: str, matches: Iterable[tuple[int, Match]], could_differ: Callable[[int, int], bool] = _never
) -> tuple[int, ...] | Absence:
    """Return the numbers of the rows that the hit policy takes, in table order, or why that is not certain.

    `first` evaluates no row behind the one that matches. A `unique` table with two hits is a failure. `could_differ`
    says of a row that matches and one that waits for something whether the outcome could be another one if both
    matched; one that fails beside a row that matches is a warning.
    """
    hits: list[int] = []
    in_doubt: dict[int, Absence] = {}
    for row, match in matches:
        if match is True:
            hits.append(row)
        elif isinstance(match, Absence):
            in_doubt[row] = match
        if policy == "first" and (hits or in_doubt):
            break
    if policy == "unique" and len(hits) > 1:
        rows = _listed(hits)
        return Failure(f"rows {rows} of the table both match, but its hit policy is `unique`", "several-rows-match")
    if hits and policy in DECIDED_BY_ONE:
        in_doubt = {
            row: absence
            for row, absence in in_doubt.items()
            if isinstance(absence, Unknown | Open) and could_differ(hits[0], row)
        }
    return combine(list(in_doubt.values())) if in_doubt else tuple(hits)


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


def _listed(rows: Sequence[int]) -> str:
    return f"{', '.join(str(row) for row in rows[:-1])} and {rows[-1]}"
