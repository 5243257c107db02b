"""Says which rows of a decision table count (DMN 1.5, section 8.2.8).

Given for each row whether it matches, which rows does the hit policy take? A match may be an absence (a fact is
missing, a cell failed); the table then answers only if that row cannot change the outcome. What the rows taken say
together is decided in `rulewright.evaluate.hit_policy`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rulewright.language.values import Absence, Failure, Open, Unknown, Value, combine

DECIDED_BY_ONE = frozenset({"unique", "any", "first"})
"""The policies under which a row that surely matches may decide, although other rows are still in doubt.

Under `first` it does, where these rows stand below. In a `unique` table it does where it is proved that no two rows
match one case, in an `any` table where the rows in doubt say the same: else they could make the outcome an error.
"""

Match = bool | None | Absence
"""Whether a row matches: null counts as no match; an absence leaves it in doubt."""


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


def select_rows(
    policy: str, matches: Iterable[tuple[int, Match]], could_differ: Callable[[int, int], bool]
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


def _listed(rows: Sequence[int]) -> str:
    return f"{', '.join(str(row) for row in rows[:-1])} and {rows[-1]}"
