"""Walks through what `for`, `some` and `every` iterate over: lists and ranges, one item at a time.

A range is never made a list, so that `1..10**12` costs nothing until its items are visited.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rulewright.evaluate.reference.limits import LimitReached
from rulewright.evaluate.reference.scope import Scope
from rulewright.evaluate.reference.walker import Walker
from rulewright.language.syntax import Iterator as IteratorNode
from rulewright.language.temporal.values import Date, date_from_day_number, day_number
from rulewright.language.values import Absence, Failure, Range, Value, combine


def combinations(
    walker: Walker, iterators: tuple[IteratorNode, ...], scope: Scope, *, longest: int | None = None
) -> Iterator[Scope | Absence]:
    """Yield a scope for each combination of items, the last iterator fastest.

    Later iterators see the items of earlier ones. Where a domain is absent or cannot be walked through, its absence
    is yielded in place of scopes.

    Raises:
        LimitReached: when a range has more than `longest` items.
    """
    if not iterators:
        yield scope
        return
    iterator, *rest = iterators
    items = _items(walker, iterator, scope, longest)
    if isinstance(items, Absence):
        yield items
        return
    for item in items:
        walker.count_steps(1)
        yield from combinations(walker, tuple(rest), scope.within({iterator.name: item}), longest=longest)


def _items(walker: Walker, iterator: IteratorNode, scope: Scope, longest: int | None) -> Iterator[Value] | Absence:
    domain = walker.walk(iterator.domain, scope)
    if iterator.end is not None:
        end = walker.walk(iterator.end, scope)
        absent = [value for value in (domain, end) if isinstance(value, Absence)]
        return combine(absent) if absent else _steps(domain, end, longest)
    if isinstance(domain, Absence):
        return domain
    if domain is None:
        return Failure("null cannot be iterated over", "not-iterable")
    if isinstance(domain, Range):
        return _range_items(domain, longest)
    return iter(domain if isinstance(domain, list) else [domain])


def _range_items(domain: Range, longest: int | None) -> Iterator[Value] | Failure:
    """Return the items of a range used as a domain: whole steps from start to end, never downwards."""
    items = _steps(domain.start, domain.end, longest)
    if isinstance(items, Failure):
        return items
    if domain.start > domain.end:
        return Failure("the range begins above its end, so it cannot be iterated over", "not-iterable")
    return (
        item
        for item in items
        if (domain.start_included or item != domain.start) and (domain.end_included or item != domain.end)
    )


def _steps(start: Value, end: Value, longest: int | None) -> Iterator[Value] | Failure:
    """Return the numbers or days from start to end, both included, upwards or downwards by one."""
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        if start != start.to_integral_value() or end != end.to_integral_value():
            return Failure("a range that is iterated over needs whole numbers at its ends", "not-iterable")
        return (Decimal(number) for number in _whole_steps(int(start), int(end), longest))
    if isinstance(start, Date) and isinstance(end, Date):
        numbers = _whole_steps(day_number(start), day_number(end), longest)
        return (date for number in numbers if (date := date_from_day_number(number)) is not None)
    return Failure("only ranges of whole numbers and of dates can be iterated over", "not-iterable")


def _whole_steps(start: int, end: int, longest: int | None) -> range:
    if longest is not None and abs(end - start) >= longest:
        raise LimitReached(Failure(f"a range of more than {longest} items is iterated over", "limit-list"))
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)
