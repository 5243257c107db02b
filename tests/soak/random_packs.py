"""Makes small packs by chance, as the YAML that an author would write, and cases for their rules.

A pack has figures with and without keys, open and not applicable ones among them, discretions, decisions by formula
with steps, requirements, roundings and ranges, decision tables of every hit policy, and a definition. Later rules call
earlier ones. The cases are mostly complete; some lack a fact, or give a wrong one.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Collection, Iterator, Mapping

from random_facts import TIERS, RandomFacts
from random_formulas import Formulas
from random_tables import rows_of
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
  row: {record: {score: score, name: string, tier: tier, due: "date?", ok: boolean}}
  nest:
    record:
      row: row
      rows: list<row>
      by: "map<tier, number>"
      span: range<number>
      more: row?
      gaps: list<number?>
"""
SUBJECT = """\
subject: rules
title: Rules made by chance
namespace: made
source: {document: protocol, section: "1"}
"""
INPUTS = (
    *(("number",) * 5),
    *(("money", "members", "rate", "points", "percent", "score", "integer") * 2),
    *(("boolean", "tier", "string", "date") * 2),
    *(("list<number>", "list<row>", "row", "nest", "list<nest>") * 2),
    *("map<tier, number>", "map<number>", "range<number>", "range<date>", "row?", "list<number?>", "any"),
    *("time", "date and time", "days and time duration", "years and months duration"),
    *("number?", "date?", "list<string>", "list<money>", "list<tier>"),
)
OUTPUTS = (
    *(("number", "money", "boolean", "string") * 3),
    *("percent", "points", "rate", "date", "tier", "list<number>", "list<row>", "row", "list<string>", "number?"),
    *("days and time duration", "years and months duration", "date and time", "time"),
    *("map<tier, number>", "map<number>", "range<number>", "nest", "row?", "list<number?>", "date?", "any"),
)
NAMES = {
    "nest": "nest",
    "row": "row",
    "list<number>": "ns",
    "list<row>": "rows",
    "number?": "nn",
    "date?": "due",
    "boolean": "flag",
    "string": "word",
    "date": "day",
}
ROUNDED = ("half_up", "half_even", "half_down", "up", "down", "floor", "ceiling")
POLICIES = (
    *(("unique", "") for _ in range(4)),
    *(("first", ""), ("first", ""), ("any", ""), ("priority", ""), ("rule order", ""), ("output order", "")),
    *(("collect", name) for name in ("sum", "min", "max", "count", "")),
)
FIGURES = ("0", "1", "0.5", "2", "-1", "10", "100.25", "0.001")


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


class RandomPack:
    """A pack, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self.source = random.Random(seed)  # noqa: S311  (chance that can be repeated)
        self.calls: dict[str, list[str]] = {}
        self.inputs: dict[str, dict[str, tuple[str, bool]]] = {}
        self.discretions: dict[str, str] = {}
        self.facts = RandomFacts(self.source)
        self.parts: dict[str, list[str]] = {"parameters": [BASE], "discretions": [], "decisions": [], "definitions": []}
        for number in range(self.source.randint(2, 4)):
            self._parameter(f"figure_{number}")
        for number in range(self.source.randint(0, 2)):
            self._discretion(f"choice_{number}")
        for number in range(self.source.randint(4, 7)):
            make = self._table if self.source.random() < 0.35 else self._decision
            make(f"rule_{number}")
        if self.source.random() < 0.2:
            self.parts["definitions"].append("  goals:\n    title: Goals\n    text: Goals are set every year.\n")
            self.inputs["goals"] = {}

    def files(self, without: Collection[str] = ()) -> dict[str, str]:
        """Return the files of the pack by path; `without` are the ids of rules that are left out."""
        parts = ""
        for name, texts in self.parts.items():
            kept = [text for text in texts if ID.match(text)[1] not in without]
            parts += f"\n{name}:\n{''.join(kept)}" if kept else ""
        return {"pack.yaml": HEADER, "base/rules.yaml": SUBJECT + parts}

    # ── Rules ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _parameter(self, id_: str) -> None:
        source = self.source
        type_ = source.choice(("number", "number", "money", "percent", "points", "rate"))
        status = source.choice(("enacted", "enacted", "preliminary", "anticipated"))
        head = f"  {id_}:\n    title: Figure\n    type: {type_}\n"
        shape = source.choice(("plain", "plain", "open", "tier", "tier", "two", "two", "map", "flag"))
        keys: dict[str, tuple[str, bool]] = {}
        if shape == "plain":
            text = head + f"    status: {status}\n    value: {self._figure(type_)}\n"
            self._call(type_, id_)
        elif shape == "open":
            text = head + "    status: open\n"
            self._call(type_, id_)
        elif shape == "flag":
            rows = ", ".join(f'"{key}": {self._cell(type_)}' for key in ("true", "false"))
            text = head + f"    status: {status}\n    keys: {{flag: boolean}}\n    table: {{{rows}}}\n"
            keys = {"flag": ("boolean", True)}
            self._call(type_, f"{id_}(«boolean»)")
        elif shape == "tier":
            rows = ", ".join(f"{key}: {self._cell(type_)}" for key in self._members())
            text = head + f"    status: {status}\n    keys: {{tier: tier}}\n    table: {{{rows}}}\n"
            keys = {"tier": ("tier", True)}
            self._call(type_, f"{id_}(«tier»)", f"{id_}(tier: «tier»)")
        else:
            is_map = shape == "map"
            answers = "    answers: map\n" if is_map else ""
            rows = ""
            for year in (2019, 2020, 2021):
                members = TIERS if is_map else self._members()
                rows += f"      {year}: {{{', '.join(f'{key}: {self._cell(type_)}' for key in members)}}}\n"
            text = head + f"    status: {status}\n    keys: {{year: number, tier: tier}}\n{answers}    table:\n{rows}"
            keys = {"year": ("year", True)} | ({} if is_map else {"tier": ("tier", True)})
            if is_map:
                self._call(type_, f"{id_}(2020).low", f"{id_}(2019).none")
            else:
                self._call(
                    type_, f"{id_}(2020, «tier»)", f"{id_}(tier: «tier», year: «date».year)", f"{id_}(2021, «tier»)"
                )
        self.parts["parameters"].append(text)
        self.inputs[id_] = keys

    def _members(self) -> tuple[str, ...]:
        return self.source.choice((TIERS, TIERS, TIERS[:2], ("low", '"*"')))

    def _figure(self, type_: str) -> str:
        text = self.source.choice(FIGURES)
        if type_ == "percent":
            return self.source.choice(("75%", "4.50%", "0%", "100%"))
        return text.removeprefix("-") if type_ == "points" else text

    def _cell(self, type_: str) -> str:
        chance = self.source.random()
        if chance < 0.06:
            return "{open: State}"
        if chance < 0.12:
            return "{not_applicable: reporting only}"
        if chance < 0.2:
            return f'{{value: {self._figure(type_)}, source: {{section: "9"}}, status: preliminary}}'
        return self._figure(type_)

    def _discretion(self, id_: str) -> None:
        source = self.source
        type_ = source.choice(("number", "money", "percent", "boolean", "tier"))
        has_key = source.random() < 0.5
        text = f"  {id_}:\n    title: Choice\n    decided_by: State\n"
        if has_key:
            text += "    inputs: {tier: tier}\n"
        text += f"    output: chosen\n    type: {type_}\n"
        if type_ in {"number", "money"} and source.random() < 0.6:
            text += '    limits: "chosen >= 0"\n'
        self.parts["discretions"].append(text)
        self.discretions[id_] = type_ + (" by tier" if has_key else "")
        self.inputs[id_] = {"tier": ("tier", True)} if has_key else {}
        self._call(type_, f"{id_}(«tier»)" if has_key else id_)

    def _decision(self, id_: str) -> None:
        source = self.source
        names, text = self._declared()
        head = f"  {id_}:\n    title: Decision\n"
        if source.random() < 0.1:
            head += f"    aliases: [also_{id_}]\n"
        steps = ""
        for number in range(source.randint(0, 2)):
            type_ = source.choice(
                ("number", "number", "money", "boolean", "list<number>", "list<row>", "date", "string")
            )
            steps += self._formula(f"step_{number}", self._formulas(names).make(type_, 3), 6)
            names[f"step_{number}"] = type_
        required = ""
        if source.random() < 0.25:
            condition = quoted(self._formulas(names).make("boolean", 2))
            required = f"    requires:\n      - {{that: {condition}, message: not as it must be}}\n"
        outputs, types = "", []
        for number in range(source.choice((1, 1, 1, 1, 2))):
            type_ = source.choice(OUTPUTS)
            extra = ""
            if type_ in {"number", "money", "percent", "points", "rate"}:
                if source.random() < 0.3:
                    extra += f"        round: {{places: {source.randint(0, 3)}, mode: {source.choice(ROUNDED)}}}\n"
                if source.random() < 0.2:
                    extra += f"        range: {quoted(source.choice(('[0..100]', '>= 0', '[-1000000..1000000]')))}\n"
            formula = self._formula("formula", self._formulas(names).make(type_, 4), 8)
            outputs += f"      out_{number}:\n        type: {quoted(type_)}\n{extra}{formula}"
            names[f"out_{number}"] = type_
            types.append(type_)
        where = f"    where:\n{steps}" if steps else ""
        self.parts["decisions"].append(f"{head}{text}{where}{required}    outputs:\n{outputs}")
        self._callable(id_, types)

    def _declared(self) -> tuple[dict[str, str], str]:
        """Return the types of inputs made by chance, and the inputs as they are written; remembers them as the last."""
        source = self.source
        names: dict[str, str] = {}
        text = "    inputs:\n"
        self.last: dict[str, tuple[str, bool]] = {}
        for number in range(source.randint(1, 5)):
            type_ = source.choice(INPUTS)
            name = NAMES.get(type_, f"in_{number}")
            if name in names:
                name = f"in_{number}"
            is_needed = not (number and source.random() < 0.25)
            if is_needed:
                text += f"      {name}: {quoted(type_)}\n"
            else:
                otherwise = quoted(self._formulas(names, has_calls=False).make(type_, 1))
                text += f"      {name}: {{type: {quoted(type_)}, title: A fact, otherwise: {otherwise}}}\n"
            names[name] = type_
            self.last[name] = (type_, is_needed)
        return names, text

    def _table(self, id_: str) -> None:
        source = self.source
        self.last = {}
        names: dict[str, str] = {}
        for number in range(source.randint(1, 3)):
            type_ = source.choice(
                (
                    *(("number", "tier") * 2),
                    "boolean",
                    "string",
                    "money",
                    "date",
                    "score",
                    "number?",
                    "list<number>",
                    "row",
                )
            )
            names[f"in_{number}"] = type_
            self.last[f"in_{number}"] = (type_, True)
        policy, aggregation = source.choice(POLICIES)
        columns = list(names)
        ranks = policy in {"priority", "output order"}
        out = "number" if aggregation or (not ranks and source.random() < 0.5) else source.choice(("tier", "string"))
        out = "string" if ranks else out
        is_list = policy in {"rule order", "output order"} or (policy == "collect" and not aggregation)
        inputs = ", ".join(f"{name}: {quoted(type_)}" for name, type_ in names.items())
        text = f"  {id_}:\n    title: Table\n    inputs: {{{inputs}}}\n"
        text += f"    outputs: {{found: {quoted(f'list<{out}>' if is_list else out)}}}\n"
        text += f"    table:\n      hit_policy: {policy}\n" + (
            f"      aggregation: {aggregation}\n" if aggregation else ""
        )
        text += f"      inputs: [{', '.join(columns)}]\n"
        if ranks:
            text += """      values: [['"gold"', '"silver"', '"none"']]\n"""
        rows = rows_of(source, names, is_apart=policy == "unique")
        text += "      rows:\n"
        for cells in rows:
            then = source.choice(("gold", "silver", "none")) if ranks else None
            result = f'"{then}"' if then else self._formulas(names).make(out, 1 if policy != "any" else 0)
            note = ", note: a row" if source.random() < 0.1 else ""
            text += f"        - {{when: [{', '.join(map(quoted, cells))}], then: [{quoted(result)}]{note}}}\n"
        if policy == "unique" or (not is_list and source.random() < 0.5):
            result = '"none"' if ranks else self._formulas(names).make(out, 1)
            text += f"      otherwise: [{quoted(result)}]\n"
        self.parts["decisions"].append(text)
        self._callable(id_, [f"list<{out}>" if is_list else out])

    def _callable(self, id_: str, types: list[str]) -> None:
        """Remember how the decision that was made last is called."""
        self.inputs[id_] = self.last
        needed = [(name, type_) for name, (type_, is_needed) in self.last.items() if is_needed]
        by_place = ", ".join(f"«{type_}»" for type_, _ in self.last.values())
        by_name = ", ".join(f"{name}: «{type_}»" for name, type_ in reversed(needed))
        for called in (f"{id_}({by_place})", f"{id_}({by_name})"):
            if len(types) == 1:
                self._call(types[0], called)
            else:
                for number, type_ in enumerate(types):
                    self._call(type_, f"{called}.out_{number}")

    def _call(self, type_: str, *texts: str) -> None:
        self.calls.setdefault(type_, []).extend(texts)

    def _formulas(self, names: Mapping[str, str], *, has_calls: bool = True) -> Formulas:
        return Formulas(self.source, names, self.calls if has_calls else {})

    def _formula(self, name: str, formula: str, indent: int) -> str:
        """Return a formula as a value of YAML, in one of the ways that an author has."""
        space = " " * indent
        if self.source.random() < 0.2:
            return f"{space}{name}: |\n{space}  {formula}\n"
        return f"{space}{name}: {quoted(formula)}\n"

    # ── Cases ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def cases(self, per_rule: int, *, without: Collection[str] = (), decisions_only: bool = False) -> Iterator[Example]:
        """Yield so many cases of each rule, or of each decision alone."""
        for id_, inputs in self.inputs.items():
            if id_ in without or (decisions_only and not id_.startswith("rule_")):
                continue
            for number in range(per_rule if inputs else min(per_rule, 2)):
                options = {"recorded": self._recorded()}
                if self.source.random() < 0.02:
                    options["as_of"] = self.source.choice(("2020-01-31", "2020-02-30", "low", "x"))
                if self.source.random() < 0.01:
                    options["known_on"] = self.source.choice(("2020-01-31", "soon"))
                yield Example(f"{id_} {number}", f"made.{id_}", self.facts.case(inputs), options)

    def _recorded(self) -> dict[str, object] | None:
        """Return recorded decisions, mostly for the discretions that there are."""
        source = self.source
        recorded: dict[str, object] = {}
        for id_, described in self.discretions.items():
            type_, _, has_key = described.partition(" by ")
            if source.random() < 0.45:
                continue
            value = self.facts.wrong() if source.random() < 0.05 else self.facts.of_type(type_)
            decision = value if source.random() < 0.5 else {"value": value, "actor": "State", "date": "2020-01-05"}
            if has_key:
                decision = {tier: decision for tier in TIERS if source.random() < 0.8}
            recorded[f"made.{id_}"] = decision
        if source.random() < 0.01:
            recorded["made.choise"] = "1"
        return recorded or None


def quoted(text: str) -> str:
    """Return a text as YAML's single-quoted scalar."""
    return "'" + text.replace("'", "''") + "'"


def facts_text(facts: object) -> object:
    """Return facts for people."""
    return json.loads(json.dumps(facts, default=str))
