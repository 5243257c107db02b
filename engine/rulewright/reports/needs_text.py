"""Says in words what an outcome waits for: facts of the case, figures that the document leaves open, decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rulewright.blocks import Block, Labelled, Prose, Tree, Words
from rulewright.language.description import describe
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Input, Rule

Kind = Literal["fact", "figure", "decision"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that an outcome waits for: what it is called, its kind, and what there is to say about it.

    `otherwise` is the formula that stands in for a fact that nobody gives.
    """

    name: str
    kind: Kind
    type: str
    title: str
    source: str = ""
    decided_by: str = ""
    otherwise: str = ""

    @property
    def words(self) -> str:
        """What an analyst should know of it, in a line."""
        if self.kind == "fact":
            return " · ".join(part for part in (self.type, self.title) if part)
        return " · ".join(part for part in (self.title, self.decided_by, self.source) if part)


def explain_need(name: str, rule: Rule, pack: Pack) -> Need:
    """Return what a name among the needs of a rule's outcome stands for."""
    inputs = {each.name: each for each in rule.inputs}
    found = pack.rules.get(name)
    if name in inputs:
        return fact_of(inputs[name])
    need = rule_need(found) if found is not None else None
    if need is not None:
        return need
    root = re.split(r"[.\[]", name, maxsplit=1)[0]
    if root in inputs:
        return Need(name, "fact", "", f"part of `{root}`")
    return Need(name, "fact", "", "")


def explain_needs(names: Iterable[str], rule: Rule, pack: Pack) -> tuple[Need, ...]:
    """Return what an outcome waits for: facts first, then figures, then decisions."""
    order = ("fact", "figure", "decision")
    return tuple(sorted((explain_need(name, rule, pack) for name in names), key=lambda need: order.index(need.kind)))


def needs_text(needs: Sequence[Need]) -> Iterator[Block]:
    """Yield what an outcome waits for, each with what there is to say about it."""
    headings = {"fact": "facts that are missing", "figure": "figures that are open", "decision": "decisions to record"}
    for kind, heading in headings.items():
        found = [need for need in needs if need.kind == kind]
        if found:
            rows = tuple((Words(need.name, "value"), Prose(need.words)) for need in found)
            yield Tree(Words(heading, "label"), (Labelled(rows),))


def fact_of(each: Input) -> Need:
    """Return an input as a need."""
    otherwise = " ".join(each.otherwise.text.split()) if each.otherwise else ""
    return Need(each.name, "fact", describe(each.type), each.title, otherwise=otherwise)


def rule_need(rule: Rule) -> Need | None:
    """Return a figure, or a decision that a case records, as a need; None for what is neither."""
    awaited = rule.awaited()
    if awaited is None:
        return None
    decided_by = awaited.words
    return Need(rule.id, awaited.kind, describe(rule.results[0][1]), rule.title, str(rule.source), decided_by)
