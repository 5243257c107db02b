"""Writes decisions with what chance writes too seldom: one for each of some formulas of `rare.txt`, and some tables.

The rules that these formulas call are the same in every such pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from random_writing import Discretion, Writing, Written, quoted

TEXT = Path(__file__).with_name("rare.txt").read_text(encoding="utf-8")
LINE = re.compile(r"(?:(\d+) )?(.*?): (.*?)(?: \| (.*))?")
"""How often a line is taken beside others, the type, the formula, and what else the output says."""
LINES = tuple(
    line for line in TEXT.splitlines() if line and line[0] != "#" for _ in range(int(LINE.fullmatch(line)[1] or 1))
)
PART = re.compile(r"«([^»]+)»")
WORD = re.compile(r"\w+")
INPUTS = re.compile(r"inputs: \{in_0: (\w+), in_1: (\w+)\}")
TYPES = """\
  who: {enum: [low, high], personal: yes}
  maybe: number?
  limited:
    record: {least: number, most: "number?"}
    requires: [{that: most = null or least <= most, message: the least exceeds the most}]
"""
PARAMETERS: Mapping[str, str] = {
    "base_keyed": """\
  base_keyed:
    title: Figures
    type: number
    status: enacted
    keys: {year: number, tier: tier}
    table:
      2019: {low: 1, high: 2, none: {not_applicable: reporting only}}
      2020: {low: 1, high: {open: State}, none: 3}
""",
    "base_whole": """\
  base_whole:
    title: Figures
    type: number
    status: enacted
    keys: {tier: tier}
    answers: map
    table: {low: 1, high: 2, none: 3}
""",
    "base_days": """\
  base_days:
    title: Figures
    type: number
    status: enacted
    keys: {tier: tier, day: date}
    table:
      low: {"[2019-12-31..2020-02-01)": 1, "[2020-02-01..)": 2}
      high: {"(..2020-01-31]": {open: State}, "[2020-02-01..2020-03-01]": 3}
""",
    "base_holidays": """\
  base_holidays:
    title: Figures
    type: number
    status: enacted
    keys: {day: date}
    table: {2020-01-31: 1, 2020-02-29: 2}
""",
    "base_open": "  base_open: {title: A figure, type: number, status: open}\n",
}
DEFINITIONS: Mapping[str, str] = {"goals_of": "  goals_of: {title: Goals, text: Goals are set every year.}\n"}
DISCRETIONS: Mapping[str, str] = {
    "any_choice": """\
  any_choice:
    title: Choice
    decided_by: State
    output: chosen
    type: number
    limits: 10 / chosen > 1
""",
    "base_choice": """\
  base_choice:
    title: Choice
    decided_by: State
    inputs: {tier: tier}
    output: chosen
    type: number
    limits: 'chosen > base_number or tier = "low"'
""",
    "a_pair": "  a_pair: {title: Choice, decided_by: State, output: chosen, type: limited}\n",
    "leveled": """\
  leveled:
    title: Choice
    decided_by: State
    inputs: {level: number}
    output: chosen
    type: number
    limits: chosen > level
""",
}
DECISIONS: Mapping[str, str] = {
    "plain": """\
  plain:
    title: Small
    inputs: {x: number}
    outputs: {out: {type: number, formula: x + 1}}
""",
    "two": """\
  two:
    title: Small
    inputs: {x: number, y: number}
    outputs: {out: {type: number, formula: x - y}}
""",
    "with_names": """\
  with_names:
    title: Small
    inputs: {x: number, y: any}
    requires: [{that: x > 1, message: not so, names: '["a", y]'}]
    outputs: {out: {type: number, formula: x}}
""",
    "may_lack": """\
  may_lack:
    title: Small
    inputs: {x: number}
    outputs: {out: {type: 'number?', range: '>= 0', formula: 'if x = 1 then null else x'}}
""",
    "bounded": """\
  bounded:
    title: Small
    inputs: {x: number}
    outputs: {out: {type: number, range: '[-5..100]', formula: x * 2}}
""",
    "of_any": """\
  of_any:
    title: Small
    inputs: {x: any}
    outputs: {out: {type: number, formula: x}}
""",
    "optional": """\
  optional:
    title: Small
    inputs: {x: number, y: {type: score, title: A fact, otherwise: x}}
    outputs: {out: {type: number, formula: x + y}}
""",
    "by_decision": """\
  by_decision:
    title: Small
    inputs: {x: number, tier: tier, y: {type: score, title: A fact, decided: base_choice(tier), otherwise: x}}
    outputs: {out: {type: number, formula: x + y}}
""",
}
TABLES = (
    """\
    inputs: {in_0: number, in_1: number}
    outputs: {found: 'map<tier, number>', other: range<number>}
    table:
      hit_policy: first
      inputs: [in_0]
      rows:
        - {when: ['> 1'], then: ['{low: in_0, high: in_1, none: 0}', '[in_0..in_1]']}
        - {when: ['-'], then: ['{low: 1, high: 2, none: in_1}', '[1..5]']}
""",
    """\
    inputs: {in_0: number, in_1: any}
    outputs: {found: number}
    table:
      hit_policy: unique
      inputs: [in_0]
      rows:
        - {when: ['? * 2 > 1'], then: [1]}
        - {when: ['? * 3 > 1'], then: [10 / in_0]}
        - {when: ['[0..? + 1]'], then: [in_1]}
      otherwise: [0]
""",
    """\
    inputs: {in_0: number, in_1: number}
    outputs: {found: number}
    table:
      hit_policy: any
      inputs: [in_0]
      rows:
        - {when: ['? * 2 > 1'], then: [10 / in_0]}
        - {when: ['? * 3 > 1'], then: [10 / in_1]}
        - {when: ['? * 4 > 1'], then: [in_1]}
      otherwise: [in_1]
""",
    """\
    inputs: {in_0: number, in_1: number}
    outputs: {found: number}
    table:
      hit_policy: any
      inputs: [in_0, in_1]
      rows:
        - {when: ['? * 2 > 1', '-'], then: [in_0]}
        - {when: ['-', '> 0, > base_open'], then: [2]}
        - {when: ['-', '> base_open'], then: [in_0]}
      otherwise: [in_1]
""",
    """\
    inputs: {in_0: number, in_1: tier}
    outputs: {found: tier}
    table:
      hit_policy: priority
      inputs: [in_0]
      values: [['"high"', '"low"']]
      rows:
        - {when: ['? * 2 > 1'], then: [in_1]}
        - {when: ['? * 3 > 1'], then: ['if in_0 = 1 then in_1 else "low"']}
      otherwise: [in_1]
""",
    """\
    inputs: {in_0: number, in_1: any}
    outputs: {found: number}
    table:
      hit_policy: rule order
      inputs: [in_0]
      rows:
        - {when: ['> 1'], then: [in_0]}
        - {when: ['-'], then: [2]}
""",
    """\
    inputs: {in_0: any, in_1: any}
    outputs: {found: score}
    table:
      hit_policy: first
      inputs: [in_0]
      rows:
        - {when: ['null'], then: [in_1]}
        - {when: ['> 1'], then: [2]}
        - {when: ['-'], then: ['1 + 10']}
""",
    """\
    inputs: {in_0: number, in_1: any}
    outputs: {found: number}
    table:
      hit_policy: collect
      aggregation: sum
      inputs: [in_0]
      rows:
        - {when: ['> 1'], then: [in_0]}
        - {when: ['-'], then: [in_1]}
""",
)
PARTS: Mapping[str, Mapping[str, str]] = {
    "parameters": PARAMETERS,
    "definitions": DEFINITIONS,
    "discretions": DISCRETIONS,
    "decisions": DECISIONS,
}
KEYS: Mapping[str, Mapping[str, str]] = {
    "any_choice": {},
    "base_choice": {"tier": "tier"},
    "leveled": {"level": "year"},
}
"""The types of what the discretions are decided for."""
HEAVY = "if base_zero > 0 then {} else x"
"""A decision whose steps are too many to go uncounted, of which few are taken."""
HEAVY_ONES = 0.2
"""So many packs have such decisions."""
DEEP = 105
"""So many calls inside each other are written in more brackets than Python reads."""
DEEP_ONES = 0.18
"""So many packs have such a decision."""
FORMULAS = 14
"""So many formulas a pack."""
CASES = 4
"""So many cases are made for each of these decisions at most."""
LEFT_OUT = 0.2
"""So often a fact may be left out in half of the cases."""


def rare_parts(writing: Writing) -> Iterator[tuple[str, Written]]:
    """Yield rules of a pack with the part in which each stands; of those that may be called, the ones that are."""
    source = writing.source
    written = [
        _of_formula(writing, f"rule_{number}", line) for number, line in enumerate(source.sample(LINES, FORMULAS))
    ]
    tables = source.sample(TABLES, 2)
    written += [_of_table(writing, f"rule_table_{number}", text) for number, text in enumerate(tables)]
    named = set(WORD.findall(" ".join(each.text for each in written)))
    named |= {"base_choice"} & {word for each in named & set(DECISIONS) for word in WORD.findall(DECISIONS[each])}
    for part, texts in PARTS.items():
        for id_ in sorted(texts.keys() & named):
            if part == "discretions":
                type_ = "limited" if id_ == "a_pair" else "number"
                writing.discretions[id_] = Discretion(type_, KEYS.get(id_, {}), is_approved=False)
            yield part, Written(id_, texts[id_])
    for each in written:
        yield "decisions", each
    if source.random() < HEAVY_ONES:
        yield from _heavy()
    if source.random() < DEEP_ONES:
        yield "decisions", _deep(DEEP - source.randint(0, 5))


def _of_table(writing: Writing, id_: str, text: str) -> Written:
    """Return a decision by a table that is written out."""
    kinds = INPUTS.search(text).groups()
    inputs = {f"in_{place}": (kind, writing.source.random() > LEFT_OUT) for place, kind in enumerate(kinds)}
    return Written(id_, f"  {id_}:\n    title: Table\n{text}", inputs)


def _of_formula(writing: Writing, id_: str, line: str) -> Written:
    """Return a decision that answers what one line of `rare.txt` says."""
    source = writing.source
    _, type_, formula, finish = LINE.fullmatch(line).groups()
    names: dict[str, str] = {}
    inputs: dict[str, tuple[str, bool]] = {}

    def part(found: re.Match[str]) -> str:
        kind, _, mark = found[1].partition("#")
        if kind == "lit":
            return str(source.randint(1, 10**6))
        name = names.get(found[1]) if mark else None
        if name is None:
            name = f"in_{len(inputs)}"
            inputs[name] = (kind, source.random() > LEFT_OUT)
            names[found[1]] = name
        return name

    formula = PART.sub(part, formula)
    given = ", ".join(f"{name}: {quoted(kind)}" for name, (kind, _) in inputs.items())
    text = f"  {id_}:\n    title: Rare\n" + (f"    inputs: {{{given}}}\n" if given else "")
    more = f", {finish}" if finish else ""
    text += f"    outputs: {{out: {{type: {quoted(type_)}, formula: {quoted(formula)}{more}}}}}\n"
    return Written(id_, text, inputs)


def _heavy() -> Iterator[tuple[str, Written]]:
    """Yield decisions of which each calls the one before it many times."""
    for number in range(4):
        called = f"heavy_{number - 1}(x)" if number else "x"
        id_ = "rule_heavy" if number == 3 else f"heavy_{number}"
        formula = HEAVY.format(" + ".join([called] * 40))
        output = f"{{out: {{type: number, formula: {formula}}}}}"
        text = f"  {id_}:\n    title: Heavy\n    inputs: {{x: number}}\n    outputs: {output}\n"
        yield "decisions", Written(id_, text, {"x": ("members", True)})


def _deep(calls: int) -> Written:
    """Return a decision whose calls stand as deep inside each other as Python reads, or deeper."""
    output = f"{{out: {{type: number, formula: {'floor(' * calls}base_number + x{')' * calls}}}}}"
    text = f"  rule_deep:\n    title: Deep\n    inputs: {{x: number}}\n    outputs: {output}\n"
    return Written("rule_deep", text, {"x": ("number", True)})
