"""Evaluates what is written out: numbers, strings, dates, lists, contexts, ranges and functions."""

from __future__ import annotations

from rulewright.evaluate.reference.absences import absence_of
from rulewright.evaluate.reference.calls import make_function
from rulewright.evaluate.reference.scope import Scope
from rulewright.evaluate.reference.walker import Walker
from rulewright.language import operators, syntax
from rulewright.language.temporal.text import parse_temporal
from rulewright.language.values import Failure, Range, Value


def walk_number(_walker: Walker, node: syntax.NumberLiteral, _scope: Scope) -> Value:
    """Return the number, rounded to 34 digits."""
    return +node.value


def walk_literal(_walker: Walker, node: syntax.StringLiteral | syntax.BooleanLiteral, _scope: Scope) -> Value:
    """Return what is written."""
    return node.value


def walk_null(_walker: Walker, _node: syntax.NullLiteral, _scope: Scope) -> Value:
    """Return null."""
    return None


def walk_at_literal(_walker: Walker, node: syntax.AtLiteral, _scope: Scope) -> Value:
    """Return the date, time or duration that is written."""
    return parse_temporal(node.text)


def walk_list(walker: Walker, node: syntax.ListLiteral, scope: Scope) -> Value:
    """Return the list of the items' values."""
    return walker.as_list([walker.walk(item, scope) for item in node.items])


def walk_context(walker: Walker, node: syntax.ContextLiteral, scope: Scope) -> Value:
    """Return the context; each entry sees those before it, and a function also its own."""
    entries: dict[str, Value] = {}
    inner = scope.within(entries)
    for entry in node.entries:
        if entry.key in entries:
            reason = f"the context has two entries `{entry.key}`"
            return Failure(reason, "duplicate-name", entry.span, walker.rule)
        entries[entry.key] = walker.walk(entry.value, inner)
    return dict(entries)


def walk_range(walker: Walker, node: syntax.RangeLiteral, scope: Scope) -> Value:
    """Return the range; its ends must be comparable, and null is no end."""
    ends = [None if end is None else walker.walk(end, scope) for end in (node.start, node.end)]
    absent = absence_of(ends)
    if absent is not None:
        return absent
    start, end = ends
    if (start is None and node.start is not None) or (end is None and node.end is not None):
        return Failure("a range cannot end at null", "wrong-operand")
    if start is not None and end is not None:
        order = operators.compare("<=", start, end)
        if isinstance(order, Failure):
            return order
    return Range(start, end, node.start_included, node.end_included)


def walk_function(walker: Walker, node: syntax.FunctionDefinition, scope: Scope) -> Value:
    """Return a function that sees the scope where it was defined."""
    return make_function(walker, node, scope)


def walk_invalid(_walker: Walker, _node: syntax.Invalid, _scope: Scope) -> Value:
    """Refuse what could not be read."""
    return Failure("this expression could not be read", "unexpected-token")
