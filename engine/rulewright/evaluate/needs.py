"""Finds what an outcome may need before any case is there: inputs, open figures, decisions of named actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulewright.packs.model.links import references_of
from rulewright.packs.model.rules import Input, Rule
from rulewright.records import dataclass


@dataclass(frozen=True, slots=True)
class Needs:
    """What an outcome of a rule may need.

    `inputs` are the rule's own, in order; one with an `otherwise` may be left out. `open_figures` are ids of
    parameters without a figure, or with an open cell, that the rule or one it calls may read; `decisions` are ids of
    discretions that it may call. `rules` are all rules it may call, itself first.
    """

    rule: str
    inputs: tuple[Input, ...]
    open_figures: tuple[str, ...]
    decisions: tuple[str, ...]
    rules: tuple[str, ...]


def needs_of(rule: Rule, rules: Mapping[str, Rule]) -> Needs:
    """Return what an outcome of the rule may need."""
    reached = tuple(_reached(rule, rules, set()))
    awaited = {id_: awaited for id_ in reached if (awaited := rules[id_].awaited()) is not None and awaited.is_open}
    figures, decisions = (
        tuple(id_ for id_, each in awaited.items() if each.kind == kind) for kind in ("figure", "decision")
    )
    return Needs(rule.id, rule.inputs, figures, decisions, reached)


def _reached(rule: Rule, rules: Mapping[str, Rule], seen: set[str]) -> Iterator[str]:
    if rule.id in seen:
        return
    seen.add(rule.id)
    yield rule.id
    for id_ in references_of(rule):
        if id_ in rules:
            yield from _reached(rules[id_], rules, seen)
