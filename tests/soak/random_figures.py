"""Writes figures and discretions by chance: plain ones, tables by one to three keys, open and not applicable cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from random_facts import TIERS
from random_writing import Discretion, Writing, Written, quoted

NUMBERS = ("0", "1", "0.5", "2", "-1", "10", "100.25", "0.001")
FIGURES: Mapping[str, tuple[str, ...]] = {
    "percent": ("75%", "4.50%", "0%", "100%"),
    "points": ("0", "1", "0.5", "2", "10", "100.25"),
    "boolean": ("true", "false"),
    "string": ("a", "b c", '"12"'),
    "tier": ("low", "high", "none"),
    "date": ("2020-02-29", "2019-12-31"),
    "list<number>": ("[1, 2, 3]", "[0]", "[2.5, -1, 2.5]"),
    "list<string>": ("[a, b c]", "[]"),
    "map<tier, number>": ("{low: 1, high: 2, none: 3}", "{low: 0}"),
    "row": (
        "{score: 3, name: p, tier: low, due: 2020-04-01, ok: true}",
        "{score: 0, name: q, tier: high, due: null, ok: false}",
    ),
    "range<number>": ('"[1..5]"', '"(0..10]"', '"[5..)"', '"(..2)"'),
    "range<date>": ('"[2020-01-01..2020-06-30]"',),
    "days and time duration": ("P2D", "PT12H"),
}
TYPES = (
    *(("number", "money", "percent", "points", "rate") * 3),
    *(("boolean", "string", "tier", "date", "list<number>", "list<string>", "map<tier, number>", "row") * 1),
    *("range<number>", "range<date>", "days and time duration"),
)
YEARS = (2019, 2020, 2021)


def figure(writing: Writing, id_: str) -> Written:
    """Return a figure or a table of figures."""
    source = writing.source
    type_ = source.choice(TYPES)
    status = source.choice(("enacted", "enacted", "preliminary", "anticipated"))
    head = f"  {id_}:\n    title: Figure\n    type: {quoted(type_)}\n"
    shape = source.choice(tuple(SHAPES))
    if shape == "open":
        return Written(id_, head + "    status: open\n", calls=((type_, id_),))
    keys, answers, calls = SHAPES[shape]
    text = head + f"    status: {status}\n"
    if not keys:
        return Written(id_, f"{text}    value: {_value(writing, type_)}\n", calls=((type_, id_),))
    text += f"    keys: {{{', '.join(f'{name}: {key}' for name, key in keys.items())}}}\n"
    text += f"    answers: {answers}\n" if answers else ""
    text += f"    table:\n{_rows(writing, type_, tuple(keys.values()), 6, is_whole=bool(answers))}"
    inputs = {name: (KEYS[key][0], True) for name, key in keys.items()}
    if answers:
        inputs.popitem()
    return Written(id_, text, inputs, tuple((_called(type_, call), call.format(id=id_)) for call in calls))


def _called(type_: str, call: str) -> str:
    """Return the type that a call gives: a map, unless it goes on to one of the map's entries."""
    return f"map<tier, {type_}>" if call.endswith(("{id}", "(«year»)")) else type_


def _rows(writing: Writing, type_: str, keys: tuple[str, ...], indent: int, *, is_whole: bool) -> str:
    key, *others = keys
    members = KEYS[key][1](writing, is_whole and not others)
    space = " " * indent
    text = ""
    for member in members:
        if others:
            text += f"{space}{member}:\n{_rows(writing, type_, tuple(others), indent + 2, is_whole=is_whole)}"
        else:
            text += f"{space}{member}: {_cell(writing, type_)}\n"
    return text


def _tiers(writing: Writing, is_whole: bool) -> tuple[str, ...]:
    return TIERS if is_whole else writing.source.choice((TIERS, TIERS, TIERS[:2], ("low", '"*"')))


DAYS = (
    ('"[2019-01-01..2020-02-01)"', '"[2020-02-01..)"'),
    ('"(..2019-12-31]"', '"[2020-01-01..2020-02-29]"', "2020-03-01"),
    ('"[2019-12-31..2020-03-31]"',),
    ("2020-01-31", "2020-02-29"),
)
"""Spans of days, one behind the other, or days alone."""
KEYS: Mapping[str, tuple[str, Callable[[Writing, bool], tuple[object, ...]]]] = {
    "tier": ("tier", _tiers),
    "number": ("year", lambda writing, _: YEARS if writing.source.random() < 0.8 else YEARS[:2]),
    "boolean": ("boolean", lambda *_: ('"true"', '"false"')),
    "date": ("date", lambda writing, _: writing.source.choice(DAYS)),
    "[quality, cost]": ("component", lambda *_: ("quality", "cost")),
}
"""For each kind of key the type of its facts, and the members that a table has."""
SHAPES: Mapping[str, tuple[Mapping[str, str], str, tuple[str, ...]]] = {
    "plain": ({}, "", ()),
    "also plain": ({}, "", ()),
    "open": ({}, "", ()),
    "flag": ({"flag": "boolean"}, "", ("{id}(«boolean»)", "{id}(flag: «boolean»)")),
    "tier": ({"tier": "tier"}, "", ("{id}(«tier»)", "{id}(tier: «tier»)", "{id}(«tier?»)")),
    "day": ({"day": "date"}, "", ("{id}(«date»)", "{id}(day: «date»)", "{id}(«date?»)")),
    "tier and day": ({"tier": "tier", "day": "date"}, "", ("{id}(«tier», «date»)", "{id}(day: «date», tier: «tier»)")),
    "word": ({"part": "[quality, cost]"}, "", ('{id}("quality")', '{id}(if «boolean» then "cost" else "quality")')),
    "two": (
        {"year": "number", "tier": "tier"},
        "",
        ("{id}(2020, «tier»)", "{id}(tier: «tier», year: «date».year)", "{id}(2021, «tier»)", "{id}(«year», «tier»)"),
    ),
    "three": (
        {"year": "number", "tier": "tier", "flag": "boolean"},
        "",
        ("{id}(2020, «tier», «boolean»)", "{id}(«year», «tier», «boolean»)", "{id}(«number», «tier», true)"),
    ),
    "map": ({"year": "number", "tier": "tier"}, "map", ("{id}(2020).low", "{id}(«year»).none", "{id}(«year»)")),
    "whole map": ({"tier": "tier"}, "map", ("{id}.low", "{id}.high", "{id}")),
}
"""The keys of a table of figures, what it answers, and how it is called."""


def _value(writing: Writing, type_: str) -> str:
    return writing.source.choice(FIGURES.get(type_, NUMBERS))


def _cell(writing: Writing, type_: str) -> str:
    chance = writing.source.random()
    if chance < 0.06:
        return "{open: State}"
    if chance < 0.12:
        return "{not_applicable: reporting only}"
    if chance < 0.2:
        return f'{{value: {_value(writing, type_)}, source: {{section: "9"}}, status: preliminary}}'
    value = _value(writing, type_)
    return f"{{value: {value}}}" if value.startswith("{") else value


LIMITS = ("chosen >= 0", "10 / chosen > 1", "chosen > base_number")
KEYED: tuple[Mapping[str, str], ...] = (
    {},
    {},
    {"tier": "tier"},
    {"tier": "tier"},
    {"year": "number"},
    {"tier": "tier", "flag": "boolean"},
)

OTHERWISE = {"tier": "'\"low\"'", "number": "2020", "boolean": "true"}


def discretion(writing: Writing, id_: str) -> Written:
    """Return a choice of the State, for all cases or by one or two inputs."""
    source = writing.source
    type_ = source.choice(("number", "money", "percent", "boolean", "tier", "score", "list<number>", "row", "pair"))
    keys = source.choice(KEYED)
    is_approved = source.random() < 0.2
    text = f"  {id_}:\n    title: Choice\n    decided_by: State\n"
    text += "    approval: CMS\n" if is_approved else ""
    optional = list(keys)[-1] if keys and source.random() < 0.7 else ""
    written = {name: f"{{type: {key}, title: K, otherwise: {OTHERWISE[key]}}}" for name, key in keys.items()}
    text += (
        f"    inputs: {{{', '.join(f'{n}: {written[n] if n == optional else k}' for n, k in keys.items())}}}\n"
        if keys
        else ""
    )
    text += f"    output: chosen\n    type: {quoted(type_)}\n"
    if type_ in {"number", "money"} and source.random() < 0.6:
        limits = LIMITS if type_ == "number" else LIMITS[:1]
        text += f"    limits: {quoted(source.choice(limits))}\n"
    inputs = {name: ("year" if key == "number" else key, name != optional) for name, key in keys.items()}
    arguments = ", ".join(f"«{kind}»" for kind, is_needed in inputs.values() if is_needed)
    call = f"{id_}({arguments})" if arguments else f"{id_}()" if keys else id_
    writing.discretions[id_] = Discretion(type_, {name: kind for name, (kind, _) in inputs.items()}, is_approved)
    both = f"if «boolean#1» then {call} else {call}"
    return Written(id_, text, inputs, ((type_, call), (type_, both)))
