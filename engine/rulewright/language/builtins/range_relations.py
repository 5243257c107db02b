"""Computes the built-in functions that relate ranges and points: before, meets, overlaps, includes and the others.

The ends of ranges are compared as boundaries: a value and a step beside it. A range that leaves its start out begins
a step above the value, one that leaves its end out ends a step below. With that, each relation is a comparison or two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rulewright.language.builtins.builtin import Builtin, Signature
from rulewright.language.ranges import IncomparableError, order
from rulewright.language.types import ANY, BOOLEAN, RangeType, Type
from rulewright.language.values import Range, Value

FAMILY = "range"


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
    start = _Boundary(None, 0, -1) if value.start is None else _Boundary(value.start, int(not value.start_included))
    end = _Boundary(None, 0, 1) if value.end is None else _Boundary(value.end, -int(not value.end_included))
    return _Stretch(start, end)


def _order(left: _Boundary, right: _Boundary) -> int:
    if left.infinity or right.infinity:
        return (left.infinity > right.infinity) - (left.infinity < right.infinity)
    by_value = order(left.value, right.value)
    return by_value or (left.step > right.step) - (left.step < right.step)


def _before(first: _Stretch, second: _Stretch) -> bool:
    return _order(first.end, second.start) < 0


def _after(first: _Stretch, second: _Stretch) -> bool:
    return _before(second, first)


def _meets(first: _Stretch, second: _Stretch) -> bool:
    return first.includes_end and second.includes_start and _order(first.end, second.start) == 0


def _met_by(first: _Stretch, second: _Stretch) -> bool:
    return _meets(second, first)


def _overlaps(first: _Stretch, second: _Stretch) -> bool:
    return not _before(first, second) and not _before(second, first)


def _overlaps_before(first: _Stretch, second: _Stretch) -> bool:
    starts_earlier = _order(first.start, second.start) < 0
    return starts_earlier and not _before(first, second) and _order(first.end, second.end) <= 0


def _overlaps_after(first: _Stretch, second: _Stretch) -> bool:
    return _overlaps_before(second, first)


def _finishes(first: _Stretch, second: _Stretch) -> bool:
    return _order(first.end, second.end) == 0 and _order(first.start, second.start) >= 0


def _finished_by(first: _Stretch, second: _Stretch) -> bool:
    return _finishes(second, first)


def _includes(first: _Stretch, second: _Stretch) -> bool:
    return _order(first.start, second.start) <= 0 and _order(second.end, first.end) <= 0


def _during(first: _Stretch, second: _Stretch) -> bool:
    return _includes(second, first)


def _starts(first: _Stretch, second: _Stretch) -> bool:
    return _order(first.start, second.start) == 0 and _order(first.end, second.end) <= 0


def _started_by(first: _Stretch, second: _Stretch) -> bool:
    return _starts(second, first)


def _coincides(first: _Stretch, second: _Stretch) -> bool:
    return _order(first.start, second.start) == 0 and _order(first.end, second.end) == 0


_POINT: Type = ANY
_RANGE: Type = RangeType(ANY)
_POINTS = (("point1", _POINT), ("point2", _POINT))
_POINT_RANGE = (("point", _POINT), ("range", _RANGE))
_RANGE_POINT = (("range", _RANGE), ("point", _POINT))
_RANGES = (("range1", _RANGE), ("range2", _RANGE))


def builtins() -> tuple[Builtin, ...]:
    """Return the functions of this family."""
    all_pairs = (_RANGES, _POINT_RANGE, _RANGE_POINT, _POINTS)
    return (
        _relation("before", _before, all_pairs, "the first ends before the second begins", "[1..5)", "[5..10]"),
        _relation("after", _after, all_pairs, "the first begins after the second ends", "[5..10]", "[1..5)"),
        _relation(
            "meets", _meets, (_RANGES,), "the first ends with the value the second begins with", "[1..5]", "[5..9]"
        ),
        _relation(
            "met by", _met_by, (_RANGES,), "the first begins with the value the second ends with", "[5..9]", "[1..5]"
        ),
        _relation("overlaps", _overlaps, (_RANGES,), "both share a value", "[1..5]", "[3..8]"),
        _relation(
            "overlaps before",
            _overlaps_before,
            (_RANGES,),
            "both share a value and the first begins earlier and does not end later",
            "[1..5]",
            "[3..8]",
        ),
        _relation(
            "overlaps after",
            _overlaps_after,
            (_RANGES,),
            "both share a value and the second begins earlier and does not end later",
            "[3..8]",
            "[1..5]",
        ),
        _relation(
            "finishes", _finishes, (_RANGES, _POINT_RANGE), "the first is an end of the second", "[5..10]", "[1..10]"
        ),
        _relation(
            "finished by",
            _finished_by,
            (_RANGES, _RANGE_POINT),
            "the second is an end of the first",
            "[1..10]",
            "[5..10]",
        ),
        _relation(
            "includes", _includes, (_RANGES, _RANGE_POINT), "the first has all of the second", "[1..10]", "[4..6]"
        ),
        _relation("during", _during, (_RANGES, _POINT_RANGE), "the second has all of the first", "[4..6]", "[1..10]"),
        _relation(
            "starts", _starts, (_RANGES, _POINT_RANGE), "the first is a beginning of the second", "[1..5]", "[1..10]"
        ),
        _relation(
            "started by",
            _started_by,
            (_RANGES, _RANGE_POINT),
            "the second is a beginning of the first",
            "[1..10]",
            "[1..5]",
        ),
        _relation("coincides", _coincides, (_RANGES, _POINTS), "both are the same", "[1..5]", "[1..5]"),
    )


def _relation(  # noqa: PLR0917 - a row of the table reads best in this order
    name: str,
    relation: Relation,
    pairs: tuple[tuple[tuple[str, Type], ...], ...],
    meaning: str,
    first: str,
    second: str,
) -> Builtin:
    def related(left: Value, right: Value) -> Value:
        try:
            return relation(_stretch(left), _stretch(right))
        except IncomparableError as error:
            return error.failure

    signatures = tuple(Signature(pair, BOOLEAN, related) for pair in pairs)
    return Builtin(name, FAMILY, signatures, f"Returns whether {meaning}", f"{name}({first}, {second})", "true")
