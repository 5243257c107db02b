"""Finds where a case spans versions: a rule calls another for a period in which another version of that one held.

One evaluation is one version, that of the period which the case is about. A rule may all the same call for an earlier
period: the figures of that period are there by their keys, and a rule that is the same in both versions answers the
same. Where it is not, nothing is recomputed by the other version; but it is said, when the pack is checked and in the
outcome with its trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from rulewright.evaluate.outcome import Problem
from rulewright.evaluate.trace import TraceNode
from rulewright.language.descent import nodes_in
from rulewright.language.syntax import Invocation, Name, Node, RuleReference
from rulewright.language.types import EnumType, Nullable, Type
from rulewright.packs.canonical import canonical_text
from rulewright.packs.model.links import references_of
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.timeline import Clock
from rulewright.packs.model.version_names import version_words
from rulewright.source import Place

OtherVersion = Callable[[str, str], str]


class Call(NamedTuple):
    """A place at which one rule calls another for a period that need not be its own."""

    rule: str
    called: str
    place: Place


def full_text(rule: str, pack: Pack) -> str:
    """Return all that a rule says, and that the rules say on which it rests; of a rule that there is not, nothing."""
    texts = (f"{id_} {canonical_text(pack.rules[id_])}" for id_ in sorted(rests_on(rule, pack)))
    return "\n".join((*texts, canonical_text(pack.requirements)))


def text_digests(pack: Pack) -> dict[str, str]:
    """Return the digest of the full text of each rule."""
    texts = {id_: f"{id_} {canonical_text(rule)}\n" for id_, rule in pack.rules.items()}
    found: dict[str, str] = {}
    for id_ in pack.rules:
        digest = blake2b(canonical_text(pack.requirements).encode(), digest_size=16)
        for other in sorted(rests_on(id_, pack)):
            digest.update(texts[other].encode())
        found[id_] = digest.hexdigest()
    return found


def rests_on(rule: str, pack: Pack) -> frozenset[str]:
    """Return the ids of a rule and of all rules on which it rests; none where there is no such rule."""
    found = pack.find_rule(rule)
    pending = [found.id] if found is not None else []
    seen: set[str] = set()
    while pending:
        id_ = pending.pop()
        if id_ not in seen and id_ in pack.rules:
            seen.add(id_)
            pending += references_of(pack.rules[id_])
    return frozenset(seen)


def is_clock(type_: Type, clock: Clock) -> bool:
    """Whether the values of a type are periods of a clock."""
    inner = type_.type if isinstance(type_, Nullable) else type_
    return isinstance(inner, EnumType) and all(clock.member(each) for each in inner.members)


def periods_of(rule: Rule, clock: Clock) -> tuple[str, ...]:
    """Return the inputs of a rule that are periods of a clock."""
    return tuple(each.name for each in rule.inputs if is_clock(each.type, clock))


def calls_across(pack: Pack, clock: Clock) -> Iterator[Call]:
    """Yield the calls whose period is not simply the one period that the calling rule was given."""
    for rule in pack.rules.values():
        own = periods_of(rule, clock)
        for expression in rule.expressions():
            for node in nodes_in(expression.tree):
                if isinstance(node, Invocation) and isinstance(node.function, RuleReference):
                    called = pack.rules.get(node.function.id)
                    given = () if called is None else _given(node, called, periods_of(called, clock))
                    if any(len(own) != 1 or not _is_name(each, own[0]) for each in given):
                        yield Call(rule.id, node.function.id, expression.source.place(node.span))


def called_across(pack: Pack, clock: Clock) -> dict[str, tuple[str, ...]]:
    """Return what each rule, itself or through others, may call for another period; of rules that may call any."""
    own: dict[str, set[str]] = {}
    for call in calls_across(pack, clock):
        own.setdefault(call.rule, set()).add(call.called)
    found = {id_: set().union(*(own.get(each, ()) for each in rests_on(id_, pack))) for id_ in pack.rules if own}
    return {id_: tuple(sorted(called)) for id_, called in found.items() if called}


def _given(call: Invocation, called: Rule, names: tuple[str, ...]) -> list[Node]:
    """Return what a call gives for some inputs of the rule that it calls."""
    given: Mapping[str, Node] = {each.name: each.value for each in call.named} or dict(
        zip((each.name for each in called.inputs), call.arguments, strict=False)
    )
    return [given[name] for name in names if name in given]


def _is_name(node: Node, name: str) -> bool:
    return isinstance(node, Name) and node.name == name


def marked_across(
    node: TraceNode, pack: Pack, clock: Clock, about: str, other_version: OtherVersion
) -> tuple[TraceNode, tuple[Problem, ...]]:
    """Return a trace in which each evaluation for another period than `about` says which other version held then.

    `other_version` names that version by a rule and a period; it is empty where the rule was the same. The second value
    has a warning for each. What such an evaluation called goes with it.
    """
    warnings: list[Problem] = []
    for read in node.figures:
        table = pack.rules[read.parameter]
        keys = [member for key, member in zip(table.inputs, read.key, strict=False) if is_clock(key.type, clock)]
        warnings += _warnings(table, keys, about, other_version)
    children: list[TraceNode] = []
    for child in node.children:
        rule = pack.rules[child.rule]
        names = periods_of(rule, clock)
        periods = [clock.member(str(value)) for name, value in child.arguments if name in names]
        found = _warnings(rule, periods, about, other_version)
        if found:
            children.append(replace(child, crosses=other_version(rule.id, periods[0])))
        else:
            marked, found = marked_across(child, pack, clock, about, other_version)
            children.append(marked)
        warnings += found
    return replace(node, children=tuple(children)), tuple(dict.fromkeys(warnings))


def _warnings(rule: Rule, periods: Sequence[str], about: str, other_version: OtherVersion) -> tuple[Problem, ...]:
    """Return what is to be said of a rule that was called for some periods, none of which the case is about."""
    if not periods or about in periods or not (version := other_version(rule.id, periods[0])):
        return ()
    reason = f"`{rule.id}` is called for `{periods[0]}`, when another version of it held: `{version_words(version)}`"
    return (
        Problem("crosses-versions", reason, rule.id, rule.place, "give what it was then as a fact, with its receipt"),
    )
