"""Says what an outcome waits for: facts of the case, figures that the document leaves open, decisions; or as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from rulewright.blocks import Block, Labeled, Prose, Tree, Words
from rulewright.evaluate.outcome import Outcome
from rulewright.evaluate.plain_json import JsonValue
from rulewright.language.description import describe
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Input, Rule
from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.evaluate.needs import Needs

NEEDS_SCHEMA = "rulewright/needs/1"
MISSING_SCHEMA = "rulewright/missing/1"
NeedKind = Literal["fact", "figure", "decision"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that an outcome waits for: what it is called, its kind, and what there is to say about it.

    `otherwise` is the formula that stands in for a fact that nobody gives.
    """

    name: str
    kind: NeedKind
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


def all_needs(needs: Needs, pack: Pack) -> tuple[Need, ...]:
    """Return what an outcome may need before any case is there: facts first, then figures, then decisions."""
    rules = (pack.rules[id_] for id_ in (*needs.open_figures, *needs.decisions))
    facts = (fact_of(each) for each in needs.inputs)
    return (*facts, *(need for rule in rules if (need := rule_need(rule)) is not None))


def all_needs_text(rule: Rule, needs: Sequence[Need]) -> Block:
    """Return what an outcome of a rule may need, under headings."""
    words = {need: f"{need.words}; otherwise {need.otherwise}" if need.otherwise else need.words for need in needs}
    parts = (
        ("facts", [each for each in needs if each.kind == "fact" and not each.otherwise]),
        ("facts that may be left out", [each for each in needs if each.otherwise]),
        ("figures that the document leaves open", [each for each in needs if each.kind == "figure"]),
        ("decisions, unless the case records them", [each for each in needs if each.kind == "decision"]),
    )
    shown: list[Block] = []
    for heading, found in parts:
        if found:
            rows = tuple((Words(need.name, "value"), Prose(words[need])) for need in found)
            shown.append(Tree(Words(heading, "label"), (Labeled(rows),)))
    none = "nothing: it always has the same outcome"
    return Tree(Words(rule.title, "title"), (Words(f"{rule.id} · {rule.source}", "dim"), *(shown or [none])))


def needs_text(needs: Sequence[Need]) -> Iterator[Block]:
    """Yield what an outcome waits for, each with what there is to say about it."""
    headings = {"fact": "facts that are missing", "figure": "figures that are open", "decision": "decisions to record"}
    for kind, heading in headings.items():
        found = [need for need in needs if need.kind == kind]
        if found:
            rows = tuple((Words(need.name, "value"), Prose(need.words)) for need in found)
            yield Tree(Words(heading, "label"), (Labeled(rows),))


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


def needs_json(rule: str, needs: Sequence[Need]) -> dict[str, JsonValue]:
    """Return what an outcome of a rule may need before any case is there."""
    by_kind = {kind: [_need(each) for each in needs if each.kind == kind] for kind in ("fact", "figure", "decision")}
    return {
        "schema": NEEDS_SCHEMA,
        "rule": rule,
        "facts": by_kind["fact"],
        "open_figures": by_kind["figure"],
        "decisions": by_kind["decision"],
    }


def missing_json(outcome: Outcome, missing: Sequence[Need]) -> dict[str, JsonValue]:
    """Return the outcome of a case with what it still lacks."""
    from rulewright.evaluate.caselines import answer_of  # noqa: PLC0415  (texts do without)

    needs = [_need(each) for each in missing]
    return {"schema": MISSING_SCHEMA, "rule": outcome.rule, **answer_of(outcome), "missing": needs}


def _need(need: Need) -> JsonValue:
    common: dict[str, JsonValue] = {"name": need.name, "kind": need.kind, "type": need.type, "title": need.title}
    if need.kind == "fact":
        return {**common, "otherwise": need.otherwise or None}
    return {**common, "source": need.source, "status": need.decided_by}
