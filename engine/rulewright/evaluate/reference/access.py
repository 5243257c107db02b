"""Evaluates what is written out (literals, lists, contexts, ranges, functions), names, paths, filters and calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from rulewright.evaluate.reference.calls import call_builtin, call_function, function_of, make_function, refused_call
from rulewright.evaluate.reference.walker import UNBOUND, NoRules, Scope, Walker
from rulewright.language import operators, syntax
from rulewright.language.absences import absence_of
from rulewright.language.builtins.builtin import Builtin
from rulewright.language.descent import names_in
from rulewright.language.kinds import kind_of
from rulewright.language.temporal.text import parse_temporal
from rulewright.language.values import Absence, Failure, FunctionValue, NothingFound, Range, Value, combine
from rulewright.language.work import FAILURE

ITEM = "item"
"""The name of the item in a filter's condition."""


# ── Literals ──────────────────────────────────────────────────────────────────────────────────────────────────────────


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
        if isinstance(entry.value, syntax.FunctionDefinition):
            seen = dict(entries)
            seen[entry.key] = entries[entry.key] = walker.walk(entry.value, scope.within(seen))
        else:
            entries[entry.key] = walker.walk(entry.value, inner)
    walker.count_size(entries)
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
    if start is not None and end is not None and not node.operator:
        order = operators.compare("<=", start, end)
        if isinstance(order, Failure):
            return order
    return Range(start, end, node.start_included, node.end_included, node.operator)


def walk_function(walker: Walker, node: syntax.FunctionDefinition, scope: Scope) -> Value:
    """Return a function that sees the scope where it was defined."""
    return make_function(walker, node, scope)


def walk_invalid(_walker: Walker, _node: syntax.Invalid, _scope: Scope) -> Value:
    """Refuse what could not be read."""
    return Failure("this expression could not be read", "unexpected-token")


# ── Names and paths ───────────────────────────────────────────────────────────────────────────────────────────────────


def walk_name(walker: Walker, node: syntax.Name, scope: Scope) -> Value:
    """Return the value of the innermost name, else the built-in function."""
    value = scope.look_up(node.name)
    if value is not UNBOUND:
        return value
    built_in = walker.built_ins.get(node.name)
    if built_in is not None:
        return function_of(walker, built_in)
    return Failure(f"unknown name `{node.name}`", "unknown-name")


def walk_rule_reference(walker: Walker, node: syntax.RuleReference, _scope: Scope) -> Value:
    """Return the outcome of a rule that needs no arguments; any other rule is a function."""
    return walker.rules.value_of(node.id)


def walk_path(walker: Walker, node: syntax.PathExpression, scope: Scope) -> Value:
    """Return an entry of a context, a property of a value, or those of all items of a list."""
    target = walker.walk(node.target, scope)
    return operators.path(target, node.name) if isinstance(target, dict) else _entry(walker, target, node)


def _entry(walker: Walker, value: Value, node: syntax.PathExpression) -> Value:
    if isinstance(value, Absence):
        return value
    if isinstance(value, list):
        walker.count_steps(len(value))
        return walker.as_list([_entry(walker, item, node) for item in value])
    found = operators.path(value, node.name)
    if not isinstance(found, Failure):
        return found
    walker.count_steps(FAILURE)
    return found.at(node.span, walker.rule)


def walk_filter(walker: Walker, node: syntax.Filter, scope: Scope) -> Value:
    """Return the items for which the condition holds, or the one at the index that it gives."""
    target = walker.walk(node.target, scope)
    if isinstance(target, Absence) or target is None:
        return target
    items = target if isinstance(target, list) else [target]
    if not items:
        return _item_at(items, Decimal(1)) if not node.keeps and _is_index(walker, node.condition, scope) else []
    scopes = (_item_scope(walker, item, scope) for item in items)
    first = walker.walk(node.condition, next(scopes))
    if isinstance(first, Decimal):
        seen = {ITEM, *items[0]} if isinstance(items[0], dict) else {ITEM}
        if not seen.isdisjoint(names_in(node.condition)):
            return Failure("an index cannot depend on the item that it chooses", "no-item")
        return _item_at(items, first)
    return _filtered(walker, items, _conditions(walker, first, node.condition, scopes))


def _is_index(walker: Walker, condition: syntax.Node, scope: Scope) -> bool:
    """Whether what stands in brackets behind an empty list is a number; it leaves no trace to find out."""
    apart = replace(walker, rules=NoRules(), absorbed=[])
    is_index = isinstance(apart.walk(condition, scope), Decimal)
    walker.steps = apart.steps
    return is_index


def _conditions(walker: Walker, first: Value, condition: syntax.Node, scopes: Iterator[Scope]) -> Iterator[Value]:
    yield first
    for scope in scopes:
        yield walker.walk(condition, scope)


def _filtered(walker: Walker, items: list[Value], conditions: Iterator[Value]) -> Value:
    kept: list[Value] = []
    absent: list[Absence] = []
    for item, condition in zip(items, conditions, strict=True):
        boolean = walker.as_boolean(condition)
        if isinstance(boolean, Absence):
            absent.append(boolean)
        elif not isinstance(boolean, bool):
            return Failure(f"a filter needs a boolean or a number, not {kind_of(boolean)}", "wrong-operand")
        elif boolean:
            kept.append(item)
    return combine(absent) if absent else kept


def _item_scope(walker: Walker, item: Value, scope: Scope) -> Scope:
    """Return the scope of a filter's condition: the item, and where it is a context its entries."""
    names = {ITEM: item}
    if not isinstance(item, dict):
        return scope.within(names)
    walker.count_steps(len(item) // 4)
    return scope.within({**names, **item})


def _item_at(items: list[Value], index: Decimal) -> Value:
    if index != index.to_integral_value():
        return Failure(f"the index {index} is no whole number", "no-item")
    if not 1 <= abs(index) <= len(items):
        reason, code = f"there is no item {index} in a list of {len(items)}", "no-item"
        return NothingFound(reason, code) if index else Failure(reason, code)
    return items[int(index) - 1 if index > 0 else int(index)]


def walk_invocation(walker: Walker, node: syntax.Invocation, scope: Scope) -> Value:
    """Return what a function, a built-in or a rule answers for the arguments."""
    callee = node.function
    function = callee if isinstance(callee, syntax.RuleReference) else _callee(walker, callee, scope)
    if isinstance(function, Absence):
        return function
    if misfit := refused_call(walker, function, node):
        return misfit
    positional = tuple(walker.walk(argument, scope) for argument in node.arguments)
    named = {argument.name: walker.walk(argument.value, scope) for argument in node.named}
    if isinstance(function, syntax.RuleReference):
        return walker.rules.call(function.id, positional, named)
    if isinstance(function, Builtin):
        return call_builtin(walker, function, positional, named)
    return call_function(function, positional, named)


def _callee(walker: Walker, node: syntax.Node, scope: Scope) -> FunctionValue | Builtin | Absence:
    """Return the function or built-in that is called.

    A name in scope that is no function does not hide a built-in of the same name. A built-in that is a value is called
    as the built-in.
    """
    if isinstance(node, syntax.Name):
        value = scope.look_up(node.name)
        if not isinstance(value, FunctionValue) and node.name in walker.built_ins:
            return walker.built_ins[node.name]
        if value is UNBOUND:
            return Failure(f"unknown function `{node.name}`", "unknown-name", node.span, walker.rule)
    else:
        value = walker.walk(node, scope)
    if isinstance(value, FunctionValue):
        return walker.built_ins.get(value.type.built_in, value)
    if isinstance(value, Absence):
        return value
    return Failure("only a function can be called", "not-a-function", node.span, walker.rule)
