"""Checks that an expression gives what its place declares: an argument, an output, an item, an entry.

The check follows the branches of `if`, the items of lists and the entries of contexts, so that a problem is reported at
the part that causes it.
"""

from __future__ import annotations

from collections.abc import Iterable

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.checker.comparisons import report_impossible
from rulewright.language.checker.constants import number_of
from rulewright.language.checker.inference import Inference, list_hint, path_of
from rulewright.language.checker.intervals import Interval, declared_interval
from rulewright.language.checker.percents import check_percent
from rulewright.language.description import describe
from rulewright.language.relations import assignable, is_nullable, without_null
from rulewright.language.syntax import ContextLiteral, For, If, ListLiteral, Node
from rulewright.language.types import (
    BOOLEAN,
    AnyType,
    ContextType,
    EnumType,
    ListType,
    MapType,
    NeverType,
    Nullable,
    NumberType,
    Type,
)


def expect(inference: Inference, node: Node, wanted: Type, role: str, code: str) -> bool:
    """Report where a node, inferred before, is not of the type wanted; return whether it is.

    `role` is what the node is to a message ("the argument `weight`", "the result"), `code` the problem's.
    """
    target = without_null(wanted)
    match node, target:
        case (If(_, consequence, alternative), _):
            reached = [each for each in (consequence, alternative) if id(each) not in inference.unreached]
            return _all(expect(inference, branch, wanted, role, code) for branch in reached)
        case ListLiteral(items), ListType(item):
            return _all(expect(inference, each, item, f"an item of {role}", code) for each in items)
        case For(_, body), ListType(item):
            return expect(inference, body, item, f"an item of {role}", code)
        case ContextLiteral(), ContextType():
            return _expect_record(inference, node, target, role, code)
        case ContextLiteral(entries), MapType(value, key):
            return _expect_keys(inference, node, key) and _all(
                expect(inference, each.value, value, f"the entry `{each.key}` of {role}", code) for each in entries
            )
    given = inference.type_of(node)
    if isinstance(target, ContextType) and isinstance(one := without_null(given), ContextType):
        own = {name for name, _ in one.entries}
        for alias, name in target.aliases:
            if alias in own and name not in own:
                message = f"{role} has `{alias}`, which {describe(target)} calls `{name}` now"
                inference.report(code, message, node, f"write `{name}` where it is made")
                return False
    if assignable(given, wanted):
        check_percent(inference, node, without_null(given), target)
        return _expect_bounds(inference, node, target, role, code)
    _report(inference, node, wanted, role, code)
    return False


def _all(results: Iterable[bool]) -> bool:
    """Return whether all hold, after all were looked at: every one reports its own problem."""
    return False not in list(results)


def _expect_record(inference: Inference, node: ContextLiteral, wanted: ContextType, role: str, code: str) -> bool:
    known = dict(wanted.entries)
    is_right = True
    aliases = _old_names(inference, node, wanted)
    for entry in node.entries:
        if entry.key in aliases:
            inference.rename(entry, aliases[entry.key])
        elif entry.key in known:
            given = expect(inference, entry.value, known[entry.key], f"the entry `{entry.key}` of {role}", code)
            is_right = is_right and given
        elif wanted.is_closed:
            message = f"{describe(wanted)} has no entry `{entry.key}`"
            inference.report("unknown-entry", message, entry, did_you_mean(entry.key, known))
            is_right = False
    written = {aliases.get(entry.key, entry.key) for entry in node.entries}
    missing = [n for n, type_ in known.items() if n not in written and not isinstance(type_, Nullable | AnyType)]
    if missing and is_right:
        names = ", ".join(f"`{name}`" for name in missing)
        inference.report(code, f"{role} lacks {names} of {describe(wanted)}", node, "write the missing entries")
        is_right = False
    return is_right


def _old_names(inference: Inference, node: ContextLiteral, wanted: ContextType) -> dict[str, str]:
    """Return which keys of a context are names that entries had before; one that stands under both is reported."""
    keys = {entry.key: entry for entry in node.entries}
    old = {alias: name for alias, name in wanted.aliases if alias in keys}
    for alias, name in old.items():
        if name in keys:
            message = f"`{alias}` is another name of `{name}`, which stands here as well"
            inference.report("unknown-entry", message, keys[alias], "remove one of them")
    return {alias: name for alias, name in old.items() if name not in keys}


def _expect_keys(inference: Inference, node: ContextLiteral, key: Type | None) -> bool:
    if not isinstance(key, EnumType):
        return True
    wrong = [entry for entry in node.entries if entry.key not in key.members]
    keys = {entry.key for entry in node.entries}
    for entry in wrong:
        if dict(key.aliases).get(entry.key) in keys:
            message = f"`{entry.key}` is another name of `{dict(key.aliases)[entry.key]}`, which stands here as well"
            inference.report("impossible-member", message, entry, "remove one of them")
            continue
        report_impossible(inference, entry, key, (entry.key,))
    return not wrong


def _expect_bounds(inference: Inference, node: Node, wanted: Type, role: str, code: str) -> bool:
    """Report a number written out that the declared bounds exclude."""
    value = number_of(node)
    if value is None or not isinstance(wanted, NumberType):
        return True
    bounds = declared_interval(wanted)
    if bounds.meet(Interval((value, True), (value, True))).is_empty:
        low, high = bounds.low, bounds.high
        limit = f"at least {low[0]}" if low is not None and value < low[0] else f"at most {high[0] if high else ''}"
        inference.report(code, f"{role} is {value}, but {describe(wanted)} is {limit}", node)
        return False
    if wanted.is_whole and value != value.to_integral_value():
        inference.report(code, f"{role} is {value}, but {describe(wanted)} is whole", node)
        return False
    return True


def _report(inference: Inference, node: Node, wanted: Type, role: str, code: str) -> None:
    given = inference.type_of(node)
    one, target = without_null(given), without_null(wanted)
    if is_nullable(given) and not isinstance(wanted, Nullable) and one is not given and assignable(one, wanted):
        name = inference.text(node)
        hint = f"guard it: `if {name} = null then … else …`" if path_of(node) else "say what stands for null"
        inference.warn("possibly-null", f"{role} may be null, but {describe(wanted)} is wanted", node, hint)
    elif isinstance(one, EnumType) and isinstance(target, EnumType) and not one.name:
        written = tuple(member for member in one.members if member not in target.members)
        report_impossible(inference, node, target, written)
    elif isinstance(one, NumberType) and isinstance(target, NumberType):
        inference.mismatch(node, one, target, role)
    else:
        message = f"{role} is {describe(given)}, not {describe(wanted)}"
        inference.report(code, message, node, list_hint(inference, node) or _hint(one, target))


def _hint(given: Type, wanted: Type) -> str:
    if isinstance(given, ListType) and assignable(given.item, wanted):
        return "take one item: `…[1]`"
    if isinstance(wanted, ListType) and assignable(given, wanted.item):
        return "write the brackets of a list of one: `[…]`"
    if isinstance(given, EnumType) and isinstance(wanted, NumberType):
        return "write the number without quotes"
    if isinstance(wanted, EnumType) and not isinstance(given, EnumType | NeverType):
        return "only a member written out, or a value of the same enumeration, is sure to be one"
    if wanted == BOOLEAN:
        return "write a condition"
    return ""
