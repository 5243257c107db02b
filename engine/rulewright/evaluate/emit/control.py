"""Generates Python for loops, filters and quantifiers.

Every loop over a list goes through `count_steps`, which keeps the count that the reference evaluator keeps as well, so
that a loop without end falls back instead of running.
"""

from __future__ import annotations

from rulewright.evaluate.emit.calls import arguments_of
from rulewright.evaluate.emit.emission import Emission, NotCompilable, PythonNames, is_number, is_small
from rulewright.evaluate.emit.expressions import definite_boolean, holds
from rulewright.language.descent import names_in
from rulewright.language.syntax import Filter, For, Invocation, Iterator, Node, NumberLiteral, Quantified, RuleReference
from rulewright.language.types import BOOLEAN, ContextType, EnumType, ListType, Nullable, NumberType, SimpleType, Type

PARTIAL = "partial"
ITEM = "item"
PER_ITEM = 4
"""The steps of an item beside those of the body: its visit, its place in the list that is made, a sum of that list."""


def emit_for(emission: Emission, node: For, names: PythonNames) -> str:
    """Generate `for … return …`, whose body does not use the results so far."""
    if PARTIAL in names_in(node.body):
        raise NotCompilable("`partial`")
    loops, inner = _loops(emission, node.iterators, names, node.body)
    if emission.inline_rule is not None and isinstance(node.body, Invocation):
        callee = node.body.function
        if isinstance(callee, RuleReference):
            inlined = emission.inline_rule(emission, callee.id, arguments_of(emission, node.body, inner))
            if inlined is not None:
                bindings, value = inlined
                return _counted(f"[{value} {loops} {bindings}]", emission.type_of(node.body))
    return _counted(f"[{emission.emit(node.body, inner)} {loops}]", emission.type_of(node.body))


def _counted(made: str, item: Type) -> str:
    """Generate a list with the count of its size, where its items are not small."""
    return made if is_small(item) else f"sized(s, {made})"


def emit_quantified(emission: Emission, node: Quantified, names: PythonNames) -> str:
    """Generate `some … satisfies` and `every … satisfies`, which stop at the first item that decides."""
    loops, inner = _loops(emission, node.iterators, names, node.condition)
    function = "any" if node.quantifier == "some" else "all"
    return f"{function}({definite_boolean(emission, node.condition, inner)} {loops})"


def _loops(
    emission: Emission, iterators: tuple[Iterator, ...], names: PythonNames, body: Node
) -> tuple[str, PythonNames]:
    weight = PER_ITEM + emission.weigh(body) + sum(emission.weigh(iterator.domain) for iterator in iterators)
    loops: list[str] = []
    inner = dict(names)
    for iterator in iterators:
        domain = _domain(emission, iterator, inner)
        variable = emission.code.fresh()
        loops.append(f"for {variable} in count_steps(s, {domain}, {weight})")
        inner[iterator.name] = variable
    return " ".join(loops), inner


def _domain(emission: Emission, iterator: Iterator, names: PythonNames) -> str:
    domain = emission.emit(iterator.domain, names)
    type_ = emission.type_of(iterator.domain)
    if iterator.end is not None:
        end = emission.emit(iterator.end, names)
        if is_number(type_) and is_number(emission.type_of(iterator.end)):
            return f"whole_numbers({domain}, {end})"
    elif isinstance(type_, ListType):
        return domain
    raise NotCompilable("a loop over neither a list nor whole numbers")


def emit_filter(emission: Emission, node: Filter, names: PythonNames) -> str:
    """Generate `list[condition]` and `list[number]`."""
    type_ = emission.type_of(node.target)
    if not isinstance(type_, ListType):
        raise NotCompilable("a filter of no list")
    target = emission.emit(node.target, names)
    condition_type = emission.type_of(node.condition)
    if isinstance(condition_type, NumberType):
        if not isinstance(node.condition, NumberLiteral) and not _is_outside(node.condition, type_.item):
            raise NotCompilable("an index that depends on the item")
        if isinstance(type_.item, ContextType) and (outside := sorted(names_in(node.condition))):
            # A record may have more entries than are declared, and these would be seen first.
            target = f"first_unshadowed({target}, {emission.constant(f'frozenset({tuple(outside)!r})')})"
        return f"at_index({target}, {emission.emit(node.condition, names)})"
    if condition_type not in {BOOLEAN, Nullable(BOOLEAN)}:
        raise NotCompilable("a filter by something else than a boolean")
    item = emission.code.fresh()
    inner = {**names, ITEM: item}
    guard = ""
    if isinstance(type_.item, ContextType) and type_.item.is_closed:
        own = {name for name, _ in type_.item.entries}
        inner |= {name: f"{item}[{name!r}]" for name in own}
        outside = sorted(names_in(node.condition) & set(names) - own - {ITEM})
        if outside:  # a record may have more entries than are declared, and these would be seen first
            hidden = emission.constant(f"frozenset({tuple(outside)!r})")
            guard = f"(len({item}) == {len(own)} or unshadowed({item}, {hidden})) and "
    elif not _is_scalar(type_.item):
        raise NotCompilable("a filter of items whose entries are not known")
    condition = guard + holds(emission, node.condition, inner)
    weight = PER_ITEM + emission.weigh(node.condition)
    weight += len(type_.item.entries) if isinstance(type_.item, ContextType) else 0
    return f"[{item} for {item} in count_steps(s, {target}, {weight}) if {condition}]"


def _is_outside(condition: Node, item: Type) -> bool:
    """Whether an index says the same for every item."""
    own = {ITEM}
    if isinstance(item, ContextType) and item.is_closed:
        own |= {name for name, _ in item.entries}
    elif not _is_scalar(item):
        return False
    return names_in(condition).isdisjoint(own)


def _is_scalar(type_: Type) -> bool:
    return isinstance(type_, NumberType | EnumType | SimpleType)
