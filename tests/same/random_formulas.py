"""Writes formulas by chance, of a given type and over given names, in a way that the checker mostly accepts.

Types are written as packs write them. A way to make a type is a text with the types of its parts in angle marks:
`{number} + {number}`. A part is a name in reach, a literal, or made in one of these ways again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

PART = re.compile(r"«([^»]+)»")
UNITS = ("money", "points", "members", "rate")
LITERALS = {
    "number": ("0", "1", "2", "2.5", "-1", "0.125", "3.14", "1000000", "0.000001", "10"),
    "integer": ("0", "1", "2", "7", "-3"),
    "score": ("0", "1", "5", "10", "2.5"),
    "percent": ("0.5", "0.75", "1", "0", "0.125"),
    "money": ("0", "1", "99.95", "1000", "-5"),
    "rate": ("0", "2.25", "10"),
    "members": ("0", "1", "12", "40000"),
    "points": ("0", "1", "2", "0.5"),
    "boolean": ("true", "false"),
    "string": ('"a"', '"b c"', '""', '"Zoë"', '"low"', '"12"', '"a,b"'),
    "date": ('@"2020-01-31"', '@"2019-12-31"', '@"2020-02-29"', 'date("2021-06-15")', "date(2020, 2, 28)"),
    "time": ('@"10:30:00"', '@"23:59:59"', '@"00:00:00"'),
    "date and time": ('@"2020-01-31T10:30:00"', '@"2019-12-31T23:59:59Z"', '@"2020-02-29T00:00:00+01:00"'),
    "days and time duration": ('@"P1D"', '@"PT36H"', '@"-P2DT1S"', 'duration("P10D")'),
    "years and months duration": ('@"P1Y"', '@"P13M"', '@"-P1M"', 'duration("P2Y6M")'),
    "tier": ('"low"', '"high"', '"none"'),
    "row": (
        '{score: 1, name: "x", tier: "low", due: null, ok: true}',
        '{score: 5, name: "y", tier: "high", due: @"2020-05-01", ok: false}',
    ),
    "list<number>": ("[1, 2, 3]", "[0]", "[2.5, -1, 2.5]"),
    "list<money>": ("[base_money, 20.5]", "[base_money]"),
    "list<row>": ('[{score: 3, name: "p", tier: "low", due: null, ok: true}, base_rows[1]]',),
    "list<string>": ('["a", "b"]', '["b", "a", "b"]'),
    "list<tier>": ('["low", "high"]', '["none"]'),
    "range<number>": ("[1..5]", "(0..10)", "[2..3)"),
    "number?": ("null", "3"),
    "date?": ("null", '@"2020-03-01"'),
}
FALLBACKS = {
    "boolean": "base_flag",
    "date": "base_day",
    "list<row>": "base_rows",
    "members": "base_members",
    "money": "base_money",
    "number": "base_number",
    "points": "base_points",
    "rate": "base_rate",
    "string": "base_word",
    "tier": "base_tier",
}
"""Figures that every pack has, for types of which nothing is in reach: of literals alone the checker says too much."""
WAYS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "«number» + «number»",
        "«number» - «number»",
        "«number» * «number»",
        "«number» / «number»",
        "(«number» + «number») * «number»",
        "-(«number»)",
        "«number» ** 2",
        "«integer»",
        "«score»",
        "«percent» * «number»",
        "«money» / «money»",
        "«points» / «points»",
        "abs(«number»)",
        "floor(«number»)",
        "ceiling(«number»)",
        "decimal(«number», 2)",
        "round half up(«number», 1)",
        "round down(n: «number», scale: 1)",
        "modulo(«number», «number»)",
        "sqrt(abs(«number»))",
        "min(«number», «number»)",
        "max(«list<number>»)",
        "sum(«list<number>»)",
        "mean(«list<number>»)",
        "median(«list<number>»)",
        "product(«list<number>»)",
        "count(«list<number>»)",
        "count(«list<row>»)",
        "count(«list<row>»[score > «number»])",
        "count(«list<row>»[item.ok and tier = «tier»])",
        "sum(for r in «list<row>» return r.score)",
        "sum(«list<row>».score)",
        "sum(for x in «list<number>» return x * «number»)",
        "sum(for i in 1..3 return i * «number»)",
        "«list<number>»[1]",
        "«list<number>»[-1]",
        "«list<row>»[1].score",
        "«row».score",
        "string length(«string»)",
        "«date».year",
        "«date».month",
        "day of year(«date»)",
        "(«date» - «date»).days",
        "«time».hour",
        "«date and time».minute",
        "«years and months duration».months",
        "if «boolean» then «number» else «number»",
        "if «number?» = null then «number» else 1",
        "if nn != null then nn + «number» else «number»",
        "{a: «number», b: a + 1}.b",
        "(function(x: number) x + 1)(«number»)",
        'number(«string», ",", ".")',
        'number(string(«number»), ",", ".")',
        "«range<number>».end",
        "index of(«list<number>», «number»)[1]",
        "(for x in «list<number>», y in [1, 2] return x * y)[1]",
        "week of year(«date»)",
    ),
    "integer": ("count(«list<string>»)", "floor(«number»)"),
    "percent": ("«number»", "«money» / «money»", "min(1, «number»)"),
    "money": (
        "«money» + «money»",
        "«money» - «money»",
        "«money» * «number»",
        "«number» * «money»",
        "«percent» * «money»",
        "«members» * «rate»",
        "«money» / «number»",
        "max(«money», 0)",
        "min(«money», «money»)",
        "sum(«list<money>»)",
        "abs(«money»)",
        "decimal(«money», 2)",
        "if «boolean» then «money» else 0",
        "if «boolean» then «money» else «money»",
        "sum(for r in «list<row>» return r.score * «money»)",
    ),
    "rate": ("«rate» * «number»", "«money» / «members»", "«rate» + «rate»"),
    "members": ("«members» + «members»", "«members» * 2", "abs(«members»)"),
    "points": ("«points» + «points»", "«points» * «number»", "min(«points», 2)", "if «boolean» then «points» else 0"),
    "score": ("min(10, abs(«number»))",),
    "boolean": (
        "«number» < «number»",
        "«number» >= «number»",
        "«number» = «number»",
        "«money» != «money»",
        "«money» > «money»",
        "«string» = «string»",
        "«tier» = «tier»",
        "«tier» in («tier», «tier»)",
        "«date» <= «date»",
        "«time» < «time»",
        "«days and time duration» > «days and time duration»",
        "«boolean» and «boolean»",
        "«boolean» or «boolean»",
        "not(«boolean»)",
        "«number» between «number» and «number»",
        "«number» in [«number»..«number»]",
        "«number» in («number», > «number»)",
        "«number» in «range<number>»",
        "some x in «list<number>» satisfies x > «number»",
        "every r in «list<row>» satisfies r.score >= «number»",
        "some r in «list<row>» satisfies r.ok",
        "list contains(«list<number>», «number»)",
        "list contains(«list<tier>», «tier»)",
        "contains(«string», «string»)",
        "starts with(«string», «string»)",
        'matches(«string», "[a-z]+")',
        "«row».ok",
        "«number?» = null",
        "«date?» != null",
        "nn != null and nn > «number»",
        "«number» instance of number",
        "before(«date», «date»)",
        "includes(«range<number>», «number»)",
        "all(for r in «list<row>» return r.ok)",
        "any([«boolean», «boolean»])",
        "if «boolean» then «boolean» else «boolean»",
        "count(«list<row>»[due != null and due < «date»]) > 0",
    ),
    "string": (
        "«string» + «string»",
        "upper case(«string»)",
        "substring(«string», 1)",
        "substring before(«string», «string»)",
        'replace(«string», "a", "b")',
        "string(«number»)",
        "string(«date»)",
        'string join(«list<string>», ", ")',
        "«row».name",
        "«list<string>»[1]",
        "if «boolean» then «string» else «string»",
        "«tier»",
    ),
    "date": (
        "«date» + «days and time duration»",
        "«date» + «years and months duration»",
        "«date» - «years and months duration»",
        "date(«date and time»)",
        "max(«date», «date»)",
        "if «boolean» then «date» else «date»",
        "if due = null then «date» else due",
        "date(string(«date»))",
    ),
    "time": ("«time» + «days and time duration»", "time(«date and time»)"),
    "date and time": (
        "date and time(«date», «time»)",
        "«date and time» + «days and time duration»",
        "«date and time» - «days and time duration»",
    ),
    "days and time duration": (
        "«date» - «date»",
        "«days and time duration» + «days and time duration»",
        "«days and time duration» * «number»",
        "«days and time duration» / 2",
    ),
    "years and months duration": (
        "«years and months duration» + «years and months duration»",
        "years and months duration(«date», «date»)",
    ),
    "tier": ("if «boolean» then «tier» else «tier»", "«row».tier", "«list<row>»[1].tier", "«list<tier>»[1]"),
    "row": (
        "{score: «score», name: «string», tier: «tier», due: «date?», ok: «boolean»}",
        "«list<row>»[1]",
        "if «boolean» then «row» else «row»",
    ),
    "list<number>": (
        "[«number», «number»]",
        "«list<row>».score",
        "for x in «list<number>» return x + «number»",
        "for i in 1..3 return i * «number»",
        "for x in «list<number>» return if x > «number» then x else 0",
        "«list<number>»[item > «number»]",
        "sort(«list<number>», function(a, b) a < b)",
        "append(«list<number>», «number»)",
        "concatenate(«list<number>», «list<number>»)",
        "reverse(«list<number>»)",
        "distinct values(«list<number>»)",
        "union(«list<number>», «list<number>»)",
        "sublist(«list<number>», 1, 1)",
        "remove(«list<number>», 1)",
        "insert before(«list<number>», 1, «number»)",
        "flatten([«list<number>», «list<number>»])",
        "for r in «list<row>» return r.score",
        "for i in 1..3 return if i = 1 then 1 else i + partial[-1]",
    ),
    "list<money>": ("[«money», «money»]", "for x in «list<money>» return x * «number»", "for i in 1..2 return «money»"),
    "list<row>": (
        "[«row», «row»]",
        "«list<row>»[score >= «number»]",
        "«list<row>»[item.tier = «tier»]",
        "«list<row>»[ok]",
        "sort(«list<row>», function(a, b) a.score < b.score)",
        "append(«list<row>», «row»)",
    ),
    "list<string>": (
        "[«string», «string»]",
        "«list<row>».name",
        'split(«string», ",")',
        "for x in «list<number>» return string(x)",
    ),
    "list<tier>": ("«list<row>».tier", "[«tier», «tier»]", "for r in «list<row>» return r.tier"),
    "range<number>": ("[«number»..«number»]", "(«number»..«number»]"),
    "number?": ("if «boolean» then «number» else null", "«number»"),
    "date?": ("«row».due", "«date»"),
}
ATOMS = re.compile(r"[\w.]*|@?\"[^\"]*\"|\[[^\[\]]*\]|\w[\w ]*\([^()]*\)")


class Formulas:
    """Writes formulas over names in reach; `calls` are texts that call rules, with marks for their arguments."""

    def __init__(self, source: random.Random, names: Mapping[str, str], calls: Mapping[str, list[str]]) -> None:
        self.source = source
        self.names: dict[str, list[str]] = {}
        for name, type_ in names.items():
            self.names.setdefault(type_, []).append(name)
        for type_, name in FALLBACKS.items():
            self.names.setdefault(type_, [name])
        self.calls = calls

    def make(self, type_: str, depth: int) -> str:
        """Return a formula of a type."""
        named, literals = self.names.get(type_, ()), LITERALS.get(type_, ())
        chance = self.source.random()
        if depth <= 0 or chance < 0.15:
            if named and (not literals or type_ in UNITS or self.source.random() < 0.85):
                return self.source.choice(named)
            if literals:
                return self.source.choice(literals)
        if named and chance < 0.3:
            return self.source.choice(named)
        calls = self.calls.get(type_, ())
        ways = self.ways(type_)
        if calls and (not ways or self.source.random() < 0.3):
            way = self.source.choice(calls)
        elif ways:
            way = self.source.choice(ways)
        else:
            return self.source.choice(named or literals)
        return PART.sub(lambda part: self._inner(part[1], depth - 1), way)

    def ways(self, type_: str) -> list[str]:
        """Return the ways that need no name that is not in reach."""
        names = {name for each in self.names.values() for name in each}
        ways = [
            way
            for way in WAYS.get(type_, ())
            if not (("nn" in way and "nn" not in names) or ("if due" in way and "due" not in names))
        ]
        return [way for way in ways if all(self._can(part) for part in PART.findall(way))]

    def _can(self, type_: str) -> bool:
        return type_ in LITERALS or type_ in self.names

    def _inner(self, type_: str, depth: int) -> str:
        text = self.make(type_, depth)
        return text if ATOMS.fullmatch(text) else f"({text})"
