"""Defines what an expression may name, and what a check answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from rulewright.diagnostics import Diagnostic
from rulewright.language.descent import names_in
from rulewright.language.syntax import Node
from rulewright.language.types import Type

ITEM = "item"
NamePath = tuple[str, ...]
"""A name or simple path (`a.b` is `("a", "b")`): what narrowing can remember something about."""


def _nothing() -> Mapping[str, Type]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Environment:
    """The names around an expression.

    `names` are inputs, steps and outputs, `aliases` other names of them; `rules` gives the types of `RuleReference`
    nodes by id; `types` are the named types; `known_ids` are further ids that a misspelled name may have meant.
    `assumed` are conditions over `names` that hold wherever the expression is evaluated. `forbid_clock` refuses `now()`
    and `today()`, `forbid_external` refuses functions of other languages. `fills_null` takes what a call by name leaves
    out for null, as the standard does.
    """

    names: Mapping[str, Type] = field(default_factory=_nothing)
    aliases: Mapping[str, str] = field(default_factory=dict[str, str], kw_only=True)
    rules: Mapping[str, Type] = field(default_factory=_nothing)
    types: Mapping[str, Type] = field(default_factory=_nothing)
    known_ids: tuple[str, ...] = ()
    assumed: tuple[Node, ...] = ()
    forbid_clock: bool = True
    forbid_external: bool = True
    fills_null: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a tree: its type, its problems in the order of their places, and the type of every node.

    `tree` is the tree that was checked, with what its functions answer. `types` is in the order of `nodes_in(tree)`;
    a node that has no value (a written type) is `any`.
    """

    tree: Node
    type: Type
    diagnostics: tuple[Diagnostic, ...]
    types: tuple[Type, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.diagnostics


@dataclass(frozen=True, slots=True)
class Local:
    """The names that one place of an expression sees, and what the conditions around it say about them.

    `facts` gives names and paths a narrower type than they were declared with. `clauses` are conditions of which one
    at least holds. Where `is_open`, names that nobody declared may be entries of an unknown item, so they are not
    problems. `entries` are those of the item of the filter around, which `item.` leads to as well. `aliases` are names
    that others of the names had before.
    """

    names: Mapping[str, Type]
    facts: Mapping[NamePath, Type] = field(default_factory=dict[NamePath, Type])
    is_open: bool = False
    clauses: tuple[tuple[Node, ...], ...] = ()
    entries: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict[str, str])

    def with_names(self, names: Mapping[str, Type] | Iterable[tuple[str, Type]], *, is_open: bool = False) -> Local:
        """Return the same with further names; they hide outer ones and what was known about those."""
        added = dict(names)
        facts = {key: type_ for key, type_ in self.facts.items() if key[0] not in added}
        clauses = tuple(
            clause for clause in self.clauses if not any(name in added for each in clause for name in names_in(each))
        )
        entries = frozenset[str]() if ITEM in added else self.entries.difference(added)
        aliases = {old: name for old, name in self.aliases.items() if old not in added} if self.aliases else {}
        return Local({**self.names, **added}, facts, self.is_open or is_open, clauses, entries, aliases)

    def with_old_names(self, names: Mapping[str, Type], aliases: Mapping[str, str], *, is_open: bool = False) -> Local:
        """Return the same with further names, and with other names of them."""
        known = {old: name for old, name in aliases.items() if name in names and old not in names}
        local = self.with_names({**names, **{old: names[name] for old, name in known.items()}}, is_open=is_open)
        return replace(local, aliases={**local.aliases, **known}) if known else local

    def with_facts(self, facts: Mapping[NamePath, Type]) -> Local:
        """Return the same knowing more about its names."""
        return replace(self, facts={**self.facts, **facts}) if facts else self
