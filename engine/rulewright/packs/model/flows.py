"""Follows personal values through a rule: which steps and outputs they reach, and where they leave what is marked.

Marks of types say what is personal; a step has none, and is as personal as what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rulewright.language.flow import PERSONAL, Flow, escapes, single_type
from rulewright.language.personal import holds_personal, marked
from rulewright.language.syntax import UnaryTests
from rulewright.language.types import ANY, FunctionType, ListType, Type
from rulewright.packs.model.function_types import function_type
from rulewright.packs.model.links import links_of
from rulewright.packs.model.rules import Expression, Rule
from rulewright.records import dataclass
from rulewright.source import Place, Span


@dataclass(frozen=True, slots=True)
class Escape:
    """A place where a personal value reaches what is not marked: an input or output of a rule.

    `is_words` where it reaches names in a message or of needs, which nothing can mark.
    """

    place: Place
    what: str
    is_call: bool = False
    is_words: bool = False


@dataclass(frozen=True, slots=True)
class RuleFlow:
    """What is personal in a rule: `names` has the types of its inputs, steps and outputs, with their marks.

    `touched` are the places of all parts of its formulas in which something personal is at work, `spans` their spans.
    `hides_rows` where the row of its decision table that hits shows of something personal.
    """

    names: Mapping[str, Type]
    touched: frozenset[Place]
    spans: frozenset[Span]
    escapes: tuple[Escape, ...]
    hides_rows: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether anything personal is at work in the rule."""
        return bool(self.touched) or any(map(holds_personal, self.names.values()))


def signatures_of(rules: Iterable[Rule]) -> Mapping[str, Type]:
    """Return what a call of each rule takes and gives, by the rule's id."""
    return {rule.id: _signature(rule) for rule in rules}


def _signature(rule: Rule) -> Type:
    return function_type(rule.inputs, given_by(rule)) if rule.inputs else rule.outcome


def given_by(rule: Rule, one: Type | None = None) -> Type:
    """Return the type of what a rule gives, or of `one` of its figures: personal where a figure is read by such a key.

    A type that says `personal: no` stays.
    """
    type_ = one or rule.outcome
    is_by_person = rule.is_figure and any(holds_personal(each.type) for each in rule.inputs)
    return marked(type_) if is_by_person and single_type(rule.results[0][1]).is_personal is None else type_


def personal_rules(rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """Return the ids of the rules that may come upon something personal, themselves or in what they call."""
    pending = [id_ for id_, rule in rules.items() if any(map(holds_personal, _types(rule)))]
    users = links_of(rules, ()).users if pending else {}
    found: dict[str, None] = {}
    while pending:
        id_ = pending.pop()
        if id_ not in found:
            found[id_] = None
            pending.extend(users.get(id_, ()))
    return tuple(found)


def _types(rule: Rule) -> tuple[Type, ...]:
    return (*(each.type for each in rule.inputs), rule.outcome)


def is_marked(rule: Rule, signatures: Mapping[str, Type], called: Iterable[str]) -> bool:
    """Whether anything personal may be at work in a rule: it takes or gives some, or a rule that it calls does."""
    return any(map(holds_personal, _types(rule))) or any(_gives(signatures.get(id_)) for id_ in called)


def _gives(type_: Type | None) -> bool:
    result = type_.result if isinstance(type_, FunctionType) else type_
    return result is not None and holds_personal(result)


def flow_of(rule: Rule, signatures: Mapping[str, Type]) -> RuleFlow:
    """Return what is personal in a rule."""
    reader = _FlowReader(Flow(signatures), [], set(), set())
    names: dict[str, Type] = {each.name: each.type for each in rule.inputs}
    for each in rule.inputs:
        for formula in (each.decided, each.otherwise):
            if formula is not None and escapes(reader.read(formula, names), each.type):
                reader.escaped(formula, f"the input `{each.name}`")
    results = dict(rule.results)
    seen = dict(names)
    for name, formula in rule.assignments():
        is_of_many = reader.flow.is_of_many(formula.tree, seen)  # first: what it notes is read with the formula
        found = reader.read(formula, seen)
        if name in results and escapes(found, results[name]):
            reader.escaped(formula, f"`{name}`")
        names[name] = results.get(name, found)
        part = single_type(names[name])
        seen[name] = ListType(part) if is_of_many else part
    names |= results
    read = {id(formula) for _, formula in rule.assignments()}
    for formula in rule.expressions():
        if id(formula) not in read:
            reader.read(formula, names)
    for condition in rule.conditions():
        for formula, what in ((condition.needs, "what is needed"), (condition.names, "the message")):
            if formula is not None and holds_personal(reader.read(formula, names)):
                reader.escaped(formula, what, is_words=True)
    escaped = dict.fromkeys(reader.escapes)  # some formulas were read twice
    hides_rows = _hides_rows(rule, Flow(signatures), names)
    return RuleFlow(names, frozenset(reader.touched), frozenset(reader.spans), tuple(escaped), hides_rows)


def _hides_rows(rule: Rule, flow: Flow, names: Mapping[str, Type]) -> bool:
    """Whether the row that hits shows of something personal: what is tested, or what comes of it."""
    tests = tuple(rule.row_tests())
    for formula in tests:
        flow.of(formula.tree, names)
    return bool(tests) and (bool(flow.touched) or any(holds_personal(type_) for _, type_ in rule.results))


@dataclass(frozen=True, slots=True)
class _FlowReader:
    """Gathers what the formulas of one rule show."""

    flow: Flow
    escapes: list[Escape]
    touched: set[Place]
    spans: set[Span]

    def read(self, formula: Expression, names: Mapping[str, Type]) -> Type:
        """Return what is personal of a formula's value."""
        tested = PERSONAL if any(map(holds_personal, names.values())) else ANY
        found = self.flow.of(formula.tree, {**names, "?": tested})
        if tested is PERSONAL and isinstance(formula.tree, UnaryTests):
            self.flow.touched.add(formula.tree.span)
        self.touched.update(map(formula.source.place, self.flow.touched))
        self.spans.update(self.flow.touched)
        for leak in self.flow.leaks:
            place = formula.source.place(leak.span)
            self.escapes.append(Escape(place, f"`{leak.rule}` takes `{leak.input}`", is_call=True))
        self.flow.touched.clear()
        self.flow.leaks.clear()
        return found

    def escaped(self, formula: Expression, what: str, *, is_words: bool = False) -> None:
        """Note that a formula gives something personal to what is not marked."""
        self.escapes.append(Escape(formula.source.place(formula.tree.span), what, is_words=is_words))


def flows_of(rules: Mapping[str, Rule], called: Mapping[str, Iterable[str]]) -> Iterator[tuple[Rule, RuleFlow]]:
    """Yield the rules in which anything personal may be at work; `called` are the ids of those that each names."""
    signatures = signatures_of(rules.values())
    for rule in rules.values():
        if is_marked(rule, signatures, called[rule.id]):
            yield rule, flow_of(rule, signatures)
