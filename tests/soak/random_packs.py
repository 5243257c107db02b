"""Makes small packs by chance, as the YAML that an author would write, and cases for their rules.

A pack has figures with and without keys, open and not applicable ones among them, discretions, decisions by formula
with steps, requirements, roundings and ranges, decision tables of every hit policy, and a definition. Later rules call
earlier ones. The cases are mostly complete; some lack a fact, or give a wrong one.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Collection, Iterator

from random_decisions import by_table, decision, small
from random_facts import TIERS, RandomFacts
from random_figures import discretion, figure
from random_rare import CASES as RARE_CASES
from random_rare import TYPES as RARE_TYPES
from random_rare import rare_parts
from random_writing import Discretion, Inputs, Writing, Written
from sample_packs import Example

HEADER = """\
pack: generated
title: A pack made by chance
documents: {protocol: {title: A protocol, adopted: 2019}}
units: {USD: {title: dollars, symbol: $}, member: {title: members}, point: {title: points}}
types:
  money: {number: USD}
  rate: {number: USD/member}
  members: {number: member, low: 0, whole: true}
  points: {number: point, low: 0}
  score: {number: "", low: 0, high: 10}
  share: {number: percent, low: 0, high: 1}
  tier: {enum: [low, high, none], aliases: {L: low, H: high}}
  growth: {number: percent, low: -100%}
  small: {number: "", low: -3, whole: true}
  row: {record: {score: score, name: string, tier: tier, due: "date?", ok: boolean}}
  counts: "map<tier, number>"
  note: {record: {label: string, maybe: "boolean?"}}
  pair:
    record: {least: number, most: "number?", part: share}
«requires»«more»  gain: {record: {rate: percent, label: string}}
  nest:
    record:
      row: row
      rows: list<row>
      by: "map<tier, number>"
      more: row?
      gaps: list<number?>
  wide: {record: {span: range<number>, days: range<date>, notes: list<note>}}
"""
REQUIRES = """\
    requires:
      - {that: most = null or least <= most, message: the least exceeds the most}
      - {that: "every x in [least] satisfies x > -1000", message: too little}
"""
"""What one pack in three requires of the records of a type."""
SUBJECT = """\
subject: rules
title: Rules made by chance
namespace: made
source: {document: protocol, section: "1"}
"""
BASE = """\
  base_number: {title: A figure, type: number, status: enacted, value: 3}
  base_zero: {title: A figure, type: number, status: enacted, value: 0}
  base_money: {title: A figure, type: money, status: enacted, value: 1250.50}
  base_rate: {title: A figure, type: rate, status: enacted, value: 2.25}
  base_members: {title: A figure, type: members, status: enacted, value: 40}
  base_points: {title: A figure, type: points, status: enacted, value: 1.5}
  base_flag: {title: A figure, type: boolean, status: enacted, value: true}
  base_day: {title: A figure, type: date, status: enacted, value: 2020-01-31}
  base_word: {title: A figure, type: string, status: enacted, value: b c}
  base_tier: {title: A figure, type: tier, status: enacted, value: high}
  base_span: {title: A figure, type: range<number>, status: enacted, value: "[1..5)"}
  base_map: {title: A figure, type: "map<tier, number>", status: enacted, value: {low: 1, high: 2.5, none: 0}}
  base_numbers: {title: A figure, type: list<number>, status: enacted, value: [1, 2.5, 2]}
  base_row:
    title: A figure
    type: row
    status: enacted
    value: {score: 4, name: r, tier: high, due: null, ok: true}
  base_rows:
    title: A figure
    type: list<row>
    status: enacted
    value:
      - {score: 3, name: p, tier: low, due: 2020-04-01, ok: true}
      - {score: 7, name: q, tier: none, due: null, ok: false}
"""


ID = re.compile(r"  (\w+):")
"""How the text of a rule begins."""
RARE = 0.5
"""So often a pack is one of decisions with what is rare elsewhere."""
RECORDED_EVERY = 3
"""Of so many cases of a pack with discretions one has recorded decisions: these are left to the reference evaluator."""

DECIDED = 0.7
"""So often there is a decision for a value of an input."""
WRONG_DECISIONS = 0.2
"""So often a recorded decision is of any type."""


class RandomPack:
    """A pack, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self.source = random.Random(seed)  # noqa: S311  (chance that can be repeated)
        self.facts = RandomFacts(self.source)
        self.writing = Writing(self.source)
        self.requires = REQUIRES if self.source.random() < 0.33 else ""
        self.inputs: dict[str, Inputs] = {}
        self.parts: dict[str, list[str]] = {"parameters": [BASE], "discretions": [], "decisions": [], "definitions": []}
        source = self.source
        self.is_rare = source.random() < RARE
        if self.is_rare:
            for part, written in rare_parts(self.writing):
                self._add(part, written)
            return
        if source.random() < 0.2:
            text = "  goals:\n    title: Goals\n    text: Goals are set every year.\n"
            self._add("definitions", Written("goals", text, calls=(("string", "goals"),)))
        for number in range(source.randint(1, 4)):
            self._add("parameters", figure(self.writing, f"figure_{number}"))
        for number in range(source.choice((0, 1, 1, 2, 2))):
            self._add("discretions", discretion(self.writing, f"choice_{number}"))
        for number in range(source.choice((0, 0, 1))):
            self._add("decisions", small(self.writing, f"small_{number}"))
        for number in range(source.randint(2, 5)):
            write = by_table if source.random() < 0.35 else decision
            self._add("decisions", write(self.writing, f"rule_{number}"))

    def _add(self, part: str, written: Written) -> None:
        self.parts[part].append(written.text)
        self.inputs[written.id] = written.inputs
        self.writing.learn(written)

    def files(self, without: Collection[str] = ()) -> dict[str, str]:
        """Return the files of the pack by path; `without` are the ids of rules that are left out."""
        parts = ""
        for name, texts in self.parts.items():
            kept = [text for text in texts if ID.match(text)[1] not in without]
            parts += f"\n{name}:\n{''.join(kept)}" if kept else ""
        header = HEADER.replace("«requires»", self.requires).replace("«more»", RARE_TYPES if self.is_rare else "")
        return {"pack.yaml": header, "base/rules.yaml": SUBJECT + parts}

    def texts(self) -> dict[str, str]:
        """Return the texts of all rules by id, without the figures that every pack has."""
        return {ID.match(text)[1]: text for part in self.parts.values() for text in part if text is not BASE}

    # ── Cases ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def cases(self, per_rule: int, *, without: Collection[str] = (), decisions_only: bool = False) -> Iterator[Example]:
        """Yield so many cases of each decision; of other rules few, or none."""
        source = self.source
        per_rule = min(per_rule, RARE_CASES) if self.is_rare else per_rule
        for id_, inputs in self.inputs.items():
            is_decision = id_.startswith(("rule_", "small_"))
            if id_ in without or (decisions_only and not is_decision):
                continue
            wanted = per_rule if is_decision else 2
            for number in range(wanted if inputs else min(wanted, 2)):
                facts = self.facts.case(inputs)
                options: dict[str, object] = {"recorded": None}
                if self.writing.discretions and number % RECORDED_EVERY == 0:
                    options["recorded"] = self._recorded()
                if source.random() < 0.02:
                    options["as_of"] = source.choice(("2020-01-31", "2020-02-30", "low", "x"))
                if source.random() < 0.01:
                    options["known_on"] = source.choice(("2020-01-31", "soon"))
                yield Example(f"{id_} {number}", f"made.{id_}", facts, options)

    def _recorded(self) -> dict[str, object] | None:
        """Return recorded decisions, mostly for the discretions that there are."""
        source = self.source
        recorded: dict[str, object] = {}
        for id_, choice in self.writing.discretions.items():
            if source.random() < 0.3:
                continue
            recorded[f"made.{id_}"] = self._by_keys(choice, list(choice.inputs.values()))
        if source.random() < 0.02:
            recorded["made.choise"] = "1"
        return recorded or None

    def _by_keys(self, choice: Discretion, keys: list[str]) -> object:
        """Return decisions by the values of the inputs, or now and then one for all."""
        source = self.source
        if not keys or source.random() < 0.2:
            value = self.facts.wrong() if source.random() < WRONG_DECISIONS else self.facts.of_type(choice.type)
            if source.random() < 0.5:
                return value
            approval = {"approved_by": "CMS"} if choice.is_approved and source.random() < 0.9 else {}
            return {"value": value, "actor": "State", "date": "2020-01-05", **approval}
        members = {"tier": TIERS, "year": ("2019", "2020", "2021"), "boolean": ("true", "false")}[keys[0]]
        return {member: self._by_keys(choice, keys[1:]) for member in members if source.random() < DECIDED}


def facts_text(facts: object) -> object:
    """Return facts for people."""
    return json.loads(json.dumps(facts, default=str))
