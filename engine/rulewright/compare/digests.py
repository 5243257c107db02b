"""Takes the outcome digest of each rule and of each line of a statement: of itself and of all that it rests on.

Two versions in which a rule has one digest answer every case of it in the same way, but for words. Other names of a
rule are no part of it: they say how it may be called, and not what it answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b

from rulewright.language.descent import nodes_in
from rulewright.language.personal import parts_of
from rulewright.language.syntax import NamedType
from rulewright.language.types import ContextType, Type
from rulewright.packs.canonical import PROSE, Canonical, canonical
from rulewright.packs.model.links import references_of
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Expression, Rule
from rulewright.packs.model.statements import EarlierLines, Line, Read, Reconciliation, StatementPlan, rules_of

SIZE = 16


@dataclass(frozen=True)
class OutcomeDigests:
    """The outcome digests of one pack, each taken when it is first needed."""

    pack: Pack
    _own: dict[str, str] = field(default_factory=dict)

    def own(self, rule: str) -> str:
        """Return the digest of what a rule itself says; empty where there is no such rule."""
        if rule not in self._own:
            found = self.pack.rules.get(rule)
            self._own[rule] = _digest(self._said(found)) if found is not None else ""
        return self._own[rule]

    def _said(self, rule: Rule) -> Canonical:
        """Return the canonical form of a rule, and of what the types that it names say elsewhere.

        A formula has the name of a type alone (`x instance of T`), and a record what is required of it nowhere.
        """
        types = [*(given.type for given in rule.inputs), *(type_ for _, type_ in rule.results)]
        required = {each: self.pack.requirements[each] for each in _records(types) if each in self.pack.requirements}
        conditions = [each.condition for found in required.values() for each in found]
        expressions = [*rule.expressions(), *conditions]
        named = {each: self.pack.types[each] for expression in expressions for each in self._types_in(expression)}
        return [canonical(each, PROSE) for each in (replace(rule, aliases=()), named, required)]

    def _types_in(self, expression: Expression) -> Iterator[str]:
        """Yield the types of the pack that an expression names."""
        for node in nodes_in(expression.tree):
            if isinstance(node, NamedType) and node.name in self.pack.types:
                yield node.name

    @cached_property
    def rules(self) -> Mapping[str, str]:
        """The digest of each rule with all that it rests on, those of statements aside."""
        return {id_: self._whole(sorted(self.basis[id_])) for id_ in self.pack.rules if id_ not in self.of_statements}

    @cached_property
    def basis(self) -> Mapping[str, frozenset[str]]:
        """The ids of each rule and of all rules on which it rests."""
        return {id_: _reached(id_, self._named) for id_ in self.pack.rules}

    @cached_property
    def _named(self) -> Mapping[str, tuple[str, ...]]:
        return {id_: references_of(rule) for id_, rule in self.pack.rules.items()}

    def direct(self, id_: str) -> Iterator[str]:
        """Yield the rules and lines on which one rests, others that lie between aside."""
        yield from self._named.get(id_, ())
        for plan in self.pack.statements.values():
            if id_ in self._lines[plan.id]:
                yield from self._lines[plan.id][id_]
                yield from self._seen_rules(plan, (id_,))

    @cached_property
    def of_statements(self) -> frozenset[str]:
        """The ids of the rules that are formulas of statements."""
        return frozenset(rule.id for plan in self.pack.statements.values() for rule in rules_of(plan))

    @cached_property
    def lines(self) -> Mapping[str, str]:
        """The digest of each line and reconciliation of the statements, by the id of its rule."""
        found: dict[str, str] = {}
        for plan in self.pack.statements.values():
            for id_, used in self._used(plan).items():
                found[id_] = _digest([self._whole(sorted(self.line_basis[id_])), self._seen(plan, id_, used)])
        return found

    @cached_property
    def line_basis(self) -> Mapping[str, frozenset[str]]:
        """The ids of all rules on which each line and reconciliation rests."""
        return {
            id_: frozenset(other for each in (*used, *self._seen_rules(plan, used)) for other in self.basis[each])
            for plan in self.pack.statements.values()
            for id_, used in self._used(plan).items()
        }

    def _whole(self, ids: Iterable[str]) -> str:
        return _digest([self.pack.clock, self.pack.calendar, [[id_, self.own(id_)] for id_ in ids]])

    # ── Statements ────────────────────────────────────────────────────────────────────────────────────────────────

    def _used(self, plan: StatementPlan) -> Mapping[str, frozenset[str]]:
        """Return, by its rule, each line and reconciliation with all other lines that it is computed from."""
        return {id_: _reached(id_, self._lines[plan.id]) for id_ in self._lines[plan.id]}

    @cached_property
    def _lines(self) -> Mapping[str, Mapping[str, list[str]]]:
        """By statement, and by its rule, the lines that a line or reconciliation sees."""
        return {plan.id: self._lines_of(plan) for plan in self.pack.statements.values()}

    def _lines_of(self, plan: StatementPlan) -> Mapping[str, list[str]]:
        whole = {plan.party.all, *(each.name for each in plan.earlier)} - {""}
        lines = {each.id: each.rule for each in plan.lines}
        names = {rule.id: {given.name for given in rule.inputs} for rule in rules_of(plan)}
        return {
            id_: [rule.id for name, rule in lines.items() if name in names[id_] or names[id_] & whole]
            for id_ in computed(plan)
        }

    def _reads(self, plan: StatementPlan, used: Iterable[str]) -> tuple[Read | EarlierLines, ...]:
        """Return what some lines see of tables and of other periods."""
        names = {given.name for id_ in used for given in self.pack.rules[id_].inputs}
        seen: tuple[Read | EarlierLines, ...] = (*plan.reads, *plan.earlier)
        return tuple(each for each in seen if each.name in names)

    def _seen_rules(self, plan: StatementPlan, used: Iterable[str]) -> Iterator[str]:
        """Yield the rules that say what some lines see: which rows and periods, and who takes part."""
        if plan.party.takes_part is not None:
            yield plan.party.takes_part.id
        for each in self._reads(plan, used):
            rules = (each.rule,) if isinstance(each, EarlierLines) else (match.rule for match in each.matches)
            yield from (rule.id for rule in rules if rule is not None)

    def _seen(self, plan: StatementPlan, line: str, used: Iterable[str]) -> Canonical:
        """Return the canonical form of a line, and of what it and those that it is computed from see of the tables."""
        reads = self._reads(plan, used)
        recorded = tuple(each for each in plan.recorded if each.rule in self.line_basis[line])
        names = {plan.party.table, *(each.table for each in (*reads, *recorded) if not isinstance(each, EarlierLines))}
        tables = tuple(each for each in plan.tables if each.id in names)
        lines: tuple[Line | Reconciliation, ...] = (*plan.lines, *plan.reconciliations)
        own = next(each for each in lines if each.rule.id == line)
        return canonical((own, plan.period, plan.period_type, plan.party, reads, recorded, tables), PROSE)


def computed(plan: StatementPlan) -> tuple[str, ...]:
    """Return the ids of the rules of a statement's lines and reconciliations."""
    return (*(each.rule.id for each in plan.lines), *(each.rule.id for each in plan.reconciliations))


def _records(types: Iterable[Type]) -> frozenset[str]:
    """Return the names of the records among types and all that values of these hold."""
    pending, found = list(types), set[str]()
    while pending:
        type_ = pending.pop()
        pending += parts_of(type_)
        if isinstance(type_, ContextType):
            found.add(type_.name)
    return frozenset(found)


def _reached(rule: str, used: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return a rule and all that is used from it on; what there is not is left out."""
    pending, found = [rule], set[str]()
    while pending:
        id_ = pending.pop()
        if id_ not in found and id_ in used:
            found.add(id_)
            pending += used[id_]
    return frozenset(found)


def _digest(form: Canonical) -> str:
    return blake2b(json.dumps(form, sort_keys=True, ensure_ascii=False).encode(), digest_size=SIZE).hexdigest()
