"""Puts tokens in the place of personal values in what an evaluation shows: its trace, its messages, its text.

The value of an outcome stays as it is, for the program that called. All else of it goes to people and files, and holds
no personal value: `Outcome.shown` is what outputs have, the trace is masked as a whole, and of an error that arises
where something personal is at work the words are kept only where they quote no value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rulewright.evaluate.outcome import Outcome, Problem
from rulewright.evaluate.tokens import Tokens
from rulewright.evaluate.trace import FigureRead, Rounded, TraceNode, UsedDecision
from rulewright.language.flow import PERSONAL
from rulewright.language.personal import holds_personal
from rulewright.language.reading.case_words import read_given
from rulewright.language.types import ANY, ContextType, ListType, MapType, Nullable, Type
from rulewright.language.values import Absence, Failure, Value
from rulewright.packs.model.flows import RuleFlow, flow_of, given_by, signatures_of
from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.packs.model.pack import Pack
    from rulewright.packs.model.rules import Input, Rule

WITHHELD = "personal values are at work here, so what is wrong with them is not shown"

QUOTING_NONE = frozenset(
    {
        "division-by-zero",
        "empty-list",
        "forbidden-clock",
        "incomparable",
        "limit-depth",
        "limit-list",
        "limit-steps",
        "limit-string",
        "no-row-matches",
        "number-out-of-range",
        "outside-limits",
        "requirement-not-met",
        "rows-disagree",
        "several-rows-match",
        "wrong-operand",
    }
)
"""Errors whose words never quote a value: they name kinds of values, rows, and what stands in the pack."""

NAMING_ROWS = frozenset({"rows-disagree", "several-rows-match"})
"""Errors whose words name rows of a decision table."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Shows a value of a type as outputs have it; `where` says where it stands."""

    tokens: Tokens
    type: Type
    where: str

    def __call__(self, value: Value) -> Value:
        """Return the value with tokens for what is personal of it."""
        return masked(value, self.type, self.tokens, self.where)


def masked(value: Value, type_: Type, tokens: Tokens, where: str) -> Value:
    """Return a value with tokens for the parts that its type marks; what is absent stays, with its reason."""
    if value is None or isinstance(value, Absence):
        return value
    if type_.is_personal:
        return tokens.of(value, where)
    if not holds_personal(type_):
        return value
    match type_, value:
        case Nullable(inner), _:
            return masked(value, inner, tokens, where)
        case ListType(item), list():
            return [masked(each, item, tokens, where) for each in value]
        case MapType(of, key), dict():
            name = partial(_key, key, tokens, where)
            return {name(each): masked(inner, of, tokens, where) for each, inner in value.items()}
        case ContextType(entries), dict():
            types = dict(entries)
            return {name: masked(each, types.get(name, ANY), tokens, f"{where}.{name}") for name, each in value.items()}
        case ContextType() | MapType(), list():  # a step, of which only the types of single values are known
            return [masked(each, type_, tokens, where) for each in value]
    return tokens.of(value, where)


def _key(type_: Type | None, tokens: Tokens, where: str, text: str) -> str:
    return text if type_ is None or not holds_personal(type_) else tokens.of(text, where)


def masked_given(given: object, type_: Type, tokens: Tokens, where: str) -> object:
    """Return a fact as it was given, with tokens for the parts that its type marks: those of the values that are read.

    What cannot be read has a token of its own.
    """
    if given is None or not holds_personal(type_):
        return given
    if isinstance(type_, Nullable):
        return masked_given(given, type_.type, tokens, where)
    if not type_.is_personal:
        match type_, given:
            case ListType(item), list() | tuple():
                return [masked_given(each, item, tokens, where) for each in given]
            case ContextType(entries), Mapping():
                types = dict(entries)
                unknown = {str(name): tokens.of(str(name), where) for name in given if str(name) not in types}
                return {
                    unknown.get(str(name), str(name)): masked_given(
                        each, types.get(str(name), PERSONAL), tokens, f"{where}.{name}"
                    )
                    for name, each in given.items()
                }
    value, problems = read_given(given, type_, where)
    if problems or isinstance(value, Absence):
        return tokens.of(str(given), where)
    return masked(value, type_, tokens, where)


def masked_facts(
    facts: Mapping[str, object], inputs: Sequence[Input], tokens: Tokens, rule: str
) -> Mapping[str, object]:
    """Return the facts of a case with tokens for what is personal of them, and for what has no input of its name."""
    types = {each.name: each.type for each in inputs}
    if not any(map(holds_personal, types.values())):
        return facts
    shown: dict[str, object] = {}
    for name, given in facts.items():
        known = types.get(name)
        if known is None:
            shown[tokens.of(name, rule)] = masked_given(given, PERSONAL, tokens, rule)
        else:
            shown[name] = masked_given(given, known, tokens, f"{rule}.{name}")
    return shown


def hidden_recorded(recorded: Mapping[str, object], pack: Pack, tokens: Tokens) -> Mapping[str, object]:
    """Return recorded decisions; of a discretion with anything personal all that is recorded has one token."""
    return {
        name: tokens.of(_plain(given), name) if is_on_persons(name, pack) else given for name, given in recorded.items()
    }


def is_on_persons(name: str, pack: Pack) -> bool:
    """Whether what is recorded under a name may be personal: what is decided, or whom it is about."""
    rule = pack.find_rule(name)
    return rule is None or any(map(holds_personal, (rule.outcome, *(each.type for each in rule.inputs))))


def _plain(given: object) -> Value:
    """Return what was given, of any kind, as a value of which a token can be made."""
    if isinstance(given, Mapping):
        return {str(name): _plain(each) for name, each in given.items()}
    return [_plain(each) for each in given] if isinstance(given, list | tuple) else given


def without_words(failure: Failure) -> Failure:
    """Return an error without its words, unless they are of a kind that quotes no value."""
    return failure if failure.code in QUOTING_NONE else replace(failure, reason=WITHHELD)


class Masking:
    """Masks what the rules of one pack show."""

    __slots__ = ("_flows", "_rules", "_signatures", "tokens")

    def __init__(self, pack: Pack, tokens: Tokens) -> None:
        self._rules: Mapping[str, Rule] = pack.rules
        self._signatures = signatures_of(pack.rules.values())
        self._flows: dict[str, RuleFlow] = {}
        self.tokens = tokens

    def outcome(self, outcome: Outcome) -> Outcome:
        """Return an outcome that shows tokens in the place of personal values; its value stays."""
        rule = self._rules[outcome.rule]
        given = given_by(rule)
        problem = None if outcome.problem is None else self._problem(outcome.problem)
        is_changed = problem is not None and problem is not outcome.problem
        make_trace = outcome.make_trace
        return replace(
            outcome,
            message=problem.reason if problem is not None and is_changed else outcome.message,
            problem=problem,
            warnings=tuple(map(self._problem, outcome.warnings)),
            mask=Shown(self.tokens, given, rule.id) if holds_personal(given) else None,
            make_trace=None if make_trace is None else partial(self._trace_of, make_trace),
        )

    def _trace_of(self, make_trace: Callable[[], TraceNode]) -> TraceNode:
        return self.trace(make_trace())

    def trace(self, node: TraceNode) -> TraceNode:
        """Return a trace with tokens in the place of personal values, in all rules that were called."""
        rule = self._rules[node.rule]
        flow = self._flow(rule)
        shown = partial(self._part, rule.id, flow.names)
        return TraceNode(
            rule=node.rule,
            value=self._masked(node.value, given_by(rule), rule.id),
            arguments=tuple((name, shown(name, value)) for name, value in node.arguments),
            assumed=node.assumed,
            steps=tuple((name, shown(name, value)) for name, value in node.steps),
            outputs=tuple((name, shown(name, value)) for name, value in node.outputs),
            rows=(self.tokens.of(list(node.rows), f"{rule.id} row"),) if flow.hides_rows else node.rows,
            figures=tuple(map(self._figure, node.figures)),
            rounded=tuple(
                Rounded(each.output, shown(each.output, each.before), shown(each.output, each.after))
                for each in node.rounded
            ),
            children=tuple(map(self.trace, node.children)),
            decided=node.decided,
            decision=None if node.decision is None else self._decision(node.decision),
        )

    def _decision(self, used: UsedDecision) -> UsedDecision:
        """Return a recorded decision that was used; of one on persons its reference may name them."""
        rule, record = self._rules[used.rule], used.record
        names = self._flow(rule).names
        is_personal = any(map(holds_personal, names.values()))
        reference = self.tokens.of(record.reference, rule.id) if is_personal and record.reference else record.reference
        shown = replace(record, value=self._masked(record.value, rule.outcome, rule.id), reference=reference)
        made_for = tuple((name, self._part(rule.id, names, name, value)) for name, value in used.made_for)
        return UsedDecision(used.rule, shown, made_for)

    def _part(self, rule: str, names: Mapping[str, Type], name: str, value: Value) -> Value:
        return self._masked(value, names.get(name, ANY), f"{rule}.{name}")

    def _figure(self, read: FigureRead) -> FigureRead:
        rule = self._rules[read.parameter]
        types = [each.type for each in rule.inputs]
        marks = [*map(holds_personal, types), *[False] * (len(read.key) - len(types))]
        key = tuple(
            self.tokens.of(text, rule.id) if mark else text for text, mark in zip(read.key, marks, strict=False)
        )
        return FigureRead(read.parameter, key, self._masked(read.value, given_by(rule, rule.results[0][1]), rule.id))

    def _masked(self, value: Value, type_: Type, where: str) -> Value:
        return self._without_words(masked(value, type_, self.tokens, where))

    def _without_words(self, value: Value) -> Value:
        """Return a value whose errors quote nothing personal."""
        if isinstance(value, Failure):
            return self._failure(value)
        if isinstance(value, list):
            return [self._without_words(each) for each in value]
        if isinstance(value, dict):
            return {name: self._without_words(each) for name, each in value.items()}
        return value

    def _failure(self, failure: Failure) -> Failure:
        rule = self._rules.get(failure.rule)
        if failure.code in QUOTING_NONE:
            return replace(failure, reason=WITHHELD) if self._names_row(failure.code, rule) else failure
        if rule is not None:
            flow = self._flow(rule)
            if failure.span not in flow.spans if failure.span is not None else not flow.is_personal:
                return failure
        return without_words(failure)

    def _problem(self, problem: Problem) -> Problem:
        """Return a problem that quotes nothing personal; where facts are read, that is seen to already."""
        rule = self._rules.get(problem.rule)
        if problem.code in QUOTING_NONE:
            return replace(problem, reason=WITHHELD) if self._names_row(problem.code, rule) else problem
        if rule is not None:
            flow = self._flow(rule)
            is_touched = problem.place in flow.touched or (problem.place == rule.place and flow.is_personal)
            if problem.place is None or not is_touched:
                return problem
        return replace(problem, reason=WITHHELD)

    def _names_row(self, code: str, rule: Rule | None) -> bool:
        return code in NAMING_ROWS and (rule is None or self._flow(rule).hides_rows)

    def _flow(self, rule: Rule) -> RuleFlow:
        found = self._flows.get(rule.id)
        if found is None:
            found = self._flows[rule.id] = flow_of(rule, self._signatures)
        return found
