"""Makes small packs by chance, as the YAML that an author would write, and cases for their rules.

A pack has figures with and without keys, open and not applicable ones among them, discretions, decisions by formula
with steps, requirements, roundings and ranges, decision tables of every hit policy, and a definition. Later rules call
earlier ones. The cases are mostly complete; some lack a fact, or give a wrong one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from decimal import Decimal

from random_formulas import Formulas
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
"""
SUBJECT = """\
subject: rules
title: Rules made by chance
namespace: made
source: {document: protocol, section: "1"}
"""
TIERS = ("low", "high", "none")
INPUTS = (
    *(("number",) * 5),
    *(("money", "members", "rate", "points", "percent", "score", "integer") * 2),
    *(("boolean", "tier", "string", "date") * 2),
    *(("list<number>", "list<row>", "row") * 2),
    *("time", "date and time", "days and time duration", "years and months duration"),
    *("number?", "date?", "list<string>", "list<money>", "list<tier>"),
)
OUTPUTS = (
    *(("number", "money", "boolean", "string") * 3),
    *("percent", "points", "rate", "date", "tier", "list<number>", "list<row>", "row", "list<string>", "number?"),
    *("days and time duration", "years and months duration", "date and time", "time"),
)
NAMES = {
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


class RandomPack:
    """A pack, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self.source = random.Random(seed)  # noqa: S311  (chance that can be repeated)
        self.calls: dict[str, list[str]] = {}
        self.inputs: dict[str, dict[str, tuple[str, bool]]] = {}
        self.discretions: dict[str, str] = {}
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

    def files(self) -> dict[str, str]:
        """Return the files of the pack by path."""
        parts = "".join(f"\n{name}:\n{''.join(texts)}" for name, texts in self.parts.items() if texts)
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
                ("number", "number", "tier", "tier", "boolean", "string", "money", "date", "score", "number?")
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
        rows = self._rows(names, is_apart=policy == "unique")
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

    def _rows(self, names: Mapping[str, str], *, is_apart: bool) -> list[list[str]]:
        """Return the cells of some rows; with `is_apart` the first column tells the rows apart."""
        source = self.source
        first = next(iter(names.values()))
        apart = {
            "number": ("< 0", "[0..5)", "[5..20)", ">= 20"),
            "money": ("<= 0", "(0..100]", "> 100"),
            "score": ("[0..3]", "(3..10]"),
            "date": ('< @"2020-01-01"', '[@"2020-01-01"..@"2020-12-31"]', '> @"2020-12-31"'),
            "tier": ('"low"', '"high"', '"none"'),
            "boolean": ("true", "false"),
            "string": ('"a"', '"b", "c"', 'not("a", "b", "c")'),
            "number?": ("null", "< 1", ">= 1"),
        }[first]
        if is_apart:
            chosen = source.sample(apart, source.randint(1, len(apart)))
            return [[cell, *(self._test(type_) for type_ in list(names.values())[1:])] for cell in chosen]
        return [[self._test(type_) for type_ in names.values()] for _ in range(source.randint(1, 4))]

    def _test(self, type_: str) -> str:
        source = self.source
        if source.random() < 0.25:
            return "-"
        number = source.choice(("0", "1", "2.5", "5", "-1", "10"))
        return source.choice(
            {
                "number": (
                    f"< {number}",
                    f">= {number}",
                    number,
                    f"[{number}..20]",
                    f"not({number})",
                    f"{number}, 7",
                    "? * 2 > 7",
                ),
                "money": (f"> {number}", f"<= {number}", f"[{number}..500)"),
                "score": ("< 5", "[2..8]", "10", "not(0)"),
                "date": ('>= @"2020-02-01"', '@"2020-01-31"', '[@"2019-01-01"..@"2020-06-30"]'),
                "tier": ('"low"', '"low", "high"', 'not("none")'),
                "boolean": ("true", "false"),
                "string": ('"a"', '"a", "b c"', 'not("")', 'starts with(?, "a")'),
                "number?": ("null", "> 0", "not(null)"),
            }[type_]
        )

    def _callable(self, id_: str, types: list[str]) -> None:
        """Remember how the decision that was made last is called."""
        self.inputs[id_] = self.last
        if any("row" in type_ and type_ not in {"row", "list<row>"} for type_, _ in self.last.values()):
            return
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

    def cases(self, per_rule: int) -> Iterator[Example]:
        """Yield so many cases of each rule."""
        for id_, inputs in self.inputs.items():
            for number in range(per_rule if inputs else min(per_rule, 2)):
                options = {"recorded": self._recorded()}
                if self.source.random() < 0.02:
                    options["as_of"] = self.source.choice(("2020-01-31", "2020-02-30", "low", "x"))
                if self.source.random() < 0.01:
                    options["known_on"] = self.source.choice(("2020-01-31", "soon"))
                yield Example(f"{id_} {number}", f"made.{id_}", self._facts(inputs), options)

    def _facts(self, inputs: Mapping[str, tuple[str, bool]]) -> dict[str, object]:
        source = self.source
        facts = {}
        for name, (type_, is_needed) in inputs.items():
            chance = source.random()
            if chance < (0.06 if is_needed else 0.5):
                continue
            facts[name] = self._wrong() if chance > 0.96 else self._fact(type_)
        if source.random() < 0.01:
            facts[source.choice(("in_O", "flagg", "other", "Day"))] = "1"
        return facts

    def _wrong(self) -> object:
        return self.source.choice(
            (
                None,
                True,
                "abc",
                "1,5",
                "1e5",
                " 3",
                "",
                "75%",
                "-1",
                "11",
                "0.5",
                1.5,
                [],
                {},
                ["1"],
                {"a": "1"},
                "2020-02-30",
                "P1Q",
                "LOW",
                10**40,
            )
        )

    def _fact(self, type_: str) -> object:
        source = self.source
        if type_.startswith("list<"):
            return [self._fact(type_[5:-1]) for _ in range(source.randint(0, 3))]
        if type_.endswith("?"):
            return None if source.random() < 0.3 else self._fact(type_[:-1])
        if type_ == "row":
            row = {name: self._fact(each) for name, each in ROW.items()}
            chance = source.random()
            if chance < 0.06:
                del row[source.choice(list(row))]
            elif chance < 0.09:
                row[source.choice(list(row))] = self._wrong()
            elif chance < 0.1:
                row["skore"] = "1"
            return row
        return source.choice(FACTS[type_])

    def _recorded(self) -> dict[str, object] | None:
        """Return recorded decisions, mostly for the discretions that there are."""
        source = self.source
        recorded: dict[str, object] = {}
        for id_, described in self.discretions.items():
            type_, _, has_key = described.partition(" by ")
            if source.random() < 0.45:
                continue
            value = self._wrong() if source.random() < 0.05 else self._fact(type_)
            decision = value if source.random() < 0.5 else {"value": value, "actor": "State", "date": "2020-01-05"}
            if has_key:
                decision = {tier: decision for tier in TIERS if source.random() < 0.8}
            recorded[f"made.{id_}"] = decision
        if source.random() < 0.01:
            recorded["made.choise"] = "1"
        return recorded or None


ROW = {"score": "score", "name": "string", "tier": "tier", "due": "date?", "ok": "boolean"}
NUMBERS = ("0", "1", "2", "-1", "0.5", "3.14", "1000000", "0.000001", "12", "5", 3, 0, Decimal("2.50"), "1.10", "100")
FACTS = {
    "number": NUMBERS,
    "integer": ("0", "1", "7", 3, "-2", "12"),
    "year": ("2019", 2020, "2021", "2022", "2020.0", "2020"),
    "money": (*NUMBERS, "99.95", "12345678.90"),
    "rate": ("2.25", "0", "10", 3),
    "members": ("0", "1", "12", 40000, "250"),
    "points": ("0", "1", "2", "0.5"),
    "percent": ("50%", "0.75", "4.50%", "0%", "100%", "1", "0.125"),
    "score": ("0", "10", "5", 7, "2.5", "3"),
    "boolean": (True, False),
    "string": ("a", "b c", "", "Zoë", "low", "12", "a,b"),
    "date": ("2020-01-31", "2019-12-31", "2020-02-29", "2021-06-15", "2020-03-31"),
    "time": ("10:30:00", "23:59:59", "00:00:00"),
    "date and time": ("2020-01-31T10:30:00", "2019-12-31T23:59:59Z", "2020-02-29T00:00:00+01:00"),
    "days and time duration": ("P1D", "PT36H", "-P2DT1S", "P90D"),
    "years and months duration": ("P1Y", "P13M", "-P1M"),
    "tier": ("low", "high", "none", "low", "high", "L"),
}


def quoted(text: str) -> str:
    """Return a text as YAML's single-quoted scalar."""
    return "'" + text.replace("'", "''") + "'"


def facts_text(facts: object) -> object:
    """Return facts for people."""
    return json.loads(json.dumps(facts, default=str))
