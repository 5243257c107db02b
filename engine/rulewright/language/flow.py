"""Says which parts of what an expression comes to may be personal, and which calls hand such values on.

A value that is computed from a personal one is personal, unless what computes it says no more than yes or no, or
something about many. So comparisons, `in`, `between`, `and`, `or`, quantifiers and functions with a boolean result let
nothing through, nor do `count`, `sum`, `mean` and `stddev` of the items of a list of facts; `.years` of a duration, the
age in whole years, passes as well. Records and lists keep the parts of theirs apart. All else carries on what it rests
on: arithmetic, texts, dates, `min`, `max`, `if` (but not its condition), an index, the ends of a loop, functions.

A list is one of facts where its items come from a declared list or map, each by itself: a loop over `[1]`, a body or a
condition that names another personal value, or an index, choose what is said of one person, and an aggregate hides
nothing of that. A rule that is a value may be called with whatever is personal where it is named.

The answer is a type: `any` where nothing is personal, `PERSONAL` where the whole is, a record where entries differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from rulewright.language.builtins import BUILTINS
from rulewright.language.descent import children, names_in, nodes_in
from rulewright.language.personal import holds_personal, parts_of
from rulewright.language.syntax import (
    Between,
    Comparison,
    Conjunction,
    ContextEntry,
    ContextLiteral,
    Disjunction,
    Filter,
    For,
    FunctionDefinition,
    If,
    In,
    InstanceOf,
    Invocation,
    ListLiteral,
    Name,
    NamedArgument,
    Node,
    PathExpression,
    Quantified,
    RangeLiteral,
    RuleReference,
    UnaryTests,
)
from rulewright.language.syntax import Iterator as Iteration
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    YEARS_DURATION,
    AnyType,
    ContextType,
    FunctionType,
    ListType,
    MapType,
    Nullable,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.source import Span

PERSONAL = AnyType(is_personal=True)
"""The type of what is personal as a whole."""

AGE = SimpleType(YEARS_DURATION.name, is_personal=True)
"""A personal duration in years and months."""

BOOLEANS = (Comparison, Conjunction, Disjunction, Between, In, InstanceOf, UnaryTests)

Names = Mapping[str, Type]


@dataclass(frozen=True, slots=True)
class Leak:
    """The first personal value that a call at `span` hands to a rule whose input is not marked."""

    span: Span
    rule: str
    input: str


@dataclass(slots=True)
class Flow:
    """Follows personal values through expressions. `rules` are the types of the rules that these may name, by id.

    `leaks` gathers what calls hand on, `touched` the spans of all nodes in which something personal is at work.
    """

    rules: Names
    leaks: list[Leak] = field(default_factory=list)
    touched: set[Span] = field(default_factory=set)
    _is_touched: bool = False

    def of(self, node: Node, names: Names) -> Type:
        """Return which parts of a node's value are personal, with the names that it sees."""
        outside, self._is_touched = self._is_touched, False
        found = self._of(node, names)
        if self._is_touched or holds_personal(found):
            self.touched.add(node.span)
            self._is_touched = True
        self._is_touched |= outside
        return found

    def _of(self, node: Node, names: Names) -> Type:
        match node:
            case Name(name):
                return single_type(names.get(name, ANY))
            case RuleReference(id_):
                type_ = self.rules.get(id_, ANY)
                if not isinstance(type_, FunctionType):
                    return single_type(type_)
                self._hand_on(node.span, id_, type_, [_whole(names.values())] * len(type_.parameters), {})
                return single_type(type_.result)
            case PathExpression(target, name):
                return self._entry(self.of(target, names), name)
            case Filter(target, condition):
                found = self.of(target, names)
                entries = dict(found.entries) if isinstance(found, ContextType) else {}
                chosen = self.of(condition, {**names, **entries, "item": found})
                return found if _keeps(node) else joined([found, _whole([chosen])])
            case ContextLiteral(entries):
                return self._context(entries, names)
            case ListLiteral(items):
                return joined([self.of(each, names) for each in items])
            case If(condition, consequence, alternative):
                self.of(condition, names)
                return joined([self.of(consequence, names), self.of(alternative, names)])
            case For(iterators, body):
                inner = self._iterating(iterators, names)
                found = self.of(body, {**inner, "partial": ANY})
                if holds_personal(found) and "partial" in names_in(body):
                    found = self.of(body, {**inner, "partial": found})
                return joined([found, _whole(inner[each.name] for each in iterators if _is_range(each))])
            case Quantified(_, iterators, condition):
                self.of(condition, self._iterating(iterators, names))
                return ANY
            case FunctionDefinition(parameters, body):
                given = _whole((*names.values(), *map(_result, self.rules.values())))
                return self.of(body, {**names, **{each.name: given for each in parameters}})
            case Invocation():
                return self._call(node, names)
        below = [self.of(each, names) for each in children(node)]
        return ANY if isinstance(node, BOOLEANS) else _whole(below)

    def _entry(self, target: Type, name: str) -> Type:
        """Return what is personal of an entry, or of a property."""
        if isinstance(target, ContextType):
            return single_type(dict(target.entries).get(name, PERSONAL if target.is_personal else ANY))
        if isinstance(target, MapType):
            return single_type(target.value)
        return ANY if target == YEARS_DURATION and name == "years" else target

    def _context(self, entries: Sequence[ContextEntry], names: Names) -> Type:
        """Return what is personal of a context; an entry sees those before it."""
        seen = dict(names)
        parts: dict[str, Type] = {}
        for each in entries:
            seen[each.key] = parts[each.key] = self.of(each.value, seen)
        return ContextType(tuple(parts.items())) if any(map(holds_personal, parts.values())) else ANY

    def _iterating(self, iterators: Iterable[Iteration], names: Names) -> dict[str, Type]:
        """Return the names that the body of an iteration sees."""
        seen = dict(names)
        for each in iterators:
            ends = [self.of(end, seen) for end in (each.domain, each.end) if end is not None]
            seen[each.name] = joined(ends)
        return seen

    def _call(self, node: Invocation, names: Names) -> Type:
        arguments = [self.of(each, names) for each in node.arguments]
        named = {each.name: self.of(each.value, names) for each in node.named}
        given = [*arguments, *named.values()]
        function = node.function
        if isinstance(function, RuleReference):
            type_ = self.rules.get(function.id, ANY)
            if not isinstance(type_, FunctionType):
                return single_type(type_)
            self._hand_on(node.span, function.id, type_, arguments, named)
            self._hand_on_lists(node, function.id, type_, names)
            return single_type(type_.result)
        if isinstance(function, Name) and isinstance(known := names.get(function.name), FunctionType):
            self._hand_on(node.span, function.name, known, arguments, named)
        for each in _values(node):
            if isinstance(each, RuleReference) and isinstance(called := self.rules.get(each.id), FunctionType):
                self._hand_on(each.span, each.id, called, [_whole(given)] * len(called.parameters), {})
        if not isinstance(function, Name) or function.name in names or function.name not in BUILTINS:
            return _whole([self.of(function, names), *given])
        return self._built_in(function.name, node, given, names)

    def _built_in(self, name: str, node: Invocation, given: Sequence[Type], names: Names) -> Type:
        built_in = BUILTINS[name]
        results = {each.result for each in built_in.signatures}
        if results == {BOOLEAN}:
            return ANY
        items = next(_values(node), node)
        if built_in.gives == "total" and len(given) == 1 and self.is_of_many(items, names):
            return ANY
        if name == "count" and isinstance(items, ListLiteral):
            return ANY
        if built_in.gives in {"items", "all items"}:
            return joined(given)
        if results == {YEARS_DURATION} and holds_personal(_whole(given)):
            return AGE
        return _whole(given)

    def is_of_many(self, node: Node, names: Names) -> bool:
        """Whether all that is personal of a list are items of a declared list or map, each by itself."""
        match node:
            case Name(name):
                return _is_several(names.get(name, ANY))
            case PathExpression(target, name):
                return self.is_of_many(target, names) or _is_several(self._declared(node, names))
            case Filter(target, condition):
                found = self.of(target, names)
                own = {name for name, _ in found.entries} if isinstance(found, ContextType) else set[str]()
                return (
                    _keeps(node)
                    and self.is_of_many(target, names)
                    and not self._names_personal(condition, names, {"item", *own})
                )
            case If(_, consequence, alternative):
                return self._are_of_many((consequence, alternative), names)
            case For(iterators, body):
                inner = self._iterating(iterators, names)
                ends = (inner[each.name] for each in iterators if _is_range(each))
                domains = (each.domain for each in iterators)
                return not (
                    any(map(holds_personal, ends))
                    or self._names_personal(body, names, {each.name for each in iterators})
                    or not self._are_of_many(domains, inner)
                )
            case Invocation(Name(name)) if _gives_apart(name) and name not in names:
                return self._are_of_many(_values(node), names)
        return False

    def _are_of_many(self, nodes: Iterable[Node], names: Names) -> bool:
        return all(self.is_of_many(each, names) for each in nodes if holds_personal(self.of(each, names)))

    def _names_personal(self, node: Node, names: Names, own: AbstractSet[str]) -> bool:
        """Whether an expression names something personal but those names that are its own."""
        outer = (each for each in nodes_in(node) if isinstance(each, Name | RuleReference))
        return any(
            holds_personal(_result(self.rules.get(each.id, ANY)))
            if isinstance(each, RuleReference)
            else each.name not in own and holds_personal(names.get(each.name, ANY))
            for each in outer
        )

    def _declared(self, node: Node, names: Names) -> Type:
        """Return the declared type of a name or of an entry of it, with its lists."""
        if isinstance(node, Name):
            return names.get(node.name, ANY)
        if not isinstance(node, PathExpression):
            return ANY
        target = single_type(self._declared(node.target, names))
        return dict(target.entries).get(node.name, ANY) if isinstance(target, ContextType) else ANY

    def _hand_on(
        self, span: Span, rule: str, type_: FunctionType, arguments: Sequence[Type], named: Mapping[str, Type]
    ) -> None:
        types = dict(type_.parameters)
        pairs = (*zip(types, arguments, strict=False), *named.items())
        escaping = (name for name, given in pairs if escapes(given, types.get(name, ANY)))
        self.leaks += [Leak(span, rule, name) for name in list(escaping)[:1]]

    def _hand_on_lists(self, node: Invocation, rule: str, type_: FunctionType, names: Names) -> None:
        """Note a list that is no list of facts, and goes to a rule that may take it for one and aggregate it."""
        result = single_type(type_.result)
        if holds_personal(result) or result.is_personal is not None or result == BOOLEAN:
            return
        given = [*zip((name for name, _ in type_.parameters), node.arguments, strict=False)]
        given += [(each.name, each.value) for each in node.named]
        types = dict(type_.parameters)
        for name, argument in given:
            if _is_several(types.get(name, ANY)) and not self._are_of_many((argument,), names):
                self.leaks.append(Leak(node.span, rule, name))


def _gives_apart(name: str) -> bool:
    """Whether a name is that of a built-in that gives back all items of what it takes, each by itself."""
    return name in BUILTINS and BUILTINS[name].gives in {"all items", "all entries"}


def escapes(found: Type, declared: Type) -> bool:
    """Whether something personal would stand where the declared type has no mark, neither `yes` nor `no`."""
    declared = single_type(declared)
    if declared.is_personal is not None or not holds_personal(found):
        return False
    if isinstance(declared, MapType) and isinstance(found, MapType):
        key = found.key is not None and escapes(found.key, declared.key or ANY)
        return key or escapes(single_type(found.value), declared.value)
    if not isinstance(declared, ContextType) or not isinstance(found, ContextType):
        return True
    entries = dict(declared.entries)
    return any(escapes(single_type(part), entries.get(name, ANY)) for name, part in found.entries)


def single_type(type_: Type) -> Type:
    """Return the type of the single values in a list, a range or what may be null."""
    while isinstance(type_, Nullable | ListType | RangeType):
        type_ = PERSONAL if type_.is_personal and isinstance(type_, RangeType) else _inner(type_)
    return type_


def _inner(type_: Nullable | ListType | RangeType) -> Type:
    return type_.type if isinstance(type_, Nullable) else type_.item


def joined(types: Sequence[Type]) -> Type:
    """Return what is personal of a value that may be any of several."""
    carrying = [each for each in types if holds_personal(each)]
    if not carrying:
        return ANY
    if len(set(map(_shape, carrying))) == 1:
        return carrying[0]
    records = [each for each in carrying if isinstance(each, ContextType)]
    if len(records) < len(carrying) or any(each.is_personal for each in records):
        return PERSONAL
    names = dict.fromkeys(name for each in records for name, _ in each.entries)
    parts = ((name, joined([single_type(dict(each.entries).get(name, ANY)) for each in records])) for name in names)
    return ContextType(tuple(parts))


def _shape(type_: Type) -> tuple[Type, tuple[object, ...]]:
    """Return a type with its marks, which equality of types does not look at."""
    return type_, (type_.is_personal, *map(_shape, parts_of(type_)))


def _keeps(node: Filter) -> bool:
    """Whether what stands in brackets is a condition, and no index."""
    return node.keeps or isinstance(node.condition, BOOLEANS)


def _is_range(iterator: Iteration) -> bool:
    return iterator.end is not None or isinstance(iterator.domain, RangeLiteral)


def _is_several(type_: Type) -> bool:
    """Whether a declared type is that of a list or map."""
    while isinstance(type_, Nullable):
        type_ = type_.type
    return isinstance(type_, ListType | MapType)


def _result(type_: Type) -> Type:
    return type_.result if isinstance(type_, FunctionType) else type_


def _whole(types: Iterable[Type]) -> Type:
    return PERSONAL if any(map(holds_personal, types)) else ANY


def _values(node: Invocation) -> Iterator[Node]:
    yield from (each.value if isinstance(each, NamedArgument) else each for each in (*node.arguments, *node.named))
