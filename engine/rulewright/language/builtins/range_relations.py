"""Computes the built-in functions that relate ranges and points: before, meets, overlaps, includes and the others.

The ends of ranges are compared as boundaries: a value and a step beside it. A range that leaves its start out begins
a step above the value, one that leaves its end out ends a step below. With that, each relation is a comparison or two.
"""

from __future__ import annotations

from collections.abc import Callable

from rulewright.language.builtins.builtin import Builtin, builtin
from rulewright.language.ranges import IncomparableError, order
from rulewright.language.values import Failure, Range, Value
from rulewright.records import dataclass


@dataclass(frozen=True, slots=True)
class _Boundary:
    """A point on the line of values: `infinity` is -1 or 1 beyond all values, else 0; `step` is -1, 0 or 1."""

    value: Value
    step: int = 0
    infinity: int = 0


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A range, or a point as the range that begins and ends with it."""

    start: _Boundary
    end: _Boundary

    @property
    def includes_start(self) -> bool:
        return self.start.step == 0 and self.start.infinity == 0

    @property
    def includes_end(self) -> bool:
        return self.end.step == 0 and self.end.infinity == 0


Relation = Callable[[_Stretch, _Stretch], bool]


def _stretch(value: Value) -> _Stretch:
    if not isinstance(value, Range):
        point = _Boundary(value)
        return _Stretch(point, point)
    if value.operator == "!=":
        reason = "all that does not equal a value has no beginning and no end"
        raise IncomparableError(Failure(reason, "wrong-argument"))
    start = _Boundary(None, 0, -1) if value.start is None else _Boundary(value.start, int(not value.start_included))
    end = _Boundary(None, 0, 1) if value.end is None else _Boundary(value.end, -int(not value.end_included))
    return _Stretch(start, end)


def _order(left: _Boundary, right: _Boundary) -> int:
    if left.infinity or right.infinity:
        return (left.infinity > right.infinity) - (left.infinity < right.infinity)
    by_value = order(left.value, right.value)
    return by_value or (left.step > right.step) - (left.step < right.step)


RANGES = "range1: range<any>, range2: range<any>"
POINT_AND_RANGE = "point: any, range: range<any>"
RANGE_AND_POINT = "range: range<any>, point: any"
POINTS = "point1: any, point2: any"
EVERYTHING = (RANGES, POINT_AND_RANGE, RANGE_AND_POINT, POINTS)


def _relation(
    name: str, example: tuple[str, str], *pairs: str
) -> Callable[[Callable[[_Stretch, _Stretch], bool]], Builtin]:
    """Declare a relation of ranges, points or both that holds between the two of the example."""
    signatures = [f"{name}({pair}) -> boolean" for pair in pairs]
    are_mixed = POINT_AND_RANGE in pairs or RANGE_AND_POINT in pairs

    def declared(relation: Callable[[_Stretch, _Stretch], bool]) -> Builtin:
        def related(left: Value, right: Value) -> Value:
            if not are_mixed and isinstance(left, Range) != isinstance(right, Range):
                return Failure(f"`{name}` relates two ranges or two points, no range and a point", "wrong-argument")
            try:
                return relation(_stretch(left), _stretch(right))
            except IncomparableError as error:
                return error.failure

        related.__doc__ = relation.__doc__
        holds = (f"{name}({', '.join(example)})", "true")
        return builtin(*signatures, example=holds, ordered="ends")(related)

    return declared


@_relation("before", ("[1..5)", "[5..10]"), *EVERYTHING)
def before(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the first ends before the second begins."""
    return _order(first.end, second.start) < 0


@_relation("after", ("[5..10]", "[1..5)"), *EVERYTHING)
def after(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the first begins after the second ends."""
    return _order(second.end, first.start) < 0


@_relation("meets", ("[1..5]", "[5..9]"), RANGES)
def meets(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the first ends with the value the second begins with."""
    return first.includes_end and second.includes_start and _order(first.end, second.start) == 0


@_relation("met by", ("[5..9]", "[1..5]"), RANGES)
def met_by(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the first begins with the value the second ends with."""
    return second.includes_end and first.includes_start and _order(second.end, first.start) == 0


@_relation("overlaps", ("[1..5]", "[3..8]"), RANGES)
def overlaps(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether both share a value."""
    return _order(first.end, second.start) >= 0 and _order(second.end, first.start) >= 0


def _overlaps_before(first: _Stretch, second: _Stretch) -> bool:
    starts_earlier = _order(first.start, second.start) < 0
    return starts_earlier and _order(first.end, second.start) >= 0 and _order(first.end, second.end) <= 0


@_relation("overlaps before", ("[1..5]", "[3..8]"), RANGES)
def overlaps_before(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether both share a value and the first begins earlier and does not end later."""
    return _overlaps_before(first, second)


@_relation("overlaps after", ("[3..8]", "[1..5]"), RANGES)
def overlaps_after(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether both share a value and the second begins earlier and does not end later."""
    return _overlaps_before(second, first)


@_relation("finishes", ("[5..10]", "[1..10]"), RANGES, POINT_AND_RANGE)
def finishes(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the first is an end of the second."""
    return _order(first.end, second.end) == 0 and _order(first.start, second.start) >= 0


@_relation("finished by", ("[1..10]", "[5..10]"), RANGES, RANGE_AND_POINT)
def finished_by(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the second is an end of the first."""
    return _order(second.end, first.end) == 0 and _order(second.start, first.start) >= 0


@_relation("includes", ("[1..10]", "[4..6]"), RANGES, RANGE_AND_POINT)
def includes(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the first has all of the second."""
    return _order(first.start, second.start) <= 0 and _order(second.end, first.end) <= 0


@_relation("during", ("[4..6]", "[1..10]"), RANGES, POINT_AND_RANGE)
def during(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the second has all of the first."""
    return _order(second.start, first.start) <= 0 and _order(first.end, second.end) <= 0


@_relation("starts", ("[1..5]", "[1..10]"), RANGES, POINT_AND_RANGE)
def starts(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the first is a beginning of the second."""
    return _order(first.start, second.start) == 0 and _order(first.end, second.end) <= 0


@_relation("started by", ("[1..10]", "[1..5]"), RANGES, RANGE_AND_POINT)
def started_by(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether the second is a beginning of the first."""
    return _order(second.start, first.start) == 0 and _order(second.end, first.end) <= 0


@_relation("coincides", ("[1..5]", "[1..5]"), RANGES, POINTS)
def coincides(first: _Stretch, second: _Stretch) -> bool:
    """Returns whether both are the same."""
    return _order(first.start, second.start) == 0 and _order(first.end, second.end) == 0
