"""Resolves the names of an expression that mean rules of the pack.

A chain of names (`payments.monthly.rate`) is looked up as a local name first (an input, a step, an output, an
iterator), then as an id that continues the subject's namespace, then as a full id; the longest match wins, and what
is left over are entries of the outcome. Where a chain could mean two things, it is refused rather than guessed.

Local names win only where they can: `season.number` is a rule although `season` is an input, as a
text has no entries; `score(…)` is one although `score` is an input, as a number cannot be called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rulewright.diagnostics import Diagnostic
from rulewright.language.descent import with_children
from rulewright.language.kinds import TEMPORAL_KINDS, properties_of
from rulewright.language.syntax import (
    ContextEntry,
    ContextLiteral,
    Filter,
    For,
    FunctionDefinition,
    Invalid,
    Invocation,
    Iterator,
    Name,
    Node,
    PathExpression,
    Quantified,
    RuleReference,
)
from rulewright.language.types import (
    AnyType,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    Nullable,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.source import SourceText, Span

HERE = "here"
TEMPORAL_PROPERTIES = frozenset(name for kind in TEMPORAL_KINDS.values() for name in kind.properties)


@dataclass(frozen=True, slots=True)
class NameTable:
    """What an expression of one subject can name.

    `ids` are the ids of all rules; `built_ins` the names of the language's functions; `entries` the types of the
    entries of all records by name, which a filter may mean; `aliases` other names of rules with their ids.
    """

    ids: frozenset[str]
    namespace: str
    built_ins: frozenset[str]
    entries: Mapping[str, tuple[Type, ...]]
    aliases: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str) -> str | None:
        """Return the id that a name means: in the subject's namespace first."""
        inner = f"{self.namespace}.{name}" if self.namespace else name
        for each in (inner, name):
            if each in self.ids:
                return each
        return self.aliases.get(inner) or self.aliases.get(name)


@dataclass(frozen=True, slots=True)
class Linked:
    """A tree whose names of rules are references, where it first refers to which id, and what is wrong."""

    tree: Node
    references: Mapping[str, Span]
    diagnostics: tuple[Diagnostic, ...]


def link(
    tree: Node, source: SourceText, names: NameTable, local: Mapping[str, Type], later: Mapping[str, str]
) -> Linked:
    """Return the tree with references.

    `local` are the names around the expression with their types; `later` names what is computed here or below, with
    words for it (`step`, `output`, and `HERE` for what the expression itself computes).
    """
    linker = _Linker(source, names, local, later)
    linked = linker.node(tree, frozenset(), is_filter=False)
    return Linked(linked, linker.references, tuple(linker.diagnostics))


@dataclass(slots=True)
class _Linker:
    """Walks one tree; `bound` are the names of iterators, formal parameters and context entries around a node."""

    source: SourceText
    names: NameTable
    local: Mapping[str, Type]
    later: Mapping[str, str]
    references: dict[str, Span] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def node(self, node: Node, bound: frozenset[str], *, is_filter: bool) -> Node:
        match node:
            case Name() | PathExpression():
                parts = _chain(node)
                if parts is not None:
                    return self.chain(node, parts, bound, is_filter=is_filter)
            case Filter(target, condition):
                return replace(
                    node,
                    target=self.node(target, bound, is_filter=is_filter),
                    condition=self.node(condition, bound | {"item"}, is_filter=True),
                )
            case For(iterators, body):
                iterators, inner = self.iterators(iterators, bound, is_filter=is_filter)
                return replace(
                    node, iterators=iterators, body=self.node(body, inner | {"partial"}, is_filter=is_filter)
                )
            case Quantified(_, iterators, condition):
                iterators, inner = self.iterators(iterators, bound, is_filter=is_filter)
                return replace(node, iterators=iterators, condition=self.node(condition, inner, is_filter=is_filter))
            case FunctionDefinition(parameters, body):
                inner = bound | {parameter.name for parameter in parameters}
                return replace(node, body=self.node(body, inner, is_filter=is_filter))
            case Invocation(Name(name) as function) if name in self.local and name not in bound:
                # What a local name holds cannot be called unless it is a function: the rule of that name is meant.
                id_ = self.names.find(name)
                if id_ and not isinstance(self.local[name], FunctionType | AnyType):
                    self.references.setdefault(id_, function.span)
                    node = replace(node, function=RuleReference(id_, name, span=function.span))
            case ContextLiteral(entries):
                return replace(node, entries=self.entries(entries, bound, is_filter=is_filter))
        return with_children(node, lambda child: self.node(child, bound, is_filter=is_filter))

    def iterators(
        self, iterators: tuple[Iterator, ...], bound: frozenset[str], *, is_filter: bool
    ) -> tuple[tuple[Iterator, ...], frozenset[str]]:
        """Return linked iterators, and the names that the body sees; each sees those before it."""
        linked: list[Iterator] = []
        for iterator in iterators:
            domain = self.node(iterator.domain, bound, is_filter=is_filter)
            end = None if iterator.end is None else self.node(iterator.end, bound, is_filter=is_filter)
            linked.append(replace(iterator, domain=domain, end=end))
            bound |= {iterator.name}
        return tuple(linked), bound

    def entries(
        self, entries: tuple[ContextEntry, ...], bound: frozenset[str], *, is_filter: bool
    ) -> tuple[ContextEntry, ...]:
        """Return the linked entries of a context; each sees those before it."""
        linked: list[ContextEntry] = []
        for entry in entries:
            linked.append(replace(entry, value=self.node(entry.value, bound, is_filter=is_filter)))
            bound |= {entry.key}
        return tuple(linked)

    def chain(self, node: Node, parts: tuple[str, ...], bound: frozenset[str], *, is_filter: bool) -> Node:
        """Return what a chain of names means."""
        first = parts[0]
        if first in bound:
            return node
        count, id_ = self.longest_id(parts)
        if first in self.local:
            if count < 2 or not self.is_clear(node, parts, (self.local[first],), id_, is_item=False):
                return node
        elif is_filter and id_ and first in self.names.entries:
            entries = self.names.entries[first]
            if (count < 2 or any(_may_have(each, parts[1]) for each in entries)) and not self.is_clear(
                node, parts, entries, id_, is_item=True
            ):
                return node
        elif first in self.later and count < 2 and not (is_filter and first in self.names.entries):
            # An output may have the name of the rule that it calls: it is not in scope in its own formula.
            if not id_ or self.later[first] != HERE:
                return self.too_early(node, first)
        elif count == 1 and first in self.names.built_ins:
            message = f"`{first}` is a function of the language and `{id_}` a rule"
            self.report("ambiguous-name", message, node, f"write the rule's id in full: `{id_}`")
            return node
        if not id_:
            return node
        self.references.setdefault(id_, node.span)
        return _with_reference(node, len(parts) - count, id_, ".".join(parts[:count]))

    def longest_id(self, parts: tuple[str, ...]) -> tuple[int, str]:
        """Return how many parts of a chain make up an id, and that id; 0 where none does."""
        for count in range(len(parts), 0, -1):
            id_ = self.names.find(".".join(parts[:count]))
            if id_ is not None:
                return count, id_
        return 0, ""

    def is_clear(self, node: Node, parts: tuple[str, ...], types: tuple[Type, ...], id_: str, *, is_item: bool) -> bool:
        """Return whether a chain means the rule alone; where it might be an entry as well, report it.

        The entry is that of a filter's item (`is_item`) or of what a local name holds.
        """
        if len(parts) > 1 and not any(_may_have(type_, parts[1]) for type_ in types):
            return True
        name = ".".join(parts)
        in_full = f"the rule's id in full, `{id_}`" if id_ != name else ""
        if is_item:
            message = f"`{name}` can be an entry of a record here, or the rule `{id_}`"
            hint = f"write `item.{name}` for the entry, or {in_full or 'another name for one of them'}"
        else:
            message = f"`{name}` can be `{parts[1]}` of `{parts[0]}` here, or the rule `{id_}`"
            hint = f"write {in_full}, or rename one of them" if in_full else "rename one of them"
        self.report("ambiguous-name", message, node, hint)
        return False

    def too_early(self, node: Node, name: str) -> Node:
        """Report a step or output that is computed here or later."""
        own = self.names.find(name)
        word = self.later[name]
        message = f"{word} `{name}` is computed later" if word != HERE else f"`{name}` is what is being computed"
        hint = "a formula sees the steps and outputs above it: move this one up"
        if own:
            hint += f", or write `{own}` in full for the rule"
        self.report("later-name", message, node, hint)
        return Invalid(span=node.span)

    def report(self, code: str, message: str, node: Node, hint: str) -> None:
        self.diagnostics.append(Diagnostic(code, message, self.source.place(node.span), hint))


def _chain(node: Node) -> tuple[str, ...] | None:
    """Return the names of a chain; None where something else stands in it."""
    names: list[str] = []
    while isinstance(node, PathExpression):
        names.append(node.name)
        node = node.target
    if not isinstance(node, Name):
        return None
    return (node.name, *reversed(names))


def _with_reference(node: Node, rest: int, id_: str, written: str) -> Node:
    """Return a chain whose first part, all but `rest` names, is a reference."""
    if rest and isinstance(node, PathExpression):
        return replace(node, target=_with_reference(node.target, rest - 1, id_, written))
    return RuleReference(id_, written, span=node.span)


def _may_have(type_: Type, entry: str) -> bool:
    """Return whether a value of a type may have an entry of that name."""
    match type_:
        case Nullable(inner) | ListType(inner):
            return _may_have(inner, entry)
        case ContextType(entries, _, is_closed):
            return not is_closed or any(name == entry for name, _ in entries)
        case MapType(_, key):
            return not isinstance(key, EnumType) or entry in key.members
        case SimpleType(name):
            return name in TEMPORAL_KINDS and entry in TEMPORAL_PROPERTIES
        case RangeType():
            return entry in properties_of(type_)
        case AnyType():
            return True
    return False
