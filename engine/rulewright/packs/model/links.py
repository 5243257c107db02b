"""Says what leads from one rule of a pack to others and to examples, so that none need be read to follow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rulewright.language.descent import nodes_in
from rulewright.language.syntax import RuleReference
from rulewright.packs.model.rules import Rule
from rulewright.records import dataclass


@dataclass(frozen=True, slots=True)
class Links:
    """The ids that `aliases` stand for (no id is among them), and by a rule's id its `users` and its `examples`."""

    aliases: Mapping[str, str]
    users: Mapping[str, tuple[str, ...]]
    examples: Mapping[str, tuple[str, ...]]


def references_of(rule: Rule) -> tuple[str, ...]:
    """Return the ids of the rules that a rule's formulas name, in the order of their first use."""
    nodes = (node for expression in rule.expressions() for node in nodes_in(expression.tree))
    return tuple(dict.fromkeys(node.id for node in nodes if isinstance(node, RuleReference)))


def aliases_of(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Return the other names of rules with the ids that they stand for."""
    return {alias: rule.id for rule in rules.values() for alias in rule.aliases if alias not in rules}


def links_of(rules: Mapping[str, Rule], examples: Iterable[tuple[str, str]]) -> Links:
    """Return the links between rules and to examples, of which the ids are given with those of their rules."""
    uses = ((named, rule.id) for rule in rules.values() for named in references_of(rule))
    return Links(aliases_of(rules), _by_first(uses), _by_first((rule, id_) for id_, rule in examples))


def _by_first(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return {first: tuple(seconds) for first, seconds in found.items()}
