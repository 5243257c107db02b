"""Follows personal values through a rule: which steps and outputs they reach, and where they leave what is marked.

Marks of types say what is personal; a step has none, and is as personal as what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rulewright.language.flow import PERSONAL, Flow, escapes
from rulewright.language.personal import holds_personal
from rulewright.language.types import FunctionType, Type
from rulewright.packs.model.rules import Expression, Rule
from rulewright.records import dataclass
from rulewright.source import Place


@dataclass(frozen=True, slots=True)
class Escape:
    """A place where a personal value reaches what is not marked: an input or output of a rule, or names of needs."""

    place: Place
    what: str
    is_call: bool = False


@dataclass(frozen=True, slots=True)
class RuleFlow:
    """What is personal in a rule: `names` has the types of its inputs, steps and outputs, with their marks.

    `touched` are the places of all parts of its formulas in which something personal is at work.
    """

    names: Mapping[str, Type]
    touched: frozenset[Place]
    escapes: tuple[Escape, ...]


def signatures_of(rules: Iterable[Rule]) -> Mapping[str, Type]:
    """Return what a call of each rule takes and gives, by the rule's id."""
    return {rule.id: _signature(rule) for rule in rules}


def _signature(rule: Rule) -> Type:
    parameters = tuple((each.name, each.type) for each in rule.inputs)
    return FunctionType(parameters, rule.outcome) if parameters else rule.outcome


def is_marked(rule: Rule, signatures: Mapping[str, Type], called: Iterable[str]) -> bool:
    """Whether anything personal may be at work in a rule: it takes or gives some, or a rule that it calls does."""
    types = (*(each.type for each in rule.inputs), rule.outcome)
    return any(map(holds_personal, types)) or any(_gives(signatures.get(id_)) for id_ in called)


def _gives(type_: Type | None) -> bool:
    result = type_.result if isinstance(type_, FunctionType) else type_
    return result is not None and holds_personal(result)


def flow_of(rule: Rule, signatures: Mapping[str, Type]) -> RuleFlow:
    """Return what is personal in a rule."""
    reader = _Reader(Flow(signatures), [], set())
    names: dict[str, Type] = {each.name: each.type for each in rule.inputs}
    for each in rule.inputs:
        for formula in (each.decided, each.otherwise):
            if formula is not None and escapes(reader.read(formula, names), each.type):
                reader.escaped(formula, f"the input `{each.name}`")
    results = dict(rule.results)
    for name, formula in rule.assignments():
        found = reader.read(formula, names)
        if name in results and escapes(found, results[name]):
            reader.escaped(formula, f"`{name}`")
        names[name] = results.get(name, found)
    names |= results
    read = {id(formula) for _, formula in rule.assignments()}
    for formula in rule.expressions():
        if id(formula) not in read:
            reader.read(formula, names)
    for needs in (each.needs for each in rule.conditions()):
        if needs is not None and holds_personal(reader.read(needs, names)):
            reader.escaped(needs, "what is needed")
    escaped = dict.fromkeys(reader.escapes)  # some formulas were read twice
    return RuleFlow(names, frozenset(reader.touched), tuple(escaped))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Gathers what the formulas of one rule show."""

    flow: Flow
    escapes: list[Escape]
    touched: set[Place]

    def read(self, formula: Expression, names: Mapping[str, Type]) -> Type:
        """Return what is personal of a formula's value."""
        tested = PERSONAL if any(map(holds_personal, names.values())) else None
        found = self.flow.of(formula.tree, names if tested is None else {**names, "?": tested})
        self.touched.update(map(formula.source.place, self.flow.touched))
        for leak in self.flow.leaks:
            place = formula.source.place(leak.span)
            self.escapes.append(Escape(place, f"`{leak.rule}` takes `{leak.input}`", is_call=True))
        self.flow.touched.clear()
        self.flow.leaks.clear()
        return found

    def escaped(self, formula: Expression, what: str) -> None:
        """Note that a formula gives something personal to what is not marked."""
        self.escapes.append(Escape(formula.source.place(formula.tree.span), what))


def flows_of(rules: Mapping[str, Rule], called: Mapping[str, Iterable[str]]) -> Iterator[tuple[Rule, RuleFlow]]:
    """Yield the rules in which anything personal may be at work; `called` are the ids of those that each names."""
    signatures = signatures_of(rules.values())
    for rule in rules.values():
        if is_marked(rule, signatures, called[rule.id]):
            yield rule, flow_of(rule, signatures)
