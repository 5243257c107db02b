"""Evaluates `if`, `for`, `some` and `every`, and walks through what they iterate over, one item at a time.

A range is never made a list, so that `1..10**12` costs nothing until its items are visited.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from rulewright.evaluate.reference.operations import boolean_of, decide, mentions
from rulewright.evaluate.reference.walker import EvaluationEnded, LimitReached, Scope, Walker
from rulewright.language import syntax
from rulewright.language.builtins import BUILTINS
from rulewright.language.descent import children, nodes_in
from rulewright.language.syntax import Iterator as IteratorNode
from rulewright.language.temporal.values import Date, date_from_day_number, day_number
from rulewright.language.values import Absence, Failure, FunctionValue, Open, Range, Unknown, Value, combine

PARTIAL = "partial"
"""The name of the results so far in the body of `for`."""

NOTHING: frozenset[str] = frozenset()


def walk_if(walker: Walker, node: syntax.If, scope: Scope) -> Value:
    """Return the consequence or the alternative, as the condition says."""
    condition = walker.as_boolean(walker.walk(node.condition, scope))
    if condition is True:
        return walker.walk(node.consequence, scope)
    if condition is False:
        return walker.walk(node.alternative, scope)
    if isinstance(condition, Unknown | Open):
        return _undecided(walker, condition, node, scope)
    if isinstance(condition, Absence):
        return condition
    return Failure("the condition of `if` is no boolean", "wrong-operand", node.condition.span, walker.rule)


def _undecided(walker: Walker, condition: Unknown | Open, node: syntax.If, scope: Scope) -> Value:
    """Return what an undecided `if` waits for: what its condition needs, and what both branches need."""
    facts, decisions = _needs(_branch(walker, node.consequence, scope))
    other_facts, other_decisions = _needs(_branch(walker, node.alternative, scope))
    both = (facts | decisions) & (other_facts | other_decisions)
    both_decisions = decisions & other_decisions
    waiting: list[Absence] = [condition]
    if both_decisions:
        waiting.append(Open(both_decisions))
    if both - both_decisions:
        waiting.append(Unknown(both - both_decisions))
    return combine(waiting)


def _branch(walker: Walker, node: syntax.Node, scope: Scope) -> Value:
    """Return the value of a branch that is looked at for its needs; one without an end needs nothing."""
    depth = walker.depth
    try:
        return walker.walk(node, scope)
    except EvaluationEnded as ended:
        walker.depth = depth
        return ended.failure


def _needs(value: Value) -> tuple[frozenset[str], frozenset[str]]:
    """Return the facts and the decisions that a value waits for."""
    if isinstance(value, Open):
        return value.needs, value.decisions
    return (value.needs, NOTHING) if isinstance(value, Unknown) else (NOTHING, NOTHING)


def walk_for(walker: Walker, node: syntax.For, scope: Scope) -> Value:
    """Return the list of what the body answers for each combination of items; it sees those before as `partial`."""
    results: list[Value] = []
    absent: list[Absence] = []
    sees_partial = mentions(node.body, PARTIAL)
    keeps_partial = sees_partial and may_keep(node.body, PARTIAL, hidden_built_ins(node, scope))
    for inner in combinations(walker, node.iterators, scope, longest=walker.limits.list_length):
        if isinstance(inner, Absence):
            absent.append(inner)
            continue
        names: dict[str, Value] = {}
        if sees_partial:
            walker.count_steps(len(results) // 8 if keeps_partial else 1)
            names = {PARTIAL: list(results) if keeps_partial else results}
        results.append(walker.walk(node.body, inner.within(names)))
        walker.check_size(results)
    return combine(absent) if absent else walker.as_list(results)


def hidden_built_ins(loop: syntax.For, scope: Scope) -> frozenset[str]:
    """Return which built-ins are another function, or may be, where a loop calls them."""
    return frozenset(
        name for name, is_bound in _forgetful(loop) if is_bound or isinstance(scope.look_up(name), FunctionValue)
    )


@lru_cache(maxsize=4096)
def _forgetful(loop: syntax.For) -> tuple[tuple[str, bool], ...]:
    """Return the names in a loop of built-ins that forget lists, and whether it gives them a meaning."""
    names = {each.name for each in nodes_in(loop) if isinstance(each, syntax.Name)}
    bound = {
        each.key if isinstance(each, syntax.ContextEntry) else each.name
        for each in nodes_in(loop)
        if isinstance(each, syntax.ContextEntry | syntax.FormalParameter | syntax.Iterator)
    }
    return tuple((name, name in bound) for name in sorted(names) if name in BUILTINS and BUILTINS[name].forgets_lists)


@lru_cache(maxsize=4096)
def may_keep(node: syntax.Node, name: str, hidden: frozenset[str] = NOTHING, *, is_inside: bool = False) -> bool:
    """Whether an expression may hand on the list of this name itself, and not only what it finds in it.

    `hidden` are built-ins that may be another function; so may any in the condition of a filter, which sees entries.
    """
    if isinstance(node, syntax.Name):
        return node.name == name
    if isinstance(node, syntax.FunctionDefinition):
        return mentions(node, name)
    looked_at: tuple[syntax.Node, ...] = ()
    if isinstance(node, syntax.Filter | syntax.PathExpression):
        looked_at = (node.target,)
    elif isinstance(node, syntax.Invocation) and isinstance(node.function, syntax.Name) and not is_inside:
        called = node.function.name
        looked_at = (
            node.arguments if called not in hidden and called in BUILTINS and BUILTINS[called].forgets_lists else ()
        )
    condition = node.condition if isinstance(node, syntax.Filter) else None
    return any(
        may_keep(each, name, hidden, is_inside=is_inside or each is condition)
        for each in children(node)
        if not (each in looked_at and isinstance(each, syntax.Name))
    )


def walk_quantified(walker: Walker, node: syntax.Quantified, scope: Scope) -> Value:
    """Return whether the condition holds for some or for every combination of items."""
    booleans = (
        inner if isinstance(inner, Absence) else boolean_of(walker, node.condition, inner)
        for inner in combinations(walker, node.iterators, scope)
    )
    return decide(booleans, walker, decisive=node.quantifier == "some")


# ── Domains ───────────────────────────────────────────────────────────────────────────────────────────────────────────


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
    if domain.operator == "!=":
        return Failure("all that does not equal a value cannot be iterated over", "not-iterable")
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
